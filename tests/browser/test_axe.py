"""axe finds nothing on any kind of page, in light and dark, wide and narrow; nothing is cut off at 320 pixels."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.pages import PAGES

pytestmark = pytest.mark.browser

# WCAG 2.2 AA and axe's own best practices.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Violations alone leave the browser: to send all that axe has passed takes three times as long as to look.
LOOK = """async rules => (await axe.run(rules)).violations.flatMap(
  found => found.nodes.map(node => `${found.id}: ${found.help}: ${node.html.slice(0, 160)}`))"""


def findings(page, **options: object) -> list[str]:
    """What axe finds on the page as it stands, a line each. `options`: of axe.run, besides RULES."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK, RULES | options)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_axe_finds_nothing_on_any_kind_of_page(open_page, width):
    page = open_page(width=width)
    found = {}
    for kind, (path, status) in PAGES.items():
        assert page.goto(path).status == status, kind
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if faults := findings(page):
                found[kind, scheme] = faults
    assert found == {}


def test_axe_would_find_a_fault(open_page):
    page = open_page()
    page.goto("/about/")
    assert findings(page) == []
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
    assert any(line.startswith("image-alt") for line in findings(page))


def test_axe_would_find_a_fault_of_the_dark_alone(open_page):
    page = open_page()
    page.goto("/about/")
    page.evaluate("document.querySelector('main p').style.color = '#333'")
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    assert any(line.startswith("color-contrast") for line in findings(page))


def test_nothing_is_cut_off_at_320_pixels(open_page):
    page = open_page(width=(320, 640))
    wide = {}
    for kind, (path, _status) in PAGES.items():
        page.goto(path)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[kind] = width
    assert wide == {}


def test_nothing_moves_while_home_and_lists_load(open_page):
    """Layout shift is 0: fonts have stand-ins of the same measure."""
    page = open_page(width="phone")
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in ("/", "/signatories/commission/", "/events/", "/sign/"):
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("window.shift") < 0.01, path
