"""At hand: the strip of articles, bookmarks and notes that stay in the browser, the last place, and the way back."""

import pytest

from tests.browser.test_axe import findings

pytestmark = pytest.mark.browser

ARTICLE = "/convention/article/12/"


def test_bookmark_and_note_are_kept_in_the_browser_and_sent_nowhere(open_text):
    page = open_text()
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    page.goto(ARTICLE)
    button = page.locator("#mine button")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Private note").fill("Ask about <b>this</b>")
    page.goto("/convention/article/3/")
    page.get_by_label("Private note").fill("Third")
    page.goto(ARTICLE)
    assert page.get_by_label("Private note").input_value() == "Ask about <b>this</b>"
    assert button.get_attribute("aria-pressed") == "true"
    assert findings(page) == []
    page.get_by_role("link", name="All of them").click()
    yours = page.locator("#yours")
    yours.wait_for()
    assert [item.split(".")[0] for item in yours.locator("li").all_inner_texts()] == ["3", "12"]
    assert "Ask about <b>this</b>" in yours.inner_text()
    assert yours.locator(".last a").get_attribute("href") == ARTICLE
    assert findings(page) == []
    assert {method for method, _url in sent} == {"GET"}
    assert not any("Ask" in url or "Third" in url for _method, url in sent)
    yours.get_by_role("button", name="Delete all of it").click()
    assert not yours.is_visible()
    assert page.evaluate("localStorage.length") == 0
    page.goto(ARTICLE)
    assert page.get_by_label("Private note").input_value() == ""


def test_after_a_link_there_is_a_way_back_to_its_place(open_text):
    page = open_text()
    page.goto("/convention/article/16/")
    page.locator("#art_16__para_2 a[href*=article]").first.click()
    page.locator("#note .note-go a").click()
    page.wait_for_url(lambda url: "/article/16/" not in url)
    back = page.locator("#mine a", has_text="Back to article 16")
    back.click()
    page.wait_for_url("**/convention/article/16/#art_16__para_2")


def test_strip_leads_to_chapters_without_script_and_marks_the_place(open_text):
    for width in ("desktop", (320, 640)):
        page = open_text(width=width, script=False)
        page.goto(ARTICLE)
        strip = page.get_by_role("navigation", name="Articles by chapter")
        assert strip.get_by_role("link").count() == 8
        assert strip.locator(".here").count() == strip.locator("[aria-current]").count() == 1
        assert all(link.bounding_box()["width"] >= 24 for link in strip.get_by_role("link").all())
        assert not page.locator("#mine").is_visible()
        strip.get_by_role("link", name="Chapter IV, articles 71 to 106").get_by_text("IV", exact=True).click()
        page.wait_for_url("**/convention/chapter/4/")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_browser_that_keeps_nothing_shows_the_article_all_the_same(open_text):
    page = open_text()
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('off'); }})")
    page.goto(ARTICLE)
    page.locator("#mine button").click()
    assert page.locator("#mine button").get_attribute("aria-pressed") == "true"
