"""The specimen as booklets of six layouts, and our own PDF of it: read back, each is the edition that it came from."""

import datetime
import re
from dataclasses import replace

import pytest

from convention.eids import name_all
from convention.exporting import pdf
from convention.exporting.about import About
from convention.exporting.iri import Iris
from convention.importing import checks
from convention.importing.document import Document
from convention.importing.drafts import text_sum
from convention.importing.pdf import read_pdf
from convention.importing.report import Report
from convention.tests import booklets, specimen

HYPHEN = "A word is divided at a line end"


def read(data: bytes) -> tuple[Document, Report]:
    """The document as an import has it, checked and named."""
    document, report = read_pdf(data)
    checks.check(document)
    name_all(document)
    return document, report


def beginning(chapters: int) -> Document:
    """The preamble and the first chapters of the specimen."""
    whole, _layers = specimen.prepared()
    return Document(title=whole.title, nodes=whole.nodes[: chapters + 1])


def tree(document: Document) -> list[tuple]:
    return [(n.eid, n.kind, n.number, n.heading, n.text) for n in document.walk()]


def is_that(data: bytes, document: Document) -> Report:
    """Hold that a PDF reads back as the document, and return the report."""
    found, report = read(data)
    assert tree(found) == tree(document)
    assert found.title == document.title
    assert text_sum(found) == text_sum(document)
    # Where nothing in a file tells a word's own hyphen from one of the printer, a person is asked; nothing besides.
    assert [place for place in report.blocking if not place.why.startswith(HYPHEN)] == []
    return report


@pytest.mark.parametrize("name", ["gazette", "pocket", "bare", "capitals"])
def test_booklet_of_two_chapters_is_the_text(name):
    document = beginning(2)
    report = is_that(booklets.typeset(document, booklets.LAYOUTS[name]), document)
    assert len(report.blocking) < 10


def test_slanted_headings_are_no_emphasis():
    def slanted(node):
        title = f"emph({booklets.quoted(booklets.label(node) + '. ')} + {booklets.words(node.heading)})"
        return f"#block(above: 12pt, below: 8pt, sticky: true, {title})"

    document = beginning(1)
    is_that(booklets.typeset(document, replace(booklets.LAYOUTS["bare"], heading=slanted)), document)


@pytest.mark.slow
@pytest.mark.parametrize("name", booklets.LAYOUTS)
def test_booklet_of_the_specimen_is_the_specimen(name):
    document, _layers = specimen.prepared()
    report = is_that(booklets.typeset(document, booklets.LAYOUTS[name]), document)
    assert len(document.articles()) == specimen.ARTICLES
    assert len(report.blocking) < 20


@pytest.mark.parametrize("name", ["gazette", "typewriter", "pocket"])
def test_heads_feet_and_contents_are_furniture(name):
    document, report = read(booklets.typeset(beginning(2), booklets.LAYOUTS[name]))
    whys = {str(place.why) for place in report.furniture}
    assert {
        "gazette": {"running head or foot", "page number", "contents list", "title or cover page"},
        "typewriter": {"running head or foot", "title or cover page"},
        "pocket": {"running head or foot", "title or cover page"},
    }[name] == whys
    pages = {place.page for place in report.furniture if place.why in ("running head or foot", "page number")}
    assert pages == set(range(min(pages), report.pages + 1))
    entries = [place.text for place in report.furniture if place.why == "contents list"]
    words = {word for node in document.walk() for word in f"{node.kind} {node.number}. {node.heading}".lower().split()}
    found = {word for entry in entries[1:] for word in re.sub(r"[ .]*\d*$", "", entry).lower().split()}
    assert found - words - {"preamble"} == set()


def test_page_numbers_are_kept_as_printed():
    _document, report = read(booklets.typeset(beginning(1), booklets.LAYOUTS["capitals"]))
    assert report.printed[1:4] == ["1", "2", "3"]
    _document, report = read(booklets.typeset(beginning(1), booklets.LAYOUTS["pocket"]))
    assert report.printed[1:4] == ["2", "3", "4"]


def test_own_pdf_reads_back_as_the_edition():
    document, _layers = specimen.prepared()
    said = About(
        title=document.title,
        slug="specimen-en-1",
        language="en",
        direction="ltr",
        version="1",
        date=datetime.date(2026, 11, 24),
        official=False,
        specimen=True,
        sha256=text_sum(document),
        address="https://convention.test/editions/specimen-en-1/",
        site="https://convention.test/",
        working=(4,),
        iris=Iris("zz", "", "", "specimen", "eng", "/akn/zz/act/specimen", "/akn/zz/act/specimen/eng@", "/x.akn"),
    )
    found, report = read(pdf.build(document, said))
    assert tree(found) == tree(document)
    assert (found.title, text_sum(found)) == (document.title, text_sum(document))
    # What the site says of the text in that file is not the text, and a person is told so.
    assert [place.text.partition(" ")[2][:15] for place in report.blocking] == ["A working title", "title"]
