"""Lines of a plain text as the outline takes them: wrapped ones together again, headings told from sentences."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convention.importing.blocks import FINISHED
from convention.importing.headings import (
    BARE_ARTICLE,
    BARE_CHAPTER,
    CONCLUSIONS,
    PREAMBLE,
    label,
    marker,
)
from convention.importing.report import Place, Report
from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman

SPACE = 6.0  # points that a space at the beginning of a line stands for
TAB = 4  # spaces
NARROWEST, WIDEST = 40, 132  # letters: where the longest line that may be wrapped has fewer or more, none is
FULL = 0.7  # of the longest line: a shorter one has not been wrapped
USUAL, TITLE = 10.0, 14.0  # sizes that stand for text and for the title above it
LONGEST_HEADING = 200
SENTENCE = (".", ";", ":", ",", "!", "?", "،", "؛", "。")
DIVIDED = re.compile(r"[^\W\d_]-$")


@dataclass
class Line:
    """One line of the file, or those that one was wrapped to; `number` is that of the first, from 1.

    `apart` says that a blank line stands above it. `indent` and `hang` are those of its first and its last line.
    """

    number: int
    text: str
    apart: bool
    indent: float
    hang: float | None = None
    strong: bool = False
    size: float = USUAL
    closed: bool = False  # a blank line stands below it
    sure: bool = True  # it begins something new: its first word had room in the line above
    width: int = 0  # of its last line, in letters
    page: int = 0
    centred: bool = False
    slanted: bool = False

    @property
    def plain(self) -> str:
        return self.text

    @property
    def words(self) -> list[str]:
        return self.text.split()


def lines_of(raw: list[str], report: Report) -> list[Line]:
    """The lines of a text, headings marked as strong. A line without a word goes into the report."""
    single = _single(raw, report)
    longest = _longest(single)
    lines: list[Line] = []
    for before, line in zip([None, *single], single, strict=False):
        room = before is None or before.width + 1 + len(line.words[0]) <= longest
        line.sure = line.apart or room or not longest
        if lines and longest and _goes_on(lines[-1], line, longest):
            _join(lines[-1], line, report)
        else:
            lines.append(line)
    _mark(lines)
    return lines


def _longest(single: list[Line]) -> int:
    """How long the lines of a wrapped text get; 0 for a text whose lines were not wrapped."""
    pairs = zip(single, single[1:], strict=False)
    widths = [a.width for a, b in pairs if not (b.apart or marker(b.text) or label(a.text))]
    longest = max(widths, default=0)
    full = sum(width >= FULL * longest for width in widths)
    return longest if NARROWEST <= longest <= WIDEST and full >= len(widths) / 2 else 0


def _single(raw: list[str], report: Report) -> list[Line]:
    found: list[Line] = []
    apart = True
    for number, written in enumerate(raw, 1):
        text = written.replace("\f", " ").expandtabs(TAB)
        body = re.sub(r" +", " ", text.strip())
        if body and not any(map(str.isalnum, body)):
            report.doubts.append(Place(0, number, body, _("A line without a word was left out.")))
            body = ""
        if not body:
            apart = True
            if found:
                found[-1].closed = True
            continue
        indent = (len(text) - len(text.lstrip())) * SPACE
        found.append(Line(number, body, apart, indent, width=len(text.rstrip())))
        apart = False
    if found:
        found[-1].closed = True
    return found


def _goes_on(before: Line, line: Line, longest: int) -> bool:
    """Whether a line is the rest of the one before it, which was too long for its place."""
    if line.apart or _heading_words(before.text) or PREAMBLE.fullmatch(before.text):
        return False
    if marker(line.text):
        # “… under article\n12. …”: a number in a sentence.
        return not line.sure and not before.text.endswith(FINISHED)
    title = label(before.text) if before.apart else None
    if title:
        # The words of a heading go on; a paragraph would begin a new line and end with a stop.
        return bool(title[2]) and line.closed and not line.text.endswith(SENTENCE) and before.width >= FULL * longest
    if before.text.endswith(SENTENCE) and (line.sure or _set_out(before, line)):
        return False
    return before.width >= FULL * longest


def _set_out(before: Line, line: Line) -> bool:
    """Whether a line stands further out than the rest of what it would go on with."""
    if before.hang is not None:
        return line.indent < before.hang
    return line.indent < before.indent and bool(marker(before.text))


def _heading_words(text: str) -> bool:
    """Whether a line is the label of a heading and nothing else."""
    found = label(text)
    return bool(found and not found[2])


def _join(before: Line, line: Line, report: Report) -> None:
    gap = " "
    if DIVIDED.search(before.text) and line.text[:1].islower():
        gap = ""
        word = f"{before.text.rsplit(' ', 1)[-1]}{line.text.split(' ', 1)[0]}"
        why = _("A word is divided at a line end; its hyphen is kept. Is it the word’s own?")
        report.doubts.append(Place(0, line.number, word, why))
    before.text = f"{before.text}{gap}{line.text}"
    before.hang, before.width, before.closed = line.indent, line.width, line.closed


def _mark(lines: list[Line]) -> None:
    """Mark headings as strong, and the title above the text."""
    kinds = {found[0] for line in lines if line.apart and (found := label(line.text)) and _ends(line, found[2])}
    headed = False
    above = None
    for line in lines:
        below_heading = above is not None and above.strong
        if (line.apart or below_heading) and _heading(line, kinds):
            line.strong = headed = True
        above = line
    if not headed:
        return
    for line in lines:
        if line.strong or line.text.endswith(SENTENCE) or marker(line.text):
            break
        line.strong, line.size = True, TITLE


def _ends(line: Line, rest: str) -> bool:
    """Whether a line with a label ends as a heading does; `rest` are the words behind its label."""
    return len(line.text) <= LONGEST_HEADING and (not rest or not rest.endswith(SENTENCE))


def _heading(line: Line, kinds: set[Kind]) -> bool:
    text = line.text
    if PREAMBLE.fullmatch(text) or CONCLUSIONS.fullmatch(text):
        return line.closed
    if found := label(text):
        return _ends(line, found[2]) and (not found[2] or not found[2][0].islower())
    if Kind.ARTICLE not in kinds and (bare := BARE_ARTICLE.fullmatch(text)):
        # “12. Title” alone, or “12.” with its title on the line below.
        return _ends(line, bare[2]) and (line.closed or not bare[2])
    if Kind.CHAPTER not in kinds and (bare := BARE_CHAPTER.fullmatch(text)):
        return bool(from_roman(bare[1])) and line.closed and _ends(line, bare[2])
    return False
