"""Names of provisions after the Akoma Ntoso naming convention (docs/text-format.md has the table).

Articles are numbered through the whole text, so no chapter stands in their names: art_12__para_3__point_b; those of
an annex through that annex: annex_i__art_1.
"""

from convention.importing.document import Document, Node
from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman

SHORT = {
    Kind.RECITAL: "rec",
    Kind.CHAPTER: "chp",
    Kind.PART: "part",
    Kind.SECTION: "sec",
    Kind.ARTICLE: "art",
    Kind.PARAGRAPH: "para",
    Kind.POINT: "point",
    Kind.SUBPOINT: "point",
    Kind.WRAP: "wrapup",
    Kind.ANNEX: "annex",
}


def name_all(document: Document) -> None:
    """Give every node of the document its eId. Numbers have been checked before."""
    taken: set[str] = set()
    places: dict[Kind, int] = {}
    for node in document.nodes:
        places[node.kind] = places.get(node.kind, 0) + 1
        _name(node, "", "", places[node.kind], taken)


def _name(node: Node, parent: str, annex: str, place: int, taken: set[str], mixed: bool = False) -> None:
    if node.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS):
        node.eid = str(node.kind)
    else:
        # "nn", for no number: beside numbered paragraphs a place would be taken for a number.
        number = node.number or (f"nn_{place}" if mixed else str(place))
        if node.kind in (Kind.CHAPTER, Kind.PART):
            number = str(from_roman(number) or (place if node.kind == Kind.CHAPTER else number))
        through = node.kind in (Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX)
        node.eid = f"{SHORT[node.kind]}_{number.lower()}"
        if around := annex if through else parent:
            node.eid = f"{around}__{node.eid}"
    # Two points (a) in one list, which a foreign text may have: the convention counts the second as 2.
    base, count = node.eid, 1
    while node.eid in taken:
        count += 1
        node.eid = f"{base}_{count}"
    taken.add(node.eid)
    annex = node.eid if node.kind == Kind.ANNEX else annex
    paragraphs = {bool(child.number) for child in node.children if child.kind == Kind.PARAGRAPH}
    places: dict[Kind, int] = {}
    for child in node.children:
        places[child.kind] = places.get(child.kind, 0) + 1
        mixed = len(paragraphs) == 2 and child.kind == Kind.PARAGRAPH
        _name(child, node.eid, annex, places[child.kind], taken, mixed)
