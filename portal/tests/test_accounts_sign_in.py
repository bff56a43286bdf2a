"""Signing in to the desk: password and second factor, what is stopped, limits, and what goes on record."""

import io
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.gate import gave_second_factor
from portal.accounts.records import factor_added
from portal.kit.models import Letter, VerbEvent
from portal.tests.accounts import (
    AGAIN,
    CODE,
    LOGOUT,
    PASSWORD,
    SECRET,
    account,
    browser,
    code,
    on_record,
    read,
    type_password,
    wait_for_next_code,
    with_codes,
)
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def mo():
    return account("mo")


def stale(client):
    """Let the session's last proof of who asks lie an hour back."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 3600
    session.save()


# The gate ---------------------------------------------------------------------------------------------------------


def test_nobody_is_led_to_the_sign_in_and_back():
    answer = browser().get("/admin/signatories/signature/?q=x", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Fsignatories%2Fsignature%2F%3Fq%3Dx"
    assert answer.status_code == 200
    assert 'value="/admin/signatories/signature/?q=x"' in answer.content.decode()


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_way_back_leads_to_this_site_alone(where):
    assert browser().get("/admin/login/", {"next": where})["Location"] == "/accounts/login/?next=%2Fadmin%2F"


def test_password_alone_leads_to_setting_up_a_second_factor(mo):
    client = browser()
    assert type_password(client, mo, next="/admin/queue/")["Location"] == "/admin/queue/"
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "The desk opens once you have set up" in answer.content.decode()


def test_session_from_before_the_second_factor_is_stopped_until_it_is_given(mo):
    client = sign_in(browser(), mo, second_factor=False)
    with_codes(mo)  # set up meanwhile, in another browser
    for path in ("/admin/", "/admin/signatories/signature/", "/admin/queue/"):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith(f"{AGAIN}?next="), path
        assert client.post(path, {"publish": "1"}).status_code == 302, path
    wait_for_next_code()
    assert client.post(AGAIN, {"code": code(), "next": "/admin/"})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_session_from_before_the_second_factor_cannot_add_one_or_do_anything_with_the_account(mo):
    client = sign_in(browser(), mo, second_factor=False)
    with_codes(mo)
    for path in (
        *("/accounts/2fa/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/totp/deactivate/", "/accounts/sessions/"),
        *("/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/", "/accounts/password/change/"),
    ):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302 and answer["Location"].startswith(f"{AGAIN}?next="), path
    # Nor does the password do in place of the second factor.
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD})["Location"].startswith(AGAIN)
    assert client.get("/admin/").status_code == 302


def test_second_factor_that_was_removed_opens_nothing(mo):
    client = sign_in(browser(), mo)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.filter(user=mo).delete()
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/2fa/"


def test_account_that_is_not_of_the_staff_is_kept_out(mo):
    client = sign_in(browser(), mo)
    mo.is_staff = False
    mo.save()
    assert client.get("/admin/", follow=True).status_code == 403


def test_closed_account_cannot_sign_in_and_its_sessions_show_nothing(mo):
    client = sign_in(browser(), mo)
    mo.is_active = False
    mo.save()
    assert client.get("/admin/").status_code == 302
    answer = type_password(browser(), mo)
    assert answer["Location"] == "/accounts/inactive/"


# Sign-in, codes ---------------------------------------------------------------------------------------------------


def test_password_and_code_open_the_desk_and_a_code_works_once(mo):
    with_codes(mo)
    wait_for_next_code()
    client, shown = browser(), code()
    assert type_password(client, mo, next="/admin/")["Location"] == CODE
    assert client.get("/admin/").status_code == 302  # not yet
    assert client.post(CODE, {"code": "000000" if shown != "000000" else "111111"}).status_code == 200
    assert client.post(CODE, {"code": shown})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    thief = browser()
    type_password(thief, mo)
    assert thief.post(CODE, {"code": shown}).status_code == 200
    assert thief.get("/admin/").status_code == 302
    assert on_record(mo) == ["second_factor_failed", "sign_in", "second_factor_failed"]
    assert VerbEvent.objects.get(verb="account.sign_in").detail == {"used": ["password", "totp"]}


@pytest.mark.django_db(transaction=True)  # allauth tells of it when the change is committed
def test_setting_up_codes_opens_the_desk_and_makes_recovery_codes(mo):
    client = browser()
    type_password(client, mo)
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200 and "<svg" in page.content.decode()
    assert "data:" not in page.content.decode() and "style=" not in page.content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    wait_for_next_code()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/admin/").status_code == 200
    before = list(Authenticator.objects.filter(user=mo).values("pk", "data"))
    codes = client.get("/accounts/2fa/recovery-codes/download/").content.decode().split()
    client.get("/accounts/2fa/recovery-codes/")
    assert list(Authenticator.objects.filter(user=mo).values("pk", "data")) == before  # GET changes nothing
    assert len(codes) == 10
    other = browser()
    type_password(other, mo)
    other.post(CODE, {"code": codes[0]})
    assert other.get("/admin/").status_code == 200
    assert on_record(mo) == ["sign_in", "second_factor_add", "recovery_codes", "sign_in"]
    told = Letter.objects.filter(subject_id=mo.pk).exclude(kind="portal.account.invited")
    assert [letter.kind for letter in told] == ["portal.account.factor_added"]
    read(told[0])
    assert "A second factor was added" in mail.outbox[0].body and mail.outbox[0].to == [mo.email]


def test_second_factor_that_is_not_the_first_does_not_count_as_given(mo):
    """Else a session of before that adds one at the same moment as its owner would walk in."""
    request = HttpRequest()
    request.user, request.session = mo, sign_in(browser(), mo, second_factor=False).session
    hers = Authenticator.objects.create(user=mo, type="webauthn", data={"name": "Hers"})
    other = Authenticator.objects.create(user=mo, type="totp", data={"secret": SECRET})
    factor_added(request=request, user=mo, authenticator=other)
    assert not gave_second_factor(request)
    hers.delete()
    factor_added(request=request, user=mo, authenticator=other)
    assert gave_second_factor(request)


def test_recent_sign_in_counts_and_an_old_one_is_asked_again(mo):
    client = sign_in(browser(), mo)
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    stale(client)
    answer = client.get("/accounts/2fa/recovery-codes/generate/")
    assert answer["Location"] == f"{AGAIN}?next=%2Faccounts%2F2fa%2Frecovery-codes%2Fgenerate%2F"


def test_sign_out_is_a_post_and_goes_on_record(mo):
    client = sign_in(browser(), mo)
    assert client.get(LOGOUT).status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post(LOGOUT)
    assert client.get("/admin/").status_code == 302
    assert on_record(mo) == ["sign_out"]


# Passwords, sessions ----------------------------------------------------------------------------------------------


def test_password_is_changed_for_one_of_twelve_characters_and_other_sessions_end(mo):
    here, there = sign_in(browser(), mo), sign_in(browser(), mo)
    typed = {"oldpassword": PASSWORD, "password1": "short-one", "password2": "short-one"}
    answer = here.post("/accounts/password/change/", typed)
    assert "at least 12 characters" in answer.content.decode()
    here.post("/accounts/password/change/", typed | {"password1": "a quite new one", "password2": "a quite new one"})
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    assert on_record(mo) == ["password_change"]
    assert Letter.objects.filter(kind="portal.account.password_changed", subject_id=mo.pk).count() == 1


def test_forgotten_password_is_replaced_by_mail_and_the_second_factor_stays(mo):
    with_codes(mo)
    pages = [browser().post("/accounts/password/reset/", {"email": email}) for email in (mo.email, "no@example.org")]
    assert {page["Location"] for page in pages} == {"/accounts/password/reset/done/"}
    link = read(Letter.objects.get(kind="portal.account.password_link"))
    client = browser()
    form = client.get(link)["Location"]
    answer = client.post(form, {"password1": "another long one", "password2": "another long one"})
    assert answer["Location"] == "/accounts/password/reset/key/done/"
    assert type_password(client, mo, "another long one")["Location"] == CODE
    assert "invalid" in browser().get(link).content.decode()  # once
    assert on_record(mo) == ["password_change"]


def test_sessions_are_listed_and_the_others_ended(mo):
    here, there = browser(), browser()
    for client in (here, there):
        type_password(client, mo)
    assert UserSession.objects.filter(user=mo).count() == 2
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("This one") == 1 and "127.0.0.1" in page
    here.post("/accounts/sessions/")
    assert Session.objects.count() == 1
    assert there.get("/accounts/sessions/").status_code == 302
    assert here.get("/accounts/sessions/").status_code == 200
    assert on_record(mo) == ["sign_in", "sign_in", "sessions_end"]


def test_daily_work_forgets_ended_sessions_and_counts_that_are_over(mo):
    here, there = browser(), browser()
    for client in (here, there):
        type_password(client, mo)
    Session.objects.filter(session_key=there.session.session_key).update(expire_date=timezone.now())
    cache.set("over", 1, timeout=0.001)
    cache.set("counts", 1, timeout=60)
    time.sleep(1.1)  # the table keeps whole seconds
    call_command("daily", stdout=io.StringIO())
    assert [one.session_key for one in UserSession.objects.all()] == [here.session.session_key]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache WHERE expires < now()")
        assert cursor.fetchone() == (0,)
    assert cache.get("counts") == 1
