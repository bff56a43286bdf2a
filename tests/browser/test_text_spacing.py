"""Words stay whole where a reader sets them wider apart (WCAG 1.4.12), makes them larger, or has no fonts of ours."""

import pytest

from tests.browser.test_reading import KINDS
from tests.browser.test_weight import pages
from tests.pages import PAGES

pytestmark = pytest.mark.browser

# The distances of WCAG 1.4.12, in parts of the type size.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
ADD = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"
# Boxes that cut their own words off: hidden overflow and more inside than they show. What scrolls cuts nothing off.
CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  if (e.closest('svg, .vh, .trap, dialog') || !e.innerText || !e.checkVisibility()) return false;
  const hides = way => ['hidden', 'clip'].includes(style['overflow' + way]);
  return (hides('X') && e.scrollWidth > e.clientWidth + 1 && !e.matches('.horizon'))
    || (hides('Y') && e.scrollHeight > e.clientHeight + 1 && !e.matches('.horizon'));
}).map(e => e.outerHTML.slice(0, 120))"""
# Lines of a heading or a button that lie over the next thing below.
OVER = """() => [...document.querySelectorAll('main :is(p, li, dt, dd, h1, h2, h3, label, legend)')].filter(e => {
  const next = e.nextElementSibling;
  if (!next || !e.innerText || e.closest('svg, .horizon') || ![e, next].every(n => n.checkVisibility())) return false;
  const a = e.getBoundingClientRect(), b = next.getBoundingClientRect();
  const flow = n => ['static', 'relative'].includes(getComputedStyle(n).position);
  const beside = a.right <= b.left || b.right <= a.left || !b.height;
  return flow(e) && flow(next) && !beside && a.top < b.top && a.bottom > b.top + 2
    && !['inline', 'contents'].includes(getComputedStyle(e).display);
}).map(e => e.outerHTML.slice(0, 120))"""


def faults(page, kinds: dict[str, tuple[str, int]]) -> dict[str, object]:
    found = {}
    for kind, path in pages(kinds):
        page.goto(path)
        page.evaluate(ADD, SPACING)
        wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
        if wrong := [*(["too wide"] if wide else []), *page.evaluate(CUT), *page.evaluate(OVER)]:
            found[kind] = wrong
    return found


@pytest.mark.parametrize("width", [(320, 640), (1280, 900)])
def test_words_set_wider_apart_stay_whole(open_page, width):
    assert faults(open_page(width=width), PAGES) == {}


@pytest.mark.parametrize("width", [(320, 640), (1280, 900)])
def test_words_of_the_text_set_wider_apart_stay_whole(open_text, width):
    assert faults(open_text(width=width), KINDS) == {}


def test_words_that_are_cut_off_would_be_seen(open_page):
    page = open_page(width=(320, 640))
    page.goto("/about/")
    page.evaluate("Object.assign(document.querySelector('main h1').style, {height: '8px', overflow: 'hidden'})")
    assert page.evaluate(CUT) != []


def test_letters_of_other_scripts_are_drawn_without_our_fonts(open_page):
    """Arabic, Chinese, Devanagari, Korean: the reader's own; nothing is fetched for them, as there is for Greek."""
    page = open_page()
    asked = set()
    page.on("request", lambda r: r.resource_type == "font" and asked.add(r.url.rpartition("/")[2].split(".")[0]))
    write = """async words => {
        document.querySelector('main h1').textContent = words;
        document.body.offsetWidth;  // laid out now, so that what it needs is asked for
        await document.fonts.ready;
    }"""
    page.goto("/about/", wait_until="networkidle")
    asked.clear()
    page.evaluate(write, "فاطمة الزهراء 王小明 अनन्या शर्मा 김민수")
    assert asked == set()
    page.evaluate(write, "Екатерина Ελένη Nguyễn Łódź")
    assert asked == {f"garamond-roman-{script}" for script in ("cyrillic", "greek", "vietnamese", "latin-ext")}
