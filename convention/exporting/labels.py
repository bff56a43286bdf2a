"""How files name the parts of a text: "Article 12. Heading", in the language that is active."""

from django.utils.translation import gettext as _

from convention.exporting.about import About
from convention.importing.document import Node
from convention.marks import plain
from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman


def label(node: Node) -> str:
    """What a heading says before its words: "Chapter IV"; "Preamble" for what has no number."""
    words = {
        Kind.PREAMBLE: _("Preamble"),
        Kind.CHAPTER: _("Chapter %(number)s"),
        Kind.PART: _("Part %(number)s"),
        Kind.SECTION: _("Section %(number)s"),
        Kind.ARTICLE: _("Article %(number)s"),
        Kind.ANNEX: _("Annex %(number)s"),
        Kind.CONCLUSIONS: _("Conclusions"),
    }[node.kind]
    return words % {"number": node.number}


def heading(node: Node) -> str:
    """The whole line of a heading, without marks."""
    return f"{label(node)}. {plain(node.heading)}" if node.heading else label(node)


def remark(node: Node, about: About) -> str:
    """What has to be said below a heading: that the title of a chapter is ours for the time being. Else empty."""
    if node.kind == Kind.CHAPTER and from_roman(node.number) in about.working:
        return _("A working title of ours: the Convention’s own is not on record here.")
    return ""


def number(node: Node) -> str:
    """The number of a provision inside an article as it is printed: "3." or "(b)"; empty where it has none."""
    if not node.number:
        return ""
    return f"{node.number}." if node.kind in (Kind.PARAGRAPH, Kind.RECITAL) else f"({node.number})"


HEADED = (
    Kind.PREAMBLE,
    Kind.CHAPTER,
    Kind.PART,
    Kind.SECTION,
    Kind.ARTICLE,
    Kind.ANNEX,
    Kind.CONCLUSIONS,
)
