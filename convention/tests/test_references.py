"""The grammar of references: the table that was written before it, and the whole specimen."""

import re

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
