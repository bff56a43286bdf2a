"""The site by keyboard alone, and without script."""

import pytest

from tests.pages import PAGES

pytestmark = pytest.mark.browser

VISIBLE = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const lines = [e, ...e.querySelectorAll('*')].map(n => getComputedStyle(n).textDecorationLine);
  const underlined = lines.some(line => line.includes('underline'));
  return {name: e.outerHTML.slice(0, 120), seen: ring || underlined, inside: box.right > 0 && box.left < innerWidth};
}"""


@pytest.mark.parametrize(
    "kind",
    [
        *("home", "contents", "list of public signatories", "sign", "events", "resources", "feedback"),
        *("signatories", "reservations", "correct", "about signatures", "event with much", "not found"),
    ],
)
def test_focus_is_visible_all_the_way(open_page, kind):
    page = open_page(script=True)
    page.goto(PAGES[kind][0])
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(VISIBLE)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 5
    assert [s["name"] for s in stops if not (s["seen"] and s["inside"])] == []


def test_first_stop_leads_past_the_head(open_page):
    page = open_page(script=False)
    page.goto("/signatories/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/signatories/#main")


def test_box_in_the_head_answers_without_script(open_page):
    page = open_page(script=False, width="phone")
    page.goto("/about/")
    box = page.get_by_role("searchbox").first
    box.fill("article 12")
    box.press("Enter")
    page.wait_for_url("**/convention/search/?q=article+12")
    assert "12" in page.locator("main").inner_text()
