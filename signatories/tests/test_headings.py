"""The articles that a statement names, chosen by heading instead of number."""

import pytest
from django.core.exceptions import ValidationError

from signatories.provisions import read_provisions

HEADINGS = {3: "Purpose", 12: "Entry, stay and return", 20: "Work of students", 21: "Work of visitors"}


def read(text: str) -> list[str]:
    return read_provisions(text, articles=213, chapters=8, headings=lambda: HEADINGS)


@pytest.mark.parametrize(
    ("typed", "eids"),
    [
        ("Purpose", ["art_3"]),
        ("purpose, 14(2)(a)", ["art_3", "art_14__para_2__point_a"]),
        ("Entry, stay and return", ["art_12"]),
        ("entry stay", ["art_12"]),
        ("work of students; work of visitors", ["art_20", "art_21"]),
        ("12; Entry, stay and return; chapter IV", ["art_12", "chp_4"]),
        ("chapters IV and V, students", ["chp_4", "chp_5", "art_20"]),
    ],
)
def test_article_is_known_by_its_heading(typed, eids):
    assert read(typed) == eids


def test_words_of_several_headings_name_the_numbers_to_choose_from():
    with pytest.raises(ValidationError) as refusal:
        read("work of")
    assert "stands in the headings of articles 20, 21" in refusal.value.messages[0]


@pytest.mark.parametrize("typed", ["asylum", "pu", "urpose", "12, twelve"])
def test_words_of_no_heading_are_refused_as_before(typed):
    with pytest.raises(ValidationError, match="was not understood"):
        read(typed)


def test_headings_are_not_asked_for_numbers():
    def asked() -> dict:
        raise AssertionError("asked")

    assert read_provisions("12, 14(2)(a), 20–22, chapter IV", articles=213, chapters=8, headings=asked)
