"""The grammar of references: the table that was written before it, and the whole specimen."""

import random
import re
import time

import pytest

from convention.references import Found, Shape, find
from convention.tests.specimen import prepared
from convention.tests.tables import rows

TABLE = rows("references")


def shape() -> Shape:
    document, _layers = prepared()
    return Shape.of(((n.eid, n.kind, n.number) for n in document.walk()), document.title)


def written(found: Found) -> str:
    """A reference as the table writes it; nothing for what is not ours and has no name."""
    if found.instrument:
        return f'"{found.instrument}"'
    return f"{found.target}..{found.until}" if found.until else found.target


def test_table_is_long_enough_and_has_negative_cases():
    assert len(TABLE) >= 80
    assert sum(expected == "-" for _where, _words, expected in TABLE) >= 20


@pytest.mark.parametrize(("where", "words", "expected"), TABLE)
def test_words_refer_to(where, words, expected):
    found = [written(found) for found in find(words, where, shape()) if written(found)]
    assert found == re.findall(r'"[^"]+"|[^\s"]+', expected.replace("-", "") if expected == "-" else expected)


WORDS = [
    "article",
    "articles",
    "chapter",
    "paragraph",
    "paragraphs",
    "point",
    "Part",
    "of",
    "the",
    "this",
    "preceding",
    "following",
    "that",
    "Convention",
    "Charter",
    "on",
    "12",
    "3",
    "14",
    "(b)",
    "(",
    ")",
    ",",
    ".",
    "to",
    "and",
    "or",
    "–",
    "-",
    "“",
    "”",
    "IV",
    "preamble",
    "12bis",
]


@pytest.mark.parametrize("seed", range(200))
def test_no_words_are_a_fault_and_every_reference_is_a_place_of_the_text(seed):
    chance = random.Random(seed)
    text = "".join(chance.choice(WORDS) + chance.choice([" ", " ", ""]) for _ in range(chance.randrange(1, 60)))
    known = shape()
    before = 0
    for found in find(text, chance.choice(["", "art_12__para_2", "preamble__rec_1"]), known):
        assert before <= found.start < found.end <= len(text)
        assert {found.target, found.until} <= known.eids | {""}
        before = found.end


def test_long_and_nested_words_take_no_time():
    text = "article 1 of paragraph 1 of article 1, paragraph (a) “" * 2_000
    start = time.perf_counter()
    find(text, "art_12", shape())
    assert time.perf_counter() - start < 5
