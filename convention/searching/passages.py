"""What search looks at: each provision with all below it, its words folded (portal/kit/folding.py) for PostgreSQL."""

import functools
import re
from collections.abc import Iterator

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from convention.marks import plain
from convention.models import Edition, Passage
from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman
from portal.kit.folding import fold

# Word forms are PostgreSQL's for English; every other language is searched by whole words.
CONFIGS = {"en": "english"}
CHUNK = re.compile(r"[^\s–—]+")
EDGES = re.compile(r"^\W+|\W+$")
GROUPS = (Kind.CHAPTER, Kind.PART, Kind.SECTION)


def config(edition: Edition) -> str:
    """The text search configuration for an edition's language."""
    return CONFIGS.get(edition.language.partition("-")[0].lower(), "simple")


def aligned(text: str) -> Iterator[tuple[int, int, str]]:
    """The folded words of a text in order, each with the place of what it was folded from.

    >>> list(aligned("The visitor’s"))
    [(0, 3, 'the'), (4, 13, 'visitor'), (4, 13, 's')]
    """
    for found in CHUNK.finditer(text):
        bare = EDGES.sub("", found[0])
        start = found.start() + (found[0].find(bare) if bare else 0)
        for word in folded_words(found[0]):
            yield start, start + len(bare or found[0]), word


@functools.lru_cache(maxsize=20_000)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a few words, remembered: folding is slow, and words come again."""
    return tuple(fold(text).split())


def folded(text: str) -> str:
    """The folded words, apart by one space."""
    return " ".join(word for _start, _end, word in aligned(text))


def enter_passages(edition: Edition) -> None:
    """Make the passages of an edition in place of those that are there. Within a transaction."""
    edition.passages.all().delete()
    rows = list(edition.provisions.order_by("order"))
    held: dict[int, list[str]] = {row.pk: [] for row in rows}
    above = {row.pk: row.parent_id for row in rows}
    chapters: dict[int, int | None] = {}
    for row in rows:
        inherited = chapters.get(row.parent_id)
        chapters[row.pk] = from_roman(row.number) if row.kind == Kind.CHAPTER else inherited
        pk: int | None = row.pk
        while pk:
            held[pk].append(plain(row.text))
            pk = above[pk]
    headings = {row.eid: plain(row.heading) for row in rows}
    language = config(edition)
    passages = []
    for row in rows:
        if row.kind in GROUPS:
            continue
        top = row.eid.partition("__")[0]
        below = " ".join(filter(None, held[row.pk]))
        heading = headings.get(top, "")
        text = f"{heading} {below}".strip() if row.eid == top else below
        vector = SearchVector(Value(folded(heading)), config=language, weight="A")
        vector += SearchVector(Value(folded(below)), config=language, weight="D")
        passages.append(
            Passage(
                edition=edition,
                eid=row.eid,
                top=top,
                order=row.order,
                chapter=chapters[row.pk],
                text=text,
                words=folded(text),
                vector=vector,
            )
        )
    Passage.objects.bulk_create(passages, batch_size=500)
