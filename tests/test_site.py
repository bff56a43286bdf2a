"""The whole site as production serves it before a text is there: crawled, and each kind of page looked at."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages import FILES, FORMS, PAGES, policy

pytestmark = pytest.mark.usefixtures("real_data", "db")

BASE = "https://convention.test"
# What the proxy in front of the site sends along (deploy/nginx.conf).
THROUGH_PROXY = {"host": "convention.test", "x-forwarded-proto": "https"}
STATUS = dict(PAGES.values())
PUBLIC = {kind: page for kind, page in PAGES.items() if page[0] not in FORMS}


@pytest.fixture
def visitor():
    """Someone without a session, over https."""
    return Client(headers=THROUGH_PROXY)


class Page(HTMLParser):
    """What a page links to and loads, the ids in it, and what the policy against inline code forbids."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.links, self.loads, self.ids, self.inline, self.h1, self.lang = [], [], [], [], 0, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.h1 += tag == "h1"
        self.lang = attrs.get("lang", "") if tag == "html" else self.lang
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag in ("a", "area") and "href" in attrs:
            self.links.append(attrs["href"])
        if tag == "form" and attrs.get("method", "get").lower() == "get":
            self.links.append(attrs.get("action", ""))
        if tag == "link" and attrs.get("rel") in ("stylesheet", "icon", "preload", "alternate", "canonical"):
            self.loads.append(attrs["href"])
        if tag in ("script", "img", "iframe", "source", "video", "audio") and "src" in attrs:
            self.loads.append(attrs["src"])
        if tag == "style" or "style" in attrs or any(name.startswith("on") for name in attrs):
            self.inline.append(self.get_starttag_text())
        if tag == "script" and "src" not in attrs and attrs.get("type") != "application/ld+json":
            self.inline.append(self.get_starttag_text())


def test_crawl_finds_no_dead_link_no_cookie_and_nothing_inline(visitor):
    seen: dict[str, str] = {}
    anchors: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    queue = [(path, "start") for path, _ in PAGES.values()] + [(path, "start") for path in FILES]
    faults = []
    while queue:
        path, source = queue.pop()
        if path in seen:
            continue
        seen[path] = source
        if path.startswith("/admin/"):
            continue
        response = visitor.get(path)
        expected = STATUS.get(path, 200)
        if response.status_code in (301, 302) and path not in STATUS:
            queue.append((urljoin(path, response["Location"]), path))
            continue
        if response.status_code != expected:
            faults.append(f"{path} (from {source}): {response.status_code}")
            continue
        if response.cookies and path not in FORMS or visitor.cookies and not FORMS & seen.keys():
            faults.append(f"{path}: sets a cookie")
        if not response["Content-Type"].startswith("text/html"):
            response.getvalue()
            continue
        page = Page(response.content.decode())
        anchors[path] = set(page.ids)
        faults += [f"{path}: inline {tag}" for tag in page.inline]
        if page.h1 != 1 or not page.lang:
            faults.append(f"{path}: {page.h1} h1, lang {page.lang!r}")
        if len(page.ids) != len(set(page.ids)):
            faults.append(f"{path}: an id stands twice")
        for link in page.links + page.loads:
            address, fragment = urldefrag(urljoin(BASE + path, link))
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https"):
                continue
            if f"{parts.scheme}://{parts.netloc}" != BASE:
                if link in page.loads:
                    faults.append(f"{path}: loads {link} from another host")
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            queue.append((target, path))
            if fragment:
                wanted.append((path, target, fragment))
    faults += [
        f"{source} -> {target}#{fragment}: no such place"
        for source, target, fragment in wanted
        if target in anchors and fragment not in anchors[target]
    ]
    assert faults == []
    assert len([path for path in seen if not path.startswith("/static/")]) > 80


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
    "terms": 2,
    "downloads": 1,
    "editions": 3,
    "signatories": 4,
    "list of the Commission": 3,
    "list of selected signatories": 3,
    "list of public signatories": 3,
    "list that finds nothing": 3,
    "reservations": 1,
    "sign": 3,
    "signature received": 0,
    "correct": 0,
    "request received": 0,
    "feedback": 2,
    "feedback received": 0,
    "events": 1,
    "events of a year": 2,
    "event with much": 3,
    "event with little": 3,
    "resources": 2,
    "about": 0,
    "about signatures": 1,
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
