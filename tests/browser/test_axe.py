"""axe finds nothing on any kind of page, in light and dark, wide and narrow; nothing is cut off at 320 pixels."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import PAGES

pytestmark = pytest.mark.browser

# WCAG 2.2 AA and axe's own best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def findings(page) -> list[str]:
    """What axe finds on the page as it stands, a line each."""
    result = Axe().run(page, options=RULES)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_axe_finds_nothing_on_any_kind_of_page(open_page, scheme, width):
    page = open_page(width=width, scheme=scheme)
    found = {}
    for kind, (path, status) in PAGES.items():
        assert page.goto(path).status == status, kind
        if faults := findings(page):
            found[kind] = faults
    assert found == {}


def test_axe_would_find_a_fault(open_page):
    page = open_page()
    page.goto("/about/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\">')")
    assert any(line.startswith("image-alt") for line in findings(page))


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
