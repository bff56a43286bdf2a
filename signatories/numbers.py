"""The register in numbers: how it grew, and from which countries. Only what is recorded; nothing is guessed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django_countries import countries

from signatories.models import Signature

MOST_MONTHS = 36  # a longer time is told in years: more columns than these cannot be told apart on a phone


@dataclass(frozen=True)
class Period:
    """A month or a year: its name, how many signed in it, and how many had signed by its end."""

    name: str
    signed: int
    total: int


@dataclass(frozen=True)
class Country:
    """A country that signatories gave, and how many of them did."""

    name: str
    signed: int


@dataclass(frozen=True)
class Numbers:
    """The published entries by time and country; `undated` and `unplaced` have no date, or no country, on record."""

    periods: list[Period]
    undated: int
    countries: list[Country]
    unplaced: int


def numbers() -> Numbers:
    """The numbers of all published entries (two queries)."""
    public = Signature.objects.public().order_by()
    months = dict(public.annotate(month=TruncMonth("signed_at")).values_list("month").annotate(n=Count("pk")))
    undated = months.pop(None, 0)
    placed = dict(public.values_list("country").annotate(n=Count("pk")))
    unplaced = placed.pop("", 0)
    named = [Country(countries.name(code) or code, n) for code, n in placed.items()]
    return Numbers(
        periods=periods({month.date(): n for month, n in months.items()}),
        undated=undated,
        countries=sorted(named, key=lambda country: (-country.signed, country.name)),
        unplaced=unplaced,
    )


def periods(months: dict[date, int]) -> list[Period]:
    """The growth, from the first day of each month in which someone signed to how many did.

    Every month from the first to the last, those without a signature too; years, where that would be more than
    MOST_MONTHS.
    """
    if not months:
        return []
    first, last = min(months), max(months)
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(span) <= MOST_MONTHS:
        of = [(date_format(day, "F Y"), months.get(day, 0)) for day in (date(m // 12, m % 12 + 1, 1) for m in span)]
    else:
        years = range(first.year, last.year + 1)
        of = [(str(year), sum(n for day, n in months.items() if day.year == year)) for year in years]
    found, total = [], 0
    for name, signed in of:
        total += signed
        found.append(Period(name, signed, total))
    return found


def signatures_of_a_line(most: int, lines: int) -> int:
    """How many signatures one line of a drawing stands for, where the longest row has `most` and room for `lines`.

    The least of 1, 2, 5, 10, 20, 50, ... that fits.

    >>> [signatures_of_a_line(most, 40) for most in (1, 40, 41, 300, 100_000)]
    [1, 1, 2, 10, 5000]
    """
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step * lines >= most:
                return factor * step
        step *= 10
