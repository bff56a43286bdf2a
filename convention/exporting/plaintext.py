"""Plain text for reading: no marks, numbers and letters as they are printed."""

from convention.exporting.about import About
from convention.exporting.labels import HEADED, heading, number, remark
from convention.importing.document import Document, Node
from convention.marks import plain
from convention.models import ProvisionKind as Kind

INDENT = "   "


def build(document: Document, about: About) -> bytes:
    """The whole edition, its colophon at the end; a specimen says what it is first of all."""
    lines = [about.notice, ""] if about.notice else []
    lines += [about.title, ""]
    for node in document.nodes:
        lines += _part(node, about)
    lines += ["* * *", "", *about.lines]
    return ("\n".join(lines) + "\n").encode()


def _part(node: Node, about: About) -> list[str]:
    if node.kind == Kind.ARTICLE:
        return article(node)
    lines = [heading(node).upper() if node.kind == Kind.CHAPTER else heading(node), ""]
    if said := remark(node, about):
        lines += [f"({said})", ""]
    for child in node.children:
        lines += _part(child, about) if child.kind in HEADED else [*provision(child, 0), ""]
    return lines


def article(node: Node) -> list[str]:
    """The lines of an article, an empty one after each paragraph."""
    lines = [heading(node), ""]
    for paragraph in node.children:
        lines += [*provision(paragraph, 0), ""]
    return lines


def provision(node: Node, depth: int) -> list[str]:
    """The lines of a paragraph or point and of what stands in it."""
    mark = f"{number(node)} " if node.number else ""
    # Closing text stands at the depth of the paragraph or point that it ends.
    indent = INDENT * (depth - 1 if node.kind == Kind.WRAP else depth)
    lines = [f"{indent}{mark}{plain(node.text)}"]
    for child in node.children:
        lines += provision(child, depth + 1)
    return lines
