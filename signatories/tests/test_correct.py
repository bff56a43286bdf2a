"""Requests to correct or remove an entry of the register."""

import pytest

from portal.kit.models import VerbEvent
from signatories.models import CorrectionRequest, Signature
from signatories.tests.sending import REQUEST, assert_kept, assert_refused, fields_of, post

pytestmark = pytest.mark.django_db
ADDRESS = "/signatories/correct/"


def test_request_is_stored_and_changes_no_entry(client, real_data):
    before = list(Signature.objects.values())
    response = post(client, ADDRESS, REQUEST)
    assert (response.status_code, response["Location"]) == (303, "/signatories/correct/received/")
    request = CorrectionRequest.objects.get()
    assert (request.wish, request.entry_name, request.state) == ("correct", "Maria Example", "open")
    assert (request.text, request.email) == ("The affiliation is out of date.", "maria@example.org")
    assert VerbEvent.objects.filter(verb="correction.submit", by="visitor").count() == 1
    assert list(Signature.objects.values()) == before


def test_removal_needs_no_words(client):
    assert post(client, ADDRESS, REQUEST | {"wish": "remove", "text": ""}).status_code == 303
    assert CorrectionRequest.objects.get().text == ""


def test_form_says_who_does_it_and_when_the_name_is_gone(client):
    page = client.get(ADDRESS, secure=True).content.decode()
    assert "The moderator makes the change by hand." in page
    assert "within a minute" in page


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Maria%20Example", "Maria Example"),
        ("%3Cb%3EMaria", "<b>Maria"),
        ("Maria%00", ""),
        ("Maria%E2%80%AE", ""),
        ("%ff%fe", ""),
        ("x" * 201, ""),
        ("x" * 100_000, ""),
    ],
)
def test_name_in_the_address_is_filled_in_where_it_could_be_sent(client, asked, name):
    response = client.get(f"{ADDRESS}?name={asked}&wish=remove", secure=True)
    assert response.status_code == 200
    assert fields_of(response)["entry_name"] == name
    assert fields_of(response)["wish"] == "remove"
    assert "<b>" not in response.content.decode().partition("<main")[2]


def test_unknown_wish_in_the_address_is_as_if_it_were_not_there(client):
    assert "wish" not in fields_of(client.get(f"{ADDRESS}?wish=burn", secure=True))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"wish": ""}, "Choose whether the entry is to be corrected or removed."),
        ({"wish": "burn"}, "Choose whether the entry is to be corrected or removed."),
        ({"entry_name": ""}, "Write the name as it stands on the list, so that we find the entry."),
        ({"entry_name": "😀"}, "A name needs at least one letter."),
        ({"text": ""}, "Write in words what is to be changed."),
        ({"text": "😀"}, "Write in words what is to be changed."),
        ({"text": "x" * 2001}, "This has 2,001 characters; at most 2,000 fit."),
        ({"email": ""}, "Write your e-mail address, so that we can answer. It is never published."),
        ({"email": "a@b@c"}, "Write the address as in name@example.org."),
    ],
)
def test_error_is_said_twice_and_what_was_typed_stays(client, change, message):
    sent = REQUEST | change
    response = post(client, ADDRESS, sent)
    assert_refused(response, message)
    assert_kept(response, {n: v for n, v in sent.items() if v not in ("", "burn")})
    assert not CorrectionRequest.objects.exists()


def test_request_sent_twice_is_entered_once(client):
    post(client, ADDRESS, REQUEST)
    post(client, ADDRESS, REQUEST)
    assert CorrectionRequest.objects.count() == 1
