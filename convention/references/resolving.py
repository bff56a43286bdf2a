"""From what a reference says to the eId that it names."""

from convention.references.items import Item
from convention.references.outline import Shape


def eid_of(item: Item, labels: list[str] | None, where: str, shape: Shape) -> str:
    """The eId that an item names, seen from the provision `where`; an empty text where there is no such thing.

    `labels` are the item's own numbers, or those of the last thing of its range.
    """
    if item.eid:
        return item.eid if item.eid in shape.eids else ""
    number, *brackets = labels or [""]
    base = eid_of(item.inside, item.inside.labels, where, shape) if item.inside else ""
    if item.inside and not base:
        return ""
    if item.unit == "article":
        return shape.below(shape.numbered("article", number), brackets)
    if item.unit in ("paragraph", "point"):
        return shape.below(base or _around(item.unit, number, where, shape), [number, *brackets])
    if item.unit in ("part", "section"):
        base = base or shape.above("chapter", where)
        return shape.numbered(item.unit, number, base) if base else ""
    return shape.numbered(item.unit, number)


def _around(unit: str, number: str, where: str, shape: Shape) -> str:
    """Where to look for a paragraph or point of which nothing is said: in the article, or in the nearest list."""
    if unit == "paragraph":
        return shape.above("article", where)
    way = where.split("__")
    for length in range(len(way), 0, -1):
        if f"{(eid := '__'.join(way[:length]))}__point_{number}" in shape.eids:
            return eid
    return ""
