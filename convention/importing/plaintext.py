"""The reader of plain text: lines and blank lines → the tree of a text, with a report of what was not understood."""

import re
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from convention.importing import conservation, front
from convention.importing.blocks import Block
from convention.importing.document import Document, Fault, ImportRefused, Node
from convention.importing.headings import Style, label
from convention.importing.lines import letters
from convention.importing.outline import Outline
from convention.importing.plainlines import Line, lines_of
from convention.importing.report import Place, Report
from convention.importing.textformat import CONTROL, FIRST_LINE, PROVENANCE
from convention.models import ProvisionKind as Kind

# A file that begins with one of these keys means to be in the text format, even where it is not well written.
HEAD = re.compile(rf"({FIRST_LINE.partition(':')[0]}|title|specimen|{'|'.join(PROVENANCE)}):")
COLOPHON = re.compile(r"SHA-256 of the text: [0-9a-f]{64}")
BEGINNING = 3  # lines
STARS = "* * *"
REMARK = re.compile(r"\(.*\)")


def textformat_like(data: bytes) -> bool:
    """Whether a text file is one in our own format, or none that can be read: that reader says what is wrong then."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return not lines or FIRST_LINE in lines or any(map(HEAD.match, lines[:BEGINNING]))


def read_plain(data: bytes) -> Document:
    """The document of a plain text in UTF-8, with its report, not yet checked nor named.

    Lines that were not understood are places of the report, which block publishing. Raises ImportRefused, with their
    lines, for letters that no text has.
    """
    raw = [line.rstrip() for line in data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")]
    if faults := [*_unfit(raw)]:
        raise ImportRefused(faults)
    report = Report("plain")
    body, specimen = _without_colophon(raw, report)
    lines = lines_of(body, report)
    style = Style(lines)
    blocks = [Paragraph([n], n.text, n.sure, n.strong, n.centred, n.slanted, n.size) for n in lines]
    begin, unnamed = front.start(blocks, style)
    outline = Flow(blocks, style, report)
    if unnamed:
        outline.preamble(blocks[begin])
    document = outline.build(begin)
    if begin:
        document.title = front.front(blocks[:begin], 0, style, report)
    document.specimen, document.report = specimen, report
    elsewhere = outline.unplaced | {id(block.first) for block in blocks[:begin]}
    text = [line for line in lines if id(line) not in elsewhere]
    conservation.check_text(document, text, report)
    conservation.check_doubles(text, report)
    _count(raw, lines, report)
    return document


class Paragraph(Block):
    """A block of one line, or of the lines that one was wrapped to."""

    @property
    def hang(self) -> float | None:
        return self.first.hang


class Flow(Outline):
    """The outline of a plain text, where a blank line may tell a new paragraph from the end of the one before."""

    def __init__(self, blocks: list[Paragraph], style: Style, report: Report):
        super().__init__(blocks, style, report)
        points = [
            block.first.apart for block, found in zip(blocks, self.markers, strict=True) if found.startswith("(")
        ]
        self.tight = bool(points) and not any(points)

    def _closes(self, around: Node, block: Any) -> bool:
        if self.tight and not block.first.apart:
            return bool(self.lists)
        return not self.tight and super()._closes(around, block)


def _unfit(raw: list[str]) -> list[Fault]:
    faults = []
    for number, line in enumerate(raw, 1):
        if "\ufffd" in line:
            faults.append(Fault(number, _("A broken character stands here (U+FFFD): the file lost a letter.")))
        elif CONTROL.search(line.replace("\f", "")):
            faults.append(Fault(number, _("A control character stands here; remove it.")))
    return faults


def _without_colophon(raw: list[str], report: Report) -> tuple[list[str], bool]:
    """The lines without what a file of this site says of itself, which goes into the report; whether a specimen."""
    end = max((place for place, line in enumerate(raw) if line == STARS), default=None)
    if end is None or not COLOPHON.search("\n".join(raw[end:])):
        return raw, False
    said = [line for line in raw[end:] if line]
    first = next((place for place, line in enumerate(raw) if line), 0)
    specimen = raw[first] in said
    beside = {first} if specimen else set()
    for place, line in enumerate(raw[:end]):
        above = label(raw[place - 2]) if place > 1 and not raw[place - 1] else None
        if above and above[0] == Kind.CHAPTER and REMARK.fullmatch(line):
            beside.add(place)
    for place, line in enumerate(raw):
        if line and (place in beside or place >= end):
            report.furniture.append(Place(0, place + 1, line, _("what this site says of the file")))
    return ["" if place in beside else line for place, line in enumerate(raw[:end])], specimen


def _count(raw: list[str], lines: list[Line], report: Report) -> None:
    """Compare the letters of the file with those of the lines that it became and of what stands beside them."""
    beside = [place.text for place in report.furniture if place.why == _("what this site says of the file")]
    placed = Counter(letters("".join([*(line.text for line in lines), *beside])))
    if placed != Counter(letters("".join(raw))):
        why = _("Not all words of this file were understood. Compare it by eye.")
        report.blocking.append(Place(0, 0, "", why))
