"""The reader of DOCX: paragraphs with their looks and rebuilt numbers → blocks → the tree of a text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from convention.importing import conservation, front
from convention.importing.blocks import Block
from convention.importing.document import Document
from convention.importing.docxfile import opened, refused
from convention.importing.docxlooks import Looks
from convention.importing.docxnumbers import BULLET, Number, Numbers
from convention.importing.docxwords import EASTERN, TEXTS, Aside, Line, Paragraphs, all_text, table_text, texts
from convention.importing.headings import Look, Style, label
from convention.importing.lines import letters
from convention.importing.outline import Outline
from convention.importing.pdfsound import UNMAPPED
from convention.importing.report import Place, Report
from convention.importing.xmlfile import parse
from convention.models import ProvisionKind as Kind

# Styles of paragraphs that a file of this site has beside its text; all their names begin so.
BESIDE = "Beside the text"
CLOSING = "list continue"  # Word's own style for the words that go on below a list
CONTENTS = ("toc ", "table of contents", "contents heading")
TRACKED = {qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")}
GROUPS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml")}


class Paragraph(Block):
    """A block of one paragraph, whose later lines are set in as its settings say, whether it has some or not."""

    @property
    def hang(self) -> float | None:
        return self.first.hang

    @property
    def closing(self) -> bool:
        return self.first.look.style.startswith(CLOSING)


class Headings(Style):
    """How a DOCX prints its headings; its labels may be in a script without capitals."""

    def _looks(self, lines: list[Line]) -> set[Look]:
        return super()._looks([self._with_capital(line) for line in lines])

    @staticmethod
    def _with_capital(line: Line) -> Line:
        found = label(line.plain)
        caseless = line.plain[0].lower() == line.plain[0].upper()
        if found and found[0] == Kind.ARTICLE and caseless:
            return replace(line, text=f"Article {found[1]} {found[2]}")
        return line


class Closings(Outline):
    """The outline of a DOCX: a file that has a style for closing text uses it for all of it."""

    def __init__(self, blocks: list[Paragraph], style: Style, report: Report):
        super().__init__(blocks, style, report)
        self.styled = any(block.closing for block in blocks)

    def _closes(self, around: Any, block: Block) -> bool:
        if not self.styled:
            return super()._closes(around, block)
        return block.closing and bool(self.lists)


def read_docx(data: bytes) -> Document:
    """The document of a DOCX, with its report, not yet checked nor named. Lines count paragraphs and tables from 1.

    Raises ImportRefused for a file that cannot be read rightly: no DOCX, cut off, encrypted, a bomb, with entities,
    with changes that nobody has accepted, without words.
    """
    word = opened(data)
    source = Source(word)
    lines = source.lines()
    if not lines:
        raise refused(_("This DOCX has no text."))
    report = source.report
    style = Headings(lines)
    blocks = [Paragraph([n], n.text, True, n.strong, n.centred, n.slanted, n.size) for n in lines]
    begin, unnamed = front.start(blocks, style)
    outline = Closings(blocks, style, report)
    if unnamed:
        outline.preamble(blocks[begin])
    document = outline.build(begin)
    if begin:
        document.title = front.front(blocks[:begin], 0, style, report)
    document.specimen = source.beside and word.core_properties.category == "specimen"
    elsewhere = outline.unplaced | {id(block.first) for block in blocks[:begin]}
    text = [line for line in lines if id(line) not in elsewhere]
    conservation.check_text(document, text, report)
    conservation.check_doubles(text, report)
    document.report = report
    return document


class Source:
    """The paragraphs of one file, and the report of what stands beside them."""

    def __init__(self, word: Any):
        self.report = Report("docx")
        self.body = word.element.body
        self.parts = [rel.target_part for rel in word.part.rels.values() if not rel.is_external]
        looks = Looks(word.styles.element)
        self.paragraphs = Paragraphs(looks)
        numbering = self._part("numbering")
        self.numbers = Numbers(parse(numbering) if numbering else None, looks.styles)
        self.notes = {
            tag: self._words(name, note)
            for tag, name, note in (
                (qn("w:footnoteReference"), "footnotes", "w:footnote"),
                (qn("w:endnoteReference"), "endnotes", "w:endnote"),
                (qn("w:commentReference"), "comments", "w:comment"),
            )
        }
        self.beside = False  # whether it has words of this site beside its text

    def _part(self, name: str) -> bytes | None:
        return next((part.blob for part in self.parts if part.content_type.endswith(f".{name}+xml")), None)

    def _words(self, name: str, tag: str) -> dict[str, str]:
        data = self._part(name)
        found = parse(data).iter(qn(tag)) if data else ()
        return {each.get(qn("w:id"), ""): all_text(each) for each in found}

    def lines(self) -> list[Line]:
        """All lines of the text in order. Whatever else the file has is in the report then."""
        found: list[Line] = []
        whole: Counter[str] = Counter()
        for number, (element, listed) in enumerate(_elements(self.body, False), 1):
            self._check(element, number)
            lines, asides = self._read(element, number, listed)
            found += lines
            words = [each.typed for each in lines] + [each.text for each in asides]
            source = Counter(_typed(element))
            whole += source
            if source != Counter(letters("".join(words)).translate(EASTERN)):
                why = _("Not all words of this paragraph were understood. Compare it by eye.")
                self.report.blocking.append(Place(0, number, all_text(element)[:400], why))
        if whole != Counter(_typed(self.body)):
            why = _("The file has words outside its paragraphs. Compare it by eye.")
            self.report.blocking.append(Place(0, 0, "", why))
        self._heads()
        return [line for line in found if not self._set_aside(line)]

    def _check(self, element: Any, number: int) -> None:
        for each in element.iter(*TRACKED):
            words = _(
                "This paragraph has changes that nobody has accepted or rejected: %(text)s. Do so in Word first."
            )
            text = "".join(words.text or "" for words in each.iter(*TEXTS, qn("w:delText")))[:80]
            raise refused(words % {"text": text or _("a paragraph mark")}, number)
        if broken := UNMAPPED.search("".join(each.text or "" for each in element.iter(*TEXTS))):
            words = _("A letter stands here that has no meaning (%(code)s).") % {"code": f"U+{ord(broken[0][0]):04X}"}
            raise refused(words, number)

    def _read(self, element: Any, number: int, listed: bool) -> tuple[list[Line], list[Aside]]:
        if element.tag == qn("w:altChunk"):
            why = _("Another file stands in this one here; its words were not read. Open and save it in Word.")
            self.report.blocking.append(Place(0, number, "", why))
            return [], []
        if element.tag == qn("w:tbl"):
            aside = Aside(table_text(element), _("A table stands here; its words have no place in the text."))
            self.report.blocking.append(Place(0, number, aside.text, aside.why))
            return [], [aside]
        settings = element.find(qn("w:pPr"))
        style = self.paragraphs.looks.paragraph(settings).style
        if listed or style.startswith(CONTENTS):
            aside = Aside(all_text(element), _("contents list"))
            if aside.text:
                self.report.furniture.append(Place(0, number, aside.text, aside.why))
            return [], [aside]
        automatic = self.numbers.of(settings, self.paragraphs.looks.style_of(settings))
        lines, asides = self.paragraphs.lines(element, number, automatic)
        if automatic is not None and lines:
            self._doubt(automatic, lines[0])
        for aside in asides:
            self._beside(aside, number)
        for each in element.iter(qn("w:commentReference")):
            said = self.notes[each.tag].get(each.get(qn("w:id"), ""), "")
            self.report.doubts.append(Place(0, number, said, _("A comment stands here; it was left out.")))
        return lines, asides

    def _doubt(self, number: Number, line: Line) -> None:
        if number.level.form == BULLET:
            why = _("This has a bullet in place of a number. Number it, or say what it belongs to.")
            self.report.blocking.append(Place(0, line.number, line.plain, why))
        elif not number.known:
            why = _("Its automatic number is of a form that is not read; digits stand for it.")
            self.report.blocking.append(Place(0, line.number, line.plain, why))
        elif number.printed.strip() and not line.plain.startswith(number.printed.strip()):
            why = _("Its number is printed as “%(printed)s”.") % {"printed": number.printed.strip()}
            self.report.doubts.append(Place(0, line.number, line.plain, why))

    def _beside(self, aside: Aside, number: int) -> None:
        text, why = aside.text, aside.why
        if aside.id:
            text = self.notes.get(why, {}).get(aside.id, "")
            why = _("This is a note. Notes have no place in the text; where it is part of it, enter it there.")
        self.report.blocking.append(Place(0, number, text, why))

    def _heads(self) -> None:
        """Running heads and feet, each once."""
        seen = set()
        for part in self.parts:
            if part.content_type.endswith((".header+xml", ".footer+xml")):
                text = all_text(parse(part.blob))
                if text and text not in seen:
                    seen.add(text)
                    self.report.furniture.append(Place(0, 0, text, _("running head or foot")))

    def _set_aside(self, line: Line) -> bool:
        """Whether a line is what a file of this site says of itself; the report has it then."""
        if not line.look.style.startswith(BESIDE.lower()):
            return False
        self.beside = True
        self.report.furniture.append(Place(0, line.number, line.plain, _("what this site says of the file")))
        return True


def _elements(parent: Any, listed: bool) -> Iterator[tuple[Any, bool]]:
    """The paragraphs and tables in order, each with whether it stands in a contents list that Word made."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl"), qn("w:altChunk")):
            yield child, listed
        elif child.tag in GROUPS:
            gallery = child.find("/".join(map(qn, ("w:sdtPr", "w:docPartObj", "w:docPartGallery"))))
            made = gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"
            yield from _elements(child, listed or made)


def _typed(element: Any) -> str:
    """The letters that stand in an element, by another way than lines are made: for the count alone."""
    return letters("".join(each.text or "" for each in texts(element) if each.tag in TEXTS)).translate(EASTERN)
