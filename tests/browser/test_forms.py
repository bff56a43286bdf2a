"""The forms in a real browser: errors, Back and reload, the keyboard, with and without script."""

import os

import pytest

from tests.browser.find_browser import FLAGS, find_browser
from tests.browser.test_axe import findings

pytestmark = pytest.mark.browser

FORMS = ("/feedback/", "/signatories/correct/")
BUTTON = "form.form button.btn"
# sha256 of the public key in localhost-test-only.crt
KEY_OF_THE_TEST_CERTIFICATE = "jfYTxZuud5tpEvam1GpEMb894rB/qZkGUvFL72OwKVY="


def picture(page, name: str) -> None:
    """A picture of the whole page, where the variable PICTURES names a folder for it."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def sent_with_errors(page, address: str) -> None:
    """Send the form with nothing right in it."""
    page.goto(address)
    picture(page, f"{address.strip('/').replace('/', '-')}-{page.viewport_size['width']}")
    for box in page.locator("form.form :is(input[type=text], input[type=email], textarea):visible").all():
        box.fill("\u202e" + "Word " * 70)
    page.click(BUTTON)
    assert page.title().startswith("Error:")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", (320, 640)])
@pytest.mark.parametrize("address", FORMS)
def test_page_of_errors_has_focus_no_fault_and_nothing_cut_off(open_page, address, width, scheme):
    page = open_page(width=width, scheme=scheme)
    sent_with_errors(page, address)
    assert page.evaluate("document.activeElement.id") == "errors"
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    picture(page, f"{address.strip('/').replace('/', '-')}-errors-{page.viewport_size['width']}-{scheme}")


@pytest.mark.parametrize("address", FORMS)
def test_each_error_leads_to_its_box_without_script(open_page, address):
    page = open_page(script=False, width="phone")
    page.goto(address)
    page.click(BUTTON)
    links = page.locator("#errors a")
    assert links.count() >= 2
    for link in links.all():
        link.click()
        target = page.locator(link.get_attribute("href"))
        assert target.count() == 1
        page.keyboard.press("Space")
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert 0 <= box["y"] <= 740 - 24


@pytest.mark.parametrize("address", FORMS)
def test_what_can_be_pressed_is_24_pixels_high(open_page, address):
    page = open_page(width=(320, 640), script=False)
    page.goto(address)
    page.click(BUTTON)
    small = page.evaluate(
        """[...document.querySelectorAll('form.form :is(input, select, textarea, button, .check), #errors a')]
            .filter(e => e.type != 'hidden' && !e.closest('.trap'))
            .filter(e => e.getBoundingClientRect().height < 24)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_reload_and_back_after_errors_keep_what_was_typed(browser, site):
    # Chromium keeps nothing of a site whose certificate it was told to overlook: here it has to know the test's own.
    flag = f"--ignore-certificate-errors-spki-list={KEY_OF_THE_TEST_CERTIFICATE}"
    own = browser.browser_type.launch(executable_path=find_browser(), args=[*FLAGS, flag])
    page = own.new_context(base_url=site.url, java_script_enabled=False).new_page()
    page.goto("/feedback/")
    page.locator("[name=text]").fill("Some words")
    page.click(BUTTON)
    assert page.title().startswith("Error:")
    assert page.reload().status == 422
    assert page.locator("[name=text]").input_value() == "Some words"
    page.goto("/about/")
    page.go_back()
    assert page.title().startswith("Error:")
    assert page.locator("[name=text]").input_value() == "Some words"
    own.close()
