"""PDF by typst: PDF/UA-1, A4, contents, bookmarks, running heads, footnotes, in the site's typefaces."""

import json
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from convention.exporting import CannotBuild, fonts
from convention.exporting.about import About
from convention.exporting.labels import HEADED, label, number, remark
from convention.importing.document import Document, Node
from convention.marks import segments
from convention.models import ProvisionKind as Kind

PAGE = (Path(__file__).parent / "pdf.typ").read_text(encoding="utf-8")
# After the site's own: common fonts of other scripts, where the machine has them.
OTHERS = ("Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Serif Devanagari", "Noto Nastaliq Urdu", "Noto Serif CJK SC")


def build(document: Document, about: About) -> bytes:
    """The whole edition. Raises CannotBuild where no font on this machine has the letters of its script."""
    parts = [_head(about)]
    for node in document.nodes:
        _part(node, about, 1, parts)
    return compiled("\n".join(parts))


def compiled(source: str, *, standards: tuple[str, ...] = ("ua-1",)) -> bytes:
    """The PDF of a typst source, with the site's typefaces at hand. Raises CannotBuild, under PDF/UA-1 also for a
    letter that no font on this machine has."""
    try:
        return typst.compile(
            source.encode(), format="pdf", font_paths=[str(fonts.folder())], pdf_standards=list(standards)
        )
    except typst.TypstError as error:
        raise CannotBuild(str(error)[:400]) from error


def families() -> str:
    """The names of the typefaces, the first that has a letter first, as typst writes a list."""
    return f"({', '.join(map(quoted, (*fonts.FAMILIES, *OTHERS, 'Libertinus Serif')))},)"


def quoted(text: str) -> str:
    """A text as typst writes a string: words of a treaty are never taken for markup.

    >>> quoted('a "b" #c')
    '"a \\\\"b\\\\" #c"'
    """
    return json.dumps(text, ensure_ascii=False)


def _head(about: About) -> str:
    lines = about.lines[1:] if about.notice else about.lines  # the notice stands above them in a frame
    given = {
        "title": quoted(about.title),
        "language": quoted(about.language.partition("-")[0]),
        "direction": about.direction,
        "day": f"datetime(year: {about.date.year}, month: {about.date.month}, day: {about.date.day})",
        "about": f"({', '.join(map(quoted, lines))},)",
        "notice": quoted(about.notice),
        "head": quoted(f"{about.title}, {about.version}, {about.date.isoformat()}"),
        "contents": quoted(_("Contents")),
    }
    fields = ", ".join(f"{name}: {value}" for name, value in given.items())
    return f"#let fonts = {families()}\n{PAGE}\n#show: edition.with({fields})"


def _words(text: str) -> str:
    runs = (f"emph({quoted(words)})" if emphasis else quoted(words) for emphasis, words in segments(text))
    return " + ".join(runs) or '""'


def _part(node: Node, about: About, level: int, parts: list[str]) -> None:
    said = label(node)
    shown = f"label({quoted(node.kind)}, {quoted(said + '. ' if node.heading else said)})"
    title = f"{shown} + {_words(node.heading)}" if node.heading else shown
    parts.append(f"#heading(level: {level}, {title})")
    if remarked := remark(node, about):
        parts.append(f"#par({quoted(_('Working title'))} + footnote({quoted(remarked)}))")
    for child in node.children:
        if child.kind in HEADED:
            _part(child, about, level + 1, parts)
        else:
            _provision(child, 0, parts)


def _provision(node: Node, depth: int, parts: list[str]) -> None:
    parts.append(f"#prov({depth}, {quoted(number(node))}, {_words(node.text)})")
    for child in node.children:
        # Closing text stands below the words of the paragraph or point that it ends.
        closes = child.kind == Kind.WRAP and not node.number
        _provision(child, depth if closes else depth + 1, parts)
