"""The reader of our own text format (docs/text-format.md): one line is one provision."""

import re

from django.utils.translation import gettext as _

from convention.importing.document import LONGEST_TITLE, Document, Fault, ImportRefused, Node
from convention.marks import marked, segments
from convention.models import ProvisionKind as Kind

HEAD = re.compile(r"([a-z0-9-]+):\s*(.*)")
HEADINGS = (
    (Kind.PREAMBLE, re.compile(r"PREAMBLE()()")),
    (Kind.CHAPTER, re.compile(r"CHAPTER ([IVXL]+)\. (\S.*)")),
    (Kind.PART, re.compile(r"PART (\d+)\. (\S.*)")),
    (Kind.SECTION, re.compile(r"SECTION (\d+)\. (\S.*)")),
    (Kind.ARTICLE, re.compile(r"Article (\d+)\. (\S.*)")),
    (Kind.ANNEX, re.compile(r"ANNEX ([A-Z])\. (\S.*)")),
    (Kind.CONCLUSIONS, re.compile(r"CONCLUSIONS()()")),
)
# Lines that mean to be a heading and are not written as one. A sentence may begin with "Article 3 applies".
NEARLY = re.compile(
    r"(PREAMBLE|CHAPTER|PART|SECTION|ANNEX|CONCLUSIONS)\b"
    r"|(Preamble|Conclusions)$"
    r"|(Chapter|Part|Section|Annex)\s+([IVXLC]+|\d+|[A-Z])(\s*[.:–—]|\s+-|\s*$)"
    r"|(Article|article|ARTICLE)\s+(\S+\s*\.?$|\S+\.\s|\d+(\s*[:–—]|\s+-|\s+[A-Z]))"
)
# The same for a numbered paragraph, and for a point that is not set in.
NEARLY_NUMBERED = re.compile(r"\d+(\.(?=[^\W\d])|\))|\(\d+\)")
NOT_SET_IN = re.compile(r"\([a-z]{1,5}\)(\s|$)|>")
# Lines of the head that say where a file made by this site came from; a reader of the file wants them, an import not.
PROVENANCE = ("notice", "version", "date", "address", "text-sha256")
FIRST_LINE = "text-format: 1"
NUMBERED = re.compile(r"(\d+)\.(?:\s+(.*))?$")
POINT = re.compile(r"\(([a-z]+)\)(?:\s+(.*))?$")
CLOSING = re.compile(r">(?:\s+(.*))?$")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

# Which headings may stand inside which node; the top of the text is None.
INSIDE = {
    Kind.PREAMBLE: (None,),
    Kind.CHAPTER: (None,),
    Kind.PART: (Kind.CHAPTER,),
    Kind.SECTION: (Kind.PART, Kind.CHAPTER),
    Kind.ARTICLE: (Kind.SECTION, Kind.PART, Kind.CHAPTER, None),
    Kind.ANNEX: (None,),
    Kind.CONCLUSIONS: (None,),
}


def read(data: bytes) -> Document:
    """The document that the bytes of a file in the text format hold. Raises ImportRefused with all faults found."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        words = _("This is not UTF-8 (byte %(byte)s). Save the file as UTF-8.") % {
            "byte": f"0x{data[error.start]:02x}"
        }
        raise ImportRefused([Fault(line, words)]) from error
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").split("\n")]
    first = next((number for number, line in enumerate(lines, 1) if line), 1)
    if lines[first - 1] != FIRST_LINE:
        # Whatever this is, its other lines would only be named one by one as not understood.
        raise ImportRefused([Fault(first, _("The first line is to be “%(line)s”.") % {"line": FIRST_LINE})])
    reader = Reader()
    for number, line in enumerate(lines[first:], first + 1):
        reader.take(number, line)
    return reader.finish()


class Reader:
    """Takes the file line by line, keeps the open nodes, and notes faults with their lines instead of stopping."""

    def __init__(self) -> None:
        self.document = Document()
        self.faults: list[Fault] = []
        self.open: list[Node] = []  # headings around the current line, outermost first
        self.paragraph: Node | None = None
        self.point: Node | None = None
        self.in_head = True
        self.head: set[str] = set()

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, message))

    def take(self, number: int, line: str) -> None:
        """Read one line, without its line end and trailing spaces."""
        if not line:
            return
        if "\t" in line:
            self.fault(number, _("A tab stands here; points are set in with two spaces, subpoints with four."))
            return
        if CONTROL.search(line):
            self.fault(number, _("A control character stands here; remove it."))
            return
        if "\ufffd" in line:
            self.fault(number, _("A broken character stands here (U+FFFD): the file lost a letter before it came."))
            return
        if self.in_head and self._head(number, line):
            return
        indent = len(line) - len(line.lstrip(" "))
        body = line[indent:]
        if indent == 0:
            self._outer(number, body)
        elif indent == 2:
            self._point(number, body)
        elif indent == 4:
            self._subpoint(number, body)
        else:
            words = _("Spaces before this line: %(n)d. A line has 0, 2 (point) or 4 (subpoint).")
            self.fault(number, words % {"n": indent})

    def _head(self, number: int, line: str) -> bool:
        """One of the `key: value` lines before the text; false for the first line of the text."""
        found = HEAD.fullmatch(line)
        if not found:
            self.in_head = False
            return False
        key, value = found.groups()
        if key in self.head:
            self.fault(number, _("“%(key)s” stands twice in the head.") % {"key": key})
        elif key == "title" and len(value) > LONGEST_TITLE:
            self.fault(number, _("The title is longer than %(n)d characters.") % {"n": LONGEST_TITLE})
        elif key == "title":
            self.document.title = value
        elif key in PROVENANCE:
            pass
        elif key == "specimen" and value in ("yes", "no"):
            self.document.specimen = value == "yes"
        else:
            words = _("“%(line)s” is not known here; the head has title, and specimen (yes or no).")
            self.fault(number, words % {"line": line[:80]})
        self.head.add(key)
        return True

    def _outer(self, number: int, line: str) -> None:
        for kind, form in HEADINGS:
            if found := form.fullmatch(line):
                self._heading(Node(kind, number, found[1], found[2]))
                return
        if NEARLY.match(line):
            words = _("This looks like a heading; it is written as “CHAPTER IV. Title” or “Article 12. Heading”.")
            self.fault(number, words)
            return
        self.point = None
        around = self.open[-1] if self.open else None
        if around is None or around.kind in (Kind.CHAPTER, Kind.PART, Kind.SECTION):
            self.paragraph = None
            self.fault(number, _("Text stands here outside the preamble and every article."))
            return
        if NOT_SET_IN.match(line):
            self.fault(number, _("This is not set in: a point has two spaces before it, a subpoint four."))
            return
        if around.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS):
            kind = Kind.RECITAL if around.kind == Kind.PREAMBLE else Kind.PARAGRAPH
            self.paragraph = Node(kind, number, text=line)
        elif found := NUMBERED.match(line):
            self.paragraph = Node(Kind.PARAGRAPH, number, found[1], text=found[2] or "")
        elif NEARLY_NUMBERED.match(line):
            self.fault(number, _("A numbered paragraph is written “3. Text”: number, dot, space."))
            return
        else:
            self.paragraph = Node(Kind.PARAGRAPH, number, text=line)
        around.children.append(self.paragraph)

    def _heading(self, node: Node) -> None:
        self.paragraph = self.point = None
        allowed = INSIDE[node.kind]
        while self.open and self.open[-1].kind not in allowed:
            self.open.pop()
        if not self.open and None not in allowed:
            words = _("A %(kind)s stands here outside a chapter.") % {"kind": node.kind.label}
            self.fault(node.line, words)
        (self.open[-1].children if self.open else self.document.nodes).append(node)
        self.open.append(node)

    def _point(self, number: int, line: str) -> None:
        self.point = None
        if self.paragraph is None:
            self.fault(number, _("A point needs a paragraph above it."))
        elif found := POINT.match(line):
            self.point = Node(Kind.POINT, number, found[1], text=found[2] or "")
            self._add(self.paragraph, self.point)
        elif found := CLOSING.match(line):
            self._close(number, self.paragraph, found[1])
        else:
            self.fault(number, _("A line set in with two spaces begins with “(a)” or with “>”."))

    def _subpoint(self, number: int, line: str) -> None:
        if self.point is None:
            self.fault(number, _("A subpoint needs a point above it."))
        elif found := POINT.match(line):
            self._add(self.point, Node(Kind.SUBPOINT, number, found[1], text=found[2] or ""))
        elif found := CLOSING.match(line):
            self._close(number, self.point, found[1])
        else:
            self.fault(number, _("A line set in with four spaces begins with “(i)” or with “>”."))

    def _add(self, parent: Node, node: Node) -> None:
        if parent.children and parent.children[-1].kind == Kind.WRAP:
            self.fault(node.line, _("This list was closed by the “>” above; no point can follow it."))
        parent.children.append(node)

    def _close(self, number: int, parent: Node, text: str | None) -> None:
        if not parent.children:
            self.fault(number, _("“>” closes a list, and no list stands above it."))
        parent.children.append(Node(Kind.WRAP, number, text=text or ""))

    def finish(self) -> Document:
        """The document after the last line. Raises ImportRefused if any line had a fault."""
        if self.faults:
            raise ImportRefused(self.faults)
        for node in self.document.walk():
            node.heading, node.text = self._tidy(node, node.heading), self._tidy(node, node.text)
        if self.faults:
            raise ImportRefused(self.faults)
        return self.document

    def _tidy(self, node: Node, text: str) -> str:
        """The text with single spaces and its marks in their one form, so that equal words have equal sums."""
        try:
            return marked(segments(re.sub(" +", " ", text.strip())))
        except ValueError:
            self.fault(node.line, _("A backslash stands here before a star in a way that has no meaning."))
            return text
