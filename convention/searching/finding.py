"""Asks PostgreSQL for the provisions that hold what was typed, the best first."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from convention.models import Edition, Synonyms
from convention.searching.passages import config, folded_words
from convention.searching.query import Clause, parse, with_synonyms

# Weights of D, C, B and A for ts_rank: a word in the article's heading counts five times one in the text.
WEIGHTS = "{0.2, 0.2, 0.2, 1.0}"
# How much a hit gains where the words themselves stand there, and not others that mean the same.
EXACT = 1.5


@dataclass(frozen=True)
class Row:
    """A passage that holds the words."""

    pk: int
    eid: str
    top: str
    order: int
    chapter: int | None
    own: bool  # whether its own words hold all that was typed, and not only with those of the article's heading
    in_heading: bool  # whether the heading alone does
    score: float


@dataclass(frozen=True)
class Query:
    """What was typed, made ready for an edition."""

    clauses: list[Clause]
    language: str

    @property
    def wanted(self) -> list[Clause]:
        return [clause for clause in self.clauses if not clause.excluded]

    def all_of(self, weight: str = "") -> str:
        """Every word, and none of those that are excluded."""
        return " & ".join(("!" if c.excluded else "") + c.ts("" if c.excluded else weight) for c in self.clauses)

    def any_of(self, weight: str = "", others: bool = True) -> str:
        """Any of the words."""
        return " | ".join(clause.ts(weight, others) for clause in self.wanted)


@dataclass
class Found:
    """The hits, the best first, and whether they hold all the words or only some."""

    rows: list[Row] = field(default_factory=list)
    all_words: bool = True


def ready(edition: Edition, typed: str) -> Query:
    """The query of what was typed, with synonyms. Two queries to the database, none where nothing was typed."""
    clauses, language = parse(typed), config(edition)
    if not clauses:
        return Query([], language)
    spoken = edition.language.partition("-")[0].lower()
    rows = Synonyms.objects.filter(language=spoken, active=True).values_list("words", flat=True)
    groups = [[folded_words(words) for words in group] for group in rows]
    words = {word for clause in clauses for word in clause.words}
    words |= {word for group in groups for way in group for word in way}
    return Query(with_synonyms(clauses, groups, _stems(sorted(words), language)), language)


def _stems(words: list[str], language: str) -> dict[str, str]:
    """The stem of each word as PostgreSQL makes it, an empty text for a word that it leaves out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, coalesce((tsvector_to_array(to_tsvector(%s::regconfig, word)))[1], '')"
            " FROM unnest(%s::text[]) AS word",
            [language, words],
        )
        return dict(cursor.fetchall())


# A provision below an article has to hold some of the words itself: else each would hold those of the heading.
ALL = """
SELECT p.id, p.eid, p.top, p."order", p.chapter, p.vector @@ q.text, p.vector @@ q.heading,
       ts_rank(%(weights)s::real[], p.vector, q.any, 1) + %(exact)s * ts_rank(%(weights)s::real[], p.vector, q.own, 1)
FROM convention_passage p,
     (SELECT to_tsquery(%(language)s::regconfig, %(all)s) AS all, to_tsquery(%(language)s::regconfig, %(own)s) AS own,
             to_tsquery(%(language)s::regconfig, %(any)s) AS any,
             to_tsquery(%(language)s::regconfig, %(text)s) AS text,
             to_tsquery(%(language)s::regconfig, %(some)s) AS some,
             to_tsquery(%(language)s::regconfig, %(heading)s) AS heading) q
WHERE p.edition_id = %(edition)s AND p.vector @@ q.all AND (p.eid = p.top OR p.vector @@ q.some)
"""
SOME = """
SELECT p.id, p.eid, p.top, p."order", p.chapter, true, false,
       (SELECT count(*) FROM unnest(%(each)s::text[]) one WHERE p.vector @@ to_tsquery(%(language)s::regconfig, one))
       + ts_rank(%(weights)s::real[], p.vector, q.any, 1)
FROM convention_passage p, (SELECT to_tsquery(%(language)s::regconfig, %(any)s) AS any) q
WHERE p.edition_id = %(edition)s AND p.vector @@ q.any AND p.eid <> p.top
ORDER BY 8 DESC, p."order" LIMIT 100
"""


def find(edition: Edition, query: Query) -> Found:
    """The provisions that hold all the words; where there is none, those that hold most of them. Two queries."""
    if not query.wanted:
        return Found()
    values = {
        "edition": edition.pk,
        "language": query.language,
        "weights": WEIGHTS,
        "exact": EXACT,
        "all": query.all_of(),
        "text": query.all_of("D"),
        "some": query.any_of("D"),
        "heading": query.all_of("A"),
        "any": query.any_of(),
        "own": query.any_of(others=False),
        "each": [clause.ts() for clause in query.wanted],
    }
    if rows := _rows(ALL, values):
        return Found(smallest(rows))
    if len(query.wanted) < 2:
        return Found()
    return Found(smallest(_rows(SOME, values)), all_words=False)


def _rows(sql: str, values: dict[str, object]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Row(*values) for values in cursor.fetchall()]


def smallest(rows: list[Row]) -> list[Row]:
    """The smallest provisions of each article that hold the words, the best first.

    The article itself where its heading holds them all; where it holds some, the one that best holds the rest.
    """
    by_top: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_top[row.top].append(row)
    kept: list[Row] = []
    for top, inside in by_top.items():
        article = next((row for row in inside if row.eid == top), None)
        below = [row for row in inside if row.eid != top]
        if article and (article.in_heading or not below):
            kept.append(article)
        elif own := [row for row in below if row.own]:
            above = {eid for row in own for eid in _above(row.eid)}
            kept += [row for row in own if row.eid not in above]
        else:
            kept.append(max(below, key=lambda row: (row.score, -row.order)))
    return sorted(kept, key=lambda row: (-row.score, row.order))


def _above(eid: str) -> list[str]:
    parts = eid.split("__")
    return ["__".join(parts[:length]) for length in range(1, len(parts))]
