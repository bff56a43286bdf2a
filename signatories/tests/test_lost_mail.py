"""Whoever lost the mail types an address; nobody learns from the answer whether it is known."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.kit.models import Letter
from signatories.models import SigningSettings, Submission
from signatories.tests.making import HTTPS, published
from signatories.tests.sending import assert_kept, assert_refused, post, receive_all

pytestmark = pytest.mark.django_db
ADDRESS = "/sign/manage/"


def test_answer_is_the_same_for_a_known_address_and_an_unknown_one():
    published(email="known@example.org")
    Client(headers=HTTPS).post(ADDRESS, {"email": "first@example.org"})  # makes what only the first one needs
    seen = []
    for email in ("known@example.org", "other@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = Client(headers=HTTPS).post(ADDRESS, {"email": email})
        assert (answer.status_code, answer["Location"]) == (303, "/sign/check-your-mail/")
        seen.append((answer.status_code, answer.content, answer.headers, len(queries)))
    assert seen[0] == seen[1]
    assert not Letter.objects.filter(kind="signatories.signature.links").exists()
    receive_all()
    assert Letter.objects.filter(kind="signatories.signature.links").count() == 1
    assert not Submission.objects.exclude(words={}).exists()


def test_form_is_never_stored_and_keeps_what_was_typed(client):
    response = client.get(ADDRESS)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert_refused(post(client, ADDRESS, {"email": ""}), "Write the e-mail address that you signed with.")
    answer = post(client, ADDRESS, {"email": "ada at example"})
    assert_refused(answer, "Write the address as in name@example.org.")
    assert_kept(answer, {"email": "ada at example"})
    assert not Submission.objects.exists()


def test_over_the_limit_it_says_when_to_come_back(client):
    SigningSettings.objects.update_or_create(pk=SigningSettings.current().pk or 1, defaults={"network_limit": 1})
    assert post(client, ADDRESS, {"email": "ada@example.org"}).status_code == 303
    answer = post(client, ADDRESS, {"email": "bob@example.org"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert_kept(answer, {"email": "bob@example.org"})
    assert Submission.objects.count() == 1


def test_page_that_says_to_check_the_mail_is_fixed_and_public(client):
    response = client.get("/sign/check-your-mail/")
    assert response["Cache-Control"].startswith("public, max-age=60")
    assert not response.cookies
    page = response.content.decode()
    for words in ("within 14 days", "spam", 'href="/sign/manage/"', '<meta name="robots" content="noindex">'):
        assert words in page
    assert client.post("/sign/check-your-mail/").status_code == 405


def test_address_of_before_leads_to_it(client):
    response = client.get("/sign/received/")
    assert (response.status_code, response["Location"]) == (301, "/sign/check-your-mail/")
