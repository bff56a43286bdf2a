"""From the XML of a DOCX to lines: what each paragraph says, how it looks, and what stands in it and is no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from convention.importing.docxlooks import Look, Looks, said, size
from convention.importing.docxnumbers import Number
from convention.importing.headings import WORDS, label, marker
from convention.importing.lines import OFF, ON, SEAM, plain

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXTS = (qn("w:t"), f"{M}t")
# What only holds other things.
HELD_IN = ("hyperlink", "sdt", "sdtContent", "smartTag", "customXml", "fldSimple", "dir", "bdo")
HOLDERS = {qn(f"w:{name}") for name in HELD_IN}
HOLDERS |= {f"{MC}AlternateContent", f"{MC}Choice"}
SIGNS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
DRAWN = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
NOTES = {qn("w:footnoteReference"), qn("w:endnoteReference")}
SPACES = re.compile(r"[ \t\n]+")
EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
LABELLED = re.compile(rf"(?:\(?|(?:{'|'.join(WORDS.values())})\s+)(?=[٠-٩۰-۹])[٠-٩۰-۹]+", re.I)
STYLED = 60  # points: a heading by its style looks like no other words


@dataclass
class Line:
    """A paragraph, or the part of one down to a line break, as convention/importing/outline.py takes lines.

    `number` counts the paragraphs and tables of the document from 1; a DOCX has no pages. `typed` are the words that
    stand in the file, without an automatic number. `indent` is where its first words stand, in points, those behind a
    number that hangs; `hang` is where its later lines do.
    """

    number: int
    text: str
    typed: str
    look: Look
    strong: bool
    size: float
    indent: float = 0
    hang: float = 0
    page: int = 0

    @property
    def plain(self) -> str:
        return plain(self.text)

    @property
    def words(self) -> list[str]:
        return self.plain.split()

    @property
    def centred(self) -> bool:
        return self.look.centred

    @property
    def slanted(self) -> bool:
        """All of it is slanted, by its style or by its runs."""
        runs = self.text.startswith(ON) and self.text.endswith(OFF) and self.text.count(ON) == 1
        return self.look.slanted or runs


@dataclass
class Aside:
    """Words, or something without words, that stand in a paragraph and are none of its text."""

    text: str
    why: str
    id: str = ""  # of a note


@dataclass
class Words:
    """What a paragraph holds: its text with signs of emphasis and line ends, and what stands beside it."""

    text: str = ""
    strong: bool = True
    sizes: list[float] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


class Paragraphs:
    """Reads single paragraphs; knows the styles."""

    def __init__(self, looks: Looks):
        self.looks = looks

    def lines(self, element: Any, place: int, number: Number | None) -> tuple[list[Line], list[Aside]]:
        """The lines of a w:p, which has this place and automatic number, and what stands beside them."""
        settings = element.find(qn("w:pPr"))
        look = self.looks.paragraph(settings)
        words = Words()
        for child in element:
            self._take(child, look, words)
        left, first = look.left, look.first
        if number is not None and (settings is None or settings.find(qn("w:ind")) is None):
            left = number.level.left if number.level.left is not None else left
            first = number.level.first if number.level.first is not None else first
        lines = []
        for part in _parts(words.text):
            typed = _labelled(part)
            text = f"{_printed(number, look)} {typed}".strip() if number is not None and not lines else typed
            large = STYLED - look.heading if look.heading else max(words.sizes, default=look.size)
            if look.style == "title":
                large = STYLED + 1
            strong = bool(look.heading) or (words.strong and bool(part))
            line = Line(place, text, typed, look, strong, large, *_indents(text, left or 0, first or 0))
            lines += [line] if text else []
        return lines, words.asides

    def _take(self, element: Any, look: Look, words: Words) -> None:
        tag = element.tag
        if tag == qn("w:r"):
            self._run(element, look, words)
        elif tag in (f"{M}oMath", f"{M}oMathPara"):
            words.asides.append(Aside(all_text(element), _("An equation stands here; it has no place in the text.")))
        elif tag in HOLDERS:
            for child in element:
                self._take(child, look, words)

    def _run(self, run: Any, look: Look, words: Words) -> None:
        settings = self.looks.run(run.find(qn("w:rPr")))
        text = ""
        for child in run:
            text += self._piece(child, words)
        if not text:
            return
        hidden = said(settings, "w:vanish")
        if look.hidden if hidden is None else hidden:
            words.asides.append(Aside(text.strip(), _("These words are hidden in Word; they are not taken as text.")))
            return
        if text.strip():
            strong = any(said(settings, name) for name in ("w:b", "w:smallCaps"))
            plainly = said(settings, "w:b") is False and not said(settings, "w:smallCaps")
            words.strong = words.strong and (strong or (look.strong and not plainly))
            words.sizes.append(size(settings) or look.size)
        words.text += f"{ON}{text}{OFF}" if said(settings, "w:i") and text.strip() else text

    def _piece(self, child: Any, words: Words) -> str:
        """The text of one thing in a run; what is no text goes beside it."""
        tag = child.tag
        if tag == qn("w:t"):
            return child.text or ""
        if tag in SIGNS:
            return SIGNS[tag]
        if tag == qn("w:br"):
            return " " if child.get(qn("w:type")) in ("page", "column") else "\n"
        if tag == qn("w:sym"):
            font = child.get(qn("w:font"), "")
            why = _("A sign of the font “%(font)s” stands here, which is no letter.") % {"font": font[:40]}
            words.asides.append(Aside("", why))
        elif tag in NOTES:
            words.asides.append(Aside("", tag, child.get(qn("w:id"), "")))
        elif tag in DRAWN:
            words.asides.append(_drawn(child))
        elif tag in (f"{MC}AlternateContent", f"{MC}Choice"):
            return "".join(self._piece(inner, words) for inner in child if inner.tag != f"{MC}Fallback")
        elif tag == qn("w:ruby"):
            words.asides.append(Aside(all_text(child), _("Words with small words above them; enter what is text.")))
        return ""


def all_text(element: Any) -> str:
    """All words in an element, those of each paragraph and cell apart; what stands there twice for old Word once."""
    found = []
    for each in texts(element):
        if each.tag in TEXTS:
            found.append(each.text or "")
        elif each.tag in (qn("w:p"), qn("w:tab"), qn("w:br"), qn("w:cr")):
            found.append(" ")
    return SPACES.sub(" ", "".join(found)).strip()


def texts(element: Any) -> Iterator[Any]:
    """The element and all below it, in order, but what Word keeps a second time for old programs."""
    if element.tag == f"{MC}Fallback":
        return
    yield element
    for child in element:
        yield from texts(child)


def table_text(element: Any) -> str:
    """The words of a table, rows apart by a slash."""
    rows = [all_text_of_cells(row) for row in element.iter(qn("w:tr")) if _table_of(row) is element]
    return " / ".join(row for row in rows if row)


def all_text_of_cells(row: Any) -> str:
    return " ".join(filter(None, (all_text(cell) for cell in row if cell.tag != qn("w:trPr"))))


def _table_of(row: Any) -> Any:
    return next(above for above in row.iterancestors() if above.tag == qn("w:tbl"))


def _drawn(element: Any) -> Aside:
    boxes = [each for each in texts(element) if each.tag == qn("w:txbxContent")]
    if boxes:
        words = " ".join(all_text(box) for box in boxes)
        return Aside(words, _("A text box stands here; its words have no place in the text."))
    named = element.find(f".//{WP}docPr")
    said_of = named.get("descr", "") if named is not None else ""
    return Aside(all_text(element), _("A picture stands here. %(words)s") % {"words": said_of[:200]})


def _parts(text: str) -> list[str]:
    """The text with single spaces, cut at those line breaks behind which something new begins."""
    text = SEAM.sub(r"\1", text)
    parts: list[str] = []
    emphasis = False
    for piece in text.split("\n"):
        piece = f"{ON}{piece}" if emphasis else piece
        emphasis = piece.count(ON) > piece.count(OFF)
        piece = SPACES.sub(" ", f"{piece}{OFF}" if emphasis else piece).replace(ON + OFF, "").strip()
        above = label(plain(parts[-1])) if parts else None
        if not parts or marker(plain(piece)) or (above and not above[2]):
            parts.append(piece)
        else:
            parts[-1] = SEAM.sub(r"\1", f"{parts[-1]} {piece}".strip())
    return [*parts[:1], *filter(None, parts[1:])]


def _indents(text: str, left: float, first: float) -> tuple[float, float]:
    return left + (max(first, 0) if marker(plain(text)) else first), left


def _labelled(text: str) -> str:
    """The text with Arabic digits of its label or number as those that numbers are kept in."""
    return LABELLED.sub(lambda found: found[0].translate(EASTERN), text, count=1) if LABELLED.match(text) else text


def _printed(number: Number, look: Look) -> str:
    """An automatic number as the outline reads numbers: "3." for a bare 3, "3." for 12.3 below an article."""
    text = number.printed.strip()
    if not look.heading and re.fullmatch(r"\d+(\.\w+)+\.?", text):
        text = number.own if number.own.isdecimal() else f"({number.own})"
    return f"{text}." if text.isalnum() and len(text) < 6 else text
