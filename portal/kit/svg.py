"""Helpers for drawings made on the server as SVG (numbers, arcs, width of small capitals), and the two small drawings
that several apps use: the ticks of a chapter and the emblem of rings. One line is one article.
"""

import unicodedata
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Advance widths of EB Garamond's small capitals (and of what stands beside them), in thousandths of the type size;
# read from static/fonts/garamond-roman.woff2.
SMALL_CAPS = {
    **dict(zip("abcdefghi", (544, 514, 560, 603, 480, 451, 594, 640, 315), strict=True)),
    **dict(zip("jklmnopqr", (307, 568, 470, 707, 605, 616, 470, 626, 540), strict=True)),
    **dict(zip("stuvwxyz ", (440, 530, 600, 550, 790, 550, 510, 510, 200), strict=True)),
    **dict(zip(",.-–:;'’()&/", (230, 230, 274, 550, 248, 228, 200, 242, 245, 245, 608, 399), strict=True)),
    **dict.fromkeys("0123456789", 480),
}
UNKNOWN_WIDTH = 620  # a letter of another script: rather too wide than too narrow


def num(value: float) -> str:
    """A coordinate as SVG wants it: at most one decimal, no trailing zero, no minus before zero."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def arch(cx: float, base: float, r: float) -> str:
    """Path data of a half circle of radius r over the ground line y = base, from left to right."""
    r = round(r, 1)
    return f"M{num(cx - r)} {num(base)}a{num(r)} {num(r)} 0 0 1 {num(2 * r)} 0"


def small_caps_width(text: str, size: float, spacing: float = 0.08) -> float:
    """Width of text set in small capitals, in the unit of `size`; `spacing` is the letter spacing in ems.

    Accents are left out of the count (an accented letter is as wide as the plain one).
    """
    letters = [c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c)]
    return sum(SMALL_CAPS.get(c, UNKNOWN_WIDTH) / 1000 + spacing for c in letters) * size


def ticks(count: int | None) -> SafeString:
    """A chapter's articles as upright lines, for a line of the contents; nothing where the number is not known."""
    if not count:
        return SafeString("")
    path = "".join(f"M{i * 4 + 0.5} 0v18" for i in range(count))
    width = count * 4 - 3
    return mark_safe(
        f'<svg class="ticks" viewBox="0 0 {width} 18" width="{width}" height="18" preserveAspectRatio="none" '
        f'aria-hidden="true"><path d="{path}"/></svg>'
    )


def emblem(applies: Sequence[bool], label: str = "") -> SafeString:
    """Floor and rings in small, for the margin of an article.

    applies: one truth value for each chapter, the floor first; a chapter that does not apply is dotted.
    label: what the picture says, for a screen reader; without one it is decoration.
    """
    rings = len(applies) - 1
    cx, height = 6 * rings + 6, 6 * rings + 4
    arcs = "".join(
        f'<path class="{"on" if on else "off"}" d="{arch(cx, height, 4 + 6 * i)}"/>'
        for i, on in enumerate(applies[1:])
    )
    floor = "".join(f"M0 {height + 4 + 3 * i}h{2 * cx}" for i in range(3))
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="emblem" viewBox="0 0 {2 * cx} {height + 12}" {role}>{arcs}'
        f'<path class="fl{"" if applies[0] else " off"}" d="{floor}"/></svg>'
    )
