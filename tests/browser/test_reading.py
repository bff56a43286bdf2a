"""The reading pages in a real browser: the specimen, and an edition that is written from right to left."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_axe import findings
from tests.browser.test_keyboard import VISIBLE

pytestmark = pytest.mark.browser

ARABIC = "/editions/arabic-ar-1/"
# One address for each kind of page that a text gives, with its status.
KINDS = {
    "home": ("/", 200),
    "contents": ("/convention/", 200),
    "preamble": ("/convention/preamble/", 200),
    "chapter": ("/convention/chapter/2/", 200),
    "chapter in parts": ("/convention/chapter/4/", 200),
    "article": ("/convention/article/12/", 200),
    "article with subpoints": ("/convention/article/108/", 200),
    "article changed by others": ("/convention/article/6/", 200),
    "institutional article": ("/convention/article/205/", 200),
    "article that is not there": ("/convention/article/214/", 404),
    "whole text": ("/convention/text/", 200),
    "search": ("/convention/search/?q=lawyer", 200),
    "search that finds nothing": ("/convention/search/?q=zebra", 200),
    "search without words": ("/convention/search/", 200),
    "who": ("/convention/who/", 200),
    "who, one": ("/convention/who/?status=student", 200),
    "who, several": ("/convention/who/?status=student&status=trafficked", 200),
    "compare": ("/convention/compare/", 200),
    "compare two": ("/convention/compare/?left=student&right=worker", 200),
    "editions": ("/editions/", 200),
    "editions compared": ("/editions/compare/?left=arabic-ar-1&right=specimen-en-1", 200),
    "Arabic contents": (ARABIC, 200),
    "Arabic chapter": (f"{ARABIC}chapter/1/", 200),
    "Arabic article": (f"{ARABIC}article/2/", 200),
    "Arabic preamble": (f"{ARABIC}preamble/", 200),
}
SPECIMEN_LINE = "Specimen text for demonstration. Not the Convention."


def box(page: Page, selector: str) -> dict[str, float]:
    return page.locator(selector).first.bounding_box()


# Light on a desk and dark on a phone: both schemes and both layouts in two rounds.
@pytest.mark.parametrize(("scheme", "width"), [("light", "desktop"), ("dark", "phone")])
def test_axe_finds_nothing_on_any_page_of_the_text(open_text, scheme, width):
    page = open_text(width=width, scheme=scheme)
    found = {}
    for kind, (path, status) in KINDS.items():
        assert page.goto(path).status == status, kind
        # The whole text has the parts of a chapter two hundred times; axe takes long over long pages.
        if kind != "whole text" and (kind, width) != ("chapter in parts", "phone") and (faults := findings(page)):
            found[kind] = faults
    assert found == {}


def test_nothing_of_the_text_is_cut_off_at_320_pixels(open_text):
    page = open_text(width=(320, 640))
    wide = {}
    for kind, (path, _status) in KINDS.items():
        page.goto(path)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[kind] = width
    assert wide == {}


@pytest.mark.parametrize("kind", ["contents", "preamble", "article", "who, several", "search", "Arabic article"])
def test_focus_is_visible_all_the_way_through_the_text(open_text, kind):
    page = open_text()
    page.goto(KINDS[kind][0])
    stops = []
    for _ in range(70):
        page.keyboard.press("Tab")
        stop = page.evaluate(VISIBLE)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 10
    assert [s["name"] for s in stops if not (s["seen"] and s["inside"])] == []


@pytest.mark.parametrize("number", [1, 12, 40, 147, 213])
def test_contents_beside_the_text_show_the_article_without_script(open_text, number):
    page = open_text(script=False)
    page.goto(f"/convention/article/{number}/")
    assert page.evaluate("scrollY") == 0
    rail, here = box(page, ".rail"), box(page, ".rail [aria-current]")
    assert page.locator(".rail [aria-current]").inner_text().split()[0] == str(number)
    # Below the heading, which stays, and above the fade at the foot.
    assert here["y"] > box(page, ".rail h2")["y"] + 24
    assert here["y"] + here["height"] < min(rail["y"] + rail["height"], 900) - 32


def test_contents_on_a_phone_are_a_drawer_that_opens_by_keyboard_without_script(open_text):
    page = open_text(width="phone", script=False)
    page.goto("/convention/article/12/")
    assert not page.locator(".contents").is_visible()
    page.locator(".rail summary").focus()
    page.keyboard.press("Enter")
    page.locator(".contents a", has_text="A hearing before refusal").click()
    page.wait_for_url("**/convention/article/11/")


def test_numbers_hang_beside_the_words_and_stay_text(open_text):
    for width in ("desktop", "phone"):
        page = open_text(width=width)
        page.goto("/convention/article/12/")
        words, number = box(page, "#art_12__para_1 > p"), box(page, "#art_12__para_1 > .no")
        assert number["x"] + number["width"] <= words["x"]
        assert number["x"] >= 0
        assert page.locator("#art_12__para_1 > .no").inner_text() == "1"
    # A screen reader hears the number with the heading.
    assert page.get_by_role("heading", level=1).inner_text().split() == [
        "Article",
        "12",
        ".",
        "Reasons",
        "for",
        "a",
        "refusal,",
        "in",
        "writing",
    ]


def test_link_to_a_point_arrives_at_it_in_sight_and_marked(open_text):
    page = open_text(script=False)
    page.goto("/convention/article/108/#art_108__para_1__point_h__point_ii")
    point = page.locator("#art_108__para_1__point_h__point_ii")
    place = point.bounding_box()
    assert 0 < place["y"] < 800
    mark = "e => getComputedStyle(e, '::before').backgroundColor"
    assert point.evaluate(mark) not in ("rgba(0, 0, 0, 0)", "transparent")
    others = page.locator("li:not(:target)").first
    assert others.evaluate(mark) in ("rgba(0, 0, 0, 0)", "transparent")
    page.locator("#art_108__para_1__point_a > .no").click()
    page.wait_for_url("**#art_108__para_1__point_a")


def test_sign_of_a_paragraph_without_number_appears_on_pointing_and_on_focus(open_text):
    page = open_text()
    page.goto("/convention/preamble/")
    sign = page.locator("#preamble__rec_2 > .no")
    seen = "e => getComputedStyle(e).opacity"
    assert sign.evaluate(seen) == "0"
    page.locator("#preamble__rec_2 > p").hover()
    assert sign.evaluate(seen) == "1"
    page.mouse.move(0, 0)
    page.locator("#preamble__rec_1 a").last.focus()
    page.keyboard.press("Tab")
    assert sign.evaluate(seen) == "1"
    page.keyboard.press("Enter")
    page.wait_for_url("**#preamble__rec_2")


def test_filter_of_the_contents_hides_what_does_not_hold_the_words(open_text):
    page = open_text()
    page.goto("/convention/")
    assert page.locator(".all .arts li:visible").count() == 213
    page.get_by_label("Show the headings that hold").fill("HÉARING")
    shown = page.locator(".all .arts li:visible").all_inner_texts()
    assert shown
    assert all("hearing" in text.lower() for text in shown)
    page.get_by_label("Show the headings that hold").fill("zebra")
    assert page.get_by_role("status").is_visible()
    assert page.locator(".all .arts li:visible").count() == 0


def test_contents_without_script_have_no_filter_and_all_articles(open_text):
    page = open_text(script=False)
    page.goto("/convention/")
    assert not page.locator("#filter").is_visible()
    assert page.locator(".all .arts li:visible").count() == 213


def test_rights_of_several_are_chosen_and_shared_without_script(open_text):
    page = open_text(script=False, width="phone")
    page.goto("/convention/who/")
    page.get_by_label("A student").check()
    page.get_by_label("A trafficked migrant").check()
    page.get_by_role("button", name="Show the rights").click()
    page.wait_for_url("**/convention/who/?status=student&status=trafficked")
    assert page.get_by_role("heading", level=1).inner_text() == "A student and a trafficked migrant"
    assert page.get_by_label("A student").is_checked()
    page.locator("svg.chart a").nth(3).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#ch-4")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_text_from_right_to_left_hangs_its_numbers_on_the_right(open_text, width):
    page = open_text(width=width)
    page.goto(f"{ARABIC}article/2/")
    words, number = box(page, "#art_2__para_1 > p"), box(page, "#art_2__para_1 > .no")
    assert number["x"] >= words["x"] + words["width"] - 1
    assert number["x"] + number["width"] <= (360 if width == "phone" else 1280)
    point = page.locator("#art_2__para_2__point_a")
    assert point.locator(".no").bounding_box()["x"] > point.locator("span").bounding_box()["x"]
    # Earlier stands on the right, with an arrow that points there.
    before, after = box(page, ".turn [rel=prev]"), box(page, ".turn [rel=next]")
    assert before["x"] > after["x"]
    assert page.locator(".turn [rel=prev] span").first.inner_text() == "→ 1"
    # The site's own words keep their direction.
    assert page.locator(".runhead").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert page.locator("article").evaluate("e => getComputedStyle(e).direction") == "rtl"
    page.goto(f"{ARABIC}article/1/")
    lines, here = box(page, ".strip svg"), box(page, ".strip .here")
    assert here["x"] > lines["x"] + lines["width"] / 2


@pytest.mark.parametrize(
    "path", ["/convention/article/12/", "/convention/chapter/4/", "/convention/who/?status=student"]
)
def test_printed_page_is_a_sheet_with_what_it_is_its_address_and_the_day(open_text, specimen_site, path):
    page = open_text()
    page.goto(path)
    words = page.locator("article .body p, .arts a").first.inner_text()
    page.emulate_media(media="print")
    for hidden in (".mast", ".rail", ".foot", ".turn", ".find", ".skip"):
        assert page.locator(hidden).count() == 0 or not page.locator(hidden).first.is_visible(), hidden
    foot = page.locator(".colophon").inner_text()
    today = page.evaluate("new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'})")
    assert foot.startswith(SPECIMEN_LINE)
    assert f"{specimen_site.url}{path}, {today}" in foot
    assert words in page.locator("main").inner_text()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


def test_printed_numbers_hang_and_the_foot_stands_below_the_words(open_text):
    page = open_text(width=(794, 1123))  # A4
    page.goto("/convention/article/12/")
    page.emulate_media(media="print")
    assert box(page, ".folio")["x"] < box(page, "#art_12__para_1 > .no")["x"] < box(page, "#art_12__para_1 > p")["x"]
    assert page.locator(".colophon").evaluate("e => getComputedStyle(e).position") == "fixed"


class Wire:
    """What a page takes over the wire: bytes with their heads, and bytes of the bodies, by kind of file."""

    def __init__(self, page: Page):
        self.kinds: dict[str, str] = {}
        self.whole: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._head)
        session.on(
            "Network.loadingFinished", lambda e: self.whole.update({e["requestId"]: int(e["encodedDataLength"])})
        )
        session.send("Network.enable")

    def _head(self, event: dict) -> None:
        head = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.kinds[event["requestId"]] = event["type"]
        self.bodies[event["requestId"]] = int(head["content-length"])

    def text(self) -> int:
        """Bodies of HTML, CSS and script, packed as they are sent."""
        text = ("Document", "Stylesheet", "Script")
        return sum(size for request, size in self.bodies.items() if self.kinds[request] in text)


@pytest.mark.parametrize("number", [12, 108])
def test_weight_of_an_article(open_text, number):
    """Under 60 kB on a first visit, heads and all, HTML, CSS and script under 16 kB of it; the next under 15 kB."""
    page = open_text()
    first = Wire(page)
    page.goto(f"/convention/article/{number}/", wait_until="networkidle")
    assert set(first.kinds.values()) >= {"Document", "Stylesheet", "Script", "Font"}
    # Where the browser has not asked for its icon, it is counted as it would be sent.
    icon = 0 if "Other" in first.kinds.values() else 1_000
    assert sum(first.whole.values()) + icon < 60_000
    assert first.text() < 16_000
    following = Wire(page)
    page.goto(f"/convention/article/{number + 1}/", wait_until="networkidle")
    assert sum(following.whole.values()) < 15_000


def test_notes_stand_beside_their_paragraph_and_on_a_phone_under_it(open_text):
    beside = ("#art_12__para_1", "#art_12__para_1 + .gloss", "#art_12__para_2", "#art_12__para_2 + .gloss")
    for width in ("desktop", "phone"):
        page = open_text(width=width)
        page.goto("/convention/article/12/")
        first, note, second, other = (box(page, selector) for selector in beside)
        assert note["y"] + note["height"] <= min(second["y"], other["y"])  # none lies on the next
        if width == "desktop":
            assert note["x"] > first["x"] + first["width"] and abs(note["y"] - first["y"]) < 12
            assert box(page, ".applies")["y"] + box(page, ".applies")["height"] <= note["y"]
        else:
            assert note["y"] >= first["y"] + first["height"] and abs(note["x"] - first["x"]) < 12


@pytest.mark.parametrize(
    "path",
    ["/convention/article/12/", "/convention/who/?status=student", "/convention/compare/?left=student&right=worker"],
)
def test_line_of_the_strip_leads_to_its_article_by_pointer_and_is_no_stop_of_the_tab_key(open_text, path):
    page = open_text(script=False)
    page.goto(path)
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('.lines a')")
    page.locator(".strip .lines a").nth(99).click()
    page.wait_for_url("**/convention/article/100/")
    phone = open_text(script=False, width="phone")
    phone.goto(path)
    assert not phone.locator(".strip .lines").first.is_visible()
