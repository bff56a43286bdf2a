"""The specimen as DOCX in three styles, our own DOCX, and an Arabic one: read back, each is what it came from."""

import datetime
import re
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from convention.exporting import docx as exported
from convention.exporting.about import About
from convention.exporting.iri import Iris
from convention.importing.document import Document
from convention.importing.drafts import text_sum
from convention.importing.steps import prepare
from convention.tests import specimen, texts, wordfiles
from convention.tests.test_pdf_layouts import tree

ARABIC = Path(__file__).parent / "arabic.txt"
TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def read(data: bytes) -> Document:
    """The document as an import has it, checked and named."""
    return prepare("text.docx", data)[0]


def said(document: Document, **others) -> About:
    """What the site would say of a document in its files."""
    values = {
        "title": document.title,
        "slug": "specimen-en-1",
        "language": "en",
        "direction": "ltr",
        "version": "1",
        "date": datetime.date(2026, 11, 24),
        "official": False,
        "specimen": document.specimen,
        "sha256": text_sum(document),
        "address": "https://convention.test/editions/specimen-en-1/",
        "site": "https://convention.test/",
        "working": (4,),
        "iris": Iris("zz", "", "", "specimen", "eng", "/akn/zz/act/specimen", "/akn/zz/act/specimen/eng@", "/x.akn"),
    }
    return About(**{**values, **others})


@pytest.mark.parametrize("name", wordfiles.LAYOUTS)
def test_specimen_in_word_is_the_specimen(name):
    document, _layers = specimen.prepared()
    found = read(wordfiles.written(document, wordfiles.LAYOUTS[name]))
    assert tree(found) == tree(document)
    assert (found.title, text_sum(found)) == (document.title, text_sum(document))
    assert len(found.articles()) == specimen.ARTICLES
    assert found.report.blocking == []
    assert [(place.text, place.why) for place in found.report.furniture] == [
        (document.title, "title or cover page"),
    ]


@pytest.mark.parametrize(
    "text", [specimen.file(), texts.SMALL, ARABIC.read_text()], ids=["specimen", "small", "arabic"]
)
def test_own_docx_reads_back_as_the_edition(text):
    document = texts.read(text)
    direction = {"direction": "rtl", "language": "ar"} if "المسافر" in text else {}
    found = read(exported.build(document, said(document, **direction)))
    assert tree(found) == tree(document)
    assert (found.title, found.specimen) == (document.title, document.specimen)
    assert text_sum(found) == text_sum(document)
    assert found.report.blocking == []


@pytest.mark.parametrize("layout", ["shape", "styles"])
def test_arabic_in_word_is_read_in_order(layout):
    document = texts.read(ARABIC.read_text())
    labels = {"Chapter": "الفصل", "Article": "المادة", "Preamble": "الديباجة"}

    def in_arabic(writer):
        for paragraph in writer.word.paragraphs:
            paragraph._p.get_or_add_pPr().append(wordfiles.element("w:bidi"))
            for run in paragraph.runs:
                run._r.get_or_add_rPr().append(wordfiles.element("w:rtl"))
            # The label alone, and all else of a heading, stand in runs of their own.
            text = paragraph.text
            for english, arabic in labels.items():
                if text.lower().startswith(english.lower()) and len(text) < 20:
                    paragraph.runs[0].text = re.sub(english, arabic, text, flags=re.I).translate(TO_ARABIC)
                    for run in paragraph.runs[1:]:
                        run.text = ""
        for level in writer.numbering.iter(qn("w:lvlText")):
            for english, arabic in labels.items():
                level.set(qn("w:val"), level.get(qn("w:val")).replace(english, arabic))

    found = read(wordfiles.written(document, wordfiles.LAYOUTS[layout], in_arabic))
    assert tree(found) == tree(document)
    assert found.report.blocking == []
    assert found.title == document.title
