"""Which articles apply to whom: own ones, inherited ones, and inherited ones that another article changes.

The rules are data (convention/models/layers.py). They were checked when they came in (convention/importing/layers.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from convention.models import Category, Edition
from convention.reader import Article, Chapter


class Relation(StrEnum):
    """How an article stands to a person. The best of several wins, in this order."""

    OWN = "own"
    CHANGED = "changed"
    INHERITED = "inherited"


ORDER = list(Relation)


@dataclass(frozen=True)
class Applies:
    """That an article applies to a category, how, and the number of the article that changes it, if one does."""

    relation: Relation
    category: Category
    changed_by: int | None = None


@dataclass(frozen=True)
class Row:
    """An article, and how it applies to those chosen; `applies` is empty where it does not."""

    article: Article
    applies: list[Applies]

    @property
    def best(self) -> Relation | None:
        return min((a.relation for a in self.applies), key=ORDER.index, default=None)

    @property
    def changed_by(self) -> list[int]:
        """The articles that change this one for somebody chosen, where nothing makes it their own."""
        if self.best != Relation.CHANGED:
            return []
        return sorted({a.changed_by for a in self.applies if a.changed_by})


@dataclass(frozen=True)
class ChapterResult:
    """A chapter with a row for each of its articles."""

    chapter: Chapter
    rows: list[Row]

    def count(self, relation: Relation | None) -> int:
        """How many articles have that relation as their best; None counts those that do not apply."""
        return sum(row.best == relation for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """By own, changed, inherited, and none."""
        return {**{str(relation): self.count(relation) for relation in Relation}, "none": self.count(None)}

    @property
    def applying(self) -> list[Row]:
        return [row for row in self.rows if row.best]


@dataclass(frozen=True)
class Result:
    """What applies to the chosen categories together, chapter by chapter."""

    chosen: list[Category]
    chapters: list[ChapterResult]

    @property
    def counts(self) -> dict[str, int]:
        """The sum of the chapters' counts, with `all` for how many apply and `total` for how many there are."""
        sums = {key: sum(c.counts[key] for c in self.chapters) for key in (*map(str, Relation), "none")}
        applying = sum(sums[relation] for relation in Relation)
        return {**sums, "all": applying, "total": applying + sums["none"]}


@dataclass
class Cumulation:
    """All rules of an edition, worked out: for each category, how each article applies to it."""

    categories: list[Category]
    tables: dict[str, dict[int, Applies]] = field(default_factory=dict)

    def of(self, chosen: Sequence[Category], chapters: Sequence[Chapter]) -> Result:
        """What applies to the chosen categories together."""
        tables = [self.tables[category.slug] for category in chosen]
        results = []
        for chapter in chapters:
            rows = [
                Row(article, [table[article.number] for table in tables if article.number in table])
                for article in chapter.articles_list
            ]
            results.append(ChapterResult(chapter, rows))
        return Result(list(chosen), results)

    def to(self, article: int) -> list[Applies]:
        """Whom an article applies to, in the order of the categories."""
        return [table[article] for table in self.tables.values() if article in table]


def article_number(eid: str) -> int:
    """The number in an article's eId: 12 for art_12."""
    return int(eid.removeprefix("art_"))


def cumulation_of(edition: Edition) -> Cumulation:
    """Work out the rules of an edition (three queries, whatever its size)."""
    below = _articles_below(edition)
    categories = list(edition.categories.prefetch_related("rules__exceptions"))
    found = Cumulation(categories)
    for category in categories:
        table: dict[int, Applies] = {}
        for rule in category.rules.all():
            changes = {e.article: e.changed_by for e in rule.exceptions.all()}
            for number in below[rule.source] if rule.whole else map(article_number, rule.articles):
                change = changes.get(f"art_{number}")
                if change == "":
                    continue
                relation = Relation.CHANGED if change else Relation.INHERITED
                table[number] = Applies(relation, category, article_number(change) if change else None)
        # Own articles last: what is written for a category is its own, even where it also inherits it.
        for eid in category.own:
            table |= {number: Applies(Relation.OWN, category) for number in below[eid]}
        found.tables[category.slug] = table
    return found


def _articles_below(edition: Edition) -> dict[str, list[int]]:
    """For each chapter, part, section and article by its eId: the numbers of the articles in it."""
    below: dict[str, list[int]] = {}
    for chapter in edition.contents["chapters"]:
        numbers = [article["number"] for article in chapter["articles"]]
        below[f"chp_{chapter['number']}"] = numbers
        below |= {f"art_{number}": [number] for number in numbers}
        for part in chapter["parts"]:
            below[part["eid"]] = list(range(part["first"], part["last"] + 1))
    return below
