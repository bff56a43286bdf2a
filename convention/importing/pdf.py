"""The reader of PDF: pages → words → lines in the order of reading → blocks → the tree of a text."""

import io
from dataclasses import replace

import pdfplumber
from django.utils.translation import gettext as _

from convention.importing import asides, columns, conservation, drawn, front, furniture, pdfsound
from convention.importing.blocks import Gatherer
from convention.importing.document import Document, ImportRefused
from convention.importing.headings import PREAMBLE, Style
from convention.importing.lines import Line, Progress, letters
from convention.importing.outline import Outline
from convention.importing.pdfwords import Page, words_of
from convention.importing.report import Report


def read_pdf(data: bytes, progress: Progress = lambda done, of: None) -> tuple[Document, Report]:
    """The document of a PDF with a text layer, not yet checked nor named, and the report of what is not in it.

    Raises ImportRefused for a file that cannot be read rightly: no PDF, cut off, encrypted, scanned, with a broken
    text layer, or without words.
    """
    others = pdfsound.second_reading(data)
    pages = _pages(data, progress)
    if not any(page.rows for page in pages):
        raise pdfsound.refused(_("This PDF has no text."))
    document, report, heads = _understood(pages, others, furniture.Heads())
    found = [place for place, _new in heads.places if place in report.furniture]
    if heads.places and len(found) < len(heads.places) / 2:
        # What changes at the top of the pages is not running heads: it is text.
        document, report, heads = _understood(pages, others, None)
    document.report = report
    return document, report


def _pages(data: bytes, progress: Progress) -> list[Page]:
    pages: list[Page] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                chars = page.chars
                pdfsound.check_letters(chars, number)
                pdfsound.check_scanned(page, chars, number)
                found = words_of(chars, float(page.height))
                found.boxes = drawn.boxes(page)
                pages.append(found)
                page.close()
                progress(number, len(pdf.pages))
    except ImportRefused:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file makes it stumble over
        raise pdfsound.refused(_("This PDF is damaged and cannot be read to its end.")) from error
    return pages


def _understood(
    pages: list[Page], others: list[str], heads: furniture.Heads | None
) -> tuple[Document, Report, furniture.Heads]:
    """The document and report of the pages, which stay as they are; changing running heads are set aside or not."""
    report = Report("pdf", pages=len(pages), printed=[""] * len(pages))
    for number, (page, other) in enumerate(zip(pages, others, strict=True), 1):
        conservation.check_page(number, page, other, report)
    pages = [replace(page, rows=list(page.rows)) for page in pages]
    asides.turned(pages, report)
    furniture.take_off(pages, report, heads)
    lines, entries = furniture.contents(columns.lines(pages), report)
    style = Style(lines)
    lines = asides.set_aside(lines, pages, style, _first_page(lines, style), report)
    style = Style(lines)
    blocks = Gatherer(lines, style, report).gather()
    begin, unnamed = front.start(blocks, style)
    outline = Outline(blocks, style, report)
    if unnamed:
        outline.preamble(blocks[begin])
    document = outline.build(begin)
    if begin:
        document.title = front.front(blocks[:begin], blocks[begin].first.page, style, report)
    elsewhere = outline.unplaced | {id(line) for block in blocks[:begin] for line in block.lines}
    text = [line for line in lines if id(line) not in elsewhere]
    conservation.check_text(document, text, report)
    conservation.check_doubles(text, report)
    conservation.check_order(text, others, report)
    heads = heads or furniture.Heads()
    furniture.settle(entries, heads, _known(document, outline), report)
    return document, report, heads


def _first_page(lines: list[Line], style: Style) -> int:
    """The page on which the text begins, as its first heading shows."""
    return next((line.page for line in lines if PREAMBLE.fullmatch(line.plain) or style.heading(line)), 1)


def _known(document: Document, outline: Outline) -> str:
    """The letters of the title and of all headings with their labels, as the source prints them, in order."""
    headings = [letters(label) + letters(node.heading) for label, node in outline.headed]
    return "\n".join([letters(document.title), *headings])
