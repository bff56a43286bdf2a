"""The owner's files: kept as they came, offered and kept back, at the desk and by verbs."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from convention import verbs
from convention.models import Instrument, OfficialFile
from portal.kit.models import VerbEvent

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n" + b"words " * 500
ADDRESS = "/convention/downloads/booklet.pdf"
ADD, LIST = "/admin/convention/officialfile/add/", "/admin/convention/officialfile/"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def instrument():
    return Instrument.objects.create(slug="convention", title="The Convention")


def upload(name="Booklet.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def add(instrument, **changes):
    fields = {"kind": "booklet", "title": "Booklet", "name": "booklet.pdf", "upload": upload()} | changes
    return verbs.add_official_file(by="import", instrument=instrument, **fields)


def status_of(client):
    response = client.get(ADDRESS, secure=True)
    response.getvalue()  # read to its end, which closes the file
    return response.status_code


def kept(uploads):
    return [path.name for path in uploads.rglob("*") if path.is_file()]


def test_file_is_offered_as_it_came(client, instrument):
    row = add(instrument)
    response = client.get(ADDRESS, secure=True)
    assert response.getvalue() == PDF
    assert response["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
    event = VerbEvent.objects.get()
    assert (event.verb, event.subject_id, event.detail) == ("official_file.add", row.pk, {"sha256": row.sha256})


def test_file_that_is_kept_back_is_gone_and_can_come_again(client, instrument):
    row = add(instrument)
    for offered, status in ((False, 404), (False, 404), (True, 200)):
        verbs.offer_official_file(pk=row.pk, by="import", offered=offered)
        assert status_of(client) == status
    moves = VerbEvent.objects.filter(verb="official_file.offer").order_by("pk").values_list("before", "after")
    assert list(moves) == [("offered", "kept back"), ("kept back", "offered")]


@pytest.mark.parametrize(
    ("name", "content"),
    [("booklet.pdf", b"<!doctype html><script>alert(1)</script>"), ("booklet.epub", PDF), ("booklet.pdf", b"")],
)
def test_verb_refuses_a_file_that_is_not_what_it_says(instrument, uploads, name, content):
    with pytest.raises(ValidationError):
        add(instrument, name=name, upload=upload(content=content))
    assert not OfficialFile.objects.exists()
    assert kept(uploads) == []


def test_name_that_is_taken_is_refused_and_leaves_no_file(instrument, uploads):
    add(instrument)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(instrument)
    assert kept(uploads) == ["booklet.pdf"]


def typed(instrument, **changes):
    """What the form of the desk sends."""
    fields = {"instrument": instrument.pk, "kind": "booklet", "title": "Booklet", "name": "booklet.pdf"}
    return fields | {"file": upload()} | changes


def test_desk_adds_through_the_verb_and_shows_the_row(admin_client, admin_user, instrument):
    assert admin_client.post(ADD, typed(instrument), secure=True).status_code == 302
    row = OfficialFile.objects.get()
    assert (row.name, row.size, row.added_by) == ("booklet.pdf", len(PDF), f"user:{admin_user.pk}")
    page = f"{LIST}{row.pk}/change/"
    assert row.sha256 in admin_client.get(page, secure=True).content.decode()
    admin_client.post(page, typed(instrument, title="Other", name="other.pdf"), secure=True)
    assert OfficialFile.objects.values_list("title", "name").get() == ("Booklet", "booklet.pdf")
    assert admin_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}, secure=True).status_code == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "My Booklet.PDF"}, "such as my-booklet.pdf"),
        ({"name": "booklet.epub"}, "is named as an EPUB, but its contents are a PDF"),
        ({"file": upload(content=b"MZ")}, "its contents are a Windows program"),
        ({"file": ""}, "This field is required"),
    ],
)
def test_desk_refuses_in_words_and_keeps_what_was_typed(admin_client, instrument, changes, said):
    response = admin_client.post(ADD, typed(instrument, title="A long title", **changes), secure=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert 'value="A long title"' in page
    assert not OfficialFile.objects.exists()


def test_desk_stops_offering_and_offers_again(client, admin_client, instrument):
    row = add(instrument)
    for action, status in (("keep_back", 404), ("offer", 200)):
        admin_client.post(LIST, {"action": action, "_selected_action": [row.pk]}, secure=True)
        assert status_of(client) == status
