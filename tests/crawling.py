"""A walk over every page that can be reached by links, with what is wrong on the way."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

from tests.pages import FORMS

BASE = "https://convention.test"


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


@dataclass
class Crawl:
    """What was visited, each address with the page that named it, and the faults that were found."""

    seen: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def crawl(
    visitor: Client,
    start: list[str],
    status: dict[str, int] | None = None,
    leave_out: re.Pattern[str] | None = None,
) -> Crawl:
    """Visit `start` and all that it leads to. `status`: what an address answers that does not answer 200.

    `leave_out`: addresses that are not visited, such as the hundreds that only differ in a number.

    Faults are dead links and places, cookies on pages without a form, inline code, loads from other hosts, ids that
    stand twice, and pages without one h1 and a language.
    """
    status = status or {}
    found = Crawl()
    anchors: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    queue = [(path, "start") for path in start]
    form_seen = False
    while queue:
        path, source = queue.pop()
        if path in found.seen or (leave_out and leave_out.match(path)):
            continue
        found.seen[path] = source
        if path.startswith("/admin/"):
            continue
        response = visitor.get(path)
        if response.status_code in (301, 302) and path not in status:
            queue.append((urljoin(path, response["Location"]), path))
            continue
        if response.status_code != status.get(path, 200):
            found.faults.append(f"{path} (from {source}): {response.status_code}")
            continue
        form = path.partition("?")[0] in FORMS
        form_seen = form_seen or form
        if response.cookies and not form or visitor.cookies and not form_seen:
            found.faults.append(f"{path}: sets a cookie")
        if not response["Content-Type"].startswith("text/html"):
            response.getvalue()
            continue
        page = Page(response.content.decode())
        anchors[path] = set(page.ids)
        found.faults += _faults(path, page)
        for link in page.links + page.loads:
            address, fragment = urldefrag(urljoin(BASE + path, link))
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https"):
                continue
            if f"{parts.scheme}://{parts.netloc}" != BASE:
                if link in page.loads:
                    found.faults.append(f"{path}: loads {link} from another host")
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            queue.append((target, path))
            if fragment:
                wanted.append((path, target, fragment))
    found.faults += [
        f"{source} -> {target}#{fragment}: no such place"
        for source, target, fragment in wanted
        if target in anchors and fragment not in anchors[target]
    ]
    return found


def _faults(path: str, page: Page) -> list[str]:
    """What is wrong within one page."""
    faults = [f"{path}: inline {tag}" for tag in page.inline]
    if page.h1 != 1 or not page.lang:
        faults.append(f"{path}: {page.h1} h1, lang {page.lang!r}")
    if len(page.ids) != len(set(page.ids)):
        faults.append(f"{path}: an id stands twice")
    return faults
