"""What every text has to be, whatever file it came from: numbered without gap, nested rightly, nothing empty."""

import re
from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convention.importing.document import Document, Fault, ImportRefused, Node
from convention.importing.report import Place
from convention.models import ProvisionKind as Kind
from convention.numbers import HIGHEST, roman

NUMBERED_ANEW = (Kind.PART, Kind.SECTION, Kind.PARAGRAPH, Kind.POINT, Kind.SUBPOINT)
GROUPS = (Kind.CHAPTER, Kind.PART, Kind.SECTION)
# What may stand directly in what; None is the text as a whole. A subpoint below a subpoint is one level deeper.
HOLDS = {
    None: (Kind.PREAMBLE, *GROUPS, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS),
    Kind.PREAMBLE: (Kind.RECITAL,),
    Kind.CHAPTER: (Kind.PART, Kind.SECTION, Kind.ARTICLE),
    Kind.PART: (Kind.SECTION, Kind.ARTICLE),
    Kind.SECTION: (Kind.ARTICLE,),
    Kind.ARTICLE: (Kind.PARAGRAPH,),
    Kind.ANNEX: (Kind.PART, Kind.SECTION, Kind.ARTICLE, Kind.PARAGRAPH),
    Kind.CONCLUSIONS: (Kind.PARAGRAPH,),
    Kind.RECITAL: (Kind.POINT, Kind.WRAP),
    Kind.PARAGRAPH: (Kind.POINT, Kind.WRAP),
    Kind.POINT: (Kind.SUBPOINT, Kind.WRAP),
    Kind.SUBPOINT: (Kind.SUBPOINT, Kind.WRAP),
}
LONGEST_HEADING = 400
# What a number may be, as printed and without its dot or brackets; a dash is for none. At most nine digits.
NUMBER = re.compile(r"([0-9]{1,9}|[0-9]{1,5}[a-z]{1,2}|[A-Za-z]{1,7})(-[a-z]{1,12})?|-")
# An article that was put in later: 3-bis after 3.
INSERTED = re.compile(r"(\d+)-[a-z]+")


def check(document: Document, expected: dict[Kind, int] | None = None) -> None:
    """Raise ImportRefused with every fault of the document; return where there is none.

    `expected` is how many chapters or articles it has to have. What is odd inside the articles of a document that is
    explicit becomes a note. In a document that was worked out from pages, faults that a person can mend by hand become
    places of its report, which block publishing.
    """
    if faults := [*_places(None, document.nodes), *_held(document)]:
        # Whatever else is wrong comes from this.
        raise ImportRefused(faults)
    faults = [*_whole(document), *_counts(document, expected or {}), *_through(document)]
    odd = document.notes if document.explicit else faults
    for node in document.walk():
        odd += [*_anew(node, document.report is not None), *_lists(node, document.report is not None)]
    for node in document.walk():
        faults += [*_nothing_empty(node), *_nesting(node)]
    if document.report:
        document.report.blocking += [Place(fault.page, fault.line, "", str(fault.message)) for fault in faults]
    elif faults:
        raise ImportRefused(faults)


def _held(document: Document) -> Iterator[Fault]:
    """What no row can hold, and a file without articles."""
    if not document.articles():
        yield Fault(0, _("The file holds no article."))
    for node in document.walk():
        if node.number and not NUMBER.fullmatch(node.number):
            yield _fault(node, _("The number “%(number)s” cannot be held.") % {"number": node.number[:40]})
        if len(node.heading) > LONGEST_HEADING:
            yield _fault(node, _("This heading is longer than %(n)d characters.") % {"n": LONGEST_HEADING})


def _fault(node: Node, message: str) -> Fault:
    return Fault(node.line, message, node.page)


def _counts(document: Document, expected: dict[Kind, int]) -> Iterator[Fault]:
    for kind, wanted in expected.items():
        found = sum(node.kind == kind for node in document.walk())
        if found != wanted:
            words = {"kind": capfirst(kind.label), "found": found, "wanted": wanted}
            yield Fault(0, _("%(kind)s: %(found)d were found, and %(wanted)d were expected.") % words)


def _places(kind: Kind | None, nodes: list[Node]) -> Iterator[Fault]:
    """What stands in something that cannot hold it."""
    for node in nodes:
        if node.kind in HOLDS.get(kind, ()):
            yield from _places(node.kind, node.children)
        else:
            words = {"what": capfirst(node.kind.label), "where": kind.label if kind else _("the text")}
            yield _fault(node, _("%(what)s: this cannot stand here directly in %(where)s.") % words)


def letter(place: int) -> str:
    """The letter of a point by its place from 1: a to z, then aa, bb, as lawyers count."""
    round_, index = divmod(place - 1, 26)
    return chr(ord("a") + index) * (round_ + 1)


def _expected(kind: Kind, place: int, first: str) -> str:
    """The number that is to come. `first` is that of the first of the run, where it may say how they are written."""
    if first == "1":
        return str(place)
    if kind == Kind.POINT and first != "i":
        return letter(place)
    if kind == Kind.SUBPOINT and first == "a":
        return letter(place)
    if kind in (Kind.POINT, Kind.SUBPOINT):
        return roman(place).lower() if place <= HIGHEST else ""
    if kind == Kind.CHAPTER or first == "I":
        return roman(place) if place <= HIGHEST else ""
    return letter(place).upper() if kind == Kind.ANNEX else str(place)


def _whole(document: Document) -> Iterator[Fault]:
    kinds = [node.kind for node in document.nodes]
    order = {Kind.PREAMBLE: 0, **dict.fromkeys(GROUPS, 1), Kind.ARTICLE: 2, Kind.ANNEX: 3, Kind.CONCLUSIONS: 4}
    if Kind.CONCLUSIONS in kinds and Kind.ANNEX in kinds[kinds.index(Kind.CONCLUSIONS) :]:
        # Many treaties are signed above their annexes.
        order[Kind.CONCLUSIONS] = 2.5
    places = [order[kind] for kind in kinds]
    for before, after, node in zip(places, places[1:], document.nodes[1:], strict=False):
        if after < before or (after == before and node.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS)):
            yield _fault(node, _("This stands in the wrong place: preamble, chapters, annexes, conclusions."))
    if set(kinds) & set(GROUPS):
        for node in document.nodes:
            if node.kind == Kind.ARTICLE:
                yield _fault(node, _("Article %(n)s stands outside every chapter.") % {"n": node.number})
    for node in document.nodes:
        if node.kind in (Kind.PART, Kind.SECTION) and Kind.CHAPTER in kinds:
            words = _("A %(kind)s stands here outside a chapter.")
            yield _fault(node, words % {"kind": node.kind.label})


def _through(document: Document) -> Iterator[Fault]:
    """Chapters, articles and annexes run through the text, articles of an annex through that annex.

    A chapter with a dash for its number has none, and so may a treaty's one annex.
    """
    annexes = [node for node in document.nodes if node.kind == Kind.ANNEX]
    within = {id(node) for annex in annexes for node in annex.walk() if node is not annex}
    everything = [node for node in document.walk() if id(node) not in within and node.number != "-"]
    for kind in (Kind.CHAPTER, Kind.ARTICLE):
        yield from _run(kind, [node for node in everything if node.kind == kind])
    if len(annexes) > 1 or any(annex.number for annex in annexes):
        yield from _run(Kind.ANNEX, annexes)
    yield from _run(Kind.PART, [node for node in document.nodes if node.kind == Kind.PART])
    for annex in annexes:
        yield from _run(Kind.ARTICLE, [node for node in annex.walk() if node.kind == Kind.ARTICLE])


def _anew(node: Node, written: bool) -> Iterator[Fault]:
    """All other numbers begin anew in what they stand in; `written` ones may be letters, digits or roman."""
    for kind in NUMBERED_ANEW:
        run = [child for child in node.children if child.kind == kind and child.number]
        yield from _run(kind, run, written)


def _run(kind: Kind, nodes: list[Node], written: bool = False) -> Iterator[Fault]:
    """The first of the nodes that is out of turn: after one gap all others would be named too."""
    place, seen, base = 0, set(), ""
    by_first = written or kind in (Kind.PART, Kind.SECTION, Kind.ANNEX)
    first = nodes[0].number if nodes and by_first else ""
    for node in nodes:
        inserted = INSERTED.fullmatch(node.number)
        if not (inserted and inserted[1] == base and node.number not in seen):
            place, base = place + 1, node.number
            expected = _expected(kind, place, first)
            if node.number != expected:
                words = {"kind": capfirst(kind.label), "found": node.number, "expected": expected}
                if node.number in seen:
                    yield _fault(node, _("%(kind)s %(found)s stands twice; %(expected)s was to come.") % words)
                else:
                    yield _fault(node, _("%(kind)s %(found)s follows where %(expected)s was to come.") % words)
                return
        seen.add(node.number)


def _nothing_empty(node: Node) -> Iterator[Fault]:
    words = {"what": capfirst(f"{node.kind.label} {node.number}".strip())}
    if node.kind in (Kind.ARTICLE, Kind.PREAMBLE, Kind.CONCLUSIONS, Kind.ANNEX):
        if not node.children:
            yield _fault(node, _("%(what)s is empty.") % words)
    elif node.kind in GROUPS:
        if not any(child.kind == Kind.ARTICLE for child in node.walk()):
            yield _fault(node, _("%(what)s holds no article.") % words)
    elif not node.text.strip() and not node.children:
        yield _fault(node, _("%(what)s has no text.") % words)


def _lists(node: Node, written: bool) -> Iterator[Fault]:
    points = [child for child in node.children if child.kind in (Kind.POINT, Kind.SUBPOINT)]
    if len(points) == 1:
        yield _fault(points[0], _("A list has two points at least; this one has one."))
    if node.kind in (Kind.ARTICLE, Kind.ANNEX) and not written:
        paragraphs = [child for child in node.children if child.kind == Kind.PARAGRAPH]
        if len({bool(child.number) for child in paragraphs}) == 2:
            odd = next(child for child in paragraphs if not child.number)
            yield _fault(odd, _("Paragraphs with and without a number stand in one article."))


def _nesting(node: Node) -> Iterator[Fault]:
    if node.kind in GROUPS:
        subdivided = [child.kind for child in node.children if child.kind in (Kind.PART, Kind.SECTION)]
        for child in node.children:
            if subdivided and child.kind == Kind.ARTICLE:
                yield _fault(child, _("This article stands beside parts or sections, not in one of them."))
