"""Defined terms of an English text: where each is defined, for which part of the text, and where it is used.

A definition is "“X” means …", "the term “X” refers to …", "…, called “X”". It holds for what its sentence or the line
above its list says: "In this chapter: …", "throughout this Convention". Texts in other languages have none found.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from convention.models import ProvisionKind as Kind
from convention.references import Shape

QUOTED = r"[“\"]([^”\"]{1,60})[”\"]"
DEFINES = re.compile(
    rf"{QUOTED},? (?:means?|shall mean|refers? to|shall refer to|includes?|denotes?|has the (?:same )?meaning)\b"
    rf"|(?:called|hereinafter(?: referred to as)?|referred to as) {QUOTED}"
)
HOLDS = re.compile(
    r"\b[Tt]his (convention|treaty|agreement|declaration|chapter|part|section|article)\b", re.IGNORECASE
)
IRREGULAR = {"child": "children", "man": "men", "woman": "women"}


@dataclass(frozen=True)
class Term:
    """A term: its words, where they are defined (eId and place in the words), and where it holds ("" everywhere)."""

    slug: str
    words: str
    eid: str
    start: int
    end: int
    scope: str


@dataclass(frozen=True)
class Use:
    """A use of a term in the words of a provision."""

    term: Term
    eid: str
    start: int
    end: int


def plural(word: str) -> str:
    """The plural of an English noun.

    >>> plural("authority"), plural("child"), plural("status")
    ('authorities', 'children', 'statuses')
    """
    if word.casefold() in IRREGULAR:
        return word[0] + IRREGULAR[word.casefold()][1:]
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def pattern(words: str) -> str:
    """An expression for a term in singular and plural; a small letter also stands for its capital, not the reverse."""
    parts = []
    for word in words.split():
        forms = {word, plural(word)} if word[-1].isalpha() else {word}
        written = sorted(map(_either_case, forms), key=len, reverse=True)
        parts.append(f"(?:{'|'.join(written)})")
    return r"\s".join(parts)


def _either_case(word: str) -> str:
    first = word[0]
    start = f"[{re.escape(first)}{re.escape(first.upper())}]" if first.upper() != first else re.escape(first)
    return start + re.escape(word[1:])


def definitions(texts: Sequence[tuple[str, str]], shape: Shape) -> list[Term]:
    """The terms that a text defines, in its order, from (eId, plain words) of each provision."""
    words_of = dict(texts)
    found: list[Term] = []
    taken: set[str] = set()
    for eid, text in texts:
        for match in DEFINES.finditer(text):
            group = 1 if match[1] else 2
            words = re.sub(r"^the ", "", match[group]).rstrip(",")
            start = match.end(group) - len(match[group]) + match[group].find(words)
            scope = _scope(text if match[2] else _intro(eid, text, words_of), eid, shape)
            slug = base = slugify(words) or f"term-{len(found) + 1}"
            if slug in taken:
                slug = f"{base}-{len(found) + 1}"
            taken.add(slug)
            found.append(Term(slug, words, eid, start, start + len(words), scope))
    return found


def _intro(eid: str, text: str, words_of: dict[str, str]) -> str:
    """The words that say where a definition holds: its own up to it, and those above its list."""
    above = eid.rpartition("__")[0]
    return f"{text[: text.find('“')]} {words_of.get(above, '')}"


def _scope(said: str, eid: str, shape: Shape) -> str:
    match = HOLDS.search(said)
    kind = match[1].casefold() if match else ""
    if kind in (Kind.CHAPTER, Kind.PART, Kind.ARTICLE):
        return shape.above(kind, eid)
    return ""


def holds_in(scope: str, eid: str, shape: Shape) -> bool:
    """Whether a term with this scope holds in a provision."""
    if not scope or eid == scope or eid.startswith(f"{scope}__"):
        return True
    return scope in (shape.above(Kind.CHAPTER, eid), shape.above(Kind.PART, eid))


def uses(
    texts: Iterable[tuple[str, str]],
    terms: Sequence[Term],
    shape: Shape,
    excluded: Iterable[tuple[str, str]] = (),
    occupied: dict[str, list[tuple[int, int]]] | None = None,
) -> list[Use]:
    """Where terms are used within their scope, in the order of the text; the longest term wins, then the narrowest.

    `excluded`: (words, eId) pairs; inside these words, in singular or plural, nothing is a term, everywhere or in that
    provision and below.
    `occupied`: places that are something else already, such as the name of another instrument.
    """
    # The longest first; of two with the same words, the narrower.
    ordered = sorted(terms, key=lambda term: (-len(term.words), not term.scope))
    patterns: dict[tuple[Term, ...], re.Pattern[str]] = {}
    not_meant = [(re.compile(rf"(?<!\w){pattern(words)}(?!\w)", re.IGNORECASE), eid) for words, eid in excluded]
    found: list[Use] = []
    for eid, text in texts:
        taken = list((occupied or {}).get(eid, []))
        taken += [(t.start, t.end) for t in terms if t.eid == eid]
        for words, where in not_meant:
            if not where or eid == where or eid.startswith(f"{where}__"):
                taken += [match.span() for match in words.finditer(text)]
        holding = tuple({t.words: t for t in reversed(ordered) if holds_in(t.scope, eid, shape)}.values())[::-1]
        if holding not in patterns:
            anyone = "|".join(f"({pattern(term.words)})" for term in holding)
            patterns[holding] = re.compile(rf"(?<![\w-])(?:{anyone})(?![\w-])")
        for match in patterns[holding].finditer(text) if holding else ():
            start, end = match.span()
            if not any(start < last and first < end for first, last in taken):
                found.append(Use(holding[match.lastindex - 1], eid, start, end))
    return found
