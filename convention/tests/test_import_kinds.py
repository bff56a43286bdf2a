"""The command reads every kind of file by its content; a PDF brings a report, which stays with the edition."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from convention.importing.document import Document
from convention.management.commands import import_edition
from convention.models import Edition, EditionState
from convention.models import ProvisionKind as Kind
from convention.tests import booklets, texts
from convention.verbs import publish_edition

pytestmark = pytest.mark.django_db
LAYOUT = booklets.LAYOUTS["treaty"]


def lake() -> Document:
    document = texts.read(texts.treaty([3, 2]))
    for node in document.nodes:
        node.line = 0
    return document


def run(path, *arguments, **said) -> str:
    out = io.StringIO()
    values = {"instrument": "lake", "language": "en", "edition_version": "1", "date": "2020-02-01"} | said
    call_command("import_edition", path, *arguments, stdout=out, stderr=out, **values)
    return out.getvalue()


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "lake.pdf"
    path.write_bytes(booklets.typeset(lake(), LAYOUT))
    return path


@pytest.fixture
def doubtful(tmp_path):
    """A booklet with a table in it."""
    path = tmp_path / "doubtful.pdf"
    path.write_bytes(booklets.typeset(lake(), LAYOUT, {2: "#table(columns: 2, [Lake], [Depth], [Upper], [12 m])"}))
    return path


def test_pdf_becomes_a_draft_with_its_pages_and_report(pdf):
    assert run(pdf) == f"{pdf}: lake-en-1: new draft with 5 articles.\n"
    edition = Edition.objects.get()
    assert (edition.report["kind"], edition.report["pages"], edition.report["blocking"]) == ("pdf", 3, [])
    assert {place["why"] for place in edition.report["furniture"]} == {"page number", "title or cover page"}
    rows = edition.provisions.order_by("order")
    assert [(r.eid, r.text) for r in rows] == [(n.eid, n.text) for n in texts.read(texts.treaty([3, 2])).walk()]
    pages = [row.page for row in rows]
    assert pages == sorted(pages)
    assert (pages[0], pages[-1]) == (2, 3)
    assert run(pdf) == f"{pdf}: lake-en-1: this very edition is here already (draft).\n"
    assert publish_edition(pk=edition.pk, by="import").state == EditionState.PUBLISHED


def test_place_to_settle_is_reported_and_blocks_publishing(doubtful, tmp_path):
    where = tmp_path / "report.json"
    with pytest.raises(CommandError, match="nobody has settled: 1, the first on page 2, .* nothing was published"):
        run(doubtful, publish=True, report=where)
    edition = Edition.objects.get()
    assert edition.state == EditionState.DRAFT
    report = json.loads(where.read_text(encoding="utf-8"))
    (place,) = report["blocking"]
    assert (place["page"], place["text"], place["settled"]) == (2, "Lake Depth / Upper 12 m", "")
    assert edition.report["blocking"] == [place]
    assert {"eId": "art_1", "kind": "article"}.items() <= report["provisions"][3].items()
    said = run(doubtful, check=True)
    assert said == f"{doubtful}: 5 articles, to settle before it can be published: 1. Nothing was stored.\n"


def test_expected_counts(pdf, tmp_path):
    assert "5 articles, no fault" in run(pdf, check=True, expect_chapters=2, expect_articles=5)
    said = run(pdf, check=True, expect_chapters=8, expect_articles=213)
    assert "to settle before it can be published: 2." in said
    path = tmp_path / "lake.txt"
    path.write_text(texts.SMALL, encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was stored"):
        run(path, expect_articles=213)


def test_faults_of_structure_are_places_of_the_report(tmp_path):
    document = lake()
    article = next(n for n in document.walk() if n.kind == Kind.ARTICLE and n.number == "4")
    article.number = "6"
    path = tmp_path / "gap.pdf"
    path.write_bytes(booklets.typeset(document, LAYOUT))
    assert "to settle before it can be published" in run(path)
    (place, *_rest) = Edition.objects.get().report["blocking"]
    assert (place["page"], place["why"]) == (2, "Article 6 follows where 4 was to come.")


def test_akoma_ntoso_and_json_come_in_by_the_same_command(tmp_path, all_forms):
    edition = texts.published(texts.SMALL)
    for number, ending in enumerate(("akn.xml", "json"), 2):
        file = edition.exports.get(name=f"lake-en-1.{ending}")
        path = tmp_path / file.name
        path.write_bytes(bytes(file.content))
        assert run(path, edition_version=str(number)).endswith("new draft with 4 articles.\n")
        again = Edition.objects.get(version=str(number))
        assert again.text_sha256 == edition.text_sha256
        assert again.report == {}


def test_notes_are_printed(tmp_path):
    path = tmp_path / "lake.xml"
    path.write_text(
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act">'
        '<preface><p>Not part of it</p></preface><body><article eId="art_1"><num>1</num><heading>One</heading>'
        "<paragraph><content><p>A <b>boat</b> floats.</p></content></paragraph></article></body></act></akomaNtoso>",
        encoding="utf-8",
    )
    assert "Left aside, since a preface is not part of the text: “Not part of it”." in run(path)


def test_long_file_says_how_far_it_is(pdf, monkeypatch):
    monkeypatch.setattr(import_edition, "SLOW", 0)
    assert "page 1 of 3 is read\n" in run(pdf)
    monkeypatch.setattr(import_edition, "SLOW", 60)
    assert "is read" not in run(pdf)


def test_report_that_cannot_be_written_is_said_so(pdf, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(pdf, report=tmp_path / "nowhere" / "report.json")
