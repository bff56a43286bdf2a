"""Copying links and citations in a browser, by keyboard; and the same words without script."""

import pytest

from tests.browser.test_axe import findings

pytestmark = pytest.mark.browser

CITE = "/convention/article/12/cite/?eid=art_12__para_2"


@pytest.fixture
def open_copying(open_text):
    """Opens windows whose clipboard may be read."""

    def make(**how):
        page = open_text(**how)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        return page

    return make


def clipboard(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def press(page, name: str) -> str:
    """Press a button of the paragraph that one is at, by keyboard, and read what was copied."""
    button = page.locator(".body .copy").get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".body .copy [role=status]").get_by_text("Copied.").wait_for()
    return clipboard(page)


def test_link_and_citation_of_a_paragraph_are_copied_by_keyboard(open_copying, specimen_site):
    page = open_copying()
    page.goto("/convention/article/12/")
    page.locator("#art_12__para_2 > .no").focus()
    page.keyboard.press("Enter")
    address = f"{specimen_site.url}/convention/article/12/#art_12__para_2"
    assert press(page, "Copy link") == address
    assert "art. 12(2), " in press(page, "Copy citation")
    assert findings(page) == []
    # One bar at a time, and no hole in the words when it goes on.
    page.goto(address.replace("para_2", "para_1"))
    assert page.locator("#art_12__para_1 .copy").count() == page.locator(".body .copy").count() == 1


def test_article_is_copied_in_the_style_that_was_copied_last(open_copying):
    page = open_copying(width="phone")
    page.goto("/convention/article/12/")
    margin = page.locator("#cite")
    margin.get_by_role("button", name="Copy citation").click()
    margin.get_by_text("Copied.").wait_for()
    assert clipboard(page) == page.locator("#cite .quote").inner_text()
    page.goto(CITE)
    page.locator("[data-style=oscola] + button").click()
    page.get_by_text("Copied.").wait_for()
    assert clipboard(page) == page.locator("[data-style=oscola]").inner_text()
    page.goto("/convention/article/12/#art_12__para_1")
    assert " art 12(1) <" in press(page, "Copy citation")


def test_without_script_the_words_stand_there(open_text):
    page = open_text(script=False)
    page.goto("/convention/article/12/")
    assert "art. 12" in page.locator("#cite .quote").inner_text()
    assert page.locator("button", has_text="Copy").count() == 0
    page.get_by_role("link", name="All styles, each paragraph").click()
    page.get_by_role("link", name="12(2)", exact=True).click()
    assert "art 12(2) <" in page.locator("[data-style=oscola]").inner_text()


@pytest.mark.parametrize(("scheme", "width"), [("light", "desktop"), ("dark", "phone"), ("light", (320, 640))])
def test_page_of_styles_is_clean_and_fits(open_text, scheme, width):
    page = open_text(width=width, scheme=scheme)
    for path in (CITE, "/editions/arabic-ar-1/article/2/cite/", "/convention/article/12/#art_12__para_2"):
        page.goto(path)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
