"""Names of provisions after the Akoma Ntoso naming convention (docs/text-format.md has the table).

Articles are numbered through the whole text, so no chapter stands in their names: art_12__para_3__point_b.
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
    for node in document.nodes:
        _name(node, parent="", place=1)


def _name(node: Node, parent: str, place: int) -> None:
    if node.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS):
        node.eid = str(node.kind)
    else:
        number = node.number or str(place)
        if node.kind == Kind.CHAPTER:
            number = str(from_roman(number))
        through = node.kind in (Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX)
        node.eid = f"{SHORT[node.kind]}_{number.lower()}"
        if parent and not through:
            node.eid = f"{parent}__{node.eid}"
    places: dict[Kind, int] = {}
    for child in node.children:
        places[child.kind] = places.get(child.kind, 0) + 1
        _name(child, node.eid, places[child.kind])
