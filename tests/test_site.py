"""The whole site as production serves it before a text is there: crawled, and each kind of page looked at."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.crawling import crawl
from tests.pages import FILES, FORMS, PAGES, policy

pytestmark = pytest.mark.usefixtures("real_data", "db")

# What the proxy in front of the site sends along (deploy/nginx.conf).
THROUGH_PROXY = {"host": "convention.test", "x-forwarded-proto": "https"}
STATUS = dict(PAGES.values())
PUBLIC = {kind: page for kind, page in PAGES.items() if page[0] not in FORMS}


@pytest.fixture
def visitor():
    """Someone without a session, over https."""
    return Client(headers=THROUGH_PROXY)


def test_crawl_finds_no_dead_link_no_cookie_and_nothing_inline(visitor):
    found = crawl(visitor, [path for path, _ in PAGES.values()] + list(FILES), STATUS)
    assert found.faults == []
    assert len([path for path in found.seen if not path.startswith("/static/")]) > 80


@pytest.mark.parametrize("kind", PAGES)
def test_page_kind_answers_with_the_headers_of_the_house(kind, visitor):
    path, status = PAGES[kind]
    response = visitor.get(path)
    assert response.status_code == status
    csp = response["Content-Security-Policy"]
    assert "default-src 'self'" in csp
    assert "frame-ancestors 'none'" in csp
    assert "unsafe" not in csp
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "max-age=" in response["Strict-Transport-Security"]


@pytest.mark.parametrize("kind", PUBLIC)
def test_public_page_is_the_same_for_everyone_and_kept_by_caches(kind, visitor, admin_client):
    path, status = PUBLIC[kind]
    response = visitor.get(path)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "csrfmiddlewaretoken" not in response.content.decode()
    if kind == "not found":
        assert response["Cache-Control"] == "public, max-age=20"
    else:
        assert response["Cache-Control"] == policy(path)
    assert admin_client.get(path, secure=True, headers={"host": "convention.test"}).content == response.content
    if status == 200:
        again = visitor.get(path, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", sorted(FORMS))
def test_form_page_is_kept_by_nobody(path, visitor):
    response = visitor.get(path)
    assert "no-store" in response["Cache-Control"]
    assert set(response.cookies) == {"__Host-csrf"}


def test_privacy_page_names_the_cookie_of_the_forms(visitor):
    names = {name for path in FORMS for name in visitor.get(path).cookies}
    assert len(names) == 1
    assert f"one, named {names.pop()}." in visitor.get("/privacy/").content.decode()


@pytest.mark.parametrize("path", FILES)
def test_file_for_machines_answers_with_its_type(path, visitor):
    response = visitor.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == FILES[path]
    assert response["Cache-Control"] == policy(path)
    again = visitor.get(path, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


# Queries of each kind of page. A higher number needs a reason; a number that grows with the rows is a fault.
QUERIES = {
    "home": 11,
    "contents": 3,
    "chapter": 3,
    "chapter without title": 3,
    "preamble": 3,
    "article": 3,
    "whole text": 3,
    "search": 3,
    "search of a word": 3,
    "search of a number": 3,
    "who": 3,
    "compare": 3,
    "who as a file": 3,
    "cite": 3,
    "terms": 3,
    "downloads": 3,
    "editions": 3,
    "editions compared": 3,
    "signatories": 4,
    "list of the Commission": 3,
    "list of selected signatories": 3,
    "list of public signatories": 3,
    "list that finds nothing": 3,
    "reservations": 1,
    "sign": 4,  # one more than the text and its numbers: whether signing is open
    "check your mail": 0,
    "lost mail": 0,
    "correct": 0,
    "request received": 0,
    "feedback": 3,
    "published remarks": 1,
    "feedback received": 0,
    "events": 1,
    "events of a year": 2,
    "event with much": 3,
    "event with little": 3,
    "resources": 2,
    "about": 0,
    "about signatures": 3,
    "privacy": 0,
    "accessibility": 0,
    "not found": 0,
}


@pytest.mark.parametrize("kind", PAGES)
def test_page_kind_has_a_fixed_number_of_queries(kind, visitor):
    with CaptureQueriesContext(connection) as queries:
        visitor.get(PAGES[kind][0])
    assert len(queries) == QUERIES[kind], "\n".join(q["sql"][:160] for q in queries)


def test_get_changes_nothing(visitor):
    with CaptureQueriesContext(connection) as queries:
        for path, _ in PAGES.values():
            visitor.get(path)
    assert [q["sql"] for q in queries if not q["sql"].lstrip().upper().startswith("SELECT")] == []


def test_health_is_kept_by_nobody(visitor):
    response = visitor.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_sitemap_lists_absolute_addresses_that_answer(visitor):
    addresses = re.findall(r"<loc>(.*?)</loc>", visitor.get("/sitemap.xml").content.decode())
    assert len(addresses) >= 40
    assert all(address.startswith(settings.SITE_URL + "/") for address in addresses)
    assert [a for a in addresses if visitor.get(urlsplit(a).path).status_code != 200] == []


def test_robots_names_the_sitemap_and_keeps_the_desk_out(visitor):
    text = visitor.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_security_txt_has_what_the_standard_asks_for(visitor):
    text = visitor.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:contact@convention.test" in text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", text, re.MULTILINE)


def test_plain_http_leads_to_https():
    response = Client(headers={"host": "convention.test"}).get("/about/")
    assert (response.status_code, response["Location"]) == (301, "https://convention.test/about/")


def test_host_header_is_in_no_page(settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "other.test"]
    other = Client(headers=THROUGH_PROXY | {"host": "other.test", "x-forwarded-host": "evil.test"})
    for path, status in [*PAGES.values(), *((path, 200) for path in FILES)]:
        response = other.get(path)
        assert response.status_code == status
        assert b"evil.test" not in response.content
        assert b"other.test" not in response.content


@pytest.mark.parametrize(
    "query", ["page=1000000000", "q=" + "x" * 10_000, "q=%00", "q=%FF%FE", "after=%F0%9F%98%80", "q=%E2%80%AEabc"]
)
@pytest.mark.parametrize("kind", PUBLIC)
def test_strange_query_is_no_fault_of_ours(kind, query, visitor):
    path, status = PUBLIC[kind]
    response = visitor.get(f"{path.partition('?')[0]}?{query}")
    assert response.status_code in (status, 404), response.status_code


@pytest.mark.parametrize("typed", ["chapter V", "Chapter 5", "ch. v"])
def test_typed_chapter_leads_to_its_page_before_there_is_a_text(typed, visitor):
    response = visitor.get("/convention/search/", {"q": typed})
    assert (response.status_code, response["Location"]) == (302, "/convention/chapter/5/")
