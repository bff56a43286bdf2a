"""The words of references: units and their numbers, and what a reference is made of."""

from dataclasses import dataclass

UNITS = {
    "article": {"article", "art"}, "paragraph": {"paragraph", "para"}, "point": {"subparagraph", "point", "lit"},
    "chapter": {"chapter", "ch", "chap"}, "part": {"part"}, "section": {"section"}, "recital": {"recital"},
    "annex": {"annex"},
}  # fmt: skip
SINGULAR = {word: unit for unit, words in UNITS.items() for word in words}
PLURAL = {f"{word}s": unit for word, unit in SINGULAR.items() if word != "annex"} | {"annexes": "annex"}
BESIDE = {"preceding": -1, "previous": -1, "foregoing": -1, "following": 1, "next": 1}
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
LONGEST_NAME = 200  # of convention/models/links.py
RANGE = {"to", "through", "–", "-"}
# What a number that follows "article 12 or" counts, where it is no article.
COUNTED = {"day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minutes", "persons",
           "people", "per", "times", "states", "members"}  # fmt: skip
# Levels: what "of" leads to stands above what it follows.
LEVEL = {unit: level for level, unit in enumerate(("point", "paragraph", "article", "section", "part", "chapter"))}
LEVEL |= {"recital": 0, "preamble": 1}


@dataclass
class Item:
    """One thing that a phrase names: its tokens, its unit, and the numbers on the way down."""

    first: int
    last: int
    unit: str
    labels: list[str]
    until: list[str] | None = None
    inside: "Item | None" = None  # of what it is a part
    eid: str = ""  # where it is known without a number: this article, the preamble
