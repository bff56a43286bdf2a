"""Error pages: in the site's look, with a way on, and without a database where there may be none."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from portal.errors import WithoutDatabase, server_error, unavailable

# No database mark: these two must work without one, and pytest-django fails any query.


def test_500_needs_no_database():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"<h1" in response.content


def test_503_needs_no_database_and_says_when():
    response = unavailable()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "30", "no-store")
    assert b"<h1" in response.content


def test_lost_database_answers_503_on_every_page(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("portal.views.pages.outline", refuse)
    response = Client().get("/", secure=True)
    assert response.status_code == 503


def test_other_faults_are_not_hidden():
    assert WithoutDatabase(None).process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nowhere/", "/events/1066/", "/convention/chapter/9/", "/signatories/other/", "/0/", "/99999/"]
)
def test_404_leads_on(client, path):
    response = client.get(path, secure=True)
    assert response.status_code == 404
    assert 'href="/convention/"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "refused"), [(2_000, True), (1_001, True), (1_000, False)])
def test_body_over_the_limit_is_answered_with_a_page(client, settings, size, refused):
    settings.PUBLIC_BODY_LIMIT = 1_000
    response = client.post("/sign/", b"x" * size, content_type="text/plain", secure=True)
    assert (response.status_code == 413) == refused
    assert b"<h1" in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["many", "-1"])
def test_nonsense_length_is_no_fault_of_ours(client, length):
    response = client.generic("POST", "/about/", b"", CONTENT_LENGTH=length, secure=True)
    assert response.status_code == 405


@pytest.mark.django_db
def test_strange_host_is_told_so(client):
    response = client.get("/", headers={"host": "evil.test"}, secure=True)
    assert response.status_code == 400
    assert b"evil.test" not in response.content
