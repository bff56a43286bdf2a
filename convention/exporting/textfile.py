"""Our own text format (docs/text-format.md), which convention/importing/textformat.py reads back."""

from convention.exporting.about import About
from convention.importing.document import Document, Node
from convention.models import ProvisionKind as Kind

HEADS = {
    Kind.PREAMBLE: "PREAMBLE",
    Kind.CHAPTER: "CHAPTER {}. {}",
    Kind.PART: "PART {}. {}",
    Kind.SECTION: "SECTION {}. {}",
    Kind.ARTICLE: "Article {}. {}",
    Kind.ANNEX: "ANNEX {}. {}",
    Kind.CONCLUSIONS: "CONCLUSIONS",
}


def build(document: Document, about: About) -> bytes:
    """The file. A text that the format has no lines for comes back changed: the caller reads it back and compares."""
    lines = ["text-format: 1", f"title: {document.title}"]
    if about.specimen:
        lines += ["specimen: yes", f"notice: {about.notice}"]
    lines += [
        f"version: {about.version}",
        f"date: {about.date.isoformat()}",
        f"address: {about.address}",
        f"text-sha256: {about.sha256}",
    ]
    for node in document.nodes:
        write(node, 0, lines)
    return ("\n".join(lines) + "\n").encode()


def write(node: Node, depth: int, lines: list[str]) -> None:
    """Add the lines of a provision and of all that stands in it."""
    if node.kind in HEADS:
        lines += ["", HEADS[node.kind].format(node.number, node.heading)]
    else:
        mark = f"{node.number}. " if node.number and node.kind == Kind.PARAGRAPH else ""
        if node.kind in (Kind.POINT, Kind.SUBPOINT):
            mark = f"({node.number}) "
        elif node.kind == Kind.WRAP:
            mark = "> "
        lines.append("  " * depth + mark + node.text)
        depth += 1
    for child in node.children:
        write(child, depth, lines)
