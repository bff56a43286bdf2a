"""The accounts page of the desk: for administrators alone, by POST, after a recent sign-in; nothing typed is lost."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts import verbs
from portal.kit.models import VerbEvent
from portal.roles import Role, role_of
from portal.tests.accounts import SECRET, account, browser, code, wait_for_next_code, with_codes
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]
PAGE = "/admin/accounts/"
INVITE = {"do": "invite", "email": "new@example.org", "name": "Nora New", "role": "editor"}


@pytest.fixture
def ada():
    return with_codes(account("ada", Role.ADMINISTRATOR))


@pytest.fixture
def desk(ada):
    return sign_in(browser(), ada)


def press(client, user, deed, **more):
    return client.post(PAGE, {"account": user.pk, "do": deed, **more}, follow=True).content.decode()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, None])
def test_page_is_for_administrators_alone(role, ada):
    client = sign_in(browser(), account("mo", role)) if role else browser()
    before = list(User.objects.values())
    for answer in (client.get(PAGE), client.post(PAGE, INVITE), client.post(PAGE, {"do": "close", "account": ada.pk})):
        assert answer.status_code == (403 if role else 302)
    assert [row | {"last_login": None} for row in User.objects.values()] == [
        row | {"last_login": None} for row in before
    ]


def test_page_says_who_may_enter_with_which_role_and_factors(desk, ada):
    mo = with_codes(account("mo"))
    Authenticator.objects.create(user=mo, type="webauthn", data={"name": "Key"})
    verbs.invite_account(email="new@example.org", role=Role.EDITOR, by=ada)
    verbs.close_account(pk=account("old").pk, by=ada)
    before = list(User.objects.order_by("pk").values())
    page = desk.get(PAGE).content.decode()
    assert list(User.objects.order_by("pk").values()) == before
    for words in (
        "mo@example.org",
        "code generator, passkey",
        "new@example.org",
        "invited",
        "closed",
        "administrator",
    ):
        assert words in page, words
    own = page[page.index("ada@example.org") :].split("</tr>")[0]
    assert "Your own account" in own and "<button" not in own


def test_administrator_invites(desk, ada):
    page = desk.post(PAGE, INVITE, follow=True).content.decode()
    assert "An invitation goes to new@example.org." in page
    user = User.objects.get(username="new@example.org")
    assert role_of(user) == Role.EDITOR and user.first_name == "Nora New"
    assert VerbEvent.objects.get(verb="account.invite", subject_id=user.pk).by == f"user:{ada.pk}"
    assert "is invited again" in press(desk, user, "again")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "no address"}, "valid email address"),
        ({"email": "ada@example.org"}, "has an account already"),
        ({"email": "x" * 150 + "@example.org"}, "at most 150"),
        ({"name": ""}, "required"),
        ({"name": "\0"}, "Null characters"),
        ({"role": "king"}, "valid choice"),
    ],
)
def test_invitation_that_cannot_be_is_said_in_words_and_nothing_typed_is_lost(desk, changed, said):
    typed = INVITE | changed
    answer = desk.post(PAGE, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    for name in {"email", "name"} - set(changed):
        assert f'value="{typed[name]}"' in page
    assert User.objects.count() == 1


def test_each_deed_is_done(desk):
    mo = with_codes(account("mo"))
    assert "has the role: editor" in press(desk, mo, "role", role="editor")
    assert "second factor of Mo is removed" in press(desk, mo, "reset")
    assert "is closed" in press(desk, mo, "close")
    mo.refresh_from_db()
    assert not mo.is_active and role_of(mo) == Role.EDITOR and not mo.authenticator_set.exists()
    assert "is open again" in press(desk, mo, "reopen")
    assert User.objects.get(pk=mo.pk).is_active


def test_refusal_is_said(desk, ada):
    assert "You cannot do this to your own account" in press(desk, ada, "close")
    assert "Your own second factor" in press(desk, ada, "reset")
    assert "has an account already" in press(desk, account("mo"), "again")


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "delete"}, {"do": ""}, {"account": "x"}, {"account": "9" * 30}, {"account": "٣"}, {"account": "-1"},
        {"do": "role", "role": "king"}, {"do": "role"}, {"do": "role", "role": ""}, {"account": "0"}, {"do": "\0"},
    ],
)  # fmt: skip
def test_what_no_button_sends_is_refused(desk, sent):
    mo = account("mo")
    desk.raise_request_exception = False
    assert desk.post(PAGE, {"account": mo.pk, "do": "close", **sent}).status_code in (400, 404)
    mo.refresh_from_db()
    assert mo.is_active and role_of(mo) == Role.MODERATOR


def test_deed_wants_a_recent_sign_in_and_is_done_after_it(desk, ada):
    session = desk.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 3600
    session.save()
    answer = desk.post(PAGE, INVITE)
    assert answer["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Faccounts%2F"
    assert User.objects.count() == 1
    Authenticator.objects.filter(user=ada).update(data={"secret": SECRET})
    wait_for_next_code()
    answer = desk.post(answer["Location"], {"code": code(), "next": PAGE}, follow=True)
    assert "An invitation goes to new@example.org." in answer.content.decode()
    assert User.objects.filter(username="new@example.org").exists()


def test_number_of_queries_does_not_grow_with_the_accounts(desk):
    def count():
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        return len(queries)

    few = count()
    for number in range(10):
        account(f"mo{number}")
    assert count() == few
