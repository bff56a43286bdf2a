"""The link in the first mail: looked at it does nothing, pressed it confirms once."""

import threading
import time

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.kit.models import Letter, VerbEvent
from signatories import links, verbs
from signatories.models import Amendment, Signature, State, Submission
from signatories.tests.making import HTTPS, in_state, unconfirmed
from signatories.tests.sending import PERSON, post

pytestmark = pytest.mark.django_db
CONFIRMED = "signatories.signature.confirmed"


def address(row: Signature) -> str:
    return reverse("signatories:confirm", args=[links.token(row, links.CONFIRM)])


def stored() -> list:
    """Every row that a page of a link could change."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Signature, Amendment, VerbEvent, Letter, Submission)
    ]


def aged(monkeypatch, row: Signature, days: float) -> str:
    """The address in a mail that was written so many days ago."""
    then = signing.b62_encode(int(time.time() - days * 86_400))
    with monkeypatch.context() as patch:
        patch.setattr(signing.TimestampSigner, "timestamp", lambda self: then)
        return address(row)


@pytest.mark.parametrize("state", list(State))
def test_looking_changes_nothing_and_nobody_keeps_the_page(client, state):
    row = in_state(state, name="Ada Example", statement="reservation", statement_text="Only <here>.")
    before = stored()
    for ask in (client.get, client.head):
        response = ask(address(row))
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"
    assert stored() == before


def test_page_shows_what_was_typed_and_the_address_masked(client):
    words = {"statement": "declaration", "statement_text": "First.\nOnly <here>.", "statement_articles": ["art_12"]}
    row = unconfirmed(name="Ada Example", affiliation="Lecturer", country="CH", email="ada@example.org", **words)
    page = client.get(address(row)).content.decode()
    for words in ("Ada Example", "Lecturer", "Switzerland", "First.\nOnly &lt;here&gt;.", ">12<", "a…@example.org"):
        assert words in page
    assert "ada@example.org" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("csrfmiddlewaretoken") == 2


def test_confirmed_twice_is_confirmed_once(client):
    row = unconfirmed()
    answers = [client.post(address(row), {"action": "confirm"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    # The links in them may be written a second apart.
    first, second = (answer["Location"].partition(":")[0] for answer in answers)
    assert first == second
    assert first.startswith("/sign/manage/")
    assert answers[0]["Cache-Control"] == "private, no-cache"
    row.refresh_from_db()
    assert row.state == State.PENDING
    assert VerbEvent.objects.filter(verb="signature.confirm").count() == 1
    assert Letter.objects.filter(kind=CONFIRMED).count() == 1
    assert client.get(answers[0]["Location"]).status_code == 200
    page = client.get(address(row)).content.decode()
    assert "This signature is confirmed" in page
    assert first in page


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_fifty_at_once_is_confirmed_once():
    row = unconfirmed()
    there, answers, gate = address(row), [], threading.Barrier(50)

    def press() -> None:
        browser = Client(headers=HTTPS)
        gate.wait()
        try:
            answers.append(browser.post(there, {"action": "confirm"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 50
    assert VerbEvent.objects.filter(verb="signature.confirm").count() == 1
    assert Letter.objects.filter(kind=CONFIRMED).count() == 1


def test_link_of_last_month_offers_a_new_one(client, monkeypatch):
    row = unconfirmed()
    old = aged(monkeypatch, row, 30)
    assert aged(monkeypatch, row, 13) != old
    assert "Send a new link" not in client.get(aged(monkeypatch, row, 13)).content.decode()
    page = client.get(old).content.decode()
    assert "Send a new link" in page
    assert "Confirm my signature" not in page
    answer = client.post(old, {"action": "confirm"})
    assert answer.status_code == 409
    assert not VerbEvent.objects.filter(verb="signature.confirm").exists()
    answer = client.post(old, {"action": "renew"})
    assert (answer.status_code, answer["Location"]) == (303, "/sign/check-your-mail/")
    assert Letter.objects.filter(kind="signatories.signature.confirm", subject_id=row.pk).count() == 1
    verbs.confirm_signature(pk=row.pk, by="signer", version=row.link_version)
    page = client.get(old).content.decode()
    assert "This signature is confirmed" in page
    assert 'href="/sign/manage/"' in page
    assert page.count("/sign/manage/") == 1


def test_links_outlive_the_key_that_made_them_where_it_is_kept(client, settings):
    row = unconfirmed()
    there, key = address(row), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [key]
    assert client.get(there).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(there).status_code == 404


def test_what_its_address_never_signed_is_deleted(client):
    row = unconfirmed(name="Zzyzx Planted", email="planted@example.org")
    answer = client.post(address(row), {"action": "disown"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"
    assert "The entry is deleted" in answer.content.decode()
    assert not Signature.objects.exists()
    assert client.get(address(row)).status_code == 404
    assert client.post(address(row), {"action": "disown"}).status_code == 404


def test_what_is_confirmed_is_not_disowned(client):
    row = in_state(State.PENDING)
    answer = client.post(address(row), {"action": "disown"})
    assert answer.status_code == 409
    assert "Withdraw it instead." in answer.content.decode()
    assert Signature.objects.get().state == State.PENDING


def test_withdrawn_signature_is_not_confirmed_again(client):
    row = in_state(State.WITHDRAWN)
    assert client.post(address(row), {"action": "confirm"}).status_code == 409
    assert Signature.objects.get().state == State.WITHDRAWN


def test_two_people_with_one_address_both_sign(client):
    for name in ("Ada Example", "Alan Example"):
        post(client, "/sign/", PERSON | {"name": name, "email": "both@example.org"})
    rows = list(Signature.objects.all())
    for row in rows:
        assert client.post(address(row), {"action": "confirm"}).status_code == 303
    assert [row.state for row in Signature.objects.all()] == [State.PENDING] * 2


def test_words_that_were_sent_anew_end_the_link_of_the_old_ones(client):
    row = unconfirmed(email="ada@example.org")
    there = address(row)
    newer = unconfirmed(email="ada@example.org", affiliation="Newer")
    assert client.post(there, {"action": "confirm"}).status_code == 404
    assert client.post(address(newer), {"action": "confirm"}).status_code == 303


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "%ff", "ü" * 90, "." * 3000, "WzEsMSwieCJd:1abc:sig", "[1,1]"])
def test_garbage_is_404(client, token):
    for there in ("/sign/confirm/{}/", "/sign/manage/{}/", "/sign/manage/{}/amend/", "/sign/manage/{}/data.json"):
        answer = client.get(there.format(token))
        assert answer.status_code == 404
        if "data.json" not in there:
            assert client.post(there.format(token), {"action": "confirm"}).status_code == 404
    assert "This link does not work any more" in client.get("/sign/confirm/a:b:c/").content.decode()


def test_link_is_good_for_its_purpose_alone_and_dies_when_cut_off(client):
    row = unconfirmed()
    token = links.token(row, links.CONFIRM)
    assert client.get(f"/sign/manage/{token}/").status_code == 404
    assert client.get(f"/sign/confirm/{links.token(row, links.MANAGE)}/").status_code == 404
    assert client.get(f"/sign/confirm/{token[:-1]}/").status_code == 404
    assert client.get(f"/sign/confirm/{token}/").status_code == 200


def test_missing_protection_does_nothing_and_offers_the_button_again():
    row = unconfirmed()
    browser = Client(headers=HTTPS, enforce_csrf_checks=True)
    answer = browser.post(address(row), {"action": "confirm"})
    assert answer.status_code == 403
    assert "press the button again" in answer.content.decode()
    assert "Confirm my signature" in answer.content.decode()
    assert Signature.objects.get().state == State.UNCONFIRMED
