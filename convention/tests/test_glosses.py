"""Notes in the margin: what the links of a paragraph lead to, in the words of the edition, cut short."""

import re

import pytest
from lxml import html

from convention.glosses import LENGTH, noted
from convention.marks import plain
from convention.models import Fragment
from convention.reader import current_reader
from convention.tests.specimen import prepared
from convention.vocabulary import complete_edition

pytestmark = pytest.mark.usefixtures("specimen", "db")


@pytest.fixture(autouse=True)
def served(settings):
    settings.SPECIMEN = True


def notes(page, eid: str) -> list[str]:
    """The notes behind a paragraph of a page."""
    found = page.xpath(f"//div[@id='{eid}']/following-sibling::*[1][@class='gloss']/li")
    return [note.text_content() for note in found]


def test_notes_stand_behind_their_paragraph_and_say_a_thing_once(visitor):
    page = html.fromstring(visitor.get("/convention/article/12/").content)
    first, second = notes(page, "art_12__para_1"), notes(page, "art_12__para_2")
    assert [note.split(" means ")[0] for note in first] == ["State Party", "visitor", "decision"]
    assert [note for note in second if note[0].isdigit()] == [
        f"{n} {current_reader().around(n)[2].heading}" for n in (14, 15, 16)
    ]
    assert not any(note.startswith(("visitor", "decision")) for note in second)  # said beside paragraph 1
    assert len(notes(page, "art_12__para_3")) == 1  # article 31, and not paragraph 2(a) of the same article


def test_every_note_of_the_text_is_of_its_words():
    words = {node.eid: " ".join(plain(node.text or node.heading).split()) for node in prepared()[0].walk()}
    everything = "\n".join([*words.values(), *(plain(node.heading) for node in prepared()[0].walk())])
    count = 0
    for fragment in Fragment.objects.filter(edition=current_reader().edition):
        for eid, gloss in fragment.glosses.items():
            assert eid.startswith(f"{fragment.eid}__")
            for note in html.fromstring(gloss).iter("li"):
                said = " ".join((note[0].tail if len(note) else note.text).split())
                assert 0 < len(said) <= LENGTH + 2 or said in everything
                assert re.search(re.escape(said.removesuffix("…").strip()) + r"(?!\w)", everything)
                count += 1
    assert count > 500


def test_chapter_that_an_article_stands_in_is_not_noted(visitor):
    page = html.fromstring(visitor.get("/convention/article/108/").content)
    words = page.get_element_by_id("art_108__para_1").text_content()
    assert "this chapter" in words and "article 109" in words
    said = notes(page, "art_108__para_1")
    assert any(note.startswith("109 ") for note in said)
    assert not any(note.startswith("V ") for note in said)


def test_long_range_is_cut(visitor):
    assert notes(html.fromstring(visitor.get("/convention/article/1/").content), "art_1__para_1")[-5:] == [
        *(f"{chapter.roman} {chapter.title}" for chapter in current_reader().chapters[:4]),
        "…",
    ]


def test_chapter_and_whole_text_are_without_notes(visitor):
    for path in ("/convention/chapter/1/", "/convention/text/"):
        assert b'class="gloss"' not in visitor.get(path).content


def test_notes_stay_when_a_search_is_marked(visitor):
    page = html.fromstring(visitor.get("/convention/article/12/?q=visitor").content)
    assert page.xpath("//mark") and len(notes(page, "art_12__para_1")) == 3


def test_fragment_without_notes_stays_as_it_is():
    assert noted('<div class="para" id="a"></div>', None) == '<div class="para" id="a"></div>'


def test_notes_go_behind_the_paragraph_they_are_of():
    two = '<div class="para" id="a">1</div>\n<div class="para plain" id="b">2</div>'
    assert re.sub(r"<(?!ul)[^>]*>", "", noted(two, {"b": "<ul></ul>"})) == "1\n2<ul>"


def test_edition_of_an_earlier_version_gets_its_notes():
    edition = current_reader().edition
    edition.fragments.update(glosses=None)
    assert complete_edition(pk=edition.pk, by="import")
    assert not edition.fragments.filter(glosses__isnull=True).exists()
    assert not complete_edition(pk=edition.pk, by="import")
