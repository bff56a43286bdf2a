"""Marks what was found: in the words around a hit, and in the article that one goes on to read."""

from collections.abc import Sequence

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


def found_in(pks: Sequence[int], query: Query) -> dict[int, tuple[str, list[Place]]]:
    """For each of these passages its text, and the places in it where the query's words stand. One query."""
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
        return {pk: (text, _places(text, headline)) for pk, text, headline in cursor.fetchall()}


def _places(text: str, headline: str) -> list[Place]:
    """The places of the words that are marked in the folded text, which has as many words."""
    words = zip(aligned(text), headline.split(" "), strict=False)
    places = [(start, end) for (start, end, _word), shown in words if BEFORE in shown]
    return list(dict.fromkeys(places))


def snippet(text: str, places: Sequence[Place], around: int = AROUND) -> SafeString:
    """The words around what was found, as HTML with <mark>: the stretch that holds most of it."""
    starts = sorted({start for start, _end, _word in aligned(text)})
    hits = [starts.index(start) for start, _end in places if start in starts]
    best = max(hits, key=lambda hit: (sum(hit <= other < hit + around for other in hits), -hit), default=0)
    first = max(0, best - 6) if len(starts) > around else 0
    last = first + around
    begin = starts[first] if first < len(starts) and first else 0
    end = starts[last] if last < len(starts) else len(text)
    return mark_safe(
        ("… " if begin else "") + _marked(text, begin, end, places).strip() + (" …" if end < len(text) else "")
    )


def _marked(text: str, begin: int, end: int, places: Sequence[Place]) -> str:
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
    _text, places = found[pk]
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
