"""Following links of the text in a browser: notes on the spot, by mouse, touch and keyboard, and without script."""

import pytest

from tests.browser.test_axe import findings
from tests.browser.test_keyboard import VISIBLE

pytestmark = pytest.mark.browser

KINDS = {
    "results": "/convention/search/?q=detention",
    "results narrowed": "/convention/search/?q=passport&chapter=1&category=student",
    "some of the words": "/convention/search/?q=zebra+border",
    "no such place": "/convention/search/?q=art.+12(9)",
    "article from a search": "/convention/article/13/?q=interpreters+cost",
    "defined terms": "/convention/terms/",
    "term": "/convention/terms/visitor/",
    "term with a scope": "/convention/terms/crisis/",
    "Arabic terms": "/editions/arabic-ar-1/terms/",
}
CARD = "#note:popover-open"


@pytest.mark.parametrize(("scheme", "width"), [("light", "desktop"), ("dark", "phone")])
def test_axe_finds_nothing(open_text, scheme, width):
    page = open_text(width=width, scheme=scheme)
    found = {}
    for kind, path in KINDS.items():
        assert page.goto(path).status == 200, kind
        if faults := findings(page):
            found[kind] = faults
    page.goto("/convention/article/16/")
    page.locator("#art_16__para_2 a[href*=article]").click()
    page.wait_for_selector(CARD)
    if faults := findings(page):
        found["note"] = faults
    assert found == {}


def test_nothing_is_cut_off_at_320_pixels(open_text):
    page = open_text(width=(320, 640))
    wide = {}
    for kind, path in KINDS.items():
        page.goto(path)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[kind] = width
    page.goto("/convention/article/16/")
    page.locator("#art_16__para_2 a[href*=article]").click()
    box = page.wait_for_selector(CARD).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320 and box["y"] >= 0 and box["y"] + box["height"] <= 640
    assert wide == {}


def test_note_opens_and_closes_by_keyboard(open_text):
    page = open_text()
    page.goto("/convention/article/16/")
    link = page.locator("#art_16__para_2 a[href*=article]")
    link.focus()
    page.keyboard.press("Enter")
    card = page.wait_for_selector(CARD)
    assert "The review body shall rule:" in card.inner_text()
    assert "within two working days, if the visitor is waiting at a border" in card.inner_text()
    assert page.evaluate("document.activeElement.id") == "note"
    page.keyboard.press("Escape")
    page.wait_for_selector(CARD, state="detached")
    assert link.evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_selector(CARD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go there"
    assert page.evaluate(VISIBLE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/convention/article/15/#art_15__para_3__point_a")


def test_button_closes_the_note_and_a_press_elsewhere_does(open_text):
    page = open_text()
    page.goto("/convention/article/38/")
    page.locator("a[data-of]").first.click()
    page.wait_for_selector(CARD)
    assert "No collective expulsion" in page.locator(CARD).inner_text()
    page.get_by_role("button", name="Close").click()
    page.wait_for_selector(CARD, state="detached")
    page.locator("a[data-of]").first.click()
    page.wait_for_selector(CARD)
    page.mouse.click(5, 5)
    page.wait_for_selector(CARD, state="detached")


def test_definition_is_shown_in_place_by_touch(browser, specimen_site):
    context = browser.new_context(
        base_url=specimen_site.url, ignore_https_errors=True, has_touch=True, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/convention/article/12/")
    page.locator("#art_12__para_1 a.t", has_text="visitor").first.tap()
    text = page.wait_for_selector(CARD).inner_text()
    assert "means a person who is in a State Party" in text
    assert page.url.endswith("/convention/article/12/")
    page.touchscreen.tap(5, 5)
    page.wait_for_selector(CARD, state="detached")
    context.close()


def test_without_script_links_lead_to_their_places(open_text):
    page = open_text(script=False)
    page.goto("/convention/article/16/")
    page.locator("#art_16__para_2 a[href*=article]").click()
    page.wait_for_url("**/convention/article/15/#art_15__para_3__point_a")
    page.locator("#art_15__para_1 a.t").first.click()
    page.wait_for_url("**/convention/terms/**")
    page.locator(".uses a").first.click()
    page.wait_for_url("**/convention/article/**")
    page.get_by_role("searchbox").first.fill("boss passport")
    page.keyboard.press("Enter")
    page.wait_for_url("**/convention/search/?q=boss+passport")
    page.locator(".hits a").first.click()
    assert page.locator("mark").count() > 0
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**/convention/search/?q=boss+passport")
    page.locator(".facets a[href*='category=worker']").click()
    page.wait_for_url("**category=worker**")


def test_link_that_has_no_note_leads_on(open_text):
    page = open_text()
    page.goto("/convention/article/16/")
    page.route("**/note/**", lambda route: route.abort())
    page.locator("#art_16__para_2 a[href*=article]").click()
    page.wait_for_url("**/convention/article/15/#art_15__para_3__point_a")


@pytest.mark.parametrize("kind", ["results", "term"])
def test_focus_is_visible_all_the_way(open_text, kind):
    page = open_text()
    page.goto(KINDS[kind])
    for _ in range(60):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(VISIBLE)) is None:
            break
        assert stop["seen"] and stop["inside"], stop["name"]
