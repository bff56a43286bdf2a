"""What people come for, done as they do it, in a real browser and mostly without script."""

import http.client
import re
import secrets
import ssl

import pytest

from tests.browser.serving import CERTIFICATE
from tests.browser.test_desk import enter_as

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(open_page, site):
    """A window on the desk, signed in as administrator."""
    page = enter_as(open_page(), site, "administrator")
    page.goto("/admin/")
    return page


def fill_signature(page, name: str, email: str) -> None:
    page.goto("/sign/")
    page.get_by_label("A person", exact=False).first.check()
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)


def test_newcomer_finds_text_and_signing_from_home(open_page):
    page = open_page(script=False, width="phone")
    page.goto("/")
    assert page.locator("h1").inner_text().split() == ["Model", "International", "Mobility", "Convention"]
    page.locator("main").get_by_role("link", name="Where to read it").click()
    page.wait_for_url("**/resources/")
    assert "Booklet with the full Convention" in page.locator("main").inner_text()
    page.get_by_role("link", name="Text", exact=True).first.click()
    page.wait_for_url("**/convention/")
    assert "Visitors" in page.locator("main").inner_text()
    page.get_by_role("link", name="Sign", exact=True).first.click()
    page.wait_for_url("**/sign/")


def test_signature_goes_from_form_through_the_desk_to_the_list_and_off_it(open_page, desk, site):
    name = f"Zoë Zzyzx {secrets.token_hex(3)}"
    page = open_page(script=False, width="phone")
    email = f"{secrets.token_hex(5)}@example.org"
    fill_signature(page, name, email)
    for button in ("Continue", "Continue"):
        page.get_by_role("button", name=button).click()
    page.locator("[name=publish]").check()
    page.locator(".acts button[value=sign]").click()
    page.wait_for_url("**/sign/check-your-mail/")
    page.goto(site.link_to(email))
    page.get_by_role("button", name="Confirm my signature").click()
    page.goto(f"/signatories/public/?q={name.split()[-1]}")
    assert name not in page.content()

    desk.goto("/admin/signatories/signature/?state__exact=pending")
    row = desk.get_by_role("row", name=re.compile(re.escape(name)))
    row.get_by_role("checkbox").check()
    publish = desk.locator("select[name=action] option", has_text="Publish").first.get_attribute("value")
    desk.locator("select[name=action]").select_option(publish)
    desk.get_by_role("button", name=re.compile("Run|Go")).click()
    assert site.query("SELECT state FROM signatories_signature WHERE name = %s", name) == [("published",)]
    page.goto(f"/signatories/public/?q={name.split()[-1]}")
    assert name in page.locator("main").inner_text()
    verbs = site.query(
        "SELECT verb FROM kit_verbevent e JOIN signatories_signature s ON s.id = e.subject_id"
        " WHERE s.name = %s AND e.subject = 'signatories.signature' ORDER BY e.id",
        name,
    )
    assert verbs == [("signature.submit",), ("signature.confirm",), ("signature.publish",)]


def test_faulty_form_keeps_every_word(open_page):
    page = open_page(script=False)
    fill_signature(page, "Ada Example", "not an address")
    page.locator("[name=affiliation]").fill("University of <Somewhere> & “Elsewhere”")
    page.get_by_role("button", name="Continue").click()
    page.locator("#errors").wait_for()
    assert page.title().startswith("Error:")
    assert page.locator("[name=name]").input_value() == "Ada Example"
    assert page.locator("[name=affiliation]").input_value() == "University of <Somewhere> & “Elsewhere”"
    assert page.locator("[name=email]").get_attribute("aria-invalid") == "true"


def test_form_open_for_too_long_keeps_every_word(open_page):
    page = open_page(script=False)
    fill_signature(page, "Ada Patience", "ada@example.org")
    page.context.clear_cookies()
    page.get_by_role("button", name="Continue").click()
    page.locator("#errors").wait_for()
    assert page.locator("[name=name]").input_value() == "Ada Patience"
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Step 3 of 4").wait_for()


def test_search_ignores_accents_and_case(open_page):
    page = open_page(script=False, width="phone")
    page.goto("/signatories/")
    page.locator("main [name=q]").fill("correa d'almeida")
    page.locator("main [name=q]").press("Enter")
    assert "André Corrêa d’Almeida" in page.locator("main").inner_text()


def test_mark_of_a_reservation_leads_to_what_is_on_record(open_page):
    page = open_page(script=False)
    page.goto("/signatories/commission/")
    marks = page.locator("main a.rud")
    assert marks.count() == 4
    marks.first.click()
    page.wait_for_url(re.compile(r"/signatories/reservations/\d+/$"))
    assert "Yasmine Ergas" in page.locator("main").inner_text()
    assert "not on record" in page.locator("main").inner_text()


def test_dot_on_the_map_leads_to_its_events(open_page):
    page = open_page(script=False)
    page.goto("/events/")
    page.locator("svg a", has_text="Nairobi").first.click()
    assert "Nairobi" in page.locator("main").inner_text()
    assert page.url != "/events/"


def test_booklet_is_uploaded_and_downloaded(open_page, desk, site, tmp_path):
    booklet = tmp_path / "booklet.pdf"
    booklet.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    name = f"booklet-{secrets.token_hex(3)}.pdf"
    desk.goto("/admin/convention/officialfile/add/")
    desk.locator("[name=instrument]").select_option(label="Model International Mobility Convention")
    desk.locator("[name=title]").fill("Booklet with the full text")
    desk.locator("[name=name]").fill(name)
    desk.locator("[name=file]").set_input_files(booklet)
    desk.locator("[name=_save]").click()
    desk.wait_for_url("**/admin/convention/officialfile/")
    page = open_page(script=False)
    page.goto("/convention/downloads/")
    address = page.locator(f'main a[href$="{name}"]').first.get_attribute("href")
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body() == booklet.read_bytes()


def test_file_that_is_not_what_its_name_says_is_refused(desk, tmp_path):
    fake = tmp_path / "booklet.pdf"
    fake.write_text("<html><script>alert(1)</script></html>")
    desk.goto("/admin/convention/officialfile/add/")
    desk.locator("[name=instrument]").select_option(label="Model International Mobility Convention")
    desk.locator("[name=title]").fill("A title worth keeping")
    desk.locator("[name=name]").fill("fake.pdf")
    desk.locator("[name=file]").set_input_files(fake)
    desk.locator("[name=_save]").click()
    assert desk.locator("[name=title]").input_value() == "A title worth keeping"
    assert desk.locator(".errorlist").count() >= 1


def test_stock_desk_cannot_add_edit_or_delete_a_signature(desk):
    desk.goto("/admin/signatories/signature/")
    assert desk.get_by_role("link", name=re.compile("Add signature")).count() == 0
    desk.locator("#result_list a").first.click()
    assert desk.locator("input[name=_save], a.deletelink").count() == 0
    response = desk.goto("/admin/signatories/signature/add/")
    assert response.status == 403


def test_100_mb_upload_is_told_that_it_is_too_large(site):
    """Over a real connection: the answer arrives although the body is refused."""
    context = ssl.create_default_context(cafile=CERTIFICATE)
    connection = http.client.HTTPSConnection(site.url.removeprefix("https://"), context=context, timeout=60)
    block = b"x" * 1_000_000
    connection.request(
        "POST",
        "/sign/",
        body=(block for _ in range(100)),
        headers={"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(100 * len(block))},
    )
    answer = connection.getresponse()
    assert answer.status == 413
    assert b"<h1" in answer.read()
    connection.close()
