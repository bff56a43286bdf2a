"""DOCX: real headings, so that Word can make contents of them; numbers are text, as they are printed."""

import datetime
import functools
import io
import zipfile

import docx
from django.utils.translation import gettext as _
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from convention.exporting.about import About
from convention.exporting.labels import HEADED, label, number, remark
from convention.exporting.packing import packed
from convention.importing.document import Document, Node
from convention.importing.docx import BESIDE
from convention.marks import segments
from convention.models import ProvisionKind as Kind

INDENT = 567  # one centimetre, in twentieths of a point
DEEPEST = 9


def build(document: Document, about: About) -> bytes:
    """The whole edition."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    _properties(word, about)
    _styles(word)
    writer = Writer(word, about)
    writer.paragraph([(False, about.title)], "Title")
    if about.notice:
        writer.paragraph([(False, about.notice)], BESIDE)
    for node in document.nodes:
        writer.part(node, 1)
    writer.paragraph([(False, _("About this file"))], f"{BESIDE}, heading")
    for line in about.lines:
        writer.paragraph([(False, line)], BESIDE)
    section.header.paragraphs[0].text = f"{about.notice} {about.title}".strip()
    section.footer.paragraphs[0].text = f"{about.address} · {about.date.isoformat()} · {about.sha256}"
    return _same_bytes(word, about.date)


def _properties(word: Word, about: About) -> None:
    core = word.core_properties
    core.title, core.language, core.author = about.title[:255], about.language, ""
    core.comments = " ".join(about.lines)[:255]
    core.identifier, core.version = about.sha256, about.version
    core.category = "specimen" if about.specimen else ""
    core.created = core.modified = datetime.datetime(about.date.year, about.date.month, about.date.day)


def _styles(word: Word) -> None:
    """Styles of their own for what is not the text, so that a reader of the file leaves it out."""
    word.styles.add_style(BESIDE, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    word.styles.add_style(f"{BESIDE}, heading", WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Heading 1"]


class Writer:
    """Adds paragraphs as XML: python-docx's own way looks for the end of the document with every one."""

    def __init__(self, word: Word, about: About):
        self.about = about
        self.end = word.element.body.sectPr
        self.style = functools.cache(lambda name: word.styles[name].style_id)

    def part(self, node: Node, level: int) -> None:
        """A chapter, article and so on, with all that stands in it."""
        title = [(False, label(node))]
        if node.heading:
            title = [(False, f"{label(node)}. "), *segments(node.heading)]
        self.paragraph(title, f"Heading {min(level, DEEPEST)}")
        if said := remark(node, self.about):
            self.paragraph([(True, said)], BESIDE)
        for child in node.children:
            if child.kind in HEADED:
                self.part(child, level + 1)
            else:
                self.provision(child, 0)

    def provision(self, node: Node, depth: int) -> None:
        """A paragraph or point, with the points below it."""
        words = segments(node.text)
        if node.number:
            words = [(False, f"{number(node)} "), *words]
        # Closing text stands at the depth of the paragraph or point that it ends.
        closes = node.kind == Kind.WRAP
        self.paragraph(words, "List Continue" if closes else "Normal", depth - 1 if closes else depth)
        for child in node.children:
            self.provision(child, depth + 1)

    def paragraph(self, runs: list[tuple[bool, str]], style: str = "Normal", indent: int = 0) -> None:
        """One paragraph of runs of words, emphasis in italics."""
        paragraph = OxmlElement("w:p")
        settings = OxmlElement("w:pPr")
        self._value(settings, "w:pStyle", "w:val", self.style(style))
        if self.about.direction == "rtl":
            settings.append(OxmlElement("w:bidi"))
        if indent or style == "List Continue":
            self._value(
                settings, "w:ind", "w:start" if self.about.direction == "rtl" else "w:left", str(INDENT * indent)
            )
        paragraph.append(settings)
        for emphasis, words in runs:
            paragraph.append(self._run(emphasis, words))
        self.end.addprevious(paragraph)

    def _run(self, emphasis: bool, words: str) -> OxmlElement:
        run = OxmlElement("w:r")
        settings = OxmlElement("w:rPr")
        if emphasis:
            settings.append(OxmlElement("w:i"))
        if self.about.direction == "rtl":
            settings.append(OxmlElement("w:rtl"))
        self._value(settings, "w:lang", "w:val", self.about.language)
        run.append(settings)
        text = OxmlElement("w:t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        return run

    @staticmethod
    def _value(parent: OxmlElement, tag: str, attribute: str, value: str) -> None:
        element = OxmlElement(tag)
        element.set(qn(attribute), value)
        parent.append(element)


def _same_bytes(word: Word, day: datetime.date) -> bytes:
    """The file with the day of the text in place of the hour at which it was packed."""
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return packed([(name, archive.read(name)) for name in archive.namelist()], day)
