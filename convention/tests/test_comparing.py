"""Two editions beside each other: what is the same, changed, moved, new and gone."""

import pytest

from convention.comparing import Change, compare
from convention.tests.texts import SMALL, enter, treaty

pytestmark = pytest.mark.django_db


def changes(left: str, right: str) -> list[tuple[str, str, str]]:
    one, other = enter(left, version="1"), enter(right, version="2")
    return [(part.change, part.left_eid, part.right_eid) for part in compare(one, other) if part.change != Change.SAME]


def test_same_text_has_no_change():
    assert changes(SMALL, SMALL + "\n") == []


def test_changed_word_is_marked_in_its_article():
    one, other = enter(SMALL, version="1"), enter(SMALL.replace("at the town hall", "at the harbour"), version="2")
    (part,) = [part for part in compare(one, other) if part.change != Change.SAME]
    assert (part.change, part.right_eid) == (Change.CHANGED, "art_3")
    assert "<del>town hall</del>" in part.left and "<ins>harbour</ins>" in part.right


def test_words_are_escaped():
    one, other = enter(SMALL, version="1"), enter(SMALL.replace("nobody fishes", "<b> & nobody fishes"), version="2")
    (part,) = [part for part in compare(one, other) if part.change != Change.SAME]
    assert "&lt;" in part.right and "<b>" not in part.right


def test_new_article_moves_those_behind_it():
    left = treaty([2])
    right = left.replace("\nArticle 2. ", "\nArticle 2. New\nNew words.\n\nArticle 3. ")
    assert changes(left, right) == [("added", "", "art_2"), ("moved", "art_2", "art_3")]


def test_article_that_has_gone_stands_where_it_stood():
    left = treaty([3])
    right = left.split("\nArticle 2.")[0] + "\nArticle 2." + left.split("\nArticle 3.")[1]
    assert changes(left, right) == [("removed", "art_2", ""), ("moved", "art_3", "art_2")]


def test_another_number_or_level_is_a_change():
    assert changes(SMALL, SMALL.replace("\n2. Paragraph 1", " Paragraph 1")) == [("changed", "art_2", "art_2")]
    assert changes(SMALL, SMALL.replace("CHAPTER I. Boats", "CHAPTER I. Ships")) == []
