"""What pages weigh, that nothing moves while they load, and that they keep to themselves."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.test_reading import KINDS
from tests.pages import PAGES

pytestmark = pytest.mark.browser

# Of a layout shift: a tenth of what counts as good. On a busy machine a word may turn when its font comes late.
MOST = 0.01
# Adds up what moves without anyone having pressed something, from the first paint on.
WATCH = """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(
  entry => window.shift += entry.value)).observe({type: 'layout-shift', buffered: true})"""


def pages(kinds: dict[str, tuple[str, int]]) -> list[tuple[str, str]]:
    """Kinds of pages with their addresses, without those of files, which a browser keeps instead of showing."""
    return [(kind, path) for kind, (path, _status) in kinds.items() if not path.endswith(".csv")]


def packed(suffix: str) -> dict[str, int]:
    """Bytes of each of our own sheets or scripts, packed by Brotli as they go to a browser."""
    root = Path(settings.STATIC_ROOT)
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    ours = {name: sent for name, sent in names.items() if name.endswith(suffix) and name.count("/") == 1}
    ours.pop("css/parts-page.css", None)  # of development alone
    return {name: (root / f"{sent}.br").stat().st_size for name, sent in ours.items()}


@pytest.mark.parametrize(("suffix", "limit"), [(".css", 20_000), (".js", 15_000)])
def test_all_sheets_and_all_scripts_together_are_small(suffix, limit):
    sizes = packed(suffix)
    assert len(sizes) > 3
    assert sum(sizes.values()) < limit, sizes


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_nothing_moves_while_any_page_loads(open_page, width):
    page = open_page(width=width)
    page.add_init_script(WATCH)
    moved = {}
    for kind, path in pages(PAGES):
        page.goto(path, wait_until="networkidle")
        if (shift := page.evaluate("window.shift")) > MOST:
            moved[kind] = shift
    assert moved == {}


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_nothing_moves_while_any_page_of_the_text_loads(open_text, width):
    page = open_text(width=width)
    page.add_init_script(WATCH)
    moved = {}
    for kind, path in pages(KINDS):
        page.goto(path, wait_until="networkidle")
        if (shift := page.evaluate("window.shift")) > MOST:
            moved[kind] = shift
    assert moved == {}


def test_what_moves_would_be_seen(open_page):
    page = open_page(width="phone")
    page.add_init_script(WATCH)
    page.goto("/about/", wait_until="networkidle")
    page.evaluate("document.querySelector('main').style.paddingTop = '200px'")
    page.wait_for_function("window.shift > 0.05")


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
