"""What the pictures show besides the public pages: the text, signing step by step, mails, accounts, the desk, error
pages, the page of all parts, and the sheets that a printer gives.
"""

import io
import secrets
from collections.abc import Callable, Iterator

import pypdfium2
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.views import dev
from tests.browser.test_desk import enter_as
from tests.browser.test_reading import KINDS
from tests.browser.test_signing import ACCEPT, CONTINUE, go, press

TEXT = {
    **{f"text {kind}": path for kind, (path, _status) in KINDS.items() if not path.endswith(".csv")},
    "text terms": "/convention/terms/",
    "text reference as a note": "/convention/note/art_12/",
}
DESK = ("/admin/", "/admin/queue/", "/admin/editions/", "/admin/signatories/signature/", "/admin/amendments/")
ACCOUNTS = ("/accounts/login/", "/accounts/2fa/", "/accounts/sessions/")
ERRORS = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")
PRINTED = {
    "article": "/convention/article/12/",
    "chapter": "/convention/chapter/2/",
    "who": "/convention/who/?status=student",
}

Shoot = Callable[[str], None]


def made_here(page, html: str) -> None:
    """Show a page that was rendered in this process, with the sheets and fonts of the running site."""
    page.route("**/dev/scene/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/dev/scene/")
    page.unroute("**/dev/scene/")


def parts_page() -> str:
    """The page of all parts, which is served in development alone."""
    before, settings.DEBUG = settings.DEBUG, True
    try:
        return dev.parts(RequestFactory().get("/dev/parts/", secure=True)).content.decode()
    finally:
        settings.DEBUG = before


def error_pages() -> Iterator[tuple[str, str]]:
    """Each error page by its name."""
    for name in ERRORS:
        request = None if name in ("500", "503") else RequestFactory().get("/", secure=True)
        yield name, render_to_string(f"{name}.html", {"minutes": 2, "limit": 1}, request=request)


def letter() -> str:
    """A mail as a reader sees it who has HTML, with a link as long as ours are."""
    said = {
        "mail_subject": "A letter of the Model International Mobility Convention",
        "paragraphs": ["What happened, in a line or two.", "What to do, and until when."],
        "links": [("See it", f"https://convention.test/sign/confirm/{'x' * 160}/")],
        "closing": ["What happens if nothing is done."],
        "why": "You get this mail because the Convention was signed with this address.",
        "stop": f"https://convention.test/sign/manage/{'x' * 160}/",
        "stop_label": "To get no more of these mails",
    }
    return render_to_string("mail/letter.html", said)


def signing(page, site, shoot: Shoot) -> None:
    """The steps with their errors, to the page behind the link; then the mails."""
    email = f"{secrets.token_hex(5)}@example.org"
    page.goto("/sign/")
    go(page, CONTINUE)
    shoot("sign who errors")
    page.get_by_label("A person").check()
    go(page, CONTINUE)
    go(page, CONTINUE)
    shoot("sign details errors")
    page.locator("[name=name]").fill(f"Zoë Example-{secrets.token_hex(3)}")
    page.locator("[name=affiliation]").fill("Reader in law, University of Somewhere")
    page.locator("[name=email]").fill(email)
    go(page, CONTINUE)
    page.get_by_label("A reservation").check()
    page.locator("[name=statement_text]").fill("Here stand the words of a reservation, as its signer wrote them.")
    page.locator("[name=provisions]").fill("12, 14(2)(a)")
    shoot("sign reservation")
    go(page, CONTINUE)
    shoot("sign accept")
    page.locator("[name=publish]").check()
    press(page, page.locator(ACCEPT))
    page.goto(site.link_to(email))
    shoot("sign confirm")
    go(page, "Confirm my signature")
    shoot("sign manage")
    press(page, page.locator("a[href$='/amend/']"))
    shoot("sign change")
    mail = site.mail_to(email)
    made_here(page, mail.get_body(("html",)).get_content())
    shoot("mail")


def desk(page, site, shoot: Shoot) -> None:
    """An administrator's pages, and those of the account."""
    page.goto("/accounts/login/")
    shoot("account sign in")
    enter_as(page, site, "administrator")
    for path in (*DESK, *ACCOUNTS[1:]):
        page.goto(path)
        shoot(path.strip("/").replace("/", " "))


def sheets(page) -> Iterator[tuple[str, bytes]]:
    """The first sheet of each printed page as PNG, by its name."""
    for kind, path in PRINTED.items():
        page.goto(path)
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        out = io.BytesIO()
        document[0].render(scale=1.4).to_pil().save(out, "PNG")
        yield f"print {kind}", out.getvalue()
