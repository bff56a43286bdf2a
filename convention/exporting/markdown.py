"""Markdown (CommonMark), for reading and quoting; it is not read back."""

import re

from convention.exporting.about import About
from convention.exporting.labels import HEADED, label, number, remark
from convention.importing.document import Document, Node
from convention.marks import segments
from convention.models import ProvisionKind as Kind

SPECIAL = re.compile(r"([\\`*_\[\]<>&#~|])")
# What begins a list or a heading at the start of a line.
BEGINS = re.compile(r"^(\d+)([.)])|^([-+=])")


def build(document: Document, about: About) -> bytes:
    """The whole edition."""
    lines = [f"# {escape(about.title)}", ""]
    if about.notice:
        lines += [f"**{about.notice}**", ""]
    for node in document.nodes:
        lines += _part(node, about, 2)
    lines += ["---", ""]
    for line in about.lines:
        lines += [escape(line), ""]
    return ("\n".join(lines).rstrip() + "\n").encode()


def escape(text: str) -> str:
    """Words that stand for themselves."""
    return SPECIAL.sub(r"\\\1", text)


def _words(text: str) -> str:
    return "".join(f"*{escape(run)}*" if emphasis else escape(run) for emphasis, run in segments(text))


def _line(text: str) -> str:
    return BEGINS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def _part(node: Node, about: About, level: int) -> list[str]:
    title = f"{label(node)}. {_words(node.heading)}" if node.heading else label(node)
    lines = [f"{'#' * level} {title}", ""]
    if said := remark(node, about):
        lines += [escape(said), ""]
    for child in node.children:
        lines += _part(child, about, level + 1) if child.kind in HEADED else _paragraph(child)
    return lines


def _paragraph(node: Node) -> list[str]:
    mark = f"{number(node)} " if node.number else ""
    lines = [_line(f"{mark}{_words(node.text)}"), ""]
    points = [line for child in node.children if child.kind != Kind.WRAP for line in _point(child, "")]
    if points:
        lines += [*points, ""]
    for child in node.children:
        if child.kind == Kind.WRAP:
            lines += [_line(_words(child.text)), ""]
    return lines


def _point(node: Node, indent: str) -> list[str]:
    lines = [f"{indent}- {number(node)} {_words(node.text)}"]
    for child in node.children:
        if child.kind == Kind.WRAP:
            lines += ["", f"{indent}  {_line(_words(child.text))}"]
        else:
            lines += _point(child, f"{indent}  ")
    return lines
