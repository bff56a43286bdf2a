"""The strip of articles, for any number of chapters and articles."""

import re
from xml.etree import ElementTree

from convention.cumulation import Applies, ChapterResult, Relation, Result, Row
from convention.models import Category
from convention.reader import Article, Chapter
from convention.strip import STEP, strip, strip_of_rights


def chapter(number: int, first: int, count: int) -> Chapter:
    articles = [Article(n, f"Stone {n}", f"/{n}/") for n in range(first, first + count)]
    return Chapter(number=number, url=f"/c/{number}/", title="Shore & sea", articles_list=articles)


CHAPTERS = [chapter(1, 1, 40), chapter(2, 41, 1), chapter(3, 42, 165)]


def drawn(*where) -> ElementTree.Element:
    return ElementTree.fromstring(f"<ol>{strip(CHAPTERS, *where)}</ol>")


def test_each_chapter_is_a_link_as_wide_as_it_has_articles():
    links = drawn().findall("li/a")
    assert [link.get("href") for link in links] == ["/c/1/", "/c/2/", "/c/3/"]
    assert [int(link.find("svg").get("width")) // STEP for link in links] == [40, 1, 165]
    assert links[0].find("span").text == "Chapter I, articles 1 to 40"


def test_place_of_an_article_is_marked_in_its_chapter_alone():
    links = drawn(CHAPTERS[2], 44).findall("li/a")
    marks = [link.findall("svg/path[@class='here']") for link in links]
    assert [len(found) for found in marks] == [0, 0, 1]
    assert re.match(r"M([\d.]+) ", marks[2][0].get("d"))[1] == str(2 * STEP + 1.5)
    assert [link.get("aria-current") for link in links] == [None, None, "true"]


def test_each_line_is_a_link_to_its_article_that_nobody_tabs_to():
    lines = drawn().findall("li/span[@class='lines']")
    assert [line.get("href") for chapter in lines for line in chapter] == [f"/{n}/" for n in range(1, 207)]
    assert {line.get("tabindex") for chapter in lines for line in chapter} == {"-1"}
    assert {chapter.get("aria-hidden") for chapter in lines} == {"true"}


def test_chapter_page_marks_the_chapter_without_an_article():
    links = drawn(CHAPTERS[1]).findall("li/a")
    assert [link.get("aria-current") for link in links] == [None, "true", None]
    assert not drawn(CHAPTERS[1]).findall(".//path[@class='here']")


def test_text_without_chapters_has_no_strip():
    assert strip([chapter(0, 1, 9)]) == ""


def test_length_of_a_line_says_how_its_article_applies():
    kinds = [Relation.OWN, Relation.INHERITED, Relation.CHANGED, None]
    one, other = chapter(1, 1, 4), chapter(2, 5, 1)
    who = Category(slug="who")
    rows = [
        Row(a, [Applies(kind, who, 9 if kind == Relation.CHANGED else None)] if kind else [])
        for a, kind in zip(one.articles_list, kinds, strict=True)
    ]
    result = Result([who], [ChapterResult(one, rows), ChapterResult(other, [Row(other.articles_list[0], [])])])
    first, second = ElementTree.fromstring(f"<ol>{strip_of_rights(result)}</ol>").findall("li")
    paths = {path.get("class"): path.get("d") for path in first.findall(".//path")}
    assert paths == {"own": "M2 0v18", "inh": "M6 9v9M10 9v9", "chm": "M10 8h0", "no": "M14 14v4"}
    assert [a.get("title").split(": ")[1] for a in first.findall("span/a")] == [
        "own",
        "inherited",
        "changed by 9",
        "does not apply",
    ]
    assert [a.get("href") for a in first.findall("span/a")] == ["/1/", "/2/", "/3/", "/4/"]
    assert {a.get("tabindex") for a in first.findall("span/a")} == {"-1"}
    assert first.find("span[@class='lines']").get("aria-hidden") == "true"
    said = "Chapter I, articles 1 to 4: 1 own, 1 inherited, 1 changed, 1 does not apply"
    assert first.find("a/span").text == said
    assert second.find("a").get("href") == "/c/2/"


def test_rights_in_a_text_without_chapters_have_no_strip():
    alone = chapter(0, 1, 9)
    assert strip_of_rights(Result([], [ChapterResult(alone, [Row(a, []) for a in alone.articles_list])])) == ""
