"""The strip of articles, for any number of chapters and articles."""

import re
from xml.etree import ElementTree

from convention.reader import Article, Chapter
from convention.strip import STEP, strip


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


def test_chapter_page_marks_the_chapter_without_an_article():
    links = drawn(CHAPTERS[1]).findall("li/a")
    assert [link.get("aria-current") for link in links] == [None, "true", None]
    assert not drawn(CHAPTERS[1]).findall(".//path[@class='here']")


def test_text_without_chapters_has_no_strip():
    assert strip([chapter(0, 1, 9)]) == ""
