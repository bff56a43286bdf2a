"""Files kept with resources: offered with their headers, replaced, taken away, refused."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convention.models import Instrument
from convention.verbs import add_official_file
from portal.loading import load
from portal.tests.files import HTML, PDF, body, page, pdf
from portal.verbs import (
    add_resource,
    attach_file,
    publish_resource,
    remove_file,
    withdraw_resource,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


def test_file_is_offered_with_its_headers(client, resource):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    assert 'href="/resources/paper.pdf"' in page(client)
    response = client.get("/resources/paper.pdf", secure=True, headers={"accept-encoding": "gzip"})
    assert body(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="paper.pdf"'
    assert response["Content-Length"] == str(len(PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, stale-if-error=3600"
    assert response["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert not response.cookies
    again = client.get("/resources/paper.pdf", secure=True, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_text_is_saved_and_not_shown(client, resource):
    attach_file(pk=resource.pk, by="import", upload=SimpleUploadedFile("notes.txt", b"notes"))
    response = client.get("/resources/notes.txt", secure=True)
    assert body(response) == b"notes"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "/resources/nothing.pdf",
        "/resources/..%2F..%2Fetc%2Fpasswd",
        "/resources/../../manage.py",
        "/resources/%2e%2e%2fpaper.pdf",
        "/resources/paper.pdf%00.txt",
        "/resources/..%5Cpaper.pdf",
        "/resources/" + "x" * 5000,
    ],
)
def test_other_names_are_not_found(client, resource, path):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    assert client.get(path, secure=True).status_code == 404


def test_file_of_a_withdrawn_resource_or_issue_is_gone(client):
    issue = add_resource(by="import", kind="issue", title="Issue")
    child = add_resource(by="import", kind="commentary", title="Child", parent=issue)
    for row in (issue, child):
        publish_resource(pk=row.pk, by="import")
    attach_file(pk=child.pk, by="import", upload=pdf())
    body(client.get("/resources/paper.pdf", secure=True))
    withdraw_resource(pk=issue.pk, by="import")
    assert client.get("/resources/paper.pdf", secure=True).status_code == 404
    assert "Child" not in page(client)


def test_row_that_outlived_its_file_answers_404(client, resource):
    row = attach_file(pk=resource.pk, by="import", upload=pdf())
    row.file.storage.delete(row.file.name)
    assert client.get("/resources/paper.pdf", secure=True).status_code == 404


def test_new_file_keeps_the_address_and_takes_the_old_ones_place(
    client, resource, uploads, django_capture_on_commit_callbacks
):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    with django_capture_on_commit_callbacks(execute=True):
        attach_file(pk=resource.pk, by="import", upload=pdf("second.pdf", PDF + b"2"))
    assert body(client.get("/resources/paper.pdf", secure=True)) == PDF + b"2"
    assert len(list((uploads / "resources").iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(pk=resource.pk, by="import")
    assert list((uploads / "resources").iterdir()) == []
    assert client.get("/resources/paper.pdf", secure=True).status_code == 404


def test_verb_refuses_a_file_that_is_not_what_it_says(resource, uploads):
    with pytest.raises(ValidationError, match="named as a PDF"):
        attach_file(pk=resource.pk, by="import", upload=pdf("evil.pdf", HTML))
    assert not uploads.exists()
    resource.refresh_from_db()
    assert not resource.file


def test_name_that_is_taken_is_refused_and_leaves_no_file(resource, uploads):
    attach_file(pk=resource.pk, by="import", upload=pdf())
    other = add_resource(by="import", kind="article", title="Other")
    with pytest.raises(ValidationError, match="is named “paper.pdf” already"):
        attach_file(pk=other.pk, by="import", upload=pdf())
    attach_file(pk=other.pk, by="import", upload=pdf(), name="Other Paper")
    other.refresh_from_db()
    assert other.file_name == "other-paper.pdf"
    assert len(list((uploads / "resources").iterdir())) == 2


def test_owners_booklet_stands_at_the_booklet(client):
    load()
    instrument = Instrument.objects.create(slug="mimc-test", title="The Convention")
    add_official_file(
        by="import", instrument=instrument, kind="booklet", title="Booklet", name="booklet.pdf", upload=pdf()
    )
    text = page(client)
    booklet = text[text.index("Booklet with the full Convention") - 100 :]
    assert (
        f'<a href="{reverse("convention:download", args=["booklet.pdf"])}">Booklet with the full Convention' in booklet
    )
    assert text.count("booklet.pdf</a>") == 1
