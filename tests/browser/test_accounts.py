"""An account at the desk in a real browser: from invitation to passkey, by keyboard alone; and what is stopped."""

import secrets
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Locator, Page

from tests.browser.serving import Site
from tests.browser.test_axe import findings
from tests.browser.test_desk import enter_as
from tests.browser.test_forms import picture

pytestmark = pytest.mark.browser
PASSWORD = secrets.token_urlsafe(16)


def reach(page: Page, what: Locator) -> None:
    """Go to a control by the Tab key, as one without a mouse does."""
    for _ in range(300):  # the list of accounts may be long
        page.keyboard.press("Tab")
        if what.evaluate("control => control === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not reach {what}")


def fill(page: Page, name: str, words: str) -> None:
    reach(page, page.locator(f"[name={name}]:visible"))
    page.keyboard.type(words)


def enter(page: Page, what: Locator) -> None:
    """Press a button or a link by the Enter key, and wait for its page."""
    reach(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=name, exact=True)


def code(key: str) -> str:
    """The code that a generator shows, one that is good for some seconds yet."""
    if (left := 30 - time.time() % 30) < 8:
        time.sleep(left)
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def device(page: Page) -> None:
    """A device that keeps passkeys, and whose owner is there."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def accept(page: Page, site: Site, *, role: str) -> str:
    """Be invited by mail, open the link, set the password. Returns the address."""
    email = f"{secrets.token_hex(5)}@example.org"
    site.manage("invite", email, "--role", role, "--name", "Nora New")
    page.goto(site.link_to(email))
    picture(page, "accounts-invitation")
    fill(page, "password1", PASSWORD)
    fill(page, "password2", PASSWORD)
    enter(page, button(page, "Open my account"))
    page.wait_for_url("**/accounts/2fa/")
    return email


def set_up_codes(page: Page) -> str:
    """Set up a code generator. Returns its key."""
    page.goto("/accounts/2fa/totp/activate/")
    picture(page, "accounts-codes")
    key = page.locator(".key").inner_text()
    assert page.locator(".qr svg").bounding_box()["width"] > 100
    fill(page, "code", code(key))
    enter(page, button(page, "Activate"))
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    return key


def add_passkey(page: Page, name: str = "") -> None:
    """Add a passkey from the page's device, under this name or the one that is proposed."""
    page.goto("/accounts/2fa/webauthn/add/")
    if name:
        reach(page, page.locator("[name=name]"))
        page.keyboard.press("Control+A")
        page.keyboard.type(name)
    enter(page, button(page, "Add"))
    page.wait_for_url("**/accounts/2fa/")


def type_password(page: Page, email: str) -> None:
    fill(page, "login", email)
    fill(page, "password", PASSWORD)
    enter(page, button(page, "Sign in"))


def test_from_the_invitation_to_the_desk_by_a_passkey(open_page, site):
    page = open_page()
    device(page)
    accept(page, site, role="administrator")
    page.goto("/admin/")
    page.wait_for_url("**/accounts/2fa/")  # not without a second factor
    set_up_codes(page)
    assert page.locator(".codes li").count() == 10
    enter(page, link(page, "Go to the desk"))
    page.wait_for_url("**/admin/")
    add_passkey(page, "My laptop")
    page.goto("/accounts/2fa/webauthn/")
    assert "A passkey: it signs you in alone." in page.locator("main").inner_text()
    enter(page, link(page, "Rename My laptop"))
    reach(page, page.locator("[name=name]"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Her laptop")
    enter(page, button(page, "Save"))
    enter(page, link(page, "Sign out"))
    enter(page, page.locator("main").get_by_role("button", name="Sign Out"))
    page.goto("/admin/accounts/")
    page.wait_for_url("**/accounts/login/**")
    picture(page, "accounts-sign-in")
    enter(page, button(page, "Sign in with a passkey"))
    page.wait_for_url("**/admin/**")
    page.goto("/admin/accounts/")
    picture(page, "accounts-desk")
    email = f"{secrets.token_hex(5)}@example.org"
    fill(page, "email", email)
    fill(page, "name", "Mo Derator")
    enter(page, button(page, "Send the invitation"))
    assert f"An invitation goes to {email}." in page.locator(".messagelist").inner_text()
    assert "/accounts/invitation/" in site.link_to(email)
    verbs = {row[0] for row in site.query("SELECT verb FROM kit_verbevent WHERE verb LIKE 'account.%%'")}
    assert {"account.sign_in", "account.sign_out", "account.second_factor_add", "account.recovery_codes"} <= verbs
    page.goto("/accounts/2fa/webauthn/")
    enter(page, link(page, "Remove Her laptop"))
    enter(page, button(page, "Remove"))
    page.wait_for_url("**/accounts/2fa/reauthenticate/**")  # the factor of this session is gone: it gives the other


def test_session_from_before_the_second_factor_is_stopped(open_page, site):
    before, other = open_page(), open_page(script=False)
    email = accept(before, site, role="moderator")
    other.goto("/accounts/login/")
    type_password(other, email)
    key = set_up_codes(other)
    other.goto("/admin/")
    other.wait_for_url("**/admin/")
    before.goto("/admin/signatories/signature/")
    before.wait_for_url("**/accounts/2fa/reauthenticate/**")
    picture(before, "accounts-code")
    before.goto("/accounts/2fa/webauthn/add/")
    before.wait_for_url("**/accounts/2fa/reauthenticate/**")
    before.goto("/admin/signatories/signature/")
    fill(before, "code", code(key))
    enter(before, button(before, "Confirm"))
    before.wait_for_url("**/admin/signatories/signature/")


def test_passkey_that_does_not_come_is_said_on_the_page(open_page):
    page = open_page()
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no')) }")
    reach(page, button(page, "Sign in with a passkey"))
    page.keyboard.press("Enter")
    page.locator("#told p").wait_for()
    assert "no passkey came from your device" in page.locator("#told").inner_text()


OPEN = {
    "login": "login/",
    "signup": "signup/",
    "reset": "password/reset/",
    "reset sent": "password/reset/done/",
    "reset dead": "password/reset/key/1-x/",
    "reset done": "password/reset/key/done/",
    "invitation over": "invitation/x/",
    "inactive": "inactive/",
}
OWN = {
    "second factor": "2fa/",
    "codes off": "2fa/totp/deactivate/",
    "recovery codes": "2fa/recovery-codes/generate/",
    "passkeys": "2fa/webauthn/",
    "passkey": "2fa/webauthn/add/",
    "sessions": "sessions/",
    "password": "password/change/",
    "again": "2fa/reauthenticate/",
    "logout": "logout/",
}


def faults(page: Page, kinds: dict[str, str]) -> dict[tuple[str, str], list[str]]:
    """What axe finds on pages below /accounts/, light and dark, and pages wider than a screen of 320 pixels."""
    found = {}
    for kind, path in kinds.items():
        page.goto(f"/accounts/{path}")
        look(page, kind, found)
    return found


def look(page: Page, kind: str, found: dict[tuple[str, str], list[str]]) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if seen := findings(page, preload=False):  # loading sheets anew, axe breaks the policy on Django's pages
            found[kind, scheme] = seen
    if (width := page.evaluate("document.documentElement.scrollWidth")) > page.viewport_size["width"]:
        found[kind, "width"] = [str(width)]


@pytest.mark.parametrize("width", [(320, 640), (1280, 900)])
def test_axe_finds_nothing_and_nothing_is_cut_off(open_page, site, width):
    page = open_page(width=width)
    found = faults(page, OPEN)
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("wrong")
    with page.expect_navigation():
        button(page, "Sign in").click()
    assert page.title().startswith("Error:")
    look(page, "wrong password", found)
    email = f"{secrets.token_hex(5)}@example.org"
    site.manage("invite", email, "--role", "editor")
    page.goto(site.link_to(email))
    look(page, "invitation", found)
    own = enter_as(open_page(width=width), site, "administrator")
    found |= faults(own, OWN)
    own.goto("/admin/accounts/")
    look(own, "accounts at the desk", found)
    fresh = open_page(width=width)
    device(fresh)
    email = accept(fresh, site, role="editor")
    fresh.goto("/accounts/2fa/totp/activate/")
    look(fresh, "codes", found)
    set_up_codes(fresh)
    look(fresh, "recovery codes shown", found)
    add_passkey(fresh)
    for kind, name in (("rename", "Rename Passkey 1"), ("remove", "Remove Passkey 1")):
        fresh.goto("/accounts/2fa/webauthn/")
        look(fresh, "passkeys with one", found)
        enter(fresh, link(fresh, name))
        look(fresh, kind, found)
    fresh.goto("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/sessions/")
    look(fresh, "again by passkey", found)
    enter(fresh, button(fresh, "Use a passkey"))
    fresh.wait_for_url("**/accounts/sessions/")
    enter(fresh, link(fresh, "Sign out"))
    enter(fresh, fresh.locator("main").get_by_role("button", name="Sign Out"))
    fresh.goto("/accounts/login/?next=/admin/")
    type_password(fresh, email)
    look(fresh, "second factor asked", found)
    enter(fresh, button(fresh, "Use a passkey"))
    fresh.wait_for_url("**/admin/")
    assert found == {}
