"""The ring chart: for any number of chapters, well-formed, and telling what the table tells."""

import re
from xml.etree import ElementTree

import pytest

from convention.cumulation import Applies, ChapterResult, Relation, Result, Row
from convention.models import Category
from convention.reader import Article, Chapter
from convention.rings import OUTER, SIZE, ring_chart

SOMEBODY = Category(slug="walker", one="a walker")


def chapter(number: int, *relations: Relation | None, title: str = "Shore") -> ChapterResult:
    rows = [
        Row(Article(place, f"Stone {place}", "/"), [Applies(relation, SOMEBODY)] if relation else [])
        for place, relation in enumerate(relations, 1)
    ]
    known = Chapter(number=number, url="/", title=title, articles_list=[row.article for row in rows])
    return ChapterResult(known, rows)


def drawn(*chapters: ChapterResult) -> ElementTree.Element:
    return ElementTree.fromstring(str(ring_chart(Result([SOMEBODY], list(chapters)))))


EVERY = (Relation.OWN, Relation.INHERITED, Relation.CHANGED, None)


@pytest.mark.parametrize("count", range(1, 10))
def test_there_is_a_ring_for_each_chapter_within_the_drawing(count):
    chart = drawn(*(chapter(n, *EVERY * n) for n in range(1, count + 1)))
    rings = chart.findall("a")
    assert [ring.get("href") for ring in rings] == [f"#ch-{n}" for n in range(1, count + 1)]
    radii = [float(ring.find("circle").get("r")) for ring in rings]
    assert radii == sorted(radii)
    assert radii[-1] < OUTER
    numbers = [float(n) for path in chart.iter("path") for n in re.findall(r"(?<=[ML])-?[\d.]+", path.get("d"))]
    assert all(0 <= n <= SIZE for n in numbers)


def test_number_of_cells_is_the_number_of_articles():
    ring = drawn(chapter(1, *[Relation.OWN] * 5, *[None] * 3, *[Relation.INHERITED] * 2, Relation.CHANGED)).find("a")
    paths = {path.get("class"): path.get("d").count("M") for path in ring.findall("path")}
    # Six lines make an inherited cell; a changed one is an inherited one with a dot.
    assert paths == {"own": 5, "no": 3, "inh": 3 * 6, "chm": 1}


def test_chart_says_in_words_what_it_draws():
    chart = drawn(chapter(1, *EVERY), chapter(2, Relation.OWN, None, None))
    titles = [ring.find("title").text for ring in chart.findall("a")]
    assert titles == [
        "Chapter I, Shore: 1 own, 1 inherited, 1 changed, 1 does not apply",
        "Chapter II, Shore: 1 own, 2 do not apply",
    ]
    assert [t.text for t in chart.findall("text")] == ["4", "of 7"]
    assert chart.get("aria-labelledby") == chart.find("title").get("id")


def test_title_is_escaped():
    title = "Boats & <b>nets</b> \"'"
    chart = str(ring_chart(Result([SOMEBODY], [chapter(1, Relation.OWN, title=title)])))
    assert "<b>" not in chart
    assert title in ElementTree.fromstring(chart).find("a/title").text


def test_chapter_of_one_article_and_chapter_of_hundreds_are_drawn():
    chart = drawn(chapter(1, Relation.OWN), chapter(2, *EVERY * 100))
    assert len(chart.findall("a")) == 2
    assert "nan" not in ElementTree.tostring(chart, "unicode").lower()


def test_text_without_chapters_has_one_ring_without_a_number():
    ring = drawn(chapter(0, Relation.OWN, None, title="")).find("a")
    assert ring.find("text").text in (None, "")
    assert ring.find("title").text == "All articles: 1 own, 1 does not apply"
