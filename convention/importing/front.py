"""Where the text of a booklet begins, and what stands before it: covers, title pages, the title."""

from collections import defaultdict

from django.utils.translation import gettext as _

from convention.importing.blocks import Block
from convention.importing.document import LONGEST_TITLE
from convention.importing.headings import PREAMBLE, Style
from convention.importing.lines import whole
from convention.importing.report import Place, Report

COVER_WORDS = 150  # at most, on a title or cover page


def start(blocks: list[Block], style: Style) -> tuple[int, bool]:
    """The place of the first block of the text, and whether a preamble without a heading begins there."""
    for place, block in enumerate(blocks):
        if PREAMBLE.fullmatch(block.plain):
            return place, False
        if style.heading(block):
            first = _recitals(blocks, place, style)
            return first, first < place
    return 0, False


def _recitals(blocks: list[Block], end: int, style: Style) -> int:
    """Where the preamble begins that stands before the first heading: it ends with a colon, as all of them do."""
    first = end
    while first and (blocks[first - 1].plain[-1:] in ",;:" or (first < end and _opens(blocks[first - 1]))):
        block = blocks[first - 1]
        if block.strong or whole(block.size) > style.size or (block.centred and block.plain.isupper()):
            break
        first -= 1
    return first if end and blocks[end - 1].plain.endswith(":") else end


def _opens(block: Block) -> bool:
    return block.plain.endswith((",", ":", ";"))


def front(blocks: list[Block], page: int, style: Style, report: Report) -> str:
    """Enter what stands before the text, which begins on `page`, into the report. Returns the title if one is seen."""
    pages: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        for line in block.lines:
            if not pages[line.page] or pages[line.page][-1] is not block:
                pages[line.page].append(block)
    title = ""
    for number, group in pages.items():
        lines = [line for block in group for line in block.lines if line.page == number]
        found = _title(group, style)
        cover = sum(len(line.words) for line in lines) <= COVER_WORDS
        if number == page:
            cover = cover and all(style.shown(block) or block.plain.isupper() for block in group)
        for line in lines:
            if cover:
                report.furniture.append(Place(number, line.number, line.plain, _("title or cover page")))
            else:
                words = _("These words stand before the text, on a page that is not a title page.")
                report.blocking.append(Place(number, line.number, line.plain, words))
        if cover and found and (number == page or not title):
            title = found
    if len(title) > LONGEST_TITLE:
        words = _("The title is longer than %(n)d characters; the draft has none.") % {"n": LONGEST_TITLE}
        report.doubts.append(Place(page, 0, title[:60], words))
        return ""
    return title


def _title(group: list[Block], style: Style) -> str:
    """The largest words of a page that are set like a heading."""
    shown = [block for block in group if style.shown(block) or block.plain.isupper()]
    largest = max((whole(block.size) for block in shown), default=0)
    return " ".join(block.plain for block in shown if whole(block.size) == largest)
