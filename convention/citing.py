"""Provisions by their eIds (convention/eids.py), as people cite them, and where they stand in an edition."""

import re
from collections.abc import Container, Iterable, Iterator

from django.utils.translation import gettext as _

from convention.aliases import aliases
from convention.numbers import HIGHEST, roman
from convention.reader import Reader

ARTICLE = re.compile(r"art_([1-9]\d{0,3})")
CHAPTER = re.compile(r"chp_([1-9]\d?)")
BRACKETS = re.compile(r"(?:para|point|subpoint)_([0-9a-z]+)")


def article_of(eid: str) -> int | None:
    """The number of the article that a provision is or stands in; None for one outside the articles.

    >>> article_of("art_12__para_3")
    12
    """
    found = ARTICLE.fullmatch(eid.partition("__")[0])
    return int(found[1]) if found else None


def citation(eid: str) -> str:
    """An eId as people write it: "article 12(3)(b)", "chapter IV", "the preamble". An unknown form stays as it is.

    >>> citation("art_12__para_3__point_b")
    'article 12(3)(b)'
    """
    first, *below = eid.split("__")
    if eid == "preamble":
        return _("the preamble")
    if first == "preamble" and len(below) == 1 and below[0].startswith("rec_"):
        return _("recital %(number)s of the preamble") % {"number": below[0].removeprefix("rec_")}
    if (found := CHAPTER.fullmatch(first)) and int(found[1]) <= HIGHEST:
        return _below_chapter(_("chapter %(number)s") % {"number": roman(int(found[1]))}, below) or eid
    if (number := article_of(eid)) is not None:
        return _below_article(str(number), below) or eid
    return eid


def _below_article(number: str, below: list[str]) -> str:
    for part in below:
        if found := BRACKETS.fullmatch(part):
            number += f"({found[1]})"
        elif part == below[-1] and part.startswith("wrapup_"):
            return _("article %(number)s, closing text") % {"number": number}
        else:
            return ""
    return _("article %(number)s") % {"number": number}


def _below_chapter(words: str, below: list[str]) -> str:
    names = {"part": _("part %(number)s"), "sec": _("section %(number)s")}
    for part in below:
        kind, _underscore, number = part.partition("_")
        if kind not in names or not number:
            return ""
        words = f"{words}, {names[kind] % {'number': number}}"
    return words


def places(reader: Reader, eids: Iterable[str]) -> dict[str, str]:
    """The address of each provision in an edition. Two queries.

    A provision that the edition does not have leads to where its words stand now, if an earlier edition had it, else
    to the nearest above it: paragraph 3 to its article. An eId without any such place is not in the answer.
    """
    eids = list(eids)
    moved = aliases(reader.edition, eids) if eids else {}
    ways = {eid: list(_upwards(moved.get(eid, eid))) for eid in eids}
    wanted = {step for way in ways.values() for step in way}
    there = set(reader.edition.provisions.filter(eid__in=wanted).values_list("eid", flat=True)) if wanted else set()
    found = {eid: next((step for step in way if step in there), None) for eid, way in ways.items()}
    return {eid: reader.contents_url + address_of(step) for eid, step in found.items() if step}


def _upwards(eid: str) -> Iterator[str]:
    # In an edition a subpoint is named "point", as in Akoma Ntoso, and a paragraph without a number para_1: people
    # cite its points as the article's own.
    parts = eid.replace("__subpoint_", "__point_").split("__")
    if len(parts) > 1 and article_of(eid) and parts[1].startswith("point_"):
        parts.insert(1, "para_1")
    for length in range(len(parts), 0, -1):
        yield "__".join(parts[:length])


def address_of(eid: str) -> str:
    """Where a provision stands below the address of its edition.

    >>> address_of("art_12__para_3"), address_of("chp_4__part_2")
    ('article/12/#art_12__para_3', 'chapter/4/#chp_4__part_2')
    """
    below = f"#{eid}" if "__" in eid else ""
    if number := article_of(eid):
        return f"article/{number}/{below}"
    if found := CHAPTER.fullmatch(eid.partition("__")[0]):
        return f"chapter/{found[1]}/{below}"
    return f"preamble/{below}" if eid.startswith("preamble") else f"text/#{eid}"


def short(eid: str, unnumbered: Container[str] = ()) -> str:
    """A provision of an article as a list names it; paragraphs without a number (their eIds) are left out.

    >>> short("art_72__para_1__point_d", {"art_72__para_1"})
    '72(d)'
    """
    first, *below = eid.split("__")
    if below and f"{first}__{below[0]}" in unnumbered:
        below = below[1:]
    number = article_of(first)
    if number is None:
        return citation(eid)
    brackets = (found[1] for part in below if (found := BRACKETS.fullmatch(part)))
    return f"{number}{''.join(f'({label})' for label in brackets)}"


def below(eid: str, unnumbered: Container[str] = ()) -> str:
    """Where in its article a provision stands: "2 (b) (i)", or "(b)" in a paragraph without a number.

    >>> below("art_12__para_2__point_b"), below("art_72__para_1__point_d", {"art_72__para_1"})
    ('2 (b)', '(d)')
    """
    first, *parts = eid.split("__")
    labels = [found[1] for part in parts if (found := BRACKETS.fullmatch(part))]
    if not labels or article_of(first) is None:
        return ""
    paragraph = "" if f"{first}__{parts[0]}" in unnumbered else labels[0]
    return " ".join(filter(None, [paragraph, *(f"({label})" for label in labels[1:])]))
