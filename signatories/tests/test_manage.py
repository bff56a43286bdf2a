"""The page on which signers see, change, withdraw and erase what is theirs."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.kit.models import Letter, VerbEvent
from signatories import links, verbs
from signatories.models import Amendment, Signature, State
from signatories.tests.making import FILES, HTTPS, PAGES, in_state, pending, published, rolls, unconfirmed
from signatories.tests.sending import PERSON, assert_kept, fields_of, post
from signatories.tests.test_confirm import stored

pytestmark = pytest.mark.django_db
NAMES = ("manage", "amend", "own_data")
WORDS = {"name": "Ada Example", "affiliation": "", "country": "", "statement": "none", "statement_text": ""}


def address(row: Signature, name: str = "manage") -> str:
    row = Signature.objects.get(pk=row.pk)
    return reverse(f"signatories:{name}", args=[links.token(row, links.MANAGE)])


def same(url: str, other: str) -> bool:
    """Whether two addresses lead to one page: the links in them may be written a second apart."""
    return [url.partition(":")[0], url.count("/")] == [other.partition(":")[0], other.count("/")]


def anywhere(words: str) -> list[str]:
    """The tables of the database in which the words stand, in any column."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT count(*) FROM {name} AS row WHERE row::text ILIKE %s", [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


@pytest.mark.parametrize("state", list(State))
def test_looking_changes_nothing_and_nobody_keeps_the_pages(client, state):
    row = in_state(state, name="Ada Example")
    before = stored()
    for name in NAMES:
        for ask in (client.get, client.head):
            response = ask(address(row, name))
            shown = 302 if name == "amend" and state not in (State.PENDING, State.PUBLISHED) else 200
            assert response.status_code == shown, name
            assert response["Cache-Control"] == "no-store"
            assert response["X-Robots-Tag"] == "noindex"
            assert response["Referrer-Policy"] == "same-origin"
    assert stored() == before


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.UNCONFIRMED, "It is not confirmed yet."),
        (State.PENDING, "waits for a moderator"),
        (State.PUBLISHED, "It is published since"),
        (State.REJECTED, "The reason: insult, advertising or other misuse."),
        (State.REMOVED, "The reason: the person or organisation asked for it."),
        (State.WITHDRAWN, "It was withdrawn on"),
    ],
)
def test_record_says_the_state_and_what_was_signed(client, state, words):
    row = in_state(state, edition_sha256="e" * 64, affiliation="Lecturer <here>")
    page = client.get(address(row)).content.decode()
    assert words in page
    assert "Lecturer &lt;here&gt;" in page
    assert "sha256 " + "e" * 64 in page
    assert f"{row.signed_at:%Y-%m-%d}" in page
    assert row.email not in page


def test_withdrawn_after_a_second_question_it_is_gone_from_every_list(client):
    row = published(name="Ada Example", statement="declaration", statement_text="Words.")
    asked = client.post(address(row), {"action": "withdraw"})
    assert (asked.status_code, fields_of(asked)["sure"]) == (200, "1")
    assert asked["Cache-Control"] == "private, no-cache"
    assert Signature.objects.get().state == State.PUBLISHED
    answer = client.post(address(row), {"action": "withdraw", "sure": "1"})
    assert answer.status_code == 303
    assert same(answer["Location"], address(row))
    assert Signature.objects.get().state == State.WITHDRAWN
    for page in PAGES + FILES:
        assert "Ada Example" not in client.get(page).content.decode(), page
    again = client.post(address(row), {"action": "withdraw", "sure": "1"})
    assert again.status_code == 409
    assert "nothing was changed" in again.content.decode()


def test_statement_is_taken_back_at_once_and_the_signature_stays(client):
    row = published(name="Ada Example", statement="reservation", statement_text="Words.")
    assert "Take the reservation back" in client.get(address(row)).content.decode()
    assert client.post(address(row), {"action": "withdraw_statement"}).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.statement, row.statement_text) == (State.PUBLISHED, "", "")
    assert "Take the reservation back" not in client.get(address(row)).content.decode()
    assert client.post(address(row), {"action": "withdraw_statement"}).status_code == 409
    assert rolls(client, "/signatories/public/").names == ["Ada Example"]


def test_changed_words_wait_while_the_old_ones_stay_public(client):
    row = published(name="Ada Exmaple", affiliation="Old")
    assert_kept(client.get(address(row, "amend")), {"name": "Ada Exmaple", "affiliation": "Old", "statement": "none"})
    answer = client.post(address(row, "amend"), WORDS | {"affiliation": "https://new.example", "country": "CH"})
    assert answer.status_code == 303
    assert same(answer["Location"], address(row))
    assert rolls(client, "/signatories/public/").names == ["Ada Exmaple"]
    amendment = Amendment.objects.get()
    assert amendment.words == {"name": "Ada Example", "affiliation": "https://new.example", "country": "CH"}
    assert amendment.held == ["link"]
    page = client.get(address(row)).content.decode()
    for words in ("Ada Exmaple", "What waits to be changed", "Ada Example", "Switzerland"):
        assert words in page
    assert_kept(client.get(address(row, "amend")), {"name": "Ada Example", "affiliation": "https://new.example"})
    verbs.accept_amendment(pk=row.pk, by="system")
    assert rolls(client, "/signatories/public/").names == ["Ada Example"]


def test_organisation_changes_who_signs_for_it(client):
    organisation = {"kind": "organisation", "name": "Example Foundation", "representative": "Ines Example"}
    row = pending(**organisation)
    assert "affiliation" not in fields_of(client.get(address(row, "amend")))
    sent = {"name": "Example Foundation", "representative": "Ivo Example", "representative_role": "Chair"}
    sent |= {"statement": "declaration", "statement_text": "Words.", "provisions": "12, chapter IV"}
    assert client.post(address(row, "amend"), sent).status_code == 303
    assert Amendment.objects.get().words == {
        "representative": "Ivo Example",
        "representative_role": "Chair",
        "statement": "declaration",
        "statement_text": "Words.",
        "statement_articles": ["art_12", "chp_4"],
    }
    assert client.post(address(row, "amend"), sent | {"representative": ""}).status_code == 422


def test_words_that_are_not_right_or_come_too_late_are_kept(client):
    row = published(name="Ada Example")
    sent = WORDS | {"statement": "reservation", "affiliation": "Kept <here>"}
    answer = client.post(address(row, "amend"), sent)
    assert answer.status_code == 422
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Write the words that are to stand beside the signature." in answer.content.decode()
    assert_kept(answer, sent)
    verbs.remove_signature(pk=row.pk, by="system", reason="request")
    sent["statement_text"] = "Words."
    answer = client.post(address(row, "amend"), sent)
    assert answer.status_code == 409
    assert "nothing was changed" in answer.content.decode()
    assert_kept(answer, sent)
    assert not Amendment.objects.exists()


def test_words_are_kept_where_the_protection_is_missing():
    row = published()
    browser = Client(headers=HTTPS, enforce_csrf_checks=True)
    sent = WORDS | {"affiliation": "Kept <here>"}
    answer = browser.post(address(row, "amend"), sent)
    assert answer.status_code == 403
    assert "Nothing was sent yet: press the button again" in answer.content.decode()
    assert_kept(answer, sent)
    assert not Amendment.objects.exists()
    assert browser.post(address(row), {"action": "withdraw", "sure": "1"}).status_code == 403
    assert Signature.objects.get().state == State.PUBLISHED


def test_erased_nothing_of_it_stands_in_any_table(client):
    planted = {"name": "Zzyzx Planted", "affiliation": "Qwyjibo", "email": "vvortex@example.org"}
    planted |= {"statement": "declaration", "statement_text": "Frobnicate."}
    post(client, "/sign/", PERSON | planted)
    row = Signature.objects.get()
    verbs.confirm_signature(pk=row.pk, by="signer", version=row.link_version)
    verbs.publish_signature(pk=row.pk, by="system")
    client.post(address(row, "amend"), WORDS | {"name": "Xyxxyx Later"})
    post(client, "/sign/manage/", {"email": planted["email"]})
    words = ("zzyzx", "planted", "qwyjibo", "vvortex", "xyxxyx", row.email_key)
    assert all(anywhere(word) for word in words)
    there = address(row)
    asked = client.post(there, {"action": "erase"})
    assert (asked.status_code, fields_of(asked)["sure"]) == (200, "1")
    assert anywhere("zzyzx")
    answer = client.post(there, {"action": "erase", "sure": "1"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    assert "Your data is erased" in answer.content.decode()
    assert {word: anywhere(word) for word in (*words, "frobnicate")} == {word: [] for word in (*words, "frobnicate")}
    assert Signature.objects.get().state == State.WITHDRAWN
    assert client.get(there).status_code == 404
    assert client.post(there, {"action": "erase", "sure": "1"}).status_code == 404


def test_unconfirmed_entry_is_erased_whole_or_gets_a_new_link_to_confirm(client):
    row = unconfirmed()
    there = address(row)
    answer = client.post(there, {"action": "confirm"})
    assert (answer.status_code, answer["Location"]) == (303, "/sign/check-your-mail/")
    assert Letter.objects.filter(kind="signatories.signature.confirm").count() == 1
    assert client.post(there, {"action": "erase", "sure": "1"}).status_code == 200
    assert not Signature.objects.exists()


def test_new_links_end_the_old_ones_and_come_by_mail_alone(client):
    row = published()
    old = address(row)
    answer = client.post(old, {"action": "renew"})
    assert (answer.status_code, answer["Location"]) == (303, "/sign/check-your-mail/")
    assert client.get(old).status_code == 404
    assert client.get(address(row)).status_code == 200
    assert Letter.objects.filter(kind="signatories.signature.links").count() == 1


def test_own_data_is_all_that_is_stored(client):
    row = published(name="Zoë Example", country="CH")
    client.post(address(row, "amend"), WORDS | {"name": "Zoë Later", "country": "CH"})
    response = client.get(address(row, "own_data"))
    assert response["Content-Disposition"] == 'attachment; filename="signature.json"'
    found = json.loads(response.content)
    assert set(found["signature"]) == {field.attname for field in Signature._meta.concrete_fields}
    assert (found["signature"]["name"], found["signature"]["country"]) == ("Zoë Example", "CH")
    assert found["signature"]["email"] == row.email
    assert found["amendment"]["words"] == {"name": "Zoë Later"}
    done = [(event["verb"], event["before"], event["after"]) for event in found["events"]]
    assert done == list(VerbEvent.objects.order_by("pk").values_list("verb", "before", "after"))
    assert len(done) == 4
    assert found["letters"]
    assert client.post(address(row, "own_data")).status_code == 405


@pytest.mark.parametrize("action", ["", "publish", "\x00", "x" * 5000])
def test_unknown_button_does_nothing(client, action):
    row = published()
    before = stored()
    assert client.post(address(row), {"action": action}).status_code == 200
    assert stored() == before
