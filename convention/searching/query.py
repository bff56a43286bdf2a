"""What was typed, as clauses: words, "phrases", -excluded ones, and the beginnings of words*."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.kit.folding import fold

PIECE = re.compile(r'(-?)"([^"]*)"|(\S+)')
QUOTES = str.maketrans("“”„«»", '"""""')
MAX_QUERY = 200  # characters that are read
MOST_CLAUSES = 24
LONGEST_SYNONYM = 4


def typed_in(text: str) -> str:
    """What was typed, without control characters and with single spaces, however long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True)
class Clause:
    """A word or a phrase, folded. `others` are phrases that mean the same, `loose` a run of words in any order."""

    words: tuple[str, ...]
    quoted: bool = False
    prefix: bool = False
    excluded: bool = False
    loose: bool = False
    others: tuple[tuple[str, ...], ...] = field(default=())

    def ts(self, weight: str = "", others: bool = True) -> str:
        """The clause as PostgreSQL's tsquery. Words are folded, so that they hold letters and digits alone."""
        end = ("*" if self.prefix else "") + weight
        own = [f"'{word}'" + (f":{end}" if end else "") for word in self.words]
        ways = [(" & " if self.loose else " <-> ").join(own)]
        if others:
            ways += [
                " <-> ".join(f"'{word}'" + (f":{weight}" if weight else "") for word in way) for way in self.others
            ]
        return f"({' | '.join(f'({way})' for way in ways)})"


def parse(typed: str) -> list[Clause]:
    """The clauses of what was typed, at most 24. Nothing that is typed is an error: a lone sign is left out.

    >>> [clause.words for clause in parse('work* "last resort" -child')]
    [('work',), ('last', 'resort'), ('child',)]
    """
    clauses = []
    for found in PIECE.finditer(typed.translate(QUOTES)):
        excluded, phrase, word = found[1] == "-", found[2], found[3]
        if word is not None:
            word = word.replace('"', "")
            excluded, word = word.startswith("-"), word.removeprefix("-")
        words = tuple(fold(phrase if word is None else word).split())
        if words:
            prefix = word is not None and word.endswith("*") and len(words) == 1
            clauses.append(Clause(words, word is None, prefix, excluded))
    return clauses[:MOST_CLAUSES]


def with_synonyms(
    clauses: list[Clause], groups: Iterable[list[tuple[str, ...]]], stems: dict[str, str]
) -> list[Clause]:
    """The clauses, words and runs of words that a group (of folded words) names having the rest of it as others.

    `stems` has the stem of every folded word of both, an empty text for a word that is too common to be looked for.
    """

    def stemmed(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(stem for word in words if (stem := stems.get(word, word)))

    known: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for group in groups:
        for way in group:
            if key := stemmed(way):
                known.setdefault(key, []).extend(other for other in group if other != way)
    found: list[Clause] = []
    at = 0
    while at < len(clauses):
        for length in range(min(LONGEST_SYNONYM, len(clauses) - at), 0, -1):
            run = clauses[at : at + length]
            if any(clause.quoted or clause.prefix or clause.excluded for clause in run):
                continue
            words = tuple(word for clause in run for word in clause.words)
            if others := known.get(stemmed(words)):
                found.append(Clause(words, loose=len(words) > 1, others=tuple(dict.fromkeys(others))))
                at += length
                break
        else:
            found.append(clauses[at])
            at += 1
    return found
