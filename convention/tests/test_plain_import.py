"""Plain text as people type treaties: read back, it is the text that it came from, or each odd line is named."""

import random
import textwrap
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from convention.exporting import plaintext
from convention.importing import plaintext as reader
from convention.importing.document import Document, ImportRefused, Node
from convention.importing.lines import letters
from convention.importing.steps import prepare
from convention.marks import plain
from convention.models import ProvisionKind as Kind
from convention.tests import specimen, texts
from convention.tests.test_docx_import import said
from convention.tests.test_pdf_layouts import beginning

ARABIC = Path(__file__).parent / "arabic.txt"
NAMES = {Kind.CHAPTER: "Chapter", Kind.PART: "Part", Kind.ARTICLE: "Article"}


def read(text: str | bytes) -> Document:
    """The document as an import has it, checked and named."""
    return prepare("text.txt", text if isinstance(text, bytes) else text.encode())[0]


def tree(document: Document) -> list[tuple]:
    """All that plain text can say: it has no emphasis, and some headings stand in capitals."""
    return [(n.eid, n.kind, n.number, plain(n.heading).casefold(), plain(n.text)) for n in document.walk()]


@pytest.mark.parametrize(
    "text", [specimen.file(), texts.SMALL, ARABIC.read_text()], ids=["specimen", "small", "arabic"]
)
def test_own_plain_text_reads_back(text):
    document = texts.read(text)
    found = read(plaintext.build(document, said(document)))
    assert tree(found) == tree(document)
    assert (found.title, found.specimen) == (document.title, document.specimen)
    assert (found.report.kind, found.report.blocking) == ("plain", [])
    # What the site says of the file is told apart from the text.
    whys = Counter(place.why for place in found.report.furniture)
    assert whys["title or cover page"] == 1
    assert whys["what this site says of the file"] >= 5


def _wrapped(node: Node) -> list[str]:
    """A typewriter's page: the title below the label."""
    if node.kind not in NAMES:
        return [node.kind.label.upper()]
    name = f"{NAMES[node.kind]} {node.number}"
    return [name.upper() if node.kind == Kind.CHAPTER else name, plain(node.heading)]


def _short(node: Node) -> list[str]:
    if node.kind not in NAMES:
        return [node.kind.label.capitalize()]
    name = "Art." if node.kind == Kind.ARTICLE else NAMES[node.kind]
    return [f"{name} {node.number}. {plain(node.heading)}"]


def _bare(node: Node) -> list[str]:
    """Numbers without a word: IV. and 12."""
    if node.kind not in NAMES:
        return [node.kind.label.capitalize()]
    return [f"{node.number}. {plain(node.heading)}"]


def _bare_below(node: Node) -> list[str]:
    return [f"{node.number}.", plain(node.heading)] if node.kind == Kind.ARTICLE else _bare(node)


def typed(
    document: Document, heading: Callable[[Node], list[str]], width: int = 0, gap: bool = False, hanging: bool = False
) -> str:
    """The text of a document; wrapped at a width if there is one, with blank lines between points if `gap`."""
    lines = [document.title, ""]

    def add(node: Node, depth: int) -> None:
        if node.kind in (*NAMES, Kind.PREAMBLE):
            lines.extend([*heading(node), ""])
        else:
            mark = f"{node.number}. " if node.kind == Kind.PARAGRAPH else f"({node.number}) "
            body = (mark if node.number else "") + plain(node.text)
            step = "   " * (depth - 1 if node.kind == Kind.WRAP else depth)
            set_in = " " * (len(mark) if hanging and node.number else 0)
            wrapped = [body]
            if width:
                wrapped = textwrap.wrap(body, width - len(step), subsequent_indent=set_in, break_on_hyphens=False)
            lines.extend(step + line for line in wrapped or [""])
            if gap:
                lines.append("")
        for child in node.children:
            add(child, depth + 1 if node.kind in (Kind.PARAGRAPH, Kind.RECITAL, Kind.POINT) else 0)
        if node.kind in (Kind.PARAGRAPH, Kind.RECITAL) and lines[-1]:
            lines.append("")

    for node in document.nodes:
        add(node, 0)
    return "\n".join(lines) + "\n"


WAYS = {
    "label, title below": {"heading": _wrapped},
    "wrapped at 72": {"heading": _wrapped, "width": 72},
    "wrapped, numbers hang": {"heading": _short, "width": 72, "hanging": True},
    "wrapped, title beside": {"heading": _short, "width": 64},
    "Art.": {"heading": _short},
    "blank lines everywhere": {"heading": _short, "gap": True},
    "bare numbers": {"heading": _bare},
    "bare numbers, title below": {"heading": _bare_below},
}


@pytest.mark.parametrize("name", WAYS)
def test_typed_text_is_the_text(name):
    document = beginning(3)
    found = read(typed(document, **WAYS[name]))
    assert tree(found) == tree(document)
    assert found.title == document.title
    assert found.report.blocking == []


@pytest.mark.parametrize("what", ["deleted", "doubled", "swapped"])
@pytest.mark.parametrize("seed", range(8))
def test_line_that_is_deleted_doubled_or_swapped_is_named_with_its_place(what, seed):
    lines = typed(beginning(2), _short).split("\n")
    after = [*lines[2:], "", ""]
    numbered = [n for n, line in enumerate(lines) if line[:1].isdecimal() and after[n][:1].isdecimal()]
    place = random.Random(f"{what} {seed}").choice(numbered)
    one, two = (lines[at].partition(".")[0] for at in (place, place + 2))
    if what == "deleted":
        del lines[place : place + 2]
    elif what == "doubled":
        lines[place:place] = [lines[place], ""]
    else:
        lines[place], lines[place + 2] = lines[place + 2], lines[place]
    found = read("\n".join(lines))
    wrong, expected = {"deleted": (two, one), "doubled": (one, two), "swapped": (two, one)}[what]
    middle = "stands twice;" if what == "doubled" else "follows where"
    named = next(at for at in found.report.blocking if at.why.startswith("Paragraph"))
    assert named.why == f"Paragraph {wrong} {middle} {expected} was to come."
    assert lines[named.line - 1].startswith(f"{wrong}.")


def test_what_is_not_understood_is_named_with_its_line():
    text = "Charter\n\nPreamble\n\nWe agree:\n\nChapter I. Boats\n\nA remark of the editors, about boats.\n\n"
    text += "Article 1. Lights\n\n1. A boat shows a light.\n2. Others do not.\n\n----\n\nArticle 3. Gap\n\nWords.\n"
    report = read(text).report
    assert [(place.line, place.text, place.why) for place in report.blocking] == [
        (9, "A remark of the editors, about boats.", "These words stand outside the preamble and every article."),
        (18, "", "Article 3 follows where 2 was to come."),
    ]
    assert [(place.line, place.text) for place in report.doubts] == [(16, "----")]


def test_file_that_says_that_it_is_ours_is_read_as_ours():
    assert read(texts.SMALL).report is None
    with pytest.raises(ImportRefused, match="The first line is to be “text-format: 1”"):
        read("text-format: 2\n" + texts.SMALL.partition("\n")[2])
    assert read("Charter\n\nArticle 1. One\n\nWords of it.\n").report.kind == "plain"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Article 1. One\n\nA\x07 bell.\n", "3: A control character stands here; remove it."),
        ("Article 1. One\n\nA lost \ufffd.\n", "3: A broken character stands here (U+FFFD): the file lost a letter."),
        ("Article 1. Caf\xe9\n".encode("latin-1"), "1: This is not UTF-8 (byte 0xe9). Save the file as UTF-8."),
        ("A letter to the editor, without articles.\n", "The file holds no article."),
    ],
)
def test_what_no_text_has_is_refused(text, message):
    with pytest.raises(ImportRefused) as refused:
        read(text)
    assert [str(fault) for fault in refused.value.faults] == [message]


def test_line_that_the_reader_loses_is_seen_by_the_count(monkeypatch):
    lines_of = reader.lines_of
    monkeypatch.setattr(reader, "lines_of", lambda raw, report: lines_of(raw, report)[:-1])
    report = read(typed(beginning(1), _short)).report
    assert "Not all words of this file were understood. Compare it by eye." in {place.why for place in report.blocking}


def test_divided_word_is_asked_for():
    found = read(
        "Article 1. One\n\nThese words are many and long enough to be wrap-\nped at a line end, as are these.\n"
    )
    assert "wrap-ped" in found.articles()[0].children[0].text
    assert [(place.line, place.text) for place in found.report.doubts] == [(4, "wrap-ped")]
    assert letters(found.articles()[0].children[0].text).startswith("thesewords")
