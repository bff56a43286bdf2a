"""The limits of the forms: who is counted, what is said over a limit, and that a flood leaves room for others."""

import logging
import re
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client, RequestFactory
from django.utils import timezone

from signatories import limits, protection
from signatories.keys import network_key
from signatories.models import Bucket, CorrectionRequest, Feedback, Signature, SigningSettings
from signatories.tests.making import HTTPS
from signatories.tests.sending import FORMS, PERSON, REMARK, REQUEST, assert_kept, fields_of, post
from signatories.verbs import change_signing_settings

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def pass_time(by: timedelta) -> None:
    """Let every bucket stand as it will after that time."""
    Bucket.objects.update(full_at=F("full_at") - by)


def browser(ip: str, **kwargs: object) -> Client:
    return Client(headers={**HTTPS, "x-forwarded-for": ip}, **kwargs)


def person(number: int) -> dict[str, str]:
    return PERSON | {"name": f"Sam Example {chr(65 + number % 26)} {number}", "email": f"sam{number}@example.org"}


def test_bucket_gives_what_it_holds_and_fills_again_evenly():
    assert [limits.take("a", capacity=4, per=HOUR) for _ in range(4)] == [0] * 4
    wait = limits.take("a", capacity=4, per=HOUR)
    assert 895 <= wait <= 900
    pass_time(timedelta(seconds=890))
    assert 1 <= limits.take("a", capacity=4, per=HOUR) <= 10
    pass_time(timedelta(seconds=10))
    assert limits.take("a", capacity=4, per=HOUR) == 0
    assert limits.take("a", capacity=4, per=HOUR) > 0
    pass_time(timedelta(days=9))
    assert [limits.take("a", capacity=4, per=HOUR) > 0 for _ in range(5)] == [False] * 4 + [True]


def test_bucket_of_one_gives_one():
    assert limits.take("a", capacity=1, per=HOUR) == 0
    assert 3595 <= limits.take("a", capacity=1, per=HOUR) <= 3600


def test_other_bucket_is_not_touched():
    limits.take("a", capacity=1, per=HOUR)
    assert limits.take("b", capacity=1, per=HOUR) == 0


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_exactly_as_many_pass_as_there_are_tokens():
    answers = []
    gate = threading.Barrier(20)

    def go() -> None:
        gate.wait()
        answers.append(limits.take("a", capacity=5, per=HOUR))
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert answers.count(0) == 5
    assert all(600 <= wait <= 720 for wait in answers if wait)


def test_network_over_its_limit_takes_nothing_from_the_site():
    settings = SigningSettings(network_limit=2, site_limit=3)
    waits = [limits.wait_for_turn("sign", network="one", settings=settings) for _ in range(9)]
    assert [wait > 0 for wait in waits] == [False] * 2 + [True] * 7
    assert limits.wait_for_turn("sign", network="two", settings=settings) == 0
    assert limits.wait_for_turn("sign", network="three", settings=settings) > 0


def test_network_that_the_site_stops_keeps_its_token():
    settings = SigningSettings(network_limit=1, site_limit=1)
    limits.wait_for_turn("sign", network="one", settings=settings)
    assert limits.wait_for_turn("sign", network="two", settings=settings) > 0
    pass_time(HOUR)
    assert limits.wait_for_turn("sign", network="two", settings=settings) == 0


@pytest.mark.parametrize(
    ("proxies", "header", "connected", "expected"),
    [
        (1, "192.0.2.7", "", "192.0.2.7"),
        (1, "198.51.100.1, 192.0.2.7", "10.0.0.1", "192.0.2.7"),  # what stands left was sent along: forged
        (2, "198.51.100.1, 192.0.2.7, 10.0.0.1", "10.0.0.2", "192.0.2.7"),
        (1, "192.0.2.7:40123", "", "192.0.2.7"),
        (1, "[2001:db8::7]:40123", "", "2001:db8::7"),
        (1, "2001:db8::7", "", "2001:db8::7"),
        (0, "198.51.100.1", "192.0.2.7", "192.0.2.7"),
        (0, None, "192.0.2.7", "192.0.2.7"),
        (0, "198.51.100.1", "", None),  # gunicorn on a unix socket
        (1, None, "192.0.2.7", None),
        (2, "192.0.2.7", "10.0.0.1", None),
        (1, "", "", None),
        (1, "192.0.2.7,", "", None),
        (1, "unknown", "", None),
        (1, "_hidden", "", None),
        (1, "192.0.2.7' OR 1=1", "", None),
        (1, "9" * 10_000, "", None),
        (1, "١٩٢.0.2.7", "", None),
    ],
)
def test_sender_is_whom_the_trusted_proxy_saw(settings, proxies, header, connected, expected):
    settings.TRUSTED_PROXIES = proxies
    meta = {"REMOTE_ADDR": connected} | ({} if header is None else {"HTTP_X_FORWARDED_FOR": header})
    request = RequestFactory().post("/sign/", **meta)
    assert protection.network_of(request) == (network_key(expected) if expected else "unknown")


def test_sender_without_address_is_logged_once_and_no_address_is(settings, caplog):
    settings.TRUSTED_PROXIES = 3
    protection._warn_once.cache_clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            protection.network_of(RequestFactory().post("/sign/", HTTP_X_FORWARDED_FOR="192.0.2.7"))
    assert [record.getMessage() for record in caplog.records] == [
        "A form came without its sender's address; all such share one limit. TRUSTED_PROXIES=3"
    ]


@pytest.mark.parametrize(
    ("address", "valid", "line", "text"), [pytest.param(*form, id=name) for name, form in FORMS.items()]
)
def test_over_the_limit_the_form_says_when_and_keeps_everything(address, valid, line, text):
    change_signing_settings(by="system", network_limit=2)
    sender = browser("192.0.2.7")
    for number in range(2):
        assert post(sender, address, valid | {line: f"Sam {number}", text: f"Words {number}"}).status_code == 303
    stored = [model.objects.count() for model in (Signature, Feedback, CorrectionRequest)]
    response = post(sender, address, valid)
    page = response.content.decode()
    assert response.status_code == 429
    assert 1790 <= int(response["Retry-After"]) <= 1800
    assert response["Cache-Control"] == "private, no-cache"
    assert "<title>Error:" in page
    assert "Nothing was sent yet: please wait 30 minutes" in page
    assert "Nothing you typed is lost" in page
    assert 'class="error"' not in page
    assert_kept(response, valid)
    assert [model.objects.count() for model in (Signature, Feedback, CorrectionRequest)] == stored
    pass_time(timedelta(minutes=30))
    assert post(sender, address, fields_of(response)).status_code == 303


def test_forms_have_limits_of_their_own():
    change_signing_settings(by="system", network_limit=1, site_limit=1)
    sender = browser("192.0.2.7")
    for _turn in range(2):
        answers = [post(sender, address, valid).status_code for address, valid, _line, _text in FORMS.values()]
    assert answers == [429] * 3
    assert [Signature.objects.count(), Feedback.objects.count(), CorrectionRequest.objects.count()] == [1, 1, 1]


@pytest.mark.parametrize(("address", "valid"), [("/sign/", PERSON), ("/feedback/", REMARK)])
def test_form_with_errors_costs_nothing(address, valid):
    change_signing_settings(by="system", network_limit=1)
    for _ in range(2):
        assert post(browser("192.0.2.7"), address, valid | {"email": "x"}).status_code == 422
    assert post(Client(enforce_csrf_checks=True, headers=HTTPS), address, valid).status_code == 403
    assert not Bucket.objects.exists()


def test_repetition_counts_as_any_other():
    change_signing_settings(by="system", network_limit=2)
    answers = [post(browser("192.0.2.7"), "/sign/", PERSON).status_code for _ in range(3)]
    assert answers == [303, 303, 429]


def test_forged_addresses_do_not_help():
    change_signing_settings(by="system", network_limit=3)
    answers = [
        post(browser(f"198.51.{n}.1, 192.0.2.{n}"), "/sign/", person(n), REMOTE_ADDR=f"203.0.{n}.1").status_code
        for n in range(5)
    ]
    assert answers == [303] * 3 + [429] * 2


def test_bucket_holds_no_address():
    post(browser("192.0.2.7"), "/feedback/", REMARK)
    keys = sorted(Bucket.objects.values_list("key", flat=True))
    assert keys == [f"feedback:{network_key('192.0.2.1')}", "feedback:site"]
    assert not any(re.search(r"192\.0|c0000", key) for key in keys)


def test_daily_housekeeping_erases_counts_that_are_over():
    for key in ("old", "new"):
        limits.take(key, capacity=20, per=HOUR)
    Bucket.objects.filter(key="old").update(full_at=Now() - timedelta(seconds=1))
    call_command("daily")
    assert [bucket.key for bucket in Bucket.objects.all()] == ["new"]
    assert Bucket.objects.get().full_at <= timezone.now() + HOUR


def flood(posts: int) -> None:
    """Send that many signatures from one network; everyone else signs, and the queue stays as long as the limit."""
    begun = timezone.now()
    answers = [post(browser(f"192.0.2.{n % 256}"), "/sign/", person(n)).status_code for n in range(posts)]
    # In the time that it took some tokens came back: one in three minutes.
    most = 20 + (timezone.now() - begun) // timedelta(minutes=3) + 1
    assert 20 <= answers.count(303) <= most
    assert answers.count(429) == posts - answers.count(303)
    assert Signature.objects.count() == answers.count(303)
    honest = browser("198.51.100.7")
    assert honest.get("/sign/").status_code == 200
    assert post(honest, "/sign/", PERSON).status_code == 303
    assert Signature.objects.filter(name=PERSON["name"]).count() == 1
    assert post(browser("192.0.2.7"), "/signatories/correct/", REQUEST).status_code == 303


def test_a_hundred_posts_from_one_network_leave_the_form_to_others_and_the_queue_short():
    flood(100)


@pytest.mark.slow
def test_ten_thousand_posts_from_one_network_leave_the_form_to_others_and_the_queue_short():
    flood(10_000)
