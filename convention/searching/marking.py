"""Marks what was found: in the words around a hit, and in the article that one goes on to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from convention.marks import Place, plain
from convention.models import Edition
from convention.searching.finding import Query, ready
from convention.searching.passages import aligned

# PostgreSQL puts these around the words that it finds; folded text holds no signs.
BEFORE, BEHIND = "⟦", "⟧"
AROUND = 34  # words of a snippet


@dataclass(frozen=True)
class Marked:
    """The text of a passage, where its words begin, and the places of those that were found."""

    text: str
    starts: list[int]
    places: list[Place]


def found_in(pks: Sequence[int], query: Query) -> dict[int, Marked]:
    """For each of these passages where the query's words stand in it. One query."""
    if not pks or not query.wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, text, ts_headline(%s::regconfig, words, to_tsquery(%s::regconfig, %s), %s)"
            " FROM convention_passage WHERE id = ANY(%s)",
            [
                query.language,
                query.language,
                query.any_of(),
                f'HighlightAll=true, StartSel="{BEFORE}", StopSel="{BEHIND}"',
                list(pks),
            ],
        )
        return {pk: _marked(text, headline) for pk, text, headline in cursor.fetchall()}


def _marked(text: str, headline: str) -> Marked:
    """From the folded text with its words marked, which has as many words as the text."""
    words = list(aligned(text))
    shown = zip(words, headline.split(" "), strict=False)
    places = dict.fromkeys((start, end) for (start, end, _word), mark in shown if BEFORE in mark)
    return Marked(text, list(dict.fromkeys(start for start, _end, _word in words)), list(places))


def snippet(marked: Marked, around: int = AROUND) -> SafeString:
    """The words around what was found, as HTML with <mark>: the stretch that holds most of it."""
    text, starts, places = marked.text, marked.starts, marked.places
    hits = [starts.index(start) for start, _end in places]
    best = max(hits, key=lambda hit: (sum(hit <= other < hit + around for other in hits), -hit), default=0)
    first = max(0, best - 6) if len(starts) > around else 0
    last = first + around
    begin = starts[first] if first < len(starts) and first else 0
    end = starts[last] if last < len(starts) else len(text)
    return mark_safe(
        ("… " if begin else "") + _written(text, begin, end, places).strip() + (" …" if end < len(text) else "")
    )


def _written(text: str, begin: int, end: int, places: Sequence[Place]) -> str:
    written, at = "", begin
    for start, stop in places:
        if start >= at and stop <= end:
            written += f"{escape(text[at:start])}<mark>{escape(text[start:stop])}</mark>"
            at = stop
    return written + escape(text[at:end])


def found_on_page(edition: Edition, top: str, typed: str) -> dict[str, list[Place]]:
    """Where the words of a query stand in an article (or a preamble), by the eId of the provision. Four queries."""
    query = ready(edition, typed)
    pk = edition.passages.filter(eid=top).values_list("pk", flat=True).first()
    found = found_in([pk], query) if pk else {}
    if not found:
        return {}
    places = found[pk].places
    rows = (
        edition.provisions.filter(eid__regex=rf"^{top}(__|$)").order_by("order").values_list("eid", "heading", "text")
    )
    marked: dict[str, list[Place]] = {}
    at = 0
    for eid, heading, words in rows:
        # The passage is the heading and the words of all provisions, apart by one space.
        at += len(plain(heading)) + 1 if eid == top and heading else 0
        length = len(plain(words))
        inside = [(start - at, end - at) for start, end in places if at <= start and end <= at + length]
        if inside:
            marked[eid] = inside
        at += length + 1 if words else 0
    return marked
