"""Which articles apply to whom, worked out on a small text."""

import pytest

from convention.cumulation import Relation, cumulation_of
from convention.reader import Reader
from convention.tests.texts import published, treaty

pytestmark = pytest.mark.django_db

# Articles 1 to 4 in chapter I, 5 to 7 in II, 8 and 9 in III, 10 in IV.
TEXT = treaty([4, 3, 2, 1])
LAYERS = {
    "categories": [
        {"slug": "walker", "name": "Walkers", "one": "a walker", "own": ["chp_1"]},
        {"slug": "rider", "name": "Riders", "one": "a rider", "own": ["chp_2", "art_3"]},
        {"slug": "pilot", "name": "Pilots", "one": "a pilot", "own": ["chp_3"]},
    ],
    "institutional": ["chp_4"],
    "rules": [
        {
            "category": "rider",
            "from": "chp_1",
            "mode": "whole",
            "changed": [{"article": "art_2", "by": "art_6"}],
            "excluded": ["art_4"],
        },
        {"category": "pilot", "from": "chp_1", "mode": "only", "articles": ["art_1", "art_2", "art_4"]},
        {
            "category": "pilot",
            "from": "chp_2",
            "mode": "whole",
            "changed": [{"article": "art_5", "by": "art_8"}, {"article": "art_7", "by": "art_9"}],
        },
    ],
}


@pytest.fixture
def text():
    edition = published(TEXT, LAYERS)
    return cumulation_of(edition), Reader(edition, edition.slug).chapters


def table(text, *slugs: str) -> dict[int, str]:
    """For each article that applies: the best relation, with the article that changes it."""
    cumulation, chapters = text
    result = cumulation.of([c for c in cumulation.categories if c.slug in slugs], chapters)
    return {
        row.article.number: " ".join([row.best, *map(str, row.changed_by)])
        for chapter in result.chapters
        for row in chapter.applying
    }


def counts(text, *slugs: str) -> dict[str, int]:
    cumulation, chapters = text
    return cumulation.of([c for c in cumulation.categories if c.slug in slugs], chapters).counts


def test_category_without_rules_has_its_own_articles_alone(text):
    assert table(text, "walker") == {1: "own", 2: "own", 3: "own", 4: "own"}


def test_own_wins_over_inherited_and_excluded_is_left_out_and_changed_says_by_what(text):
    assert table(text, "rider") == {1: "inherited", 2: "changed 6", 3: "own", 5: "own", 6: "own", 7: "own"}


def test_only_some_articles_are_inherited(text):
    assert table(text, "pilot") == {
        1: "inherited",
        2: "inherited",
        4: "inherited",
        5: "changed 8",
        6: "inherited",
        7: "changed 9",
        8: "own",
        9: "own",
    }


def test_several_statuses_together_have_the_best_of_each(text):
    # Article 2 is changed for the rider, and plainly inherited by the pilot; 4 is excluded for the one alone.
    assert table(text, "rider", "pilot") == {
        1: "inherited",
        2: "changed 6",
        3: "own",
        4: "inherited",
        5: "own",
        6: "own",
        7: "own",
        8: "own",
        9: "own",
    }
    assert table(text, "walker", "rider", "pilot") == dict.fromkeys(range(1, 10), "own")


def test_counts_add_up_to_all_articles(text):
    assert counts(text, "walker") == {"own": 4, "changed": 0, "inherited": 0, "none": 6, "all": 4, "total": 10}
    assert counts(text, "rider") == {"own": 4, "changed": 1, "inherited": 1, "none": 4, "all": 6, "total": 10}
    assert counts(text, "pilot") == {"own": 2, "changed": 2, "inherited": 4, "none": 2, "all": 8, "total": 10}
    assert counts(text, "rider", "pilot") == {"own": 6, "changed": 1, "inherited": 2, "none": 1, "all": 9, "total": 10}
    assert counts(text) == {"own": 0, "changed": 0, "inherited": 0, "none": 10, "all": 0, "total": 10}


def test_counts_of_a_chapter_are_of_its_own_articles(text):
    cumulation, chapters = text
    result = cumulation.of(cumulation.categories[1:2], chapters)
    assert [c.counts for c in result.chapters] == [
        {"own": 1, "changed": 1, "inherited": 1, "none": 1},
        {"own": 3, "changed": 0, "inherited": 0, "none": 0},
        {"own": 0, "changed": 0, "inherited": 0, "none": 2},
        {"own": 0, "changed": 0, "inherited": 0, "none": 1},
    ]


def test_article_knows_whom_it_applies_to(text):
    cumulation, _chapters = text
    assert [(a.category.slug, a.relation, a.changed_by) for a in cumulation.to(2)] == [
        ("walker", Relation.OWN, None),
        ("rider", Relation.CHANGED, 6),
        ("pilot", Relation.INHERITED, None),
    ]
    assert cumulation.to(10) == []


def test_fragment_keeps_whom_its_article_applies_to():
    edition = published(TEXT, LAYERS)
    assert edition.fragments.get(eid="art_2").applies == [
        ["walker", "a walker", "own", None],
        ["rider", "a rider", "changed", 6],
        ["pilot", "a pilot", "inherited", None],
    ]
    assert edition.fragments.get(eid="preamble").applies == []


def test_own_part_is_the_articles_below_it():
    text = "text-format: 1\ntitle: X\nCHAPTER I. C\n" + "\n".join(
        f"PART {part}. P\nArticle {2 * part - 1}. A\nB.\nArticle {2 * part}. A\nB." for part in (1, 2)
    )
    layers = {
        "categories": [{"slug": "one", "name": "One", "one": "one", "own": ["chp_1__part_2"]}],
        "institutional": ["chp_1__part_1"],
    }
    edition = published(text, layers)
    assert sorted(cumulation_of(edition).tables["one"]) == [3, 4]
