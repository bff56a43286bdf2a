"""EPUB 3: a title page, one file for each chapter, a colophon. The same edition gives the same bytes."""

import uuid
from collections.abc import Iterable
from pathlib import Path

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from convention.exporting.about import About
from convention.exporting.labels import HEADED, heading, label, number, remark
from convention.exporting.packing import packed
from convention.importing.document import Document, Node
from convention.marks import html
from convention.models import ProvisionKind as Kind

NAV = mark_safe(' properties="nav"')
MIMETYPE = "application/epub+zip"
STYLE = (Path(__file__).parent / "epub.css").read_text(encoding="utf-8")
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
 <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def build(document: Document, about: About) -> bytes:
    """The whole edition."""
    parts = list(_files(document))
    files: list[tuple[str, str]] = [("title.xhtml", _page(about, about.title, _title(about)))]
    files.append(("nav.xhtml", _page(about, _("Contents"), _nav(parts))))
    for name, nodes in parts:
        body = format_html_join("\n", "{}", ((_part(node, about, 1),) for node in nodes))
        files.append((name, _page(about, heading(nodes[0]), body)))
    files.append(("colophon.xhtml", _page(about, _("About this file"), _colophon(about))))
    names = [name for name, _text in files]
    members = [
        ("META-INF/container.xml", CONTAINER),
        ("EPUB/package.opf", _package(about, names)),
        ("EPUB/style.css", STYLE),
        *((f"EPUB/{name}", text) for name, text in files),
    ]
    encoded = [(name, text.encode()) for name, text in members]
    return packed([("mimetype", MIMETYPE.encode()), *encoded], about.date, store_first=True)


def _files(document: Document) -> Iterable[tuple[str, list[Node]]]:
    """The files of the text: one for each chapter, annex and so on; articles without chapters share one."""
    loose: list[Node] = []
    for node in document.nodes:
        if node.kind == Kind.ARTICLE:
            loose.append(node)
            if len(loose) == 1:
                yield "articles.xhtml", loose
        else:
            yield f"{node.eid.replace('_', '-')}.xhtml", [node]


def _page(about: About, title: str, body: SafeString) -> str:
    return format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        'lang="{0}" xml:lang="{0}" dir="{1}">\n'
        '<head><title>{2}</title><link rel="stylesheet" href="style.css"/></head>\n<body>\n{3}\n</body>\n</html>\n',
        about.language,
        about.direction,
        title,
        body,
    )


def _notice(about: About) -> SafeString:
    return format_html('<p class="notice" lang="en" dir="ltr">{}</p>', about.notice) if about.notice else SafeString()


def _title(about: About) -> SafeString:
    return format_html(
        '<section epub:type="titlepage"><h1>{}</h1>{}<p>{}</p></section>',
        about.title,
        _notice(about),
        _("Version %(version)s of %(date)s") % {"version": about.version, "date": about.date.isoformat()},
    )


def _colophon(about: About) -> SafeString:
    lines = format_html_join("\n", "<p>{}</p>", ((line,) for line in about.lines))
    return format_html(
        '<section epub:type="colophon" lang="en" dir="ltr"><h1>{}</h1>{}</section>', _("About this file"), lines
    )


def _part(node: Node, about: About, level: int) -> SafeString:
    inside = format_html_join(
        "\n",
        "{}",
        ((_part(c, about, level + 1) if c.kind in HEADED else _paragraph(c),) for c in node.children),
    )
    title = format_html("{}. {}", label(node), html(node.heading)) if node.heading else conditional_escape(label(node))
    said = remark(node, about)
    return format_html(
        '<section id="{0}"><h{1}>{2}</h{1}>{3}{4}\n{5}</section>',
        node.eid,
        min(level, 6),
        title,
        _notice(about) if level == 1 else "",
        format_html('<p class="remark">{}</p>', said) if said else "",
        inside,
    )


def _paragraph(node: Node) -> SafeString:
    return format_html('<div class="para" id="{}">{}</div>', node.eid, _inside(node))


def _point(node: Node) -> SafeString:
    return format_html('<li id="{}">{}</li>', node.eid, _inside(node))


def _inside(node: Node) -> SafeString:
    """The words of a paragraph or point, its points, and the words that close it."""
    points = [child for child in node.children if child.kind != Kind.WRAP]
    listed = format_html_join("", "{}", ((_point(child),) for child in points))
    closing = format_html_join(
        "", '<p id="{}">{}</p>', ((c.eid, html(c.text)) for c in node.children if c.kind == Kind.WRAP)
    )
    return format_html(
        "<p>{}{}</p>{}{}",
        _number(node),
        html(node.text),
        format_html('<ul class="points">{}</ul>', listed) if points else "",
        closing,
    )


def _number(node: Node) -> SafeString:
    return format_html('<span class="no">{}</span> ', number(node)) if node.number else SafeString()


def _nav(parts: list[tuple[str, list[Node]]]) -> SafeString:
    entries = format_html_join("\n", "{}", ((_entry(name, node),) for name, nodes in parts for node in nodes))
    first = parts[0][0]
    return format_html(
        '<nav epub:type="toc" id="toc" role="doc-toc"><h1>{0}</h1><ol>\n{1}\n</ol></nav>\n'
        '<nav epub:type="landmarks" hidden="hidden"><h2>{2}</h2><ol>'
        '<li><a epub:type="toc" href="nav.xhtml#toc">{0}</a></li>'
        '<li><a epub:type="bodymatter" href="{3}">{4}</a></li></ol></nav>',
        _("Contents"),
        entries,
        _("Landmarks"),
        first,
        _("Text"),
    )


def _entry(name: str, node: Node) -> SafeString:
    below = format_html_join("", "{}", ((_entry(name, child),) for child in node.children if child.kind in HEADED))
    return format_html(
        '<li><a href="{}#{}">{}</a>{}</li>',
        name,
        node.eid,
        heading(node),
        format_html("<ol>{}</ol>", below) if below else "",
    )


def _package(about: About, names: list[str]) -> str:
    items = format_html_join(
        "\n",
        '  <item id="i{}" href="{}" media-type="application/xhtml+xml"{}/>',
        ((place, name, NAV if name == "nav.xhtml" else "") for place, name in enumerate(names)),
    )
    spine = format_html_join("\n", '  <itemref idref="i{}"/>', ((place,) for place in range(len(names))))
    return format_html(
        """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}"
 dir="{direction}">
 <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
  <dc:title>{title}</dc:title>
  <dc:language>{language}</dc:language>
  <dc:date>{date}</dc:date>
  <dc:source>{address}</dc:source>
  <dc:description>{description}</dc:description>
  <meta property="dcterms:modified">{date}T00:00:00Z</meta>
  <meta property="schema:accessMode">textual</meta>
  <meta property="schema:accessModeSufficient">textual</meta>
  <meta property="schema:accessibilityFeature">structuralNavigation</meta>
  <meta property="schema:accessibilityFeature">tableOfContents</meta>
  <meta property="schema:accessibilityHazard">none</meta>
  <meta property="schema:accessibilitySummary">{accessible}</meta>
 </metadata>
 <manifest>
  <item id="style" href="style.css" media-type="text/css"/>
{items}
 </manifest>
 <spine page-progression-direction="{direction}">
{spine}
 </spine>
</package>
""",
        language=about.language,
        direction=about.direction,
        # A name for this very text at this address.
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"{about.address}#{about.sha256}"),
        title=about.title,
        date=about.date.isoformat(),
        address=about.address,
        description=" ".join(about.lines),
        accessible="Text alone, with headings, a contents list and numbers as text.",
        items=items,
        spine=spine,
    )
