"""Pages that the site serves in development alone, or when something is wrong: the parts, the error pages, a mail."""

import pytest

from tests.browser import scenes
from tests.browser.test_axe import findings
from tests.browser.test_keyboard import VISIBLE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("scheme", "width"), [("light", (1280, 900)), ("dark", (320, 640))])
def test_page_of_all_parts_has_no_fault_and_is_not_cut_off(open_page, scheme, width):
    page = open_page(width=width, scheme=scheme)
    scenes.made_here(page, scenes.parts_page())
    assert page.locator("h1").inner_text() == "Parts"
    assert page.locator(".btn").first.evaluate("e => getComputedStyle(e).cursor") == "pointer"  # the sheets are there
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width[0]


def test_focus_is_visible_on_every_part(open_page):
    page = open_page()
    scenes.made_here(page, scenes.parts_page())
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(VISIBLE)) is None:
            break
        stops.append(stop)
    assert len(stops) > 50
    assert [s["name"] for s in stops if not (s["seen"] and s["inside"])] == []


def test_500_can_be_read_when_not_even_its_sheet_comes(open_page):
    page = open_page()
    page.route("**/*.css", lambda route: route.abort())
    scenes.made_here(page, dict(scenes.error_pages())["500"])
    assert page.locator("svg").bounding_box()["width"] == 40
    assert page.locator("h1").bounding_box()["y"] < 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_pages_and_a_mail_have_no_fault_and_are_not_cut_off(open_page, scheme):
    page = open_page(width=(320, 640), scheme=scheme)
    found = {}
    for name, html in (*scenes.error_pages(), ("mail", scenes.letter())):
        scenes.made_here(page, html)
        assert page.locator("h1").count() == 1, name
        wide = page.evaluate("document.documentElement.scrollWidth") > 320
        if faults := findings(page) + ["too wide"] * wide:
            found[name] = faults
    assert found == {}
