"""Two pictures of the register, drawn from its numbers as SVG: its growth, and the countries of signatories.

One line is one signature, or as many as the words beside it say. Both stand beside a table that says the same.
"""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from portal.kit.svg import num
from signatories.numbers import Country, Period, signatures_of_a_line

WIDTH = 720  # units of the growth, at most
LINES, PITCH = 48, 4.5  # most lines of a column, and their distance
AIR = 0.18  # share of a column's width that stays free
MOST_WIDE = 60  # units: a column, where there are few
TICKS, TICK = 80, 3  # most lines of a country's row, and their distance


def line_of_growth(periods: Sequence[Period]) -> int:
    """How many signatures a line of `growth_chart` stands for; 0 without a period."""
    return signatures_of_a_line(periods[-1].total, LINES) if periods else 0


def growth_chart(periods: Sequence[Period]) -> SafeString:
    """A column of lines for each month or year, as high as the number of those who had signed by its end; the newest
    lines are drawn stronger. Nothing where nothing is dated.
    """
    if not periods:
        return SafeString("")
    each = line_of_growth(periods)
    high = -(-periods[-1].total // each) * PITCH
    step = min(WIDTH / len(periods), MOST_WIDE)
    width = step * (1 - AIR)
    old = new = ""
    for place, period in enumerate(periods):
        x = place * step + step * AIR / 2
        # What has been signed is drawn, even where it is less than a line is worth.
        before = -(-(period.total - period.signed) // each)
        after = -(-period.total // each)
        old += "".join(_line(x, high - line * PITCH, width) for line in range(before))
        new += "".join(_line(x, high - line * PITCH, width) for line in range(before, after))
    last = periods[-1]
    title = ngettext(
        "Signatures over time: %(count)d by %(name)s.",
        "Signatures over time: %(count)d by %(name)s.",
        last.total,
    ) % {"count": last.total, "name": last.name}
    whole = num(max(step * len(periods), 1))
    return mark_safe(
        f'<svg class="growth" viewBox="0 0 {whole} {num(high + 4)}" width="{whole}" height="{num(high + 4)}" '
        f'role="img" aria-label="{escape(title)}"><path class="old" d="{old}"/><path class="new" d="{new}"/>'
        f'<path class="ground" d="M0 {num(high + 3)}h{whole}"/></svg>'
    )


def _line(x: float, y: float, width: float) -> str:
    return f"M{num(x)} {num(y)}h{num(width)}"


def line_of_countries(countries: Sequence[Country]) -> int:
    """How many signatures a line of `country_bars` stands for; 0 without a country."""
    return signatures_of_a_line(max(country.signed for country in countries), TICKS) if countries else 0


def country_bars(countries: Sequence[Country]) -> list[tuple[Country, SafeString]]:
    """Each country with its row of upright lines, in the order given."""
    each = line_of_countries(countries)
    return [(country, _bar(-(-country.signed // each))) for country in countries]


def _bar(count: int) -> SafeString:
    path, width = "".join(f"M{i * TICK + 0.5} 0v16" for i in range(count)), TICKS * TICK
    return mark_safe(
        f'<svg class="bar" viewBox="0 0 {width} 16" width="{width}" height="16" preserveAspectRatio="xMinYMid" '
        f'aria-hidden="true"><path d="{path}"/></svg>'
    )


def line_in_words(each: int) -> str:
    """What one line of a picture stands for, as a sentence; "" for 0."""
    if not each:
        return ""
    return ngettext("One line is one signature.", "One line is %(count)d signatures.", each) % {"count": each}
