"""From blocks to the tree of a text: headings, paragraphs, points, closing text, each with its page and line."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from convention.importing import points
from convention.importing.blocks import SET_IN, Block
from convention.importing.document import Document, Node
from convention.importing.headings import CONCLUSIONS, PREAMBLE, TESTIMONIUM, Style, label, marker
from convention.importing.hyphens import SOFT
from convention.importing.lines import after, plain, whole, with_marks
from convention.importing.report import Place, Report
from convention.marks import segments
from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman

INSIDE = {
    Kind.CHAPTER: (),
    Kind.PART: (Kind.CHAPTER, Kind.ANNEX),
    Kind.SECTION: (Kind.PART, Kind.CHAPTER, Kind.ANNEX),
    Kind.ARTICLE: (Kind.SECTION, Kind.PART, Kind.CHAPTER, Kind.ANNEX),
    Kind.ANNEX: (),
    Kind.PREAMBLE: (),
    Kind.CONCLUSIONS: (),
}
GROUPS = (Kind.CHAPTER, Kind.PART, Kind.SECTION)
POINTS = (Kind.POINT, Kind.SUBPOINT)
LONG_HEADING = 400


class Outline:
    """Takes the blocks of a source one after another and builds its document."""

    def __init__(self, blocks: list[Block], style: Style, report: Report):
        self.blocks, self.style, self.report = blocks, style, report
        self.document = Document()
        self.open: list[Node] = []  # headings around the current block, outermost first
        self.paragraph: Node | None = None
        self.lists: list[points.List] = []
        self.last: Counter[Kind] = Counter()  # the number of the last heading of each kind
        self.untitled: Node | None = None  # a heading whose words are still to come
        self.unplaced: set[int] = set()  # ids of lines that went into the report
        self.headed: list[tuple[str, Node]] = []  # each heading with its label as printed, such as "Art. 12."
        self.titled = self._titled()
        self.markers = [marker(block.plain) if not style.heading(block) else "" for block in blocks]

    def _titled(self) -> bool:
        """Whether articles of this source have their words on the line below their number."""
        seen = []
        for block, below in zip(self.blocks, self.blocks[1:], strict=False):
            found = self.style.heading(block)
            if found and found[0] == Kind.ARTICLE and not found[2]:
                seen.append(self._like_title(below))
        return bool(seen) and sum(seen) >= 0.6 * len(seen)

    def _like_title(self, block: Block) -> bool:
        text = block.plain
        if marker(text) or len(text) > LONG_HEADING or self.style.heading(block):
            return False
        return self.style.shown(block) or (len(block.lines) < 3 and text[-1:] not in ".:;,")

    def preamble(self, block: Block) -> None:
        """Open a preamble that has no heading, before its first block."""
        self._put(Kind.PREAMBLE, block)

    def build(self, start: int) -> Document:
        """The document of the blocks from `start` on; what stands before them has been looked at."""
        for place in range(start, len(self.blocks)):
            block = self.blocks[place]
            if not self._heading(block, place):
                self._text(block, place)
        return self.document

    # Headings

    def _heading(self, block: Block, place: int) -> bool:
        """Take the block as a heading or as the words of one; false where it is text."""
        text = block.plain
        if PREAMBLE.fullmatch(text) and not self.document.nodes:
            self._put(Kind.PREAMBLE, block)
            return True
        if self._ends(block):
            self._put(Kind.CONCLUSIONS, block)
            return bool(CONCLUSIONS.fullmatch(text))
        if (found := self.style.heading(block)) and self._fits(block, *found):
            kind, number, rest = found
            node = self._put(kind, block, number)
            self.headed[-1] = (text[: len(text) - len(rest)], node)
            node.heading = self._title(after(block.text, len(text) - len(rest))) if rest else ""
            self.untitled = None if rest else node
            return True
        if self.untitled is not None:
            node, self.untitled = self.untitled, None
            if self._like_title(block) and (node.kind != Kind.ARTICLE or self.titled):
                node.heading = self._title(block.text)
                return True
        return self._more_heading(block, place)

    def _more_heading(self, block: Block, place: int) -> bool:
        """A heading that goes on after a gap or on a new page: shown in the same way, and nothing below it yet."""
        node = self.open[-1] if self.open else None
        if node is None or node.children or not node.heading or not self.style.shown(block) or marker(block.plain):
            return False
        before = self.blocks[place - 1]
        if not (block.strong and before.strong and whole(block.size) == whole(before.size)):
            return False
        node.heading = f"{node.heading} {self._title(block.text)}"
        return True

    def _ends(self, block: Block) -> bool:
        """Whether the conclusions of the treaty begin here: by a heading of their own, or by their first words."""
        if Kind.CONCLUSIONS in self.last or Kind.ARTICLE not in self.last:
            return False
        text = block.plain
        if CONCLUSIONS.fullmatch(text) and self.style.shown(block):
            return True
        return bool(block.sure and TESTIMONIUM.match(text) and self.open and self.open[-1].kind == Kind.ARTICLE)

    def _fits(self, block: Block, kind: Kind, number: str, rest: str) -> bool:
        """Whether a block that looks like a heading is one: where the look says little, its number has to be next."""
        if kind == Kind.ARTICLE and (not label(block.plain) or not self.style.shown(block)):
            return block.sure and number == str(self.last[Kind.ARTICLE] + 1)
        if kind == Kind.CHAPTER and not label(block.plain):
            return block.sure and from_roman(number) == self.last[Kind.CHAPTER] + 1
        only_centred = not block.strong and whole(block.size) <= self.style.size
        if only_centred and kind != Kind.ARTICLE and (rest or not block.centred):
            return block.sure and (from_roman(number) or number) in (self.last[kind] + 1, 1, "1")
        return True

    def _put(self, kind: Kind, block: Block, number: str = "") -> Node:
        node = Node(kind, block.first.number, number.removesuffix("."), page=block.first.page)
        if kind == Kind.CHAPTER or (kind in (Kind.PART, Kind.ANNEX) and from_roman(number)):
            node.number = number.upper()
        if kind == Kind.ANNEX:
            # Its articles and parts are numbered anew.
            self.last[Kind.ARTICLE] = self.last[Kind.PART] = 0
        digits = re.match(r"\d+", number)
        self.last[kind] = int(digits[0]) if digits else from_roman(number) or self.last[kind] + 1
        while self.open and self.open[-1].kind not in INSIDE[kind]:
            self.open.pop()
        (self.open[-1].children if self.open else self.document.nodes).append(node)
        self.open.append(node)
        alone = PREAMBLE.fullmatch(block.plain) or CONCLUSIONS.fullmatch(block.plain)
        self.headed.append((block.plain if alone else "", node))
        self.paragraph, self.lists, self.untitled = None, [], None
        return node

    # Text

    def _text(self, block: Block, place: int) -> None:
        around = self.open[-1] if self.open else None
        if around is None or around.kind in GROUPS:
            self._unplaced(block, _("These words stand outside the preamble and every article."))
            return
        if around.kind not in (Kind.PREAMBLE, Kind.CONCLUSIONS) and self._stands_out(block):
            self._unplaced(block, _("These words are set like a heading, and are none of a chapter or article."))
            return
        if around.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS):
            kind = Kind.RECITAL if around.kind == Kind.PREAMBLE else Kind.PARAGRAPH
            self._flowing(around, block, kind, place)
            return
        self._numbered(around, block, block.text, place)

    def _stands_out(self, block: Block) -> bool:
        return block.strong or whole(block.size) > self.style.size

    def _flowing(self, around: Node, block: Block, kind: Kind, place: int) -> None:
        """A recital, or a line of the conclusions: points may stand in it, numbers of its own do not."""
        found = marker(block.plain)
        if found and self.paragraph is not None and self._point(block, found, block.text, place):
            return
        self._paragraph(around, block, block.text, kind=kind)

    def _numbered(self, around: Node, block: Block, text: str, place: int) -> None:
        found = marker(plain(text))
        number = found.strip("().")
        if not found:
            self._unmarked(around, block, text)
        elif number.isdecimal() and not (self.lists and self._goes_on(block, found, place)):
            self._paragraph_number(around, block, text, found, number)
        elif not self._point(block, found, text, place):
            self._unmarked(around, block, text)

    def _goes_on(self, block: Block, found: str, place: int) -> bool:
        return points.home(self.lists, found, block.indent, self.markers[place + 1 :]) is not None

    def _paragraph_number(self, around: Node, block: Block, text: str, found: str, number: str) -> None:
        last = [n for n in around.children if n.kind == Kind.PARAGRAPH and n.number]
        if not block.sure and int(number) != (int(last[-1].number) if last else 0) + 1:
            self._join(block, text)
            return
        rest = after(text, len(found))
        self._paragraph(around, block, "", number=number)
        if (inner := marker(plain(rest))) and points.begins(inner.strip("().")) is not None:
            self._point(block, inner, rest, None)
        else:
            self.paragraph.text = self._words(rest)

    def _paragraph(self, around: Node, block: Block, text: str, number: str = "", kind: Kind = Kind.PARAGRAPH) -> None:
        self.paragraph = Node(kind, block.first.number, number, text=self._words(text), page=block.first.page)
        self.paragraph_block = block
        around.children.append(self.paragraph)
        self.lists = []

    def _point(self, block: Block, found: str, text: str, place: int | None) -> bool:
        """Take the block as a point of an open list or as the first of a new one; false where it is neither."""
        number = found.strip("().")
        upcoming = self.markers[place + 1 :] if place is not None else []
        home = points.home(self.lists, found, block.indent, upcoming)
        if home is None and points.begins(number) is None:
            if not block.sure:
                self._join(block, text)
                return True
            # Out of turn: it stays a point of the list that is written so, and the checks name it.
            home = next((n for n, at in reversed([*enumerate(self.lists)]) if at.value(number) is not None), None)
            if home is None and points.value(number, roman=False) is None:
                return False
        elif home is None:
            home = points.again(self.lists, found, block.indent)
        if home is None:
            self._new_list(block, found, number)
        else:
            del self.lists[home + 1 :]
            self._add_point(self.lists[home], block, number)
        rest = after(text, len(found))
        inner = marker(plain(rest))
        if inner and points.begins(inner.strip("().")) is not None and points.kind_of(inner) != points.kind_of(found):
            self._point(block, inner, rest, None)
        else:
            self.lists[-1].node.text = self._words(rest)
        return True

    def _new_list(self, block: Block, found: str, number: str) -> None:
        if self.paragraph is None:
            self._paragraph(self.open[-1], block, "")
        owner = self.lists[-1].node if self.lists else self.paragraph
        new = points.List(owner, points.kind_of(found), number == "i", 0, block.indent, owner)
        self.lists.append(new)
        self._add_point(new, block, number)

    def _add_point(self, found: points.List, block: Block, number: str) -> None:
        kind = Kind.SUBPOINT if found.owner.kind in POINTS else Kind.POINT
        node = Node(kind, block.first.number, number, page=block.first.page)
        found.owner.children.append(node)
        found.node, found.last = node, found.value(number) or found.last + 1

    def _unmarked(self, around: Node, block: Block, text: str) -> None:
        """Text without a number: a paragraph, closing text of a list, or more text of a numbered paragraph."""
        if self.paragraph is None or not self._closes(around, block):
            self._paragraph(around, block, text)
            return
        owner = self.paragraph
        while self.lists:
            owner = self.lists[-1].owner
            # A point that ends without a stop goes on here, below the list that it is the last of.
            goes_on = _last_text(self.lists.pop().node)[-1:].isalnum()
            if goes_on or (self.lists and block.indent >= self.lists[-1].indent - SET_IN):
                break
        node = Node(Kind.WRAP, block.first.number, text=self._words(text), page=block.first.page)
        owner.children.append(node)

    def _closes(self, around: Node, block: Block) -> bool:
        if any(n.number for n in around.children if n.kind == Kind.PARAGRAPH) and self.paragraph.number:
            return True
        if not self.lists:
            return False
        begin = self.paragraph_block
        # A paragraph whose first line is set in shows where the next one begins.
        again = begin.hang is not None and begin.indent - begin.hang > SET_IN and not marker(begin.plain)
        ended = _last_text(self.lists[-1].node).endswith((".", ".”"))
        return not (again and ended and abs(block.indent - begin.indent) < SET_IN)

    def _join(self, block: Block, text: str) -> None:
        """More of the words before it: what looked like a number is part of a sentence."""
        node = self.lists[-1].node if self.lists else self.paragraph
        if node is None:
            self._unplaced(block, _("These words begin like a point and follow nothing."))
            return
        while node.children:
            node = node.children[-1]
        node.text = f"{node.text} {self._words(text)}".strip()

    def _unplaced(self, block: Block, why: str) -> None:
        for line in block.lines:
            self.report.blocking.append(Place(line.page, line.number, line.plain, why))
            self.unplaced.add(id(line))

    def _title(self, text: str) -> str:
        """The words of a heading. Where all of them are slanted, that is how headings are set, and no emphasis."""
        runs = segments(words := self._words(text))
        return words if len(runs) > 1 else "".join(run.replace("*", r"\*") for _emphasis, run in runs)

    @staticmethod
    def _words(text: str) -> str:
        return with_marks(text.replace(SOFT, "-").strip())


def _last_text(node: Node) -> str:
    while node.children:
        node = node.children[-1]
    return node.text
