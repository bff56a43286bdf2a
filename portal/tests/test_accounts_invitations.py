"""Invitations and roles: who comes in and how, what ends a link, and that an administrator always stays."""

import io
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts import invitations, verbs
from portal.kit.models import Letter, VerbEvent
from portal.roles import Role, keep_roles, role_of
from portal.tests.accounts import PASSWORD, account, browser, path_of, read, with_codes
from tests.signing_in import sign_in
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]
TYPED = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def ada():
    return account("ada", Role.ADMINISTRATOR)


def invite(email="New@Example.org", role=Role.MODERATOR, by="system", **more):
    return verbs.invite_account(email=email, role=role, by=by, **more)


def words_of(user):
    return path_of(user).split("/")[-2]


# Invitations ------------------------------------------------------------------------------------------------------


def test_invited_person_sets_a_password_and_is_led_to_the_second_factor(ada):
    user = invite(by=ada, name="  Nora New ")
    assert (user.username, user.email, user.first_name, user.is_staff) == ("new@example.org",) * 2 + ("Nora New", True)
    assert role_of(user) == Role.MODERATOR and not user.has_usable_password()
    path = path_of(user)
    assert mail.outbox[0].to == ["new@example.org"] and "7 days" in mail.outbox[0].body
    client = browser()
    before = list(User.objects.values())
    page = client.get(path)
    assert page.status_code == 200 and 'value="new@example.org"' in page.content.decode()
    assert list(User.objects.values()) == before  # programs open links in mails
    answer = client.post(path, TYPED)
    assert answer["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200  # without the password once more
    assert client.get("/admin/").status_code == 302
    assert EmailAddress.objects.get(user=user, verified=True, primary=True).email == "new@example.org"
    events = VerbEvent.objects.filter(subject_id=user.pk).order_by("pk").values_list("verb", "by", "after")
    assert list(events) == [
        ("account.invite", f"user:{ada.pk}", "invited"),
        ("account.accept", f"user:{user.pk}", "open"),
        ("account.sign_in", f"user:{user.pk}", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password1": "new@example.org", "password2": "new@example.org"}, "too similar"),
        ({"password1": PASSWORD, "password2": "another"}, "same password"),
        ({}, "required"),
    ],
)
def test_password_that_does_not_do_is_said_in_words_and_the_link_lives(typed, said):
    user = invite()
    path, client = path_of(user), browser()
    answer = client.post(path, typed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert client.post(path, TYPED).status_code == 302


def is_over(path):
    answers = [browser().get(path), browser().post(path, TYPED)]
    assert {answer.status_code for answer in answers} <= {200, 302, 404}
    return [answer.status_code for answer in answers] == [404, 404]


def test_link_works_once():
    user = invite()
    path = path_of(user)
    browser().post(path, TYPED)
    hashed = User.objects.get(pk=user.pk).password
    assert is_over(path)
    assert User.objects.get(pk=user.pk).password == hashed


def test_newer_invitation_ends_the_older():
    old = path_of(invite())
    new = path_of(invite(role=Role.EDITOR))
    assert User.objects.count() == 1 and role_of(User.objects.get()) == Role.EDITOR
    assert is_over(old) and not is_over(new)


def test_link_ends_with_its_time(monkeypatch):
    path = path_of(invite())
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=6.9).total_seconds())
    assert browser().get(path).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=7.1).total_seconds())
    assert is_over(path)


def test_invitation_that_was_taken_back_is_over_also_when_the_account_is_opened_again(ada):
    user = invite(by=ada)
    path = path_of(user)
    verbs.close_account(pk=user.pk, by=ada)
    assert is_over(path)
    verbs.reopen_account(pk=user.pk, by=ada)
    assert is_over(path)
    assert not is_over(path_of(user))  # that of the new letter


def test_letter_of_an_invitation_that_is_over_is_not_sent(ada):
    user = invite(by=ada)
    letter = Letter.objects.get(kind="portal.account.invited", subject_id=user.pk)
    verbs.close_account(pk=user.pk, by=ada)
    assert not Letter.objects.filter(pk=letter.pk).exists()


@pytest.mark.parametrize("change", ["cut", "letter", "salt", "number", "shape", "words", "nul"])
def test_link_that_is_not_ours_leads_nowhere(change):
    user = invite()
    words, code = words_of(user), invitations.state_code(user)
    other = {
        "cut": words[:-3],
        "letter": ("A" if words[0] != "A" else "B") + words[1:],
        "salt": signing.dumps([user.pk, code], salt="signatories.confirm"),
        "number": signing.dumps([user.pk + 1, code], salt=invitations.SALT),
        "shape": signing.dumps({"pk": user.pk}, salt=invitations.SALT),
        "words": signing.dumps(["x", code], salt=invitations.SALT),
        "nul": "%00",
    }[change]
    assert is_over(f"/accounts/invitation/{other}/")


def test_nothing_secret_is_stored():
    user = invite()
    words = words_of(user)
    stored = [*User.objects.values_list("password", flat=True), *map(str, VerbEvent.objects.values())]
    stored += map(str, Letter.objects.values())
    assert not any(words in one or "new@example.org" in one for one in stored)


def test_forgotten_password_is_no_way_round_an_invitation():
    user = invite()
    browser().post("/accounts/password/reset/", {"email": user.email})
    letter = Letter.objects.get(kind="portal.account.password_link")
    assert read_or_none(letter) is None


def read_or_none(letter):
    try:
        return read(letter)
    except AssertionError:
        return None


@pytest.mark.parametrize("email", ["", "no address", "a@b", "x" * 140 + "@example.org", "a\0@example.org"])
def test_address_that_is_none_is_refused(email):
    with pytest.raises(ValidationError):
        invite(email=email)
    assert not User.objects.exists()


def test_address_has_one_account_and_the_database_holds_it(ada):
    for email in ("ada@example.org", "ADA@example.org"):
        with pytest.raises(ValidationError, match="has an account already"):
            invite(email=email, by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="ada@example.org")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_one_link_at_the_same_moment_one_comes_in():
    keep_roles()
    for number in range(5):
        user = invite(email=f"new{number}@example.org")
        words = words_of(user)
        passwords = [f"{PASSWORD} {n}" for n in range(2)]
        found = together(
            *(lambda p=p, w=words: verbs.accept_invitation(words=w, password=p) for p in passwords),
        )
        assert sum(isinstance(one, User) for one in found) == 1
        assert sum(isinstance(one, verbs.InvitationOver) for one in found) == 1
        winner = next(n for n, one in enumerate(found) if isinstance(one, User))
        user.refresh_from_db()
        assert user.check_password(passwords[winner])
        assert VerbEvent.objects.filter(verb="account.accept", subject_id=user.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_invitations_to_one_address_at_the_same_moment_one_account_comes():
    keep_roles()
    found = together(*[invite] * 4)
    assert all(isinstance(one, User) for one in found) and User.objects.count() == 1


# Roles, closing, lost factors -------------------------------------------------------------------------------------


def test_role_is_given_and_put_on_record(ada):
    user = account("mo")
    verbs.give_role(pk=user.pk, role=Role.EDITOR, by=ada)
    assert role_of(user) == Role.EDITOR
    event = VerbEvent.objects.get(verb="account.role")
    assert (event.before, event.after, event.by, event.subject_id) == (
        "moderator",
        "editor",
        f"user:{ada.pk}",
        user.pk,
    )
    verbs.give_role(pk=user.pk, role=Role.EDITOR, by=ada)
    assert VerbEvent.objects.filter(verb="account.role").count() == 1


@pytest.mark.parametrize("verb", ["close", "role"])
def test_nobody_shuts_herself_out_or_the_last_administrator(ada, verb):
    def do(user, by):
        if verb == "close":
            return verbs.close_account(pk=user.pk, by=by)
        return verbs.give_role(pk=user.pk, role=Role.MODERATOR, by=by)

    invite(role=Role.ADMINISTRATOR)  # an invited one cannot answer for the site yet
    with pytest.raises(ValidationError, match="last administrator"):
        do(ada, "system")
    other = account("bea", Role.ADMINISTRATOR)
    with pytest.raises(ValidationError, match="your own account"):
        do(ada, ada)
    do(ada, other)
    assert list(verbs.administrators()) == [other]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_the_same_moment_leave_one():
    keep_roles()
    one, two = (account(name, Role.ADMINISTRATOR) for name in ("ada", "bea"))
    for _ in range(5):
        found = together(
            lambda: verbs.close_account(pk=one.pk, by=two), lambda: verbs.close_account(pk=two.pk, by=one)
        )
        assert sum(isinstance(each, ValidationError) for each in found) == 1
        assert verbs.administrators().count() == 1
        User.objects.update(is_active=True)


def test_closing_ends_sessions_and_opening_brings_all_back(ada):
    user = with_codes(account("mo"))
    client = sign_in(browser(), user)
    verbs.close_account(pk=user.pk, by=ada)
    assert client.get("/admin/").status_code == 302
    verbs.close_account(pk=user.pk, by=ada)
    verbs.reopen_account(pk=user.pk, by=ada)
    user.refresh_from_db()
    assert user.check_password(PASSWORD) and role_of(user) == Role.MODERATOR
    found = VerbEvent.objects.filter(subject_id=user.pk, verb__in=["account.close", "account.reopen"]).order_by("pk")
    assert [(event.before, event.after) for event in found] == [("open", "closed"), ("closed", "open")]


def test_lost_second_factor_is_reset_ends_sessions_and_a_letter_says_so(ada):
    user = with_codes(account("mo"))
    client = browser()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    here = sign_in(browser(), user)
    assert here.get("/admin/").status_code == 200
    verbs.reset_second_factor(pk=user.pk, by=ada)
    assert not Authenticator.objects.filter(user=user).exists()
    assert here.get("/admin/").status_code == 302
    assert read(Letter.objects.get(kind="portal.account.factor_reset")) == ""
    assert "removed the second factor" in mail.outbox[0].body and mail.outbox[0].to == [user.email]
    with pytest.raises(ValidationError, match="no second factor"):
        verbs.reset_second_factor(pk=user.pk, by=ada)
    with pytest.raises(ValidationError, match="Your own"):
        verbs.reset_second_factor(pk=ada.pk, by=ada)


def test_session_that_is_listed_is_gone_after_a_reset(ada):
    user = account("mo")
    client = browser()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/accounts/sessions/").status_code == 200
    with_codes(user)
    verbs.reset_second_factor(pk=user.pk, by=ada)
    assert client.get("/accounts/sessions/")["Location"].startswith("/accounts/login/")
    assert VerbEvent.objects.get(verb="account.reset_second_factor").detail == {"removed": ["totp"], "sessions": 1}


# The command ------------------------------------------------------------------------------------------------------


def command(*arguments):
    out = io.StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


def test_command_sends_the_mail_and_prints_the_link():
    said = command("First@Example.org", "--role", "administrator", "--name", "First One")
    user = User.objects.get(username="first@example.org")
    link = said.split()[-1]
    # The same up to the second at which it was signed.
    assert link.partition(":1")[0] == f"https://convention.test{path_of(user)}".partition(":1")[0]
    assert mail.outbox[0].to == ["first@example.org"] and link in mail.outbox[0].body
    client = browser()
    client.post(link.removeprefix("https://convention.test"), TYPED)
    assert list(verbs.administrators()) == [user] and user.first_name == "First One"


@pytest.mark.parametrize(
    "arguments", [("no address", "--role", "editor"), ("a@example.org", "--role", "king"), ("a@example.org",)]
)
def test_command_refuses_in_words(arguments):
    with pytest.raises(CommandError):
        command(*arguments)
    assert not User.objects.exists()
