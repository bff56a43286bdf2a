"""A moderator's and an editor's morning in a real browser: by mouse and keyboard, wide and narrow, light and dark."""

import secrets
import subprocess
import sys

import pytest
from playwright.sync_api import Page

from convention.tests.texts import SMALL
from tests.browser.serving import ROOT, Site
from tests.browser.test_axe import findings
from tests.browser.test_forms import picture
from tests.browser.test_signing import go, press

pytestmark = pytest.mark.browser


def work(site: Site, *arguments: str) -> str:
    """Have something done on the site by tests/browser/at_the_desk.py; what it prints."""
    command = [sys.executable, "-m", "tests.browser.at_the_desk", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def enter_as(page: Page, site: Site, role: str, *before: str) -> Page:
    """The window, signed in as a new account of this role."""
    key = work(site, "session", role, *before)
    page.context.add_cookies([{"name": "__Host-session", "value": key, "url": site.url, "secure": True}])
    return page


@pytest.fixture(autouse=True)
def nothing_waits(request):
    """Each journey begins with an empty queue: others leave signatures that wait."""
    for name in ("site", "specimen_site"):
        if name in request.fixturenames:
            work(request.getfixturevalue(name), "empty")


def states(site: Site, name: str) -> dict[str, int]:
    rows = site.query("SELECT state, count(*) FROM signatories_signature WHERE name LIKE %s GROUP BY 1", f"{name} %")
    return dict(rows)


@pytest.mark.parametrize("script", [True, False])
def test_hundred_are_published_in_one_go_and_undone(open_page, site, script):
    name = f"Many {secrets.token_hex(3)}"
    work(site, "waiting", "100", name)
    page = enter_as(open_page(script=script), site, "moderator")
    page.goto("/admin/")
    picture(page, "desk-first-page")
    press(page, page.get_by_role("link", name="Signatures", exact=True).first)
    picture(page, "desk-queue")
    press(page, page.get_by_role("link", name="all", exact=True))
    go(page, "Publish the ticked")
    assert "100 signatures published." in page.locator(".messagelist").inner_text()
    assert states(site, name) == {"published": 100}
    picture(page, "desk-undo")
    go(page, "Undo")
    assert "100 decisions undone" in page.locator(".messagelist").inner_text()
    assert states(site, name) == {"pending": 100}


def test_rejecting_without_a_reason_keeps_what_was_ticked(open_page, site):
    name = f"Odd {secrets.token_hex(3)}"
    work(site, "waiting", "2", name)
    page = enter_as(open_page(), site, "moderator")
    page.goto("/admin/queue/")
    page.get_by_label(f"{name} 0", exact=True).check()
    page.get_by_label("Private note").fill("Looks odd")
    go(page, "Reject the ticked")
    assert "Choose a reason" in page.locator(".messagelist").inner_text()
    assert page.get_by_label(f"{name} 0", exact=True).is_checked()
    page.get_by_label("Reason", exact=True).select_option("unclear")
    go(page, "Reject the ticked")
    assert states(site, name) == {"pending": 1, "rejected": 1}


def test_queue_by_keyboard_alone(open_page, site):
    name = f"Keys {secrets.token_hex(3)}"
    work(site, "waiting", "1", name)
    page = enter_as(open_page(), site, "moderator")
    page.goto("/admin/queue/")
    box = page.get_by_label(f"{name} 0", exact=True)
    for _step in range(2000):
        page.keyboard.press("Tab")
        if box.evaluate("one => one === document.activeElement"):
            break
    outline = box.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Space")
    assert box.is_checked()
    button = page.get_by_role("button", name="Publish the ticked")
    for _step in range(2000):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert states(site, name) == {"published": 1}


def test_changed_words_are_read_side_by_side_and_taken(open_page, site):
    name = f"Amended {secrets.token_hex(3)}"
    work(site, "amended", name)
    page = enter_as(open_page(script=False), site, "moderator")
    page.goto("/admin/amendments/")
    assert page.locator("ins").first.inner_text() == "University"
    picture(page, "desk-amendments")
    press(page, page.get_by_role("button", name=f"Take the new words of {name}"))
    found = site.query("SELECT affiliation FROM signatories_signature WHERE name = %s", name)
    assert found == [("University of Porto",)]


def test_file_with_three_faulty_lines_is_mended_and_entered(open_page, site):
    name = f"Paper {secrets.token_hex(3)}"
    good = f"Name,Country,Date\n{name} 1,Portugal,2018-05-31\n"
    faulty = good + f",Portugal,\n{name} 2,Atlantis,\n{name} 3,,yesterday\n"
    page = enter_as(open_page(script=False), site, "moderator")
    page.goto("/admin/paper/file/")

    def choose(content: str) -> None:
        page.get_by_label("CSV file").set_input_files(
            {"name": "paper.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        go(page, "Read it through")

    choose(faulty)
    told = page.locator("#content-main").inner_text()
    assert "3 faults: nothing was entered." in told
    assert page.locator("#content-main table").first.locator("tbody td:first-child").all_inner_texts() == [
        "3",
        "4",
        "5",
    ]
    picture(page, "desk-file")
    assert states(site, name) == {}
    choose(good)
    press(page, page.locator("button.default"))
    assert states(site, name) == {"pending": 1}


def test_editor_adds_previews_and_publishes_an_event(open_page, site):
    slug = f"2019-02-01-{secrets.token_hex(4)}"
    page = enter_as(open_page(), site, "editor")
    page.goto("/admin/events/event/add/")
    typed = {"title": "A talk", "slug": slug, "starts_on": "2019-02-01", "ends_on": "2019-02-01", "city": "Oslo"}
    for field, value in typed.items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=country]").select_option("NO")
    press(page, page.get_by_role("button", name="Save and continue editing"))
    press(page, page.get_by_role("link", name="Preview, publish"))
    bar = page.locator("form.notice")
    assert page.locator("h1").inner_text() == "A talk" and "draft" in bar.inner_text()
    picture(page, "desk-preview")
    assert page.request.get(f"/events/{slug}/").status == 404
    go(page, "Publish")
    assert "The event is public now." in bar.inner_text()
    assert page.request.get(f"/events/{slug}/").status == 200


def test_editor_brings_a_text_mends_it_publishes_it_and_takes_it_back(open_page, site):
    name = f"lake-{secrets.token_hex(3)}"
    page = enter_as(open_page(script=False), site, "editor")
    page.goto("/admin/editions/bring/")
    page.locator("[name=file]").set_input_files(
        {"name": "text.txt", "mimeType": "text/plain", "buffer": SMALL.encode()}
    )
    for field, value in {"instrument": name, "date": "2020-02-01", "chapters": "2", "articles": "4"}.items():
        page.locator(f"[name={field}]").fill(value)
    go(page, "Read it")
    # The page looks again by itself, without script, until the worker has read the file.
    page.get_by_role("link", name="Look at").wait_for(timeout=60_000)
    press(page, page.get_by_role("link", name="Look at"))
    draft = page.url
    press(page, page.get_by_role("link", name="art_4", exact=True))
    picture(page, "desk-mend")
    box = page.locator("#text")
    box.fill(box.input_value().replace("nobody", "somebody"))
    go(page, "Mend the draft")
    assert "New: somebody" in page.locator("#content-main").inner_text()
    page.get_by_label("That is meant").check()
    go(page, "Mend the draft")
    assert page.url == draft
    slug = site.query("SELECT slug FROM convention_edition WHERE id = %s", int(draft.rstrip("/").split("/")[-1]))[0][0]
    assert page.request.get(f"/editions/{slug}/article/4/").status == 404
    go(page, "Publish it")
    assert "In spring somebody fishes" in page.request.get(f"/editions/{slug}/article/4/").text()
    go(page, "Take it away from readers")
    assert site.query("SELECT state FROM convention_edition WHERE slug = %s", slug) == [("superseded",)]
    go(page, "Publish it again")
    assert site.query("SELECT state FROM convention_edition WHERE slug = %s", slug) == [("published",)]


def test_moderator_is_kept_out_of_exports(open_page, site):
    page = enter_as(open_page(), site, "moderator")
    assert page.goto("/admin/exports/").status == 403
    page.goto("/admin/")
    first = page.locator("#content").inner_text()
    assert "Exports" not in first and "Signatures that wait" in first


def test_session_from_before_the_second_factor_is_stopped(open_page, site):
    page = enter_as(open_page(), site, "moderator", "before")
    page.goto("/admin/queue/")
    assert "/accounts/" in page.url and "Signatures that wait" not in page.content()


OWN_PAGES = {
    "moderator": [
        "/admin/",
        "/admin/queue/",
        "/admin/amendments/",
        "/admin/selected/",
        "/admin/paper/",
        "/admin/paper/file/",
    ],
    "editor": [
        "/admin/",
        "/admin/statements/",
        "/admin/editions/",
        "/admin/editions/1/",
        "/admin/rights/",
        "/admin/rights/3/",
        "/admin/exports/",
    ],
}


@pytest.mark.parametrize("role", OWN_PAGES)
def test_axe_finds_nothing_on_the_desks_own_pages(open_text, specimen_site, role):
    if role == "moderator":
        work(specimen_site, "waiting", "3", "Axe")
        work(specimen_site, "amended", "Axe amended")
    page = enter_as(open_text(), specimen_site, role)
    pages = list(OWN_PAGES[role])
    if role == "editor":
        draft = work(specimen_site, "booklet")
        base = f"/admin/editions/{draft}/"
        pages += ["/admin/editions/bring/", base, f"{base}review/2/", f"{base}correct/art_2/", f"{base}compare/1/"]
        (pk,) = specimen_site.query("SELECT min(id) FROM signatories_signature WHERE statement <> ''")[0]
        pages.append(f"/admin/statements/{pk}/")
    else:  # Django's own lists and forms in our colours
        pages += ["/admin/signatories/signature/?q=Axe", "/admin/signatories/signature/1/change/"]
    found = {}
    for path in pages:
        assert page.goto(path).status == 200, path
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # Without preload: axe would copy Django's style sheets into the page, which the site's policy forbids.
            if faults := findings(page, preload=False):
                found[path, scheme] = faults
    assert found == {}


@pytest.mark.parametrize("role", OWN_PAGES)
def test_the_desks_own_pages_fit_320_pixels(open_text, specimen_site, role):
    work(specimen_site, "waiting", "1", "Narrow")
    page = enter_as(open_text(width=(320, 640)), specimen_site, role)
    wide = {}
    for path in OWN_PAGES[role]:
        page.goto(path)
        over = page.evaluate("document.querySelector('#content').scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[path] = over
        if path == "/admin/" and role == "moderator":  # no word of what waits is broken into letters
            assert page.locator(".waits tbody tr").first.bounding_box()["height"] < 120
    assert wide == {}
