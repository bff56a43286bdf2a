"""Signing in a real browser, with a worker and a mailbox beside the site: no script, keyboard, back and forth."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.find_browser import FLAGS, find_browser
from tests.browser.test_axe import findings
from tests.browser.test_forms import KEY_OF_THE_TEST_CERTIFICATE, picture

pytestmark = pytest.mark.browser
CONTINUE = "Continue"
ACCEPT = "form.form .acts button[value=sign]"


def press(page, button) -> None:
    """Press a button or a link, and wait until its page is there: a click alone returns before."""
    with page.expect_navigation():
        button.click()


def go(page, button: str) -> None:
    press(page, page.get_by_role("button", name=button, exact=True))


def to_the_last_step(page, name: str, email: str) -> None:
    page.goto("/sign/")
    page.get_by_label("A person").check()
    go(page, CONTINUE)
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    go(page, CONTINUE)
    go(page, CONTINUE)
    assert "Step 4 of 4" in page.locator("main").inner_text()


def state(site, name: str) -> list[tuple]:
    return site.query("SELECT state FROM signatories_signature WHERE name = %s", name)


def test_without_script_one_signs_confirms_and_withdraws(open_page, site):
    name, email = f"Zoe {secrets.token_hex(3)}", f"{secrets.token_hex(5)}@example.org"
    page = open_page(script=False, width="phone")
    page.goto("/sign/")
    page.get_by_label("A person").check()
    go(page, CONTINUE)
    page.locator("[name=name]").fill(name)
    page.locator("[name=affiliation]").fill("University of <Somewhere>")
    page.locator("[name=email]").fill(email)
    go(page, CONTINUE)
    page.get_by_label("A reservation").check()
    page.locator("[name=statement_text]").fill("Words of mine.")
    page.locator("[name=provisions]").fill("12, 14(2)(a)")
    go(page, CONTINUE)
    answers = page.locator("dl.summary").inner_text()
    for words in (name, "University of <Somewhere>", email, "A reservation", "Words of mine.", "12, 14(2)(a)"):
        assert words in answers
    picture(page, "sign-check")
    page.locator("[name=publish]").check()
    press(page, page.locator(ACCEPT))
    page.wait_for_url("**/sign/check-your-mail/")
    picture(page, "sign-check-your-mail")

    link = site.link_to(email)
    assert state(site, name) == [("unconfirmed",)]
    assert name not in site.mail_to(email).as_string()
    page.goto(link)
    assert state(site, name) == [("unconfirmed",)]
    assert "Words of mine." in page.locator("main").inner_text()
    picture(page, "confirm")
    go(page, "Confirm my signature")
    page.wait_for_url("**/sign/manage/*/")
    assert state(site, name) == [("pending",)]
    picture(page, "manage")
    press(page, page.locator("button[value=withdraw]"))
    picture(page, "withdraw")
    press(page, page.locator("button[value=withdraw]"))
    assert state(site, name) == [("withdrawn",)]


def test_back_and_change_keep_every_answer(open_page, site):
    page = open_page(script=False)
    to_the_last_step(page, "Ada Example", "ada@example.org")
    press(page, page.get_by_role("button", name="Change details"))
    assert page.locator("[name=name]").input_value() == "Ada Example"
    page.locator("[name=name]").fill("")
    go(page, "Back")  # an unfinished step is no reason to stay
    assert page.get_by_label("A person").is_checked()
    page.get_by_label("An organisation").check()
    go(page, CONTINUE)
    assert page.locator("[name=name]").input_value() == ""
    assert page.locator("[name=email]").input_value() == "ada@example.org"
    assert page.locator("[name=representative]").is_visible()
    go(page, CONTINUE)
    assert page.title().startswith("Error:")
    assert page.locator("#errors a").count() == 2


def test_browsers_own_back_keeps_what_was_typed(browser, site):
    # Chromium keeps nothing of a site whose certificate it was told to overlook: here it has to know the test's own.
    flag = f"--ignore-certificate-errors-spki-list={KEY_OF_THE_TEST_CERTIFICATE}"
    own = browser.browser_type.launch(executable_path=find_browser(), args=[*FLAGS, flag])
    page = own.new_context(base_url=site.url, java_script_enabled=False).new_page()
    page.goto("/sign/")
    page.get_by_label("A person").check()
    go(page, CONTINUE)
    page.locator("[name=name]").fill("Ada Example")
    page.locator("[name=email]").fill("ada@example.org")
    go(page, CONTINUE)
    page.go_back()
    assert "Step 2 of 4" in page.locator("main").inner_text()
    go(page, CONTINUE)
    go(page, CONTINUE)
    assert "Ada Example" in page.locator("dl.summary").inner_text()
    own.close()


def test_a_double_click_and_a_reload_sign_once(open_page, site):
    name, email = f"Twice {secrets.token_hex(3)}", f"{secrets.token_hex(5)}@example.org"
    page = open_page(script=False)
    to_the_last_step(page, name, email)
    page.locator("[name=publish]").check()
    page.locator(ACCEPT).dblclick()
    page.wait_for_url("**/sign/check-your-mail/")
    page.reload()
    site.link_to(email)
    page.wait_for_timeout(1500)  # a second mail would be on its way by now
    assert state(site, name) == [("unconfirmed",)]
    assert len([raw for raw in site.mails if email.encode() in raw]) == 1


def test_signing_by_keyboard_alone(open_page, site):
    name, email = f"Keyboard {secrets.token_hex(3)}", f"{secrets.token_hex(5)}@example.org"
    page = open_page(script=False)
    page.goto("/sign/")
    typed = {"kind": " ", "name": name, "email": email, "publish": " "}
    seen = []
    for _step in range(4):
        for _stop in range(60):
            page.keyboard.press("Tab")
            box = page.evaluate("document.activeElement.name")
            seen.append(box)
            if box == "go" and page.evaluate("document.activeElement.value") in ("next", "sign"):
                break
            if box in typed:
                page.keyboard.type(typed[box])
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.wait_for_url("**/sign/check-your-mail/")
    assert "subject" not in seen  # the trap is out of reach
    site.link_to(email)
    assert state(site, name) == [("unconfirmed",)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", (320, 640)])
def test_no_step_has_a_fault_and_nothing_is_cut_off(open_page, width, scheme):
    page = open_page(width=width, scheme=scheme)

    def look(name: str) -> None:
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        picture(page, f"sign-{name}-{page.viewport_size['width']}-{scheme}")

    page.goto("/sign/")
    look("who")
    go(page, CONTINUE)
    expect(page.locator("#errors")).to_be_focused()
    look("who-errors")
    page.get_by_label("An organisation").check()
    go(page, CONTINUE)
    look("details")
    page.locator("[name=name]").fill("Example Foundation")
    page.locator("[name=representative]").fill("Ines Example")
    page.locator("[name=email]").fill("office@example.org")
    go(page, CONTINUE)
    look("statement")
    page.get_by_label("A declaration").check()
    assert page.locator("[name=statement_text]").is_visible()
    go(page, CONTINUE)
    look("statement-errors")
    page.locator("[name=statement_text]").fill("Words " * 300)
    go(page, CONTINUE)
    look("accept")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_behind_the_links_have_no_fault_and_nothing_is_cut_off(open_page, site, scheme):
    name, email = f"Long-{'name' * 12} {secrets.token_hex(3)}", f"{secrets.token_hex(5)}@example.org"
    page = open_page(width=(320, 640), scheme=scheme)

    def look(title: str) -> None:
        assert page.title().startswith(title)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        picture(page, f"{title.split()[0].lower()}-320-{scheme}")

    to_the_last_step(page, name, email)
    page.locator("[name=publish]").check()
    press(page, page.locator(ACCEPT))
    look("Check your mail")
    page.goto(site.link_to(email))
    look("Confirm")
    go(page, "Confirm my signature")
    manage = page.url
    look("Your signature")
    press(page, page.locator("a[href$='/amend/']"))
    look("Change")
    page.locator("[name=name]").fill("")
    press(page, page.locator("form.form button.btn"))
    look("Error:")
    page.goto(manage)
    press(page, page.locator("button[value=erase]"))
    look("Erase")
    page.goto(manage[:-4] + "/")
    assert findings(page) == []
