"""The specimen as printers set treaties: booklets made with typst, to be read back. Each layout is one function."""

from collections.abc import Callable
from dataclasses import dataclass

import typst

from convention.exporting.pdf import quoted
from convention.importing.document import Document, Node
from convention.marks import plain, segments
from convention.models import ProvisionKind as Kind

Draw = Callable[[Node], str]
HEADED = (Kind.PREAMBLE, Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS)
WIDE = "width: 100%, sticky: true"
LABELS = {Kind.CHAPTER: "Chapter", Kind.PART: "Part", Kind.SECTION: "Section", Kind.ANNEX: "Annex"}
COVER = """#page(header: none, footer: none)[#v(30%) #align(center, text(size: 24pt, hyphenate: false, {title}))]"""


@dataclass(frozen=True)
class Layout:
    """How a booklet is set: what typst is told at first, how headings look, how a provision of some depth does."""

    setup: str
    heading: Draw
    provision: str  # a typst function of depth, number, words, and whether they close a list
    cover: str = COVER
    contents: str = ""
    before_text: str = ""


def words(text: str) -> str:
    """Words with their emphasis, as typst code."""
    return " + ".join(f"emph({quoted(run)})" if on else quoted(run) for on, run in segments(text)) or '""'


def number(node: Node) -> str:
    """A number as it is printed before a paragraph or point."""
    if not node.number:
        return ""
    return f"{node.number}." if node.kind == Kind.PARAGRAPH else f"({node.number})"


def source(document: Document, layout: Layout, insert: dict[int, str] | None = None) -> str:
    """The typst source of a booklet; `insert` puts pieces of typst behind articles, by number."""
    # Without a document's own functions, words are strings: none of them is ever taken for markup.
    parts = [f"#let prov = {layout.provision}", layout.setup.replace("{title}", quoted(document.title))]
    parts += [piece.replace("{title}", quoted(document.title)) for piece in (layout.cover, layout.contents) if piece]
    parts.append(layout.before_text.replace("{title}", quoted(document.title)))
    for node in document.nodes:
        _part(node, layout, insert or {}, parts)
    return "\n".join(parts)


def _part(node: Node, layout: Layout, insert: dict[int, str], parts: list[str]) -> None:
    parts.append(layout.heading(node))
    for child in node.children:
        if child.kind in HEADED:
            _part(child, layout, insert, parts)
        else:
            _provision(child, 0, parts)
    if node.kind == Kind.ARTICLE and int(node.number) in insert:
        parts.append(insert[int(node.number)])


def _provision(node: Node, depth: int, parts: list[str]) -> None:
    parts.append(f"#prov({depth}, {quoted(number(node))}, {words(node.text)}, {str(node.kind == Kind.WRAP).lower()})")
    for child in node.children:
        _provision(child, depth if child.kind == Kind.WRAP else depth + 1, parts)


def typeset(document: Document, layout: Layout, insert: dict[int, str] | None = None) -> bytes:
    """The booklet as PDF."""
    return typst.compile(source(document, layout, insert).encode(), format="pdf")


def label(node: Node) -> str:
    """ "Chapter IV", "Article 12"; the preamble's and the conclusions' name alone."""
    if node.kind in (Kind.PREAMBLE, Kind.CONCLUSIONS):
        return str(node.kind).capitalize()
    return f"{LABELS.get(node.kind, 'Article')} {node.number}"


def in_lines(node: Node) -> str:
    """Centred and bold: the label, and the words on the next line."""
    size = 13 if node.kind == Kind.CHAPTER else 11
    first = label(node).upper() if node.kind != Kind.ARTICLE else label(node)
    lines = f"#h(0pt)*#text({quoted(first)})*"
    title = f" \\\n#strong({words(node.heading)})" if node.heading else ""
    return f"#block(above: 20pt, below: 11pt, {WIDE}, align(center, text(size: {size}pt)[{lines}{title}]))"


def in_one_line(node: Node) -> str:
    """Bold at the left: "Article 12. Heading"."""
    size = {Kind.CHAPTER: 14, Kind.PREAMBLE: 14, Kind.PART: 12}.get(node.kind, 10)
    title = f" + {words(node.heading)}" if node.heading else ""
    stop = ". " if node.heading else ""
    level = 1 if node.kind in (Kind.CHAPTER, Kind.PREAMBLE) else 2
    return f"#heading(level: {level}, text(size: {size}pt, {quoted(label(node) + stop)}{title}))"


def as_law(node: Node) -> str:
    """ "Art. 12. Heading", in bold, and chapters over two lines."""
    if node.kind != Kind.ARTICLE:
        return in_lines(node)
    title = f"{quoted(f'Art. {node.number}. ')} + {words(node.heading)}"
    return f"#block(above: 9pt, below: 6pt, {WIDE}, strong({title}))"


def bare(node: Node) -> str:
    """Numbers alone: "IV" above the words of a chapter, "12. Heading" in bold for an article."""
    if node.kind == Kind.ARTICLE:
        title = f"{quoted(node.number + '. ')} + {words(node.heading)}"
        return f"#block(above: 10pt, below: 6pt, {WIDE}, strong({title}))"
    if node.kind == Kind.CHAPTER:
        lines = f"#text(size: 15pt, {quoted(node.number)}) \\\n#text(size: 15pt, {words(node.heading)})"
        return f"#pagebreak(weak: true)\n#block(below: 14pt, width: 100%, align(center)[{lines}])"
    return in_lines(node)


def small_capitals(node: Node) -> str:
    """Capitals and small capitals, as printers without a font for them make them; the words on the next line."""

    def capitals(text: str) -> str:
        pieces = []
        for letter in plain(text):
            size = "0.78em" if letter.islower() else "1em"
            pieces.append(f"#text(size: {size}, {quoted(letter.upper())})" if letter != " " else '#h(0.3em)#text(" ")')
        return "".join(pieces)

    first = capitals(label(node))
    title = f" \\\n{capitals(node.heading)}" if node.heading else ""
    return f"#block(above: 18pt, below: 9pt, {WIDE}, align(center)[#set par(leading: 0.5em)\n{first}{title}])"


def typewriter(node: Node) -> str:
    """Centred, in the one size and weight that a typewriter has; a blank line before and after each line."""
    first = label(node).upper() if node.kind != Kind.ARTICLE else label(node)
    title = f"#v(6pt)\n#align(center)[#underline({words(node.heading)})]" if node.heading else ""
    return f"#v(16pt)\n#block(sticky: true, width: 100%)[#align(center)[#text({quoted(first)})]\n{title}]\n#v(4pt)"


SPACED = """(depth, number, body, closes) => block(above: 11pt, below: 11pt, {
  let step = if closes { 0pt } else if number == "" { 20pt } else { depth * 20pt }
  set par(first-line-indent: (amount: step, all: true))
  par([#number#if number != "" { h(8pt) }#body])
})"""
HANGING = """(depth, number, body, closes) => block(above: 8pt, below: 8pt, pad(left: depth * 20pt,
  if number == "" { par(body) } else { par(hanging-indent: 20pt, [#box(width: 20pt, number)#body]) }))"""
HANGING_WIDE = """(depth, number, body, closes) => block(above: 9pt, below: 9pt, pad(left: depth * 22pt,
  if number == "" { par(body) } else { par(hanging-indent: 22pt, [#box(width: 22pt, number)#body]) }))"""
TIGHT = """(depth, number, body, closes) => block(above: if closes { 1em } else { 0.65em }, below: 0.65em, {
  set par(first-line-indent: (amount: if closes { 0pt } else { 14pt + depth * 12pt }, all: true), leading: 0.65em)
  par([#number#if number != "" { h(5pt) }#body])
})"""
RIGHT = """(depth, number, body, closes) => block(above: 14pt, below: 14pt,
  if number == "" { par(first-line-indent: (amount: if closes { 0pt } else { 30pt }, all: true), body) } else {
    let room = if depth == 0 { box(width: 24pt, number) } else { box(width: 52pt, align(right, number + h(8pt))) }
    pad(left: calc.max(depth - 1, 0) * 30pt, [#room#body])
  })"""

LAYOUTS = {
    # As the United Nations print a treaty.
    "treaty": Layout(
        setup="""#set page(paper: "us-letter", margin: (x: 42mm, y: 30mm), numbering: "- 1 -")
#set text(font: "Libertinus Serif", size: 11pt, lang: "en")
#set par(justify: true)""",
        heading=in_lines,
        provision=SPACED,
    ),
    # Two columns of a law gazette, hyphenated, with running heads on both sides and a contents list.
    "gazette": Layout(
        setup="""#set page(paper: "a4", columns: 2, margin: (x: 18mm, y: 22mm),
  header: context {
    set text(size: 8pt)
    if calc.odd(here().page()) [#h(1fr) #{title}] else [Gazette of Specimens #h(1fr)]
  },
  footer: context align(if calc.odd(here().page()) { right } else { left }, text(size: 8pt, counter(page).display())))
#set columns(gutter: 8mm)
#set text(font: "New Computer Modern", size: 9.5pt, lang: "en", hyphenate: true)
#set par(justify: true)
#show heading: set block(above: 12pt, below: 7pt)""",
        heading=in_one_line,
        provision=HANGING,
        cover="""#page(columns: 1, header: none, footer: none)[#v(30%) #align(center, text(size: 24pt, {title}))]""",
        contents="#page(columns: 1)[#outline(title: [Contents], depth: 2)]",
    ),
    # A pocket edition: no gaps, first lines set in, the chapter in the head, the page behind the title in the foot.
    "pocket": Layout(
        setup="""#set page(paper: "a6", margin: (x: 12mm, top: 16mm, bottom: 14mm),
  header: context {
    set text(size: 7pt)
    align(center, query(selector(<chapter>).before(here())).map(mark => mark.value).at(-1, default: ""))
  },
  footer: context { set text(size: 7pt); align(center)[#{title} | #counter(page).display()] })
#set text(font: "Libertinus Serif", size: 8.5pt, lang: "en", hyphenate: true)
#set par(justify: true)""",
        heading=lambda node: (
            (
                f"#metadata({quoted(label(node) + '. ' + plain(node.heading))}) <chapter>\n"
                if node.kind == Kind.CHAPTER
                else ""
            )
            + as_law(node)
        ),
        provision=TIGHT,
    ),
    # Numbers without labels, ragged lines, hanging numbers, pages counted as 4 / 120.
    "bare": Layout(
        setup="""#set page(paper: "a5", margin: 18mm, numbering: "1 / 1")
#set text(font: "Libertinus Serif", size: 10pt, lang: "en")""",
        heading=bare,
        provision=HANGING_WIDE,
    ),
    # Small capitals, roman page numbers before the text.
    "capitals": Layout(
        setup="""#set page(paper: "a4", margin: 30mm, numbering: "i")
#set text(font: "Libertinus Serif", size: 11pt, lang: "en")
#set par(justify: true)""",
        heading=small_capitals,
        provision=HANGING_WIDE,
        before_text='#pagebreak(weak: true)\n#set page(numbering: "1")\n#counter(page).update(1)',
    ),
    # A conference document on a typewriter: one weight, underlined titles, numbers at the right of their room.
    "typewriter": Layout(
        setup="""#set page(paper: "us-letter", margin: (x: 24mm, top: 34mm, bottom: 26mm),
  header: context {
    let head = block(align(left)[A/SPEC.1/37 \\ English \\ Page #counter(page).display()])
    align(if calc.odd(here().page()) { right } else { left }, head)
  })
#set text(font: "DejaVu Sans Mono", size: 9pt, lang: "en", ligatures: false)""",
        heading=typewriter,
        provision=RIGHT,
    ),
}
