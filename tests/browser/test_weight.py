"""What pages weigh, that nothing moves while they load, and that they keep to themselves."""

import json
import time
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.test_reading import KINDS
from tests.pages import PAGES

pytestmark = pytest.mark.browser

# The fonts that a page asked for have come, and it was painted with them.
SETTLED = """document.fonts.ready.then(() => new Promise(
  done => requestAnimationFrame(() => requestAnimationFrame(done))))"""
# Adds up what moves without anyone having pressed something, from the first paint on.
WATCH = """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(
  entry => window.shift += entry.value)).observe({type: 'layout-shift', buffered: true})"""


def pages(kinds: dict[str, tuple[str, int]]) -> list[tuple[str, str]]:
    """Kinds of pages with their addresses, without those of files, which a browser keeps instead of showing."""
    return [(kind, path) for kind, (path, _status) in kinds.items() if not path.endswith(".csv")]


def packed(folder: str, by: str = "br") -> dict[str, int]:
    """Bytes of each of our own sheets or scripts, packed as they go to a browser: by "br", or "gz" for old ones."""
    root = Path(settings.STATIC_ROOT)
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    ours = {name: sent for name, sent in names.items() if name.startswith(folder)}
    ours.pop("css/parts-page.css", None)  # of development alone
    return {name: (root / f"{sent}.{by}").stat().st_size for name, sent in ours.items()}


@pytest.mark.parametrize(("folder", "limit"), [("css/", 20_000), ("js/", 15_000)])
def test_all_sheets_and_all_scripts_together_are_small(folder, limit):
    sizes = packed(folder)
    assert len(sizes) > 3
    assert sum(sizes.values()) < limit, sizes


def test_sheets_of_public_pages_are_small_for_browsers_without_brotli():
    """Without those for staff, and that of 500 and 503, which stands in the place of all others."""
    sizes = packed("css/", by="gz")
    del sizes["css/desk.css"], sizes["css/accounts.css"], sizes["css/plain.css"]
    assert sum(sizes.values()) < 20_000, sizes


def moved(page: Page, kinds: dict[str, tuple[str, int]], wait: int = 0) -> dict[str, float]:
    """How far each page shifted while it loaded and `wait` milliseconds after; those alone that shifted at all."""
    page.add_init_script(WATCH)
    shifts = {}
    for kind, path in pages(kinds):
        page.goto(path, wait_until="load")
        page.evaluate(SETTLED)
        page.wait_for_timeout(wait)
        if shift := page.evaluate("window.shift"):
            shifts[kind] = shift
    return shifts


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_nothing_moves_while_any_page_loads(open_page, width):
    assert moved(open_page(width=width), PAGES) == {}


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_nothing_moves_while_any_page_of_the_text_loads(open_text, width):
    assert moved(open_text(width=width), KINDS) == {}


def test_nothing_moves_when_the_fonts_come_late(open_text):
    """The page stays with its stand-ins, and the next one has the fonts."""
    page = open_text(width="phone")
    page.route("**/*.woff2", lambda route: (time.sleep(0.3), route.continue_()))
    kinds = {kind: KINDS[kind] for kind in ("home", "article", "Arabic contents")}
    assert moved(page, kinds, wait=500) == {}


def test_what_moves_would_be_seen(open_page):
    page = open_page(width="phone")
    page.add_init_script(WATCH)
    page.goto("/about/", wait_until="load")
    # To and fro: what moves before the browser has painted anything counts for nothing.
    page.wait_for_function("""() => {
      const main = document.querySelector('main').style;
      main.paddingTop = main.paddingTop ? '' : '200px';
      return window.shift > 0.05;
    }""")


def test_no_page_has_a_style_or_a_script_in_it(open_text):
    page = open_text()
    found = {}
    inline = "[style], style, script:not([src], [type='application/ld+json'])"
    page.route("**/*.js", lambda route: route.abort())  # what the server sent, before a script has touched it
    for kind, path in pages(PAGES | KINDS):
        page.goto(path)
        if faults := page.locator(inline).evaluate_all("found => found.map(one => one.outerHTML.slice(0, 99))"):
            found[kind] = faults
    assert found == {}
