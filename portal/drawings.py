"""The horizon of the home page: the chapters as rings over a floor, drawn as SVG from data.

One line is one article. Chapter I is the floor; each later chapter is a ring that stands on it. Where the number of
articles of a chapter is not known (no edition yet), nothing is drawn that looks like a number: see `horizon`.
"""

from collections.abc import Sequence
from math import ceil, cos, pi, sin
from typing import Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kit.svg import arch, num, small_caps_width

PITCH = 2.6  # from line to line, in units of the drawing
GAP = 8.6  # between two rings
FIRST = 36.0  # radius of the open space in the middle
SIZE = 20.0  # type size of the labels
WINDOW = 9.7  # half the height of the window that is cut into the lines for a label
MIN_BAND = 24.0  # least height of a ring: a label and a little air
WIDEST = 380.0  # of a label: what a screen of 320 pixels shows of the drawing
OPEN_BAND = 57.0  # height of a ring of unknown length


class Chapter(Protocol):
    """What the drawing needs to know of a chapter. Title "" and articles None where they are not known."""

    number: int
    roman: str
    title: str
    articles: int | None
    url: str


def horizon(chapters: Sequence[Chapter]) -> SafeString:
    """The rings of all chapters but the first, as one SVG with a link to each chapter.

    The first is the floor, which the page draws itself. If the length of any chapter is unknown, all rings are equal
    outlines with dotted lines between, so that nobody reads a length from them. No chapters, no drawing.
    """
    rings = list(chapters[1:])
    if not rings:
        return SafeString("")
    measured = all(c.articles for c in rings)
    heights = [max((c.articles - 1) * PITCH, MIN_BAND) if measured else OPEN_BAND for c in rings]
    radius = FIRST + sum(heights) + GAP * len(rings)
    cx = ceil(radius) + 1
    drawn, r = [], FIRST
    for chapter, height in zip(rings, heights, strict=True):
        r += GAP
        drawn.append(_ring(chapter, cx, r, r + height, measured))
        r += height
    if measured:
        title = ngettext(
            "One ring standing on the floor of chapter I. One line is one article.",
            "%(count)d rings standing on the floor of chapter I. One line is one article.",
            len(rings),
        )
    else:
        title = ngettext(
            "One ring standing on the floor of chapter I. Its length is not drawn yet.",
            "%(count)d rings standing on the floor of chapter I. Their lengths are not drawn yet.",
            len(rings),
        )
    # Every value from outside has passed escape().
    return mark_safe(
        f'<svg class="rings" viewBox="0 0 {2 * cx} {cx}" width="{2 * cx}" height="{cx}" role="group" '
        f'aria-labelledby="rings-t">\n<title id="rings-t">{escape(title % {"count": len(rings)})}</title>\n'
        + "\n".join(drawn)
        + "\n</svg>"
    )


def _ring(chapter: Chapter, cx: int, inner: float, outer: float, measured: bool) -> str:
    """One chapter: its area to press, its lines with a window for the label, and the label on its arc."""
    mid = (inner + outer) / 2
    label = _label(chapter, mid)
    half = (small_caps_width(label, SIZE) / 2 + 9) / mid  # half the window, as an angle
    if measured:
        count = chapter.articles
        start = mid - (count - 1) * PITCH / 2
        lines = "".join(_line(cx, start + i * PITCH, mid, half) for i in range(count))
        drawing = f'<path class="lines" d="{lines}"/>'
    else:
        edges = "".join(arch(cx, cx, r) for r in (inner, inner + PITCH, outer - PITCH, outer))
        steps = 4
        step = (outer - inner - 2 * PITCH) / (steps + 1)
        dots = "".join(_line(cx, inner + PITCH + step * (i + 1), mid, half) for i in range(steps))
        drawing = f'<path class="edge" d="{edges}"/><path class="open" d="{dots}"/>'
    n = chapter.number
    base = round(mid - 0.453 * SIZE / 2, 1)
    band = f"{arch(cx, cx, outer)}h{num(inner - outer)}a{num(inner)} {num(inner)} 0 0 0 {num(-2 * inner)} 0z"
    return (
        f'<a href="{escape(chapter.url)}" class="ring"><title>{escape(_name(chapter))}</title>\n'
        f'<path class="hit" d="{band}"/>\n{drawing}\n'
        f'<path id="ring-{n}" class="none" d="{arch(cx, cx, base)}"/>\n'
        f'<text><textPath href="#ring-{n}" startOffset="50%">{escape(label)}</textPath></text></a>'
    )


def _line(cx: float, r: float, mid: float, half: float) -> str:
    """One line of a ring over the ground y = cx: whole, or in two pieces where the label's window cuts it."""
    if abs(r - mid) >= WINDOW:
        return arch(cx, cx, r)
    x, y, q = r * sin(half), r * cos(half), num(r)
    return (
        f"M{num(cx - r)} {cx}A{q} {q} 0 0 1 {num(cx - x)} {num(cx - y)}"
        f"M{num(cx + x)} {num(cx - y)}A{q} {q} 0 0 1 {num(cx + r)} {cx}"
    )


def _label(chapter: Chapter, mid: float) -> str:
    """The longest of title, "Chapter n" and the numeral that fits on four fifths of the half circle and on a phone."""
    room = min(0.8 * pi * mid, WIDEST)
    names = [chapter.title, _("Chapter %(roman)s") % {"roman": chapter.roman}]
    return next((n for n in names if n and small_caps_width(n, SIZE) + 18 <= room), chapter.roman)


def _name(chapter: Chapter) -> str:
    """What a ring is called by a screen reader or on hovering: number, title and count, as far as known."""
    name = _("Chapter %(roman)s") % {"roman": chapter.roman}
    if chapter.title:
        name = f"{name}. {chapter.title}"
    if chapter.articles:
        count = chapter.articles
        words = ngettext("%(count)d article", "%(count)d articles", count) % {"count": count}
        name = f"{name}: {words}"
    return name
