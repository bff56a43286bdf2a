"""The ring chart of rights: one ring for each chapter, one cell for each article, drawn from rows as SVG.

Own cells are solid, inherited ones hatched with fine lines, changed ones hatched with a dot, and what does not apply
is a thin line: nothing is told by colour alone, and a table beside it says the same.
"""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convention.cumulation import ChapterResult, Relation, Result
from convention.reader import Chapter
from portal.kit.svg import emblem, num

SIZE = 640.0
FIRST = 72.0  # inner radius of the first ring
OUTER = 310.0  # outer radius of the last
GAP = 6.5
HATCH = 6  # lines in an inherited cell
DOT = 4.6


def ring_chart(result: Result) -> SafeString:
    """The chart of a result, any number of chapters and articles. Each ring links to its list on the page."""
    rings = [chapter for chapter in result.chapters if chapter.rows]
    band = (OUTER - FIRST - GAP * (len(rings) - 1)) / len(rings)
    drawn = [_ring(chapter, FIRST + place * (band + GAP), band) for place, chapter in enumerate(rings)]
    counts = result.counts
    title = _("Ring chart: a ring for each chapter, in each ring a cell for each article, clockwise from the top.")
    # Every value from outside has passed escape().
    return mark_safe(
        f'<svg class="chart" viewBox="0 0 {num(SIZE)} {num(SIZE)}" role="group" aria-labelledby="chart-t" '
        f'aria-describedby="chart-table">\n<title id="chart-t">{escape(title)}</title>\n'
        + "\n".join(drawn)
        + f'\n<text class="sum" x="{num(SIZE / 2)}" y="{num(SIZE / 2 + 12)}">{counts["all"]}</text>'
        f'<text class="of" x="{num(SIZE / 2)}" y="{num(SIZE / 2 + 38)}">'
        f"{escape(_('of %(total)d') % {'total': counts['total']})}</text></svg>"
    )


def article_emblem(chapters: Sequence[Chapter], number: int, reached: Iterable[Sequence[str]]) -> SafeString:
    """The floor and the rings in small: a chapter is drawn full where its people have article `number`, else dotted.

    reached: for each category that has the article, the eIds of its own provisions. The article's own chapter is
    always full. Nothing for a text without rings.
    """
    if len(chapters) < 2:
        return SafeString("")
    chapter_of = {f"art_{a.number}": c.number for c in chapters for a in c.articles_list}
    full = {chapter_of[f"art_{number}"]}
    for own in reached:
        # The first of its own provisions says which chapter is written for a category; the rest are single articles.
        first = own[0]
        full.add(chapter_of[first] if first in chapter_of else int(first.split("__")[0].removeprefix("chp_")))
    return emblem([chapter.number in full for chapter in chapters])


def _ring(result: ChapterResult, inner: float, band: float) -> str:
    middle = inner + band / 2
    gap = 19 / middle + 0.01  # half the angle that is kept free for the number, at the top
    step = (2 * pi - 2 * gap) / len(result.rows)
    air = min(1.5 / middle, step * 0.4)
    paths = {"none": "", "inherited": "", "own": "", "changed": ""}
    for place, row in enumerate(result.rows):
        start, end = gap + place * step + air / 2, gap + (place + 1) * step - air / 2
        if row.best == Relation.OWN:
            paths["own"] += _sector(inner, inner + band, start, end)
        elif row.best is None:
            paths["none"] += _arc(middle, start, end)
        else:
            for line in range(HATCH):
                paths["inherited"] += _arc(inner + 1.2 + line * (band - 2.4) / (HATCH - 1), start, end)
            if row.best == Relation.CHANGED:
                paths["changed"] += _dot(*_point(middle, (start + end) / 2))
    classes = {"none": "no", "inherited": "inh", "own": "own", "changed": "chm"}
    drawn = "".join(f'<path class="{classes[kind]}" d="{d}"/>' for kind, d in paths.items() if d)
    chapter, centre = result.chapter, num(SIZE / 2)
    named = f"{_('Chapter %(number)s') % {'number': chapter.roman}}, {chapter.title}" if chapter.number else ""
    label = f"{named or _('All articles')}: {in_words(result)}"
    return (
        f'<a href="#ch-{chapter.number}"><title>{escape(label)}</title>'
        f'<circle class="hit" cx="{centre}" cy="{centre}" r="{num(middle)}"/>{drawn}'
        f'<text x="{centre}" y="{num(SIZE / 2 - middle + 6.2)}">{escape(chapter.roman)}</text></a>'
    )


def in_words(result: ChapterResult) -> str:
    """The counts of a chapter as a person would say them."""
    counts = result.counts
    forms = {
        "own": ngettext("%(n)d own", "%(n)d own", counts["own"]),
        "inherited": ngettext("%(n)d inherited", "%(n)d inherited", counts["inherited"]),
        "changed": ngettext("%(n)d changed", "%(n)d changed", counts["changed"]),
        "none": ngettext("%(n)d does not apply", "%(n)d do not apply", counts["none"]),
    }
    return ", ".join(form % {"n": counts[key]} for key, form in forms.items() if counts[key])


def _point(radius: float, angle: float) -> tuple[float, float]:
    """A point by its distance from the centre and its angle from the top, clockwise, in radians."""
    return SIZE / 2 + radius * sin(angle), SIZE / 2 - radius * cos(angle)


def _arc(radius: float, start: float, end: float) -> str:
    (x0, y0), (x1, y1) = _point(radius, start), _point(radius, end)
    return f"M{num(x0)} {num(y0)}A{num(radius)} {num(radius)} 0 {int(end - start > pi)} 1 {num(x1)} {num(y1)}"


def _dot(x: float, y: float) -> str:
    across = num(2 * DOT)
    return f"M{num(x - DOT)} {num(y)}a{DOT} {DOT} 0 1 0 {across} 0a{DOT} {DOT} 0 1 0 -{across} 0z"


def _sector(inner: float, outer: float, start: float, end: float) -> str:
    big = int(end - start > pi)
    (x0, y0), (x1, y1) = _point(inner, start), _point(outer, start)
    (x2, y2), (x3, y3) = _point(outer, end), _point(inner, end)
    return (
        f"M{num(x0)} {num(y0)}L{num(x1)} {num(y1)}A{num(outer)} {num(outer)} 0 {big} 1 {num(x2)} {num(y2)}"
        f"L{num(x3)} {num(y3)}A{num(inner)} {num(inner)} 0 {big} 0 {num(x0)} {num(y0)}z"
    )
