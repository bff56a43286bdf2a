"""Signing: from the form to the list and off it again."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from convention.models import Edition, EditionState, Instrument, OfficialFile
from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.models import Signature, State
from signatories.tests.making import in_state
from signatories.tests.sending import (
    ORGANISATION,
    PERSON,
    assert_kept,
    assert_refused,
    fields_of,
    post,
)

pytestmark = pytest.mark.django_db
PUBLIC_LIST = "/signatories/public/"


def test_form_is_never_stored_and_sets_only_the_cookie_of_its_token(client):
    response = client.get("/sign/", secure=True)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert list(response.cookies) == ["__Host-csrf"]
    assert fields_of(response)["statement"] == "none"
    assert "kind" not in fields_of(response)
    assert "publish" not in fields_of(response)
    assert "updates" not in fields_of(response)


def test_form_says_what_is_signed_and_where_it_is_published(client, convention):
    page = client.get("/sign/", secure=True).content.decode()
    assert "the official text, 213 articles, as finalized in April 2017" in page
    assert "It is not on this site yet." in page
    assert 'href="/resources/"' in page.partition("<main")[2]
    assert "mailto:contact@convention.test" in page
    assert 'href="/signatories/correct/"' in page.partition("<main")[2]


def test_form_offers_the_booklet_once_it_is_here(client, convention):
    booklet = {"instrument": convention, "kind": "booklet", "file": "official/b.pdf", "size": 9, "sha256": "a" * 64}
    OfficialFile.objects.create(title="Old", name="old.pdf", **booklet, offered=False)
    OfficialFile.objects.create(title="Booklet", name="booklet.pdf", **booklet)
    page = client.get("/sign/", secure=True).content.decode()
    assert "It is not on this site yet." not in page
    assert 'href="/convention/downloads/booklet.pdf"' in page
    assert "old.pdf" not in page


def test_person_signs_and_waits_to_be_confirmed(client):
    response = post(client, "/sign/", PERSON)
    assert response.status_code == 303
    assert response["Location"] == "/sign/check-your-mail/"
    assert response["Cache-Control"] == "private, no-cache"
    signature = Signature.objects.get()
    assert (signature.state, signature.source, signature.group) == ("unconfirmed", "site", "public")
    assert (signature.name, signature.affiliation) == ("Samira Example", "Lecturer in Law, Example University")
    assert (signature.country.code, signature.email) == ("CH", "samira@example.org")
    assert (signature.statement, signature.statement_text, signature.statement_articles) == ("", "", [])
    assert (signature.held, signature.wants_updates, signature.edition_sha256) == ([], False, "")
    assert signature.signed_at == signature.publish_consent_at
    event = VerbEvent.objects.get()
    assert (event.verb, event.by, event.after) == ("signature.submit", "signer", "unconfirmed")


def test_organisation_signs_with_who_signs_for_it(client):
    post(client, "/sign/", ORGANISATION | {"updates": "on"})
    signature = Signature.objects.get()
    assert (signature.kind, signature.name) == ("organisation", "Example Foundation")
    assert (signature.representative, signature.representative_role) == ("Ines Example", "Chair")
    assert signature.wants_updates


def test_declaration_is_stored_with_the_provisions_it_names(client):
    words = {
        "statement": "declaration",
        "statement_text": "First.\r\nSecond.",
        "provisions": "12, 14(2)(a), chapter IV",
    }
    assert post(client, "/sign/", PERSON | words).status_code == 303
    signature = Signature.objects.get()
    assert (signature.statement, signature.statement_text) == ("declaration", "First.\nSecond.")
    assert signature.statement_articles == ["art_12", "art_14__para_2__point_a", "chp_4"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": ""}, "Choose who signs: a person or an organisation."),
        ({"kind": "robot"}, "Choose who signs: a person or an organisation."),
        ({"name": " "}, "Write the name of the person or organisation that signs."),
        ({"email": ""}, "Write your e-mail address. It is never published."),
        ({"email": "samira"}, "Write the address as in name@example.org."),
        ({"email": f"{'x' * 250}@example.org"}, "This has 262 characters; at most 254 fit."),
        ({"country": "ZZ"}, "Choose a country from the list, or “Not given”."),
        ({"statement": "unrecorded"}, "Choose whether anything is to stand beside the signature."),
        ({"statement": "reservation"}, "Write the words that are to stand beside the signature."),
        (
            {"statement_text": "Words."},
            "You chose to sign without reservation. Empty the box, or choose what this is.",
        ),
        ({"provisions": "12"}, "You chose to sign without reservation. Empty the box, or choose what this is."),
        ({"provisions": "twelve"}, "“twelve” was not understood. Write numbers as in: 12, 14(2)(a)"),
        ({"kind": "organisation", "affiliation": ""}, "Write who signs for the organisation."),
        ({"affiliation": "x" * 601}, "This has 601 characters; at most 600 fit."),
        (
            {"statement": "declaration", "statement_text": "y" * 2001},
            "This has 2,001 characters; at most 2,000 fit. Shorten it by 1 character.",
        ),
        ({"publish": ""}, "Tick the box to have your entry published: a signature here is a public one."),
    ],
)
def test_error_is_said_twice_and_what_was_typed_stays(client, change, message):
    sent = PERSON | change
    response = post(client, "/sign/", sent)
    assert_refused(response, message)
    unkept = {"kind": "robot", "statement": "unrecorded", "country": "ZZ"}  # what the page has no box for
    assert_kept(response, {n: v for n, v in sent.items() if v and v != unkept.get(n)})
    assert not Signature.objects.exists()


def test_error_is_tied_to_its_box_and_listed_with_focus(client):
    page = post(client, "/sign/", ORGANISATION | {"name": "", "representative": ""}).content.decode()
    box = re.search(r'<input[^>]*name="name"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in box
    assert 'aria-describedby="id_name_helptext id_name_error"' in box
    assert page.count('id="id_name_error"') == page.count('id="id_name_helptext"') == 1
    assert re.search(r'<div class="errors"[^>]* tabindex="-1" autofocus', page)
    assert re.findall(r'<li><a href="(#id_[^"]*)"', page) == ["#id_name", "#id_representative"]
    assert "2 things are missing or not right" in page
    page = post(client, "/sign/", PERSON | {"kind": ""}).content.decode()
    assert re.search(r'<fieldset[^>]*aria-describedby="id_kind_error"', page)


def test_what_belongs_to_the_other_kind_is_not_entered_and_not_lost(client):
    """Whoever changes from a person to an organisation and back finds what was typed."""
    sent = PERSON | {"representative": "Ines Example", "publish": ""}
    response = post(client, "/sign/", sent)
    assert fields_of(response)["representative"] == "Ines Example"
    post(client, "/sign/", sent | {"publish": "on"})
    assert Signature.objects.get().representative == ""


def test_couple_with_one_address_and_its_organisation_all_sign(client):
    post(client, "/sign/", PERSON)
    post(client, "/sign/", ORGANISATION | {"name": PERSON["name"], "email": PERSON["email"]})
    post(client, "/sign/", PERSON | {"name": "Ines Example"})
    assert Signature.objects.count() == 3


def test_sent_twice_is_entered_once_and_looks_the_same(client):
    first = post(client, "/sign/", PERSON)
    second = post(client, "/sign/", PERSON | {"email": "Samira@Example.org", "name": "  Samira  Example "})
    assert (first.status_code, first.headers, first.content) == (second.status_code, second.headers, second.content)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("state", [State.PENDING, State.PUBLISHED])
def test_sent_again_while_it_lives_changes_nothing_and_looks_the_same(client, state):
    row = in_state(state, name="Samira Example", email="samira@example.org", affiliation="First")
    Signature.objects.update(created_at=timezone.now() - timedelta(days=400))
    before = Signature.objects.values().get(pk=row.pk)
    again = post(client, "/sign/", PERSON | {"email": "Samira+again@Example.org", "affiliation": "Second"})
    other = post(client, "/sign/", ORGANISATION)
    assert (again.status_code, again.headers, again.content) == (other.status_code, other.headers, other.content)
    assert Signature.objects.values().get(pk=row.pk) == before
    assert Signature.objects.filter(kind="person").count() == 1


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED, State.WITHDRAWN])
def test_sent_again_after_its_end_is_a_new_entry(client, state):
    row = in_state(state, name="Samira Example", email="samira@example.org")
    post(client, "/sign/", PERSON)
    assert Signature.objects.exclude(pk=row.pk).get().state == State.UNCONFIRMED


@pytest.mark.django_db(transaction=True)
def test_sent_by_eight_at_once_is_entered_once():
    answers = []
    gate = threading.Barrier(8)

    def send() -> None:
        gate.wait()
        answers.append(post(Client(), "/sign/", PERSON).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 8
    assert Signature.objects.get().state == State.UNCONFIRMED


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({"subject": "Buy"}, ["trap"]),
        ({"affiliation": "https://example.org"}, ["link"]),
        ({"name": "<b>Samira</b>"}, ["markup"]),
        ({"name": "Samira 😀"}, ["symbols"]),
    ],
)
def test_odd_entry_is_held_and_looks_like_any_other(client, change, held):
    response = post(client, "/sign/", PERSON | change)
    assert (response.status_code, response["Location"]) == (303, "/sign/check-your-mail/")
    assert Signature.objects.get().held == held


def test_trap_is_out_of_reach_for_people(client):
    page = post(client, "/sign/", PERSON | {"publish": ""}).content.decode()
    box = re.search(r'<div class="trap" aria-hidden="true">.*?</div>', page)[0]
    assert 'tabindex="-1"' in box
    assert 'autocomplete="off"' in box


def test_edition_signed_is_stored_once_it_is_published(client):
    assert post(client, "/sign/", PERSON).status_code == 303
    instrument = Instrument.objects.create(slug="convention", title="Model International Mobility Convention")
    Edition.objects.create(
        instrument=instrument,
        slug="en",
        version="1.0",
        date="2017-04-01",
        official=True,
        text_sha256="a" * 64,
        contents={"articles": 213},
        state=EditionState.PUBLISHED,
        published_at=timezone.now(),
        published_by="system",
    )
    post(client, "/sign/", ORGANISATION)
    assert list(Signature.objects.order_by("pk").values_list("edition_sha256", flat=True)) == ["", "a" * 64]
    assert "It is not on this site yet." not in client.get("/sign/", secure=True).content.decode()


def test_edition_signed_is_the_one_that_was_open(client):
    """A newer one that is published while somebody is reading the last step is not what was read."""
    instrument = Instrument.objects.create(slug="convention", title="Model International Mobility Convention")

    def publish(sha256: str) -> None:
        Edition.objects.filter(state=EditionState.PUBLISHED).update(
            state=EditionState.DRAFT, published_at=None, published_by=""
        )
        Edition.objects.create(
            instrument=instrument,
            slug=f"en-{sha256[0]}",
            version=sha256[0],
            date="2017-04-01",
            official=True,
            text_sha256=sha256,
            contents={"articles": 213},
            state=EditionState.PUBLISHED,
            published_at=timezone.now(),
            published_by="system",
        )

    publish("a" * 64)
    page = post(client, "/sign/", PERSON | {"publish": ""})
    assert "a" * 64 in page.content.decode()
    publish("b" * 64)
    step = fields_of(page) | {"step": "accept", "go": "sign", "publish": "on"}
    assert post(client, "/sign/", step).status_code == 303
    assert Signature.objects.get().edition_sha256 == "a" * 64


def test_signature_is_public_only_while_it_is_published(client):
    def on_list() -> bool:
        return "Samira Example" in client.get(PUBLIC_LIST, secure=True).content.decode()

    post(client, "/sign/", PERSON)
    pk = Signature.objects.get().pk
    verbs.confirm_signature(pk=pk, by="signer", version=1)
    assert not on_list()
    verbs.publish_signature(pk=pk, by="system")
    page = client.get(PUBLIC_LIST, secure=True)
    assert on_list()
    assert "samira@example.org" not in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"
    verbs.withdraw_signature(pk=pk, by="signer")
    assert not on_list()
    assert Signature.objects.get().state == State.WITHDRAWN
    assert "Samira Example" not in client.get("/signatories.csv", secure=True).content.decode()


@pytest.mark.parametrize(
    "address", ["/sign/check-your-mail/", "/feedback/received/", "/signatories/correct/received/"]
)
def test_received_page_is_fixed_and_public(client, address):
    response = client.get(address, secure=True)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public, max-age=60")
    assert not response.cookies
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert client.post(address, secure=True).status_code == 405
