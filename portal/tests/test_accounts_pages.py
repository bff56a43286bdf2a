"""The pages below /accounts/: what is closed, how often one may try, strange input, and what leaves no trace."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client

from portal.kit.models import VerbEvent
from portal.roles import Role
from portal.tests.accounts import (
    AGAIN,
    CODE,
    HTTPS,
    LOGIN,
    LOGOUT,
    PASSWORD,
    account,
    browser,
    on_record,
    type_password,
    with_codes,
)
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def mo():
    return account("mo")


# Closed doors -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [Client.get, Client.post])
def test_sign_up_is_closed(ask, django_user_model):
    typed = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = ask(browser(), "/accounts/signup/", typed)
    assert answer.status_code == 200 and "Accounts are by invitation" in answer.content.decode()
    assert not django_user_model.objects.exists()


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "confirm-email/x/", "password/set/", "login/code/", "3rdparty/"]
)
def test_pages_that_this_site_does_not_offer_are_not_there(path, mo):
    assert sign_in(browser(), mo).get(f"/accounts/{path}").status_code == 404


# Limits -----------------------------------------------------------------------------------------------------------


def test_tries_of_a_password_are_limited_for_all_processes_together(mo):
    for _ in range(5):
        assert "not correct" in type_password(browser(), mo, "wrong").content.decode()
    answer = type_password(browser(), mo)  # the right one now
    assert "Too many failed login attempts" in answer.content.decode()
    assert on_record(mo) == ["sign_in_failed"] * 5
    with connection.cursor() as cursor:  # where every process reads it, and without the sender's address
        cursor.execute("SELECT string_agg(cache_key, ' ') FROM portal_cache")
        keys = cursor.fetchone()[0]
    assert keys and "127.0.0.1" not in keys and mo.email not in keys
    cache.clear()
    assert type_password(browser(), mo)["Location"] == "/admin/"


def test_limit_is_by_the_address_that_the_trusted_proxy_saw(mo, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}

    def ask(forwarded):
        return Client(headers=HTTPS | {"x-forwarded-for": forwarded}).post(LOGIN, {"login": "x", "password": "x"})

    answers = [ask(f"203.0.113.{n}, 198.51.100.1").status_code for n in range(3)]  # the left ones anyone can write
    assert answers == [200, 200, 429]
    assert ask("198.51.100.2").status_code == 200
    assert "Please wait a few minutes" in ask("198.51.100.1").content.decode()


@pytest.mark.parametrize("forwarded", ["", "no address", "1.2.3.4:99999999", "\x7f"])
def test_sender_without_an_address_is_no_fault_of_ours(forwarded, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = Client(headers=HTTPS | {"x-forwarded-for": forwarded}, REMOTE_ADDR="")
    assert client.post(LOGIN, {"login": "x@example.org", "password": "x"}).status_code == 200


# What every page of accounts is -----------------------------------------------------------------------------------

OPEN = ["login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "password/reset/key/1-x/"]
OWN = ["2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/", "sessions/", "logout/"]


@pytest.mark.parametrize("path", [*OPEN, *OWN, "invitation/x/", "2fa/reauthenticate/", "password/change/"])
def test_page_is_kept_by_nobody_and_found_by_nobody(path, mo):
    client = browser() if path in OPEN else sign_in(browser(), mo)
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == (404 if path == "invitation/x/" else 200)
    assert answer["Cache-Control"] == "no-store, private" and answer["X-Robots-Tag"] == "noindex"
    page = answer.content.decode()
    assert '<meta name="robots" content="noindex">' in page and "<h1>" in page
    assert "data:" not in page and "style=" not in page and "canonical" not in page


@pytest.mark.parametrize("field", ["login", "password", "code", "credential", "email", "next"])
@pytest.mark.parametrize("value", ["", "\0", "x" * 5000, "😀", "{}", "[]", '{"response": 1}', '"x"', "null"])
def test_strange_input_is_no_fault_of_ours(field, value, mo):
    client = browser()
    client.raise_request_exception = False
    typed = {"login": mo.email, "password": "x", "email": mo.email, field: value}
    for path in (LOGIN, "/accounts/2fa/webauthn/login/", "/accounts/password/reset/"):
        assert client.post(path, typed).status_code < 500, path
        assert client.get(path, typed).status_code < 500, path
    with_codes(mo)
    Authenticator.objects.filter(user=mo).update(type="totp")
    type_password(client, mo)
    assert client.post(CODE, typed).status_code < 500
    own = sign_in(browser(), mo)
    own.raise_request_exception = False
    for path in (AGAIN, "/accounts/2fa/webauthn/add/", "/accounts/password/change/"):
        assert own.post(path, typed).status_code < 500, path
        assert own.get(path, typed).status_code < 500, path


def test_nothing_on_record_holds_a_name_or_an_address(mo):
    client = browser()
    type_password(client, mo, "wrong")
    type_password(client, mo)
    client.post(LOGOUT)
    assert on_record(mo) == ["sign_in_failed", "sign_in", "sign_out"]
    words = json.dumps(list(VerbEvent.objects.values("verb", "by", "before", "after", "reason", "detail")))
    assert "mo@" not in words.lower() and "Mo" not in words and "127.0" not in words


def test_public_pages_set_no_cookie_for_staff_either(mo):
    client = sign_in(browser(), mo, second_factor=True)
    for path in ("/", "/signatories/", "/about/"):
        answer = client.get(path)
        assert answer.status_code == 200 and not answer.cookies and "Cookie" not in answer.get("Vary", "")


def test_roles_are_what_the_invitation_said(mo):
    assert [group.name for group in mo.groups.all()] == [Role.MODERATOR.value]
