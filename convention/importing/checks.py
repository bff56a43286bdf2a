"""What every text has to be, whatever file it came from: numbered without gap, nested rightly, nothing empty."""

import re
from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convention.importing.document import Document, Fault, ImportRefused, Node
from convention.models import ProvisionKind as Kind
from convention.numbers import HIGHEST, roman

NUMBERED_ANEW = (Kind.PART, Kind.SECTION, Kind.PARAGRAPH, Kind.POINT, Kind.SUBPOINT)
GROUPS = (Kind.CHAPTER, Kind.PART, Kind.SECTION)
# What may stand directly in what; None is the text as a whole.
HOLDS = {
    None: (Kind.PREAMBLE, Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS),
    Kind.PREAMBLE: (Kind.RECITAL,),
    Kind.CHAPTER: (Kind.PART, Kind.SECTION, Kind.ARTICLE),
    Kind.PART: (Kind.SECTION, Kind.ARTICLE),
    Kind.SECTION: (Kind.ARTICLE,),
    Kind.ARTICLE: (Kind.PARAGRAPH,),
    Kind.ANNEX: (Kind.PARAGRAPH,),
    Kind.CONCLUSIONS: (Kind.PARAGRAPH,),
    Kind.RECITAL: (Kind.POINT, Kind.WRAP),
    Kind.PARAGRAPH: (Kind.POINT, Kind.WRAP),
    Kind.POINT: (Kind.SUBPOINT, Kind.WRAP),
    Kind.SUBPOINT: (Kind.WRAP,),
}
LONGEST_HEADING = 400
# What a number may be, as printed and without its dot or brackets; a dash is for none. At most nine digits.
NUMBER = re.compile(r"([0-9]{1,9}|[0-9]{1,5}[a-z]{1,2}|[A-Za-z]{1,7})(-[a-z]{1,12})?|-")
# An article that was put in later: 3-bis after 3.
INSERTED = re.compile(r"(\d+)-[a-z]+")


def check(document: Document) -> None:
    """Raise ImportRefused with every fault of the document; return where there is none.

    What is odd inside the articles of a document that is explicit becomes a note.
    """
    if faults := list(_places(None, document.nodes)):
        # Whatever else is wrong comes from this.
        raise ImportRefused(faults)
    faults = [*_whole(document), *_through(document)]
    odd = document.notes if document.explicit else faults
    for node in document.walk():
        odd += [*_anew(node), *_lists(node)]
    for node in document.walk():
        faults += [*_nothing_empty(node), *_nesting(node)]
        if node.number and not NUMBER.fullmatch(node.number):
            faults.append(
                Fault(node.line, _("The number “%(number)s” cannot be held.") % {"number": node.number[:40]})
            )
        if len(node.heading) > LONGEST_HEADING:
            words = _("This heading is longer than %(n)d characters.")
            faults.append(Fault(node.line, words % {"n": LONGEST_HEADING}))
    if faults:
        raise ImportRefused(faults)


def _places(kind: Kind | None, nodes: list[Node]) -> Iterator[Fault]:
    """What stands in something that cannot hold it."""
    for node in nodes:
        if node.kind in HOLDS.get(kind, ()):
            yield from _places(node.kind, node.children)
        else:
            words = {"what": capfirst(node.kind.label), "where": kind.label if kind else _("the text")}
            yield Fault(node.line, _("%(what)s: this cannot stand here directly in %(where)s.") % words)


def letter(place: int) -> str:
    """The letter of a point by its place from 1: a to z, then aa, bb, as lawyers count."""
    round_, index = divmod(place - 1, 26)
    return chr(ord("a") + index) * (round_ + 1)


def _expected(kind: Kind, place: int) -> str:
    if kind == Kind.POINT:
        return letter(place)
    if kind == Kind.SUBPOINT:
        return roman(place).lower() if place <= HIGHEST else ""
    if kind == Kind.CHAPTER:
        return roman(place) if place <= HIGHEST else ""
    return letter(place).upper() if kind == Kind.ANNEX else str(place)


def _whole(document: Document) -> Iterator[Fault]:
    articles = document.articles()
    if not articles:
        yield Fault(0, _("The file holds no article."))
    kinds = [node.kind for node in document.nodes]
    order = [Kind.PREAMBLE, Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS]
    places = [order.index(kind) for kind in kinds]
    for before, after, node in zip(places, places[1:], document.nodes[1:], strict=False):
        if after < before or (after == before and node.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS)):
            yield Fault(node.line, _("This stands in the wrong place: preamble, chapters, annexes, conclusions."))
    if Kind.CHAPTER in kinds:
        for node in document.nodes:
            if node.kind == Kind.ARTICLE:
                yield Fault(node.line, _("Article %(n)s stands outside every chapter.") % {"n": node.number})


def _through(document: Document) -> Iterator[Fault]:
    """Chapters, articles and annexes run through the text. A chapter with a dash for its number has none."""
    for kind in (Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX):
        yield from _run(kind, [node for node in document.walk() if node.kind == kind and node.number != "-"])


def _anew(node: Node) -> Iterator[Fault]:
    """All other numbers begin anew in what they stand in."""
    for kind in NUMBERED_ANEW:
        run = [child for child in node.children if child.kind == kind and child.number]
        yield from _run(kind, run)


def _run(kind: Kind, nodes: list[Node]) -> Iterator[Fault]:
    """The first of the nodes that is out of turn: after one gap all others would be named too."""
    place, seen, base = 0, set(), ""
    for node in nodes:
        inserted = INSERTED.fullmatch(node.number)
        if not (inserted and inserted[1] == base and node.number not in seen):
            place, base = place + 1, node.number
            expected = _expected(kind, place)
            if node.number != expected:
                words = {"kind": capfirst(kind.label), "found": node.number, "expected": expected}
                if node.number in seen:
                    yield Fault(node.line, _("%(kind)s %(found)s stands twice; %(expected)s was to come.") % words)
                else:
                    yield Fault(node.line, _("%(kind)s %(found)s follows where %(expected)s was to come.") % words)
                return
        seen.add(node.number)


def _nothing_empty(node: Node) -> Iterator[Fault]:
    words = {"what": capfirst(f"{node.kind.label} {node.number}".strip())}
    if node.kind in (Kind.ARTICLE, Kind.PREAMBLE, Kind.CONCLUSIONS, Kind.ANNEX):
        if not node.children:
            yield Fault(node.line, _("%(what)s is empty.") % words)
    elif node.kind in GROUPS:
        if not any(child.kind == Kind.ARTICLE for child in node.walk()):
            yield Fault(node.line, _("%(what)s holds no article.") % words)
    elif not node.text.strip():
        yield Fault(node.line, _("%(what)s has no text.") % words)


def _lists(node: Node) -> Iterator[Fault]:
    points = [child for child in node.children if child.kind in (Kind.POINT, Kind.SUBPOINT)]
    if len(points) == 1:
        yield Fault(points[0].line, _("A list has two points at least; this one has one."))
    if node.kind in (Kind.ARTICLE, Kind.ANNEX):
        paragraphs = [child for child in node.children if child.kind == Kind.PARAGRAPH]
        if len({bool(child.number) for child in paragraphs}) == 2:
            odd = next(child for child in paragraphs if not child.number)
            yield Fault(odd.line, _("Paragraphs with and without a number stand in one article."))


def _nesting(node: Node) -> Iterator[Fault]:
    if node.kind in GROUPS:
        subdivided = [child.kind for child in node.children if child.kind in (Kind.PART, Kind.SECTION)]
        for child in node.children:
            if subdivided and child.kind == Kind.ARTICLE:
                yield Fault(child.line, _("This article stands beside parts or sections, not in one of them."))
