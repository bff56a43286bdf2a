"""Exports and erasures at the desk: for a recent sign-in, on record, and safe in spreadsheets."""

import csv
import io
import time

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.models import Amendment, Signature, State
from signatories.tests.making import HTTPS, pending, published, staff

EXPORTS = "/admin/exports/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(sign_in) -> Client:
    return sign_in(Client(headers=HTTPS), staff("ad", "export_public", "export_addresses", "erase_signature"))


def taken(browser: Client, what: str) -> list[list[str]]:
    response = browser.post(EXPORTS, {"what": what})
    assert response.status_code == 200 and response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_public_columns_are_those_of_the_public_file(administrator, client):
    words = {"statement": "declaration", "statement_text": "a\nb", "statement_articles": ["art_1"]}
    published(name="=Béla", affiliation="+1", **words)
    pending(name="Not yet")
    public = client.get("/signatories.csv").content.decode("utf-8-sig")
    assert taken(administrator, "public") == list(csv.reader(io.StringIO(public, newline="")))


def test_export_with_addresses_has_what_waits_too_and_no_formula(administrator):
    published(name="Ada", email="ada@example.org")
    pending(name="=cmd", email="=x@example.org")
    head, *rows = taken(administrator, "addresses")
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(one["name"], one["email"], one["state"]) for one in found} == {
        ("Ada", "ada@example.org", "published"),
        ("'=cmd", "'=x@example.org", "pending"),
    }


def test_withdrawn_and_unconfirmed_are_in_no_export(administrator):
    verbs.withdraw_signature(pk=published(name="Gone", email="gone@example.org").pk, by="signer")
    verbs.submit_signature(by="signer", kind="person", name="Perhaps", email="perhaps@example.org")
    for what in ("public", "addresses", "statistics"):
        assert "example.org" not in str(taken(administrator, what))


def test_statistics_are_counts(administrator):
    published(name="Ada", country="PT", statement="declaration", statement_text="x")
    published(name="Ben", country="PT")
    pending(name="Cy")
    rows = [tuple(row) for row in taken(administrator, "statistics")]
    assert {("state", "published", "2"), ("state", "pending", "1"), ("country", "PT", "2")} <= set(rows)
    assert {("statement", "declaration", "1"), ("statement", "", "1"), ("group", "public", "2")} <= set(rows)
    assert not {"Ada", "Ben", "Cy"} & {cell for row in rows for cell in row}


def test_export_is_on_record_without_names(administrator):
    published(name="Ada")
    taken(administrator, "addresses")
    event = VerbEvent.objects.get(verb="signatures.export")
    assert (event.by, event.reason, event.detail) == (f"user:{User.objects.get().pk}", "addresses", {})


def test_reading_the_page_exports_nothing(administrator):
    assert administrator.get(f"{EXPORTS}?what=addresses").status_code == 200
    assert not VerbEvent.objects.filter(verb="signatures.export").exists()


@pytest.mark.parametrize("what", ["", "x", "PUBLIC", "\0"])
def test_unknown_export_is_refused(administrator, what):
    assert administrator.post(EXPORTS, {"what": what}).status_code == 400


def test_addresses_are_an_administrators_alone(sign_in):
    editor = sign_in(Client(headers=HTTPS), staff("editor", "export_public"))
    assert "addresses" not in editor.get(EXPORTS).content.decode()
    assert editor.post(EXPORTS, {"what": "addresses"}).status_code == 403
    assert not VerbEvent.objects.exists()


def grow_old(browser: Client, seconds: int) -> None:
    """The sign-in of this session lies so far back."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - seconds
    session.save()


@pytest.mark.parametrize("seconds", [299, 301])
def test_what_does_most_harm_wants_a_recent_sign_in(administrator, seconds):
    row = published(name="Ada")
    grow_old(administrator, seconds)
    erase = f"/admin/signature/{row.pk}/erase/"
    for address, data in ((EXPORTS, {"what": "addresses"}), (erase, {"sure": "1"})):
        response = administrator.post(address, data)
        stopped = response.status_code == 302 and response["Location"].startswith("/accounts/reauthenticate/?next=")
        assert stopped == (seconds > 300)
    assert (Signature.objects.get().erased_at is None) == (seconds > 300)


def test_erasing_asks_first_and_leaves_nothing(administrator):
    row = published(name="Ada", email="ada@example.org")
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="New")
    address = f"/admin/signature/{row.pk}/erase/"
    assert "Tick the box" in administrator.post(address).content.decode()
    assert Signature.objects.get().name == "Ada"
    administrator.post(address, {"sure": "1"})
    row.refresh_from_db()
    assert (row.state, row.name, row.email, row.name_key) == (State.WITHDRAWN, "", "", "")
    assert not Amendment.objects.exists()
    assert administrator.get(address).status_code == 404


def test_every_permission_of_the_desk_is_known_here():
    codes = {"export_public", "export_addresses", "erase_signature", "enter_statement"}
    assert Permission.objects.filter(codename__in=codes).count() == len(codes)
