"""The specimen as people write treaties in Word: DOCX made with python-docx, to be read back. Three styles."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from convention.importing.document import Document, Node
from convention.marks import segments
from convention.models import ProvisionKind as Kind

HEADED = (Kind.PREAMBLE, Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS)
NAMES = {Kind.CHAPTER: "Chapter", Kind.PART: "Part", Kind.SECTION: "Section", Kind.ARTICLE: "Article"}
STEP = 24  # points that a list is set in
LEVELS = {Kind.PARAGRAPH: 0, Kind.POINT: 1, Kind.SUBPOINT: 2}
HEADINGS, PROVISIONS = 1, 2  # lists of numbering.xml
HEADING_LEVELS = {Kind.CHAPTER: 0, Kind.PART: 1, Kind.ARTICLE: 2}
NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Chapter %1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Part %2."/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>
  <w:lvlText w:val="Article %3."/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
  <w:pPr><w:ind w:left="480" w:hanging="480"/></w:pPr></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
  <w:pPr><w:ind w:left="960" w:hanging="480"/></w:pPr></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/>
  <w:pPr><w:ind w:left="1440" w:hanging="480"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""


class Writer:
    """A Word document that grows by paragraphs."""

    def __init__(self) -> None:
        self.word = docx.Document()
        self.numbering = self.word.part.numbering_part.element
        for child in list(self.numbering):
            self.numbering.remove(child)
        self.numbering.extend(list(parse_xml(NUMBERING)))
        self.last = PROVISIONS

    def add(self, text: str, style: str | None = None, *, number: tuple[int, int] | None = None, depth: float = 0,
            hanging: bool = False, strong: bool = False, small: bool = False, centred: bool = False):  # fmt: skip
        """One paragraph; `number` is list and level of an automatic number. Returns it."""
        paragraph = self.word.add_paragraph(style=style)
        for emphasis, words in segments(text):
            # Word cuts runs wherever somebody paused.
            for part in (words[: len(words) // 2], words[len(words) // 2 :]):
                run = paragraph.add_run(part)
                run.italic, run.bold = emphasis or None, strong or None
                run.font.small_caps = small or None
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if depth or hanging:
            paragraph.paragraph_format.left_indent = Pt(STEP * (depth + hanging))
            if hanging:
                paragraph.paragraph_format.first_line_indent = Pt(-STEP)
        if number is not None:
            settings = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            settings.get_or_add_numId().val, settings.get_or_add_ilvl().val = number
        return paragraph

    def new_list(self) -> int:
        """A list of provisions that begins anew on all levels, as Word makes one."""
        self.last += 1
        starts = "".join(
            f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>' for at in range(3)
        )
        self.numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{self.last}"><w:abstractNumId w:val="2"/>{starts}</w:num>')
        )
        return self.last

    def data(self) -> bytes:
        buffer = io.BytesIO()
        self.word.save(buffer)
        return buffer.getvalue()


Draw = Callable[[Writer, Node], None]


@dataclass(frozen=True)
class Layout:
    """How headings are written, and which kinds of provision have automatic numbers."""

    heading: Draw
    automatic: tuple[Kind, ...] = ()
    tabs: bool = True  # behind a typed number


def _plainly(writer: Writer, node: Node) -> str:
    return node.kind.label.capitalize() if node.kind not in NAMES else f"{NAMES[node.kind]} {node.number}"


def _styled(writer: Writer, node: Node) -> None:
    """Word's own headings, numbers by themselves."""
    level = {Kind.ARTICLE: 3, Kind.PART: 2}.get(node.kind, 1)
    number = (HEADINGS, HEADING_LEVELS[node.kind]) if node.kind in HEADING_LEVELS else None
    writer.add(node.heading or _plainly(writer, node), f"Heading {level}", number=number)


def _shaped(writer: Writer, node: Node) -> None:
    """No styles: bold in the middle, number and words in two paragraphs."""
    text = _plainly(writer, node)
    writer.add(text.upper() if node.kind == Kind.CHAPTER else text, strong=True, centred=True)
    if node.heading:
        writer.add(node.heading, strong=True, centred=True)


def _mixed(writer: Writer, node: Node) -> None:
    """Chapters by style and number of their own, articles in small capitals, both parts in one paragraph."""
    if node.kind != Kind.ARTICLE:
        _styled(writer, node)
        return
    paragraph = writer.add(f"{_plainly(writer, node)}", small=True)
    paragraph.add_run().add_break()
    for emphasis, words in segments(node.heading):
        run = paragraph.add_run(words)
        run.font.small_caps, run.italic = True, emphasis or None


LAYOUTS = {
    "styles": Layout(_styled, (Kind.PARAGRAPH, Kind.POINT, Kind.SUBPOINT)),
    "shape": Layout(_shaped),
    "mixed": Layout(_mixed, (Kind.POINT, Kind.SUBPOINT), tabs=False),
}


def written(document: Document, layout: Layout, change: Callable[[Writer], None] | None = None) -> bytes:
    """The DOCX of a document; `change` does something to it before it is packed."""
    writer = Writer()
    writer.add(document.title, "Title")
    for node in document.nodes:
        _part(writer, node, layout)
    if change:
        change(writer)
    return writer.data()


def _part(writer: Writer, node: Node, layout: Layout) -> None:
    layout.heading(writer, node)
    numbers = writer.new_list() if layout.automatic and node.kind == Kind.ARTICLE else PROVISIONS
    for child in node.children:
        if child.kind in HEADED:
            _part(writer, child, layout)
        else:
            # Below a paragraph whose number is typed, Word starts its list anew by hand.
            fresh = layout.automatic and Kind.PARAGRAPH not in layout.automatic
            _provision(writer, child, layout, writer.new_list() if fresh else numbers, 0)


def _provision(writer: Writer, node: Node, layout: Layout, numbers: int, depth: int) -> None:
    if node.number and node.kind in layout.automatic:
        writer.add(node.text, number=(numbers, LEVELS[node.kind]))
    elif node.number:
        mark = f"{node.number}." if node.kind == Kind.PARAGRAPH else f"({node.number})"
        gap = "\t" if layout.tabs else " "
        writer.add(f"{mark}{gap}{node.text}" if node.text else mark, depth=depth, hanging=True)
    else:
        writer.add(node.text, depth=depth)
    for child in node.children:
        if child.kind == Kind.WRAP:
            # It stands below the words of what it ends.
            writer.add(child.text, depth=depth + bool(node.number))
        else:
            _provision(writer, child, layout, numbers, depth + 1)


def element(tag: str, **attributes: str):
    """An element of Word's with attributes."""
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found
