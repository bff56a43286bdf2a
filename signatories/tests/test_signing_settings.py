"""What an administrator sets: signing open, paused or closed, limits, domains; and the holds that depend on it."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from portal.kit.models import VerbEvent
from signatories import protection, verbs
from signatories.keys import email_key
from signatories.models import CorrectionRequest, Feedback, Signature, SigningSettings
from signatories.models.signing_settings import read_domains
from signatories.tests.making import HTTPS, in_state, pending, staff
from signatories.tests.sending import PERSON, REMARK, REQUEST, assert_kept, fields_of, opened, post
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/signatories/signingsettings/1/change/"
LIST = "/admin/signatories/signingsettings/"
FIELDS = {"state": "open", "message": "", "network_limit": "20", "site_limit": "600", "blocked_domains": ""}


def change(**fields: object) -> SigningSettings:
    return verbs.change_signing_settings(by="system", **fields)


def signed_in(user: User) -> Client:
    browser = Client(headers=HTTPS)
    sign_in(browser, user)
    return browser


@pytest.fixture
def desk() -> Client:
    return signed_in(User.objects.create_superuser("root"))


# ---- open, paused, closed


def test_defaults_hold_while_nobody_has_set_anything():
    now = SigningSettings.current()
    assert (now.is_open, now.network_limit, now.site_limit, now.blocked_domains) == (True, 20, 600, [])
    assert not SigningSettings.objects.exists()


@pytest.mark.parametrize(
    ("state", "title", "message"),
    [
        ("paused", "Signing is paused", "We move to another house <b>until Friday</b>."),
        ("closed", "Signing is closed", "The list was handed over."),
        ("closed", "Signing is closed", ""),
    ],
)
def test_while_it_is_not_open_the_page_says_why_and_has_no_form(client, state, title, message):
    change(state=state, message=message)
    response = client.get("/sign/", secure=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert f"<h1>{title}</h1>" in page
    assert message.replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in page
    assert 'method="post"' not in page
    assert not response.cookies
    assert f"<title>{title}" in page


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_what_is_sent_while_it_is_not_open_is_kept_on_the_page_and_not_stored(client, state):
    change(state=state, message="Until Friday.")
    response = post(client, "/sign/", PERSON)
    page = response.content.decode()
    assert response.status_code == 409
    assert response["Cache-Control"] == "private, no-cache"
    assert f"Signing is {state}: nothing was sent" in page
    assert "Until Friday." in page
    assert_kept(response, PERSON)
    assert not Signature.objects.exists()
    change(state="open")
    assert post(client, "/sign/", fields_of(response)).status_code == 303


def test_errors_are_not_told_while_it_is_not_open(client):
    change(state="paused", message="Until Friday.")
    response = post(client, "/sign/", PERSON | {"email": "x"})
    assert response.status_code == 409
    assert "things are missing" not in response.content.decode()
    assert_kept(response, PERSON | {"email": "x"})


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_feedback_and_corrections_stay_open(client, state):
    change(state=state, message="Until Friday.")
    assert post(client, "/feedback/", REMARK).status_code == 303
    assert post(client, "/signatories/correct/", REQUEST).status_code == 303
    assert Feedback.objects.count() == CorrectionRequest.objects.count() == 1


# ---- the verb and the database


def test_change_is_on_record_without_its_words():
    change(state="paused", message="Secret words.", network_limit=50)
    event = VerbEvent.objects.get()
    assert (event.verb, event.before, event.after) == ("signing_settings.change", "open", "paused")
    assert event.detail == {
        "fields": ["message", "network_limit", "state"],
        "network_limit": 50,
        "site_limit": 600,
    }


def test_no_change_is_not_on_record():
    change(state="open")
    assert not VerbEvent.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "paused"},
        {"state": "paused", "message": "  "},
        {"state": "ajar"},
        {"network_limit": 0},
        {"site_limit": 0},
        {"site_limit": 10**9},
        {"blocked_domains": ["not a domain"]},
    ],
)
def test_wrong_setting_is_refused_and_nothing_changes(wrong):
    with pytest.raises(ValidationError):
        change(**wrong)
    now = SigningSettings.current()
    assert (now.state, now.message, now.network_limit, now.site_limit) == ("open", "", 20, 600)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("signing_settings_once", {"pk": 2}),
        ("signing_settings_state_known", {"state": "ajar"}),
        ("signing_settings_pause_is_explained", {"state": "paused"}),
        ("signing_settings_limits_let_pass", {"network_limit": 0}),
        ("signing_settings_limits_let_pass", {"site_limit": 0}),
    ],
)
def test_database_refuses_wrong_settings(name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SigningSettings.objects.create(**{"pk": 1} | wrong)


def test_domains_are_read_as_people_write_them():
    assert read_domains(["@Example.ORG", "", " bücher.example. ", "example.org"]) == [
        "example.org",
        "xn--bcher-kva.example",
    ]


# ---- the desk


def test_superuser_changes_the_settings_through_the_verb(desk):
    assert desk.get(LIST)["Location"] == PAGE
    assert desk.get(PAGE).status_code == 200
    sent = FIELDS | {"state": "closed", "message": "Over.", "blocked_domains": "a.example\r\n\r\n@B.example\r\n"}
    assert desk.post(PAGE, sent).status_code == 302
    now = SigningSettings.current()
    assert (now.state, now.message, now.blocked_domains) == ("closed", "Over.", ["a.example", "b.example"])
    assert not now.captcha  # its box was not ticked
    event = VerbEvent.objects.get(verb="signing_settings.change")
    assert event.by == f"user:{User.objects.get().pk}"
    assert "a.example\nb.example</textarea>" in desk.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"state": "paused"}, "Say why signing is paused, and until when."),
        ({"blocked_domains": "example.org\nnot one"}, "“not one” is no domain."),
        ({"blocked_domains": "localhost"}, "“localhost” is no domain."),
        ({"network_limit": "0"}, "greater than or equal to 1"),
        ({"message": "x\x00"}, "Null characters"),
    ],
)
def test_desk_says_what_is_wrong(desk, wrong, message):
    response = desk.post(PAGE, FIELDS | wrong)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not SigningSettings.objects.exists()


def test_nobody_else_sees_or_changes_the_settings_and_nobody_adds_or_deletes(desk):
    moderator = signed_in(staff("mo", "view_signature", "change_signature"))
    for browser, pages in ((moderator, (LIST, PAGE, f"{LIST}add/")), (desk, (f"{LIST}add/", f"{LIST}1/delete/"))):
        for page in pages:
            assert browser.get(page).status_code == 403
            assert browser.post(page, FIELDS | {"state": "closed"}).status_code == 403
    assert desk.get(f"{LIST}2/change/").status_code == 302
    assert SigningSettings.current().is_open
    assert "signingsettings" not in moderator.get("/admin/").content.decode()


# ---- holds: too fast, throw-away


@pytest.mark.parametrize(
    ("note", "held"),
    [
        (lambda: opened(0), ["fast"]),
        (lambda: opened(2.5), ["fast"]),
        (lambda: opened(3.2), []),
        (lambda: opened(40 * 24 * 3600), []),
        (lambda: "", ["fast"]),
        (lambda: "1.0", ["fast"]),
        (lambda: opened(60) + "x", ["fast"]),
        (lambda: "9" + opened(60), ["fast"]),
        (lambda: "\x00\ud800", ["fast"]),
        (lambda: "x" * 10_000, ["fast"]),
    ],
    ids=["at once", "fast", "slow", "days", "missing", "unsigned", "forged", "changed", "rubbish", "long"],
)
def test_entry_sent_too_fast_is_held_and_looks_like_any_other(note, held):
    data = {"name": "Sam", "email": "sam@example.org"}
    assert protection.holds(opened=note(), among=SigningSettings(), email=data["email"]) == held


@pytest.mark.parametrize(
    ("address", "valid", "model"), [("/sign/", PERSON, Signature), ("/feedback/", REMARK, Feedback)]
)
def test_form_carries_when_it_was_opened(client, address, valid, model):
    note = fields_of(client.get(address, secure=True))["opened"]
    assert 0 <= protection.seconds_open(note) < 60
    response = post(client, address, valid | {"opened": note})
    assert (response.status_code, model.objects.get().held) == (303, ["fast"])


@pytest.mark.parametrize("note", ["", "forged", "x\x00"])
def test_form_that_comes_back_keeps_a_good_note_and_gets_a_new_one_for_a_bad_one(client, note):
    good = opened(500)
    assert fields_of(post(client, "/sign/", PERSON | {"email": "x", "opened": good}))["opened"] == good
    shown = fields_of(post(client, "/sign/", PERSON | {"email": "x", "opened": note}))["opened"]
    assert 0 <= protection.seconds_open(shown) < 60


def test_note_still_counts_after_the_secret_key_is_replaced(settings):
    note = opened(60)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert protection.Signer(salt="signatories.opened").unsign(note)


@pytest.mark.parametrize(
    ("email", "held"),
    [
        ("sam@blocked.example", ["domain"]),
        ("sam@Mail.Blocked.EXAMPLE", ["domain"]),
        ("sam@bücher.example", ["domain"]),
        ("sam@notblocked.example", []),
        ("sam@mailinator.com", ["domain"]),
        ("sam@example", []),
        ("", []),
    ],
)
def test_entry_from_a_blocked_or_throwaway_domain_is_held(email, held):
    among = SigningSettings(blocked_domains=["blocked.example", "xn--bcher-kva.example"])
    assert protection.holds(opened=opened(60), email=email, among=among) == held


def test_blocked_domain_holds_and_never_refuses(client):
    change(blocked_domains=["blocked.example"])
    for email in ("sam@blocked.example", "sam@example.org"):
        assert post(client, "/sign/", PERSON | {"email": email, "name": f"Sam {email[4:9]}"}).status_code == 303
        assert post(client, "/feedback/", REMARK | {"email": email, "text": f"On {email[4:9]}"}).status_code == 303
    assert list(Signature.objects.order_by("pk").values_list("held", flat=True)) == [["domain"], []]
    assert list(Feedback.objects.order_by("pk").values_list("held", flat=True)) == [["domain"], []]


# ---- one living signature


def test_signature_that_stands_again_cannot_be_brought_back_as_a_second_one():
    row = in_state("rejected", email="sam@example.org")
    removed = in_state("removed", email="sam@example.org")
    pending(email="Sam+x@example.org")
    with pytest.raises(verbs.NotPossible, match="stands in the register once more"):
        verbs.reopen_signature(pk=row.pk, by="system")
    with pytest.raises(verbs.NotPossible, match="stands in the register once more"):
        verbs.restore_signature(pk=removed.pk, by="system")
    row.refresh_from_db()
    assert row.state == "rejected"


def test_migration_gives_older_rows_their_key_and_of_a_pair_the_older_one():
    first = pending(name="Sam", email="sam@example.org")
    other = pending(name="Ines", email="Ines@example.org")
    gone = in_state("rejected", name="Tom", email="tom@example.org")
    Signature.objects.update(email_key="")
    second = pending(name="Sam", email="Sam@example.org")
    Signature.objects.update(email_key="")
    importlib.import_module("signatories.migrations.0003_protection").fill_email_keys(apps, None)
    keys = {row.pk: row.email_key for row in Signature.objects.all()}
    assert keys == {
        first.pk: email_key("sam@example.org"),
        second.pk: "",
        other.pk: email_key("ines@example.org"),
        gone.pk: email_key("tom@example.org"),
    }
