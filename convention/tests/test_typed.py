"""Typed citations: the table that was written before the code."""

import re

import pytest

from convention.exporting.iri import iris
from convention.reader import current_reader
from convention.tests.tables import rows
from convention.typed import cited

pytestmark = pytest.mark.usefixtures("specimen", "db")
TABLE = rows("citations")
# Where one is led more closely than the table asked for. The rows stay as they were written.
CLOSER = {"chapter IV, part 2": "/convention/chapter/4/#chp_4__part_2"}


@pytest.fixture(autouse=True)
def served(settings):
    settings.SPECIMEN = True


def test_table_is_long_enough():
    assert len(TABLE) >= 30


@pytest.mark.parametrize(("typed", "target"), TABLE)
def test_typed_citation_leads(visitor, typed, target):
    typed = typed.replace("{expression}", iris(current_reader().edition).expression)
    response = visitor.get("/convention/search/", {"q": typed})
    page = response.content.decode()
    if target.startswith("/"):
        assert (response.status_code, response["Location"]) == (302, CLOSER.get(typed, target))
    elif target == "no":
        assert response.status_code == 200
        assert "There is no" in page or "has no such place" in page
        assert page.count('href="/convention/article/') + page.count('href="/convention/chapter/') >= 3
    else:
        assert response.status_code == 200
        assert "There is no" not in page and "has no such place" not in page
        assert 'class="hits"' in page or "No article holds" in page


def test_part_alone_offers_the_chapters_that_have_it(visitor):
    page = visitor.get("/convention/search/", {"q": "Part 2"}).content.decode()
    assert "Part 2 stands in more than one chapter:" in page
    assert re.findall(r'href="(/convention/chapter/\d/#[^"]+)"', page) == [
        f"/convention/chapter/{chapter}/#chp_{chapter}__part_2" for chapter in (4, 5, 8)
    ]
    assert "There is no “Part 9”" in visitor.get("/convention/search/", {"q": "Part 9"}).content.decode()


@pytest.mark.parametrize("typed", ["12", "12 2 b", "art. 12(9)", "ch99", "Part 2", "12 9 b"])
def test_typed_citation_takes_few_queries(django_assert_max_num_queries, typed):
    reader = current_reader()
    with django_assert_max_num_queries(4):
        cited(reader, typed)


ODD = [
    "12\0", "\0", "art\0 12", "👩‍🚀12", "art 👩‍🚀", "\ud800", "12\ud800", "\u200f12",
    "\u202e12\u202c", "\u206612(2)\u2069", '"12', '"art 12', "12\"", "12 & 14", "12 | 14", "!12",
    "12 <-> 14", "12:*", "(12", "12)", "((((12))))", "12((((", "()", "§", "§§", "§§ 12", "#", "/",
    "-", "--12", "12--14", "- to -", "art", "art.", "art -1", "art 0", "000", "0000000012", "99999",
    "²", "①", "½", "Ⅳ", "一二", "١٢٣٤٥٦", "१२", "art ١٢ (٢)", "chapter ⅳ", "chapter 0",
    "chapter lxxxix", "part 0", "art " * 30, "12 " * 40, "1 " * 60, "(" * 119,
    "chapter " + "i" * 100, "12 of the convention " * 5, "x" * 10_000, "12 " * 4_000,
    "preamble preamble", "part part 2", "İ 12", "ﬁ 12", "art_12 3", "/akn/١", "\u0301" * 100,
]  # fmt: skip


@pytest.mark.parametrize("typed", ODD)
def test_whatever_is_typed_gives_a_page_or_a_place(visitor, typed):
    response = visitor.get("/convention/search/", {"q": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code in (200, 302)
    if response.status_code == 302:
        assert response["Location"].startswith("/")
        path = response["Location"].partition("#")[0]
        assert visitor.get(path).status_code in ((200, 404) if path.startswith("/akn/") else (200,))
    else:
        assert "</html>" in response.content.decode()
