"""What every text has to be, whatever file it came from: numbered without gap, nested rightly, nothing empty."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convention.importing.document import Document, Fault, ImportRefused, Node
from convention.models import ProvisionKind as Kind
from convention.numbers import HIGHEST, roman

NUMBERED_ANEW = (Kind.PART, Kind.SECTION, Kind.PARAGRAPH, Kind.POINT, Kind.SUBPOINT)
GROUPS = (Kind.CHAPTER, Kind.PART, Kind.SECTION)
LONGEST_HEADING = 400


def check(document: Document) -> None:
    """Raise ImportRefused with every fault of the document; return where there is none."""
    faults = [*_whole(document), *_numbers(document)]
    for node in document.walk():
        faults += [*_nothing_empty(node), *_nesting(node)]
        if len(node.heading) > LONGEST_HEADING:
            words = _("This heading is longer than %(n)d characters.")
            faults.append(Fault(node.line, words % {"n": LONGEST_HEADING}))
    if faults:
        raise ImportRefused(faults)


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


def _numbers(document: Document) -> Iterator[Fault]:
    """Chapters, articles and annexes run through the text; all others begin anew in what they stand in."""
    for kind in (Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX):
        yield from _run(kind, [node for node in document.walk() if node.kind == kind])
    for node in document.walk():
        for kind in NUMBERED_ANEW:
            run = [child for child in node.children if child.kind == kind and child.number]
            yield from _run(kind, run)


def _run(kind: Kind, nodes: list[Node]) -> Iterator[Fault]:
    """The first of the nodes that is out of turn: after one gap all others would be named too."""
    for place, node in enumerate(nodes, 1):
        expected = _expected(kind, place)
        if node.number != expected:
            words = {"kind": capfirst(kind.label), "found": node.number, "expected": expected}
            if node.number in {other.number for other in nodes[: place - 1]}:
                yield Fault(node.line, _("%(kind)s %(found)s stands twice; %(expected)s was to come.") % words)
            else:
                yield Fault(node.line, _("%(kind)s %(found)s follows where %(expected)s was to come.") % words)
            return


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


def _nesting(node: Node) -> Iterator[Fault]:
    points = [child for child in node.children if child.kind in (Kind.POINT, Kind.SUBPOINT)]
    if len(points) == 1:
        yield Fault(points[0].line, _("A list has two points at least; this one has one."))
    if node.kind in (Kind.ARTICLE, Kind.ANNEX):
        paragraphs = [child for child in node.children if child.kind == Kind.PARAGRAPH]
        if len({bool(child.number) for child in paragraphs}) == 2:
            odd = next(child for child in paragraphs if not child.number)
            yield Fault(odd.line, _("Paragraphs with and without a number stand in one article."))
    if node.kind in GROUPS:
        subdivided = [child.kind for child in node.children if child.kind in (Kind.PART, Kind.SECTION)]
        for child in node.children:
            if subdivided and child.kind == Kind.ARTICLE:
                yield Fault(child.line, _("This article stands beside parts or sections, not in one of them."))
