"""JSON: an edition as one object, which convention/importing/jsonfile.py reads back, and the parts of an article."""

import json
from typing import Any

from convention.exporting.about import About
from convention.importing.document import Document, Node
from convention.importing.jsonfile import FORMAT
from convention.marks import plain


def build(document: Document, about: About) -> bytes:
    """The whole edition."""
    found: dict[str, Any] = {"format": FORMAT, "instrument": about.title, "specimen": about.specimen}
    if about.notice:
        found = {"notice": about.notice, **found}
    found |= {
        "edition": edition(about),
        "url": about.address,
        "iri": about.iris.expression,
        "working_titles": list(about.working),
        "provisions": [tree(node) for node in document.nodes],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def edition(about: About) -> dict[str, Any]:
    """What is said of the edition, the same in the file of an edition and in that of an article."""
    return {
        "slug": about.slug,
        "language": about.language,
        "version": about.version,
        "date": about.date.isoformat(),
        "text_sha256": about.sha256,
    }


def tree(node: Node) -> dict[str, Any]:
    """A provision with all below it. Where text has marks, it stands a second time with them."""
    found: dict[str, Any] = {"eId": node.eid, "kind": str(node.kind)}
    if node.number:
        found["number"] = node.number
    for name, value in (("heading", node.heading), ("text", node.text)):
        if value:
            found[name] = plain(value)
        if value != plain(value):
            found[f"{name}_marked"] = value
    if node.children:
        found["parts"] = [tree(child) for child in node.children]
    return found
