"""Tables and figures on a page, as far as their lines and frames show them. Their words are no running text."""

from typing import Any

from django.utils.translation import gettext as _

Box = tuple[float, float, str]  # top and bottom on the page, in points, and what it is
LONG, THIN = 40, 3  # points: a rule
JOIN = 3  # points between the parts of one table


def boxes(page: Any) -> list[Box]:
    """What is drawn on a page so that words stand in it, from top to bottom."""
    shapes = [*page.lines, *page.rects, *page.curves]
    inner = [s for s in shapes if not _is_frame_of_page(s, page)]
    level = [s for s in inner if s["x1"] - s["x0"] > LONG and s["bottom"] - s["top"] < THIN]
    upright = [s for s in inner if s["bottom"] - s["top"] > 5 and s["x1"] - s["x0"] < THIN]
    frames = [s for s in inner if s["bottom"] - s["top"] > 8 and s["x1"] - s["x0"] > 20]
    found = [(s["top"], s["bottom"], _("figure")) for s in frames]
    if len(level) > 1 and upright:
        found += [(s["top"], s["bottom"], _("table")) for s in upright]
        bounds = (min(s["top"] for s in upright) - JOIN, max(s["bottom"] for s in upright) + JOIN)
        found += [(s["top"], s["bottom"], _("table")) for s in level if bounds[0] < s["top"] < bounds[1]]
    found += [
        (picture["top"], picture["bottom"], _("picture"))
        for picture in page.images
        if picture["bottom"] - picture["top"] > 20 and picture["x1"] - picture["x0"] > 20
    ]
    return _joined(found)


def _is_frame_of_page(shape: dict[str, Any], page: Any) -> bool:
    """A background or frame around everything."""
    high = shape["bottom"] - shape["top"] > 0.75 * float(page.height)
    return high and shape["x1"] - shape["x0"] > 0.6 * float(page.width)


def _joined(found: list[Box]) -> list[Box]:
    merged: list[Box] = []
    for top, bottom, what in sorted(found):
        if merged and top <= merged[-1][1] + JOIN:
            kind = merged[-1][2] if merged[-1][2] == _("table") else what
            merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]), kind)
        else:
            merged.append((top, bottom, what))
    return merged
