"""reCAPTCHA: the worker asks Google; what comes of it never refuses."""

import pytest
from django.test import Client

from signatories import captcha, verbs
from signatories.models import Signature
from signatories.tests.acting import SAM
from signatories.tests.sending import opened, post
from signatories.tests.working import work

pytestmark = pytest.mark.django_db


class Answer:
    def __init__(self, body: bytes):
        self.body = body

    def read(self) -> bytes:
        return self.body

    def close(self) -> None:
        pass


def google(monkeypatch, settings, answer) -> list:
    """Keys are set, and Google answers so: bytes, or an exception. Returns the requests."""
    from django_recaptcha import client as recaptcha

    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public-key", "private-key"
    asked = []

    def ask(params: bytes):
        asked.append(params)
        if isinstance(answer, Exception):
            raise answer
        return Answer(answer)

    monkeypatch.setattr(recaptcha, "recaptcha_request", ask)
    return asked


def test_captcha_without_keys_is_not_there(client):
    page = client.get("/sign/", secure=True)
    assert "recaptcha" not in page.content.decode()
    assert "google" not in page["Content-Security-Policy"]
    post(client, "/sign/", SAM)
    assert Signature.objects.get().held == []


def last_step(client: Client):
    return client.post("/sign/", {**SAM, "publish": "", "opened": opened(60)}, secure=True)


def test_captcha_stands_on_the_last_step_alone(client, monkeypatch, settings):
    google(monkeypatch, settings, b'{"success": true}')
    assert "recaptcha" not in client.get("/sign/", secure=True).content.decode()
    page = last_step(client)
    assert 'data-sitekey="public-key"' in page.content.decode()
    assert "https://www.google.com/recaptcha/" in page["Content-Security-Policy"]
    assert "google" not in client.get("/feedback/", secure=True)["Content-Security-Policy"]
    verbs.change_signing_settings(by="system", captcha=False)
    assert "recaptcha" not in last_step(client).content.decode()


@pytest.mark.parametrize(
    ("answer", "held"),
    [
        (b'{"success": true}', []),
        (b'{"success": false, "error-codes": ["invalid-input-response"]}', ["captcha"]),
        (OSError("unreachable"), ["captcha"]),
        (TimeoutError("slow"), ["captcha"]),
        (b"<html>rubbish</html>", ["captcha"]),
        (b'["success"]', ["captcha"]),
    ],
    ids=["passing", "failing", "unreachable", "too slow", "rubbish", "other JSON"],
)
def test_google_is_unreachable_and_sams_signature_is_held_not_lost(client, monkeypatch, settings, answer, held):
    asked = google(monkeypatch, settings, answer)
    assert post(client, "/sign/", SAM | {captcha.FIELD: "a-token"}).status_code == 303
    assert Signature.objects.get().held == held
    assert b"a-token" in asked[0]
    assert b"remoteip=&" in asked[0] or asked[0].endswith(b"remoteip=")  # who signs is not told to Google


def test_captcha_that_was_left_out_holds(client, monkeypatch, settings):
    asked = google(monkeypatch, settings, b'{"success": true}')
    post(client, "/sign/", SAM)
    assert Signature.objects.get().held == ["captcha"]
    assert asked == []


@pytest.mark.slow
def test_slow_google_delays_no_page_and_the_worker_for_three_seconds(client, settings):
    """A server that takes the connection and says nothing: 30 s of it are cut short by the worker alone."""
    import socket
    import time

    silent = socket.create_server(("127.0.0.1", 0))
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public-key", "private-key"
    settings.RECAPTCHA_DOMAIN = f"127.0.0.1:{silent.getsockname()[1]}"
    begun = time.monotonic()
    client.post("/sign/", {"opened": opened(60), **SAM, captcha.FIELD: "a-token"}, secure=True)
    assert time.monotonic() - begun < 2
    begun = time.monotonic()
    work()
    assert time.monotonic() - begun < 6
    assert Signature.objects.get().held == ["captcha"]
    silent.close()
