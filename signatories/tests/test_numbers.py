"""The register in numbers and pictures: they say what is recorded, and nothing else."""

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from signatories.drawings import LINES, TICKS, country_bars, growth_chart, line_of_growth
from signatories.models import Signature
from signatories.numbers import MOST_MONTHS, Country, Period, numbers, periods, signatures_of_a_line
from signatories.tests.making import pending, published

PAGE = "/about/signatures/"


def signed(when: str, **fields: object) -> Signature:
    row = published(**fields)
    Signature.objects.filter(pk=row.pk).update(signed_at=datetime.fromisoformat(when).replace(tzinfo=UTC))
    return row


def table(html: str, anchor: str) -> list[list[str]]:
    """The cells of the table after a heading, row by row, without its head."""
    body = re.search(rf'id="{anchor}".*?<tbody>(.*?)</tbody>', html, re.DOTALL).group(1)
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows
    ]


@pytest.mark.django_db
def test_without_a_signature_nothing_is_drawn_and_the_page_says_so(client):
    html = client.get(PAGE).content.decode()
    assert 'class="growth"' not in html
    assert 'class="bar"' not in html
    assert "No published entry has a date of signing yet." in html
    assert "No published entry has a country on record yet" in html


@pytest.mark.django_db
def test_the_founding_rows_have_no_date_and_none_is_drawn(client, founding):
    found = numbers()
    assert found.periods == []
    assert found.undated == Signature.objects.public().count() > 0
    assert 'class="growth"' not in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_page_draws_the_published_by_month_and_country_with_their_tables(client):
    signed("2026-01-31T23:59:59", name="A", country="SE")
    signed("2026-03-01", name="B", country="SE")
    signed("2026-03-09", name="C", country="BR")
    signed("2026-03-09", name="D")
    pending(name="E", country="FR")
    undated = published(name="F", country="")
    Signature.objects.filter(pk=undated.pk).update(source="paper", signed_at=None)
    html = client.get(PAGE).content.decode()
    assert table(html, "over-time") == [
        ["January 2026", "1", "1"],
        ["February 2026", "0", "1"],
        ["March 2026", "3", "4"],
    ]
    assert "4 entries have a date of signing. One has none and is not drawn. One line is one signature." in html
    assert table(html, "countries") == [["Sweden", "2"], ["Brazil", "1"]]
    assert "2 entries have none on record." in html
    assert "France" not in html


@pytest.mark.django_db
def test_a_withdrawn_name_is_gone_from_both(client):
    row = signed("2026-01-05", country="SE")
    Signature.objects.filter(pk=row.pk).update(state="removed", removed_at=row.published_at, removed_by="system")
    assert numbers().periods == []
    assert numbers().countries == []


def test_months_without_a_signature_stand_too_and_long_times_are_told_in_years():
    assert [p.signed for p in periods({date(2025, 11, 1): 2, date(2026, 2, 1): 1})] == [2, 0, 0, 1]
    last = date(2017 + MOST_MONTHS // 12, 1, 1)
    assert [p.name for p in periods({date(2017, 1, 1): 1, last: 4})] == ["2017", "2018", "2019", "2020"]
    assert periods({date(2017, 1, 1): 1, last: 4})[-1] == Period("2020", 4, 5)


@pytest.mark.parametrize("most", [1, 7, 48, 49, 999, 100_000, 3_000_000])
def test_columns_fit_their_sheet_and_end_at_the_number(most):
    rows = [Period("a", most - most // 3, most - most // 3), Period("b", most // 3, most)]
    drawing = ElementTree.fromstring(growth_chart(rows))
    wide, high = map(float, drawing.get("viewBox").split()[2:])
    tops = [float(y) for path in drawing for x, y in re.findall(r"M([\d.]+) ([\d.]+)", path.get("d"))]
    assert 0 <= min(tops) <= max(tops) <= high
    assert wide <= 720
    lines = sum(path.get("d").count("M") for path in drawing if path.get("class") in ("old", "new"))
    each = line_of_growth(rows)
    assert lines == -(-rows[0].total // each) + -(-most // each)
    assert -(-most // each) <= LINES


def test_drawings_of_nothing_are_empty():
    assert growth_chart([]) == ""
    assert country_bars([]) == []
    assert line_of_growth([]) == 0


@pytest.mark.parametrize(("most", "each"), [(1, 1), (80, 1), (81, 2), (160, 2), (401, 10), (80_000, 1_000)])
def test_rows_of_countries_have_a_line_for_so_many_signatures(most, each):
    assert signatures_of_a_line(most, TICKS) == each
    rows = country_bars([Country("<Most>", most), Country("Least", 1)])
    assert [svg.count("v16") for _, svg in rows] == [-(-most // each), 1]


def test_a_name_from_outside_cannot_be_markup():
    assert "<b>" not in growth_chart([Period("<b>", 1, 1)])
