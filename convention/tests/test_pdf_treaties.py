"""Two real treaties as the United Nations printed them: all of their text, in order, and nothing besides."""

import functools
import json
import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from convention.eids import name_all
from convention.importing import checks
from convention.importing.document import Document, ImportRefused, Node
from convention.importing.lines import letters
from convention.importing.pdf import read_pdf
from convention.importing.report import Report
from convention.marks import plain
from convention.models import ProvisionKind as Kind

SHARED = Path(__file__).resolve().parents[3] / "shared" / "treaties" / "pdf"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="real treaties are not here: ../shared/treaties/pdf")
BBNJ, FISH = "bbnj-agreement-2023", "fish-stocks-agreement-1995"
MARK = re.compile(r"(?:(\d+)\.|\(([a-z]+)\)|([a-z])\.) ")


@functools.cache
def read(name: str) -> tuple[Document, Report]:
    document, report = read_pdf((SHARED / name / "original.pdf").read_bytes())
    checks.check(document)
    name_all(document)
    return document, report


def words(text: str) -> list[str]:
    return plain(text).split()


def said(node: Node) -> list[str]:
    """The words of a provision and all below it as a page prints them, with their numbers."""
    marks = {Kind.PARAGRAPH: "{}.", Kind.POINT: "({})", Kind.SUBPOINT: "({})"}
    found = [marks[node.kind].format(node.number)] if node.number and node.kind in marks else []
    found += words(node.heading) + words(node.text)
    return found + [word for child in node.children for word in said(child)]


def numbers(line: str) -> list[tuple[str, str]]:
    """The numbers that a line of the key begins with, such as "4. (a) …", each with what follows it."""
    found = []
    while mark := MARK.match(line):
        line = line[mark.end() :]
        found.append((next(filter(None, mark.groups())), line))
    return found


def key() -> list[dict]:
    return json.loads((SHARED / BBNJ / "structure.json").read_text(encoding="utf-8"))["units"]


def units(document: Document) -> list[Node]:
    """What the answer key has an entry for: the preamble, every article, every annex."""
    return [n for n in document.walk() if n.kind in (Kind.PREAMBLE, Kind.ARTICLE, Kind.ANNEX)]


def test_articles_and_annexes_are_those_of_the_key_with_every_word():
    document, _report = read(BBNJ)
    assert [n.number or None for n in units(document)] == [unit["number"] for unit in key()]
    assert len(document.articles()) == 76
    for node, unit in zip(units(document), key(), strict=True):
        text = unit["text"].split("\n", 1)[1] if node.kind != Kind.PREAMBLE else unit["text"].removeprefix("PREAMBLE")
        # The key writes the lowest points as the page does: a., not (a).
        theirs = [f"({word[0]})" if re.fullmatch(r"[a-z]\.", word) else word for word in text.split()]
        # Headings of parts stand behind the last article before them in the key.
        ours = said(node)
        assert ours == theirs[: len(ours)], (node.eid, unit["label"])
        left = " ".join(theirs[len(ours) :])
        assert not left or left.startswith(("PART ", "ANNEX ")), (node.eid, left)


def test_paragraphs_and_points_are_those_of_the_key():
    document, _report = read(BBNJ)
    for node, unit in zip(units(document), key(), strict=True):
        theirs = [entry for line in unit["text"].split("\n") for entry in numbers(line)]
        numbered = [n for n in node.walk() if n is not node and n.number]
        assert [n.number for n in numbered] == [number for number, _text in theirs], node.eid
        for child, (_number, text) in zip(numbered, theirs, strict=True):
            assert words(text)[: len(words(child.text))] == words(child.text), child.eid


def test_lists_stand_in_each_other():
    document, _report = read(BBNJ)
    eids = [n.eid for n in document.walk()]
    assert len(eids) == len(set(eids))
    for eid in (
        "part_2",
        "art_7__para_1__point_i",
        "annex_ii__para_1__point_e__point_ii__point_d",
        "preamble__rec_19",
    ):
        assert eid in eids
    assert Counter(n.kind for n in document.nodes) == {Kind.PREAMBLE: 1, Kind.PART: 12, Kind.ANNEX: 2}
    for node in document.walk():
        points = [n.number for n in node.children if n.kind in (Kind.POINT, Kind.SUBPOINT)]
        assert points[:1] in ([], ["a"], ["i"]), node.eid


def test_recitals_of_the_key():
    document, _report = read(BBNJ)
    recitals = [plain(n.text) for n in document.nodes[0].children]
    assert len(recitals) == 19
    assert all(text[0].isupper() and text[-1] in ",:" for text in recitals)


def test_second_treaty_with_its_annexes():
    document, _report = read(FISH)
    assert [int(n.number) for n in document.articles()] == [*range(1, 51), *range(1, 8)]
    assert [(n.kind, n.number) for n in document.nodes if n.kind == Kind.ANNEX] == [("annex", "I"), ("annex", "II")]
    assert [n.number for n in document.nodes if n.kind == Kind.PART][:3] == ["I", "II", "III"]
    annexes = [n for n in document.nodes if n.kind == Kind.ANNEX]
    assert [n.eid for n in annexes[0].children] == [f"annex_i__art_{n}" for n in range(1, 8)]
    assert [n.number for n in annexes[1].children] == list("1234567")
    eids = {n.eid: n for n in document.walk()}
    assert eids["art_1__para_2__point_b__wrapup_1"].text.startswith("which becomes a Party")
    assert eids["conclusions"].children[0].text.startswith("IN WITNESS WHEREOF")
    assert all(n.heading for n in document.articles())


@pytest.mark.parametrize("name", [BBNJ, FISH])
def test_words_of_the_checked_text_are_all_there(name):
    """The text that came with the file, against ours: the same letters in the same order, headings of parts too."""
    document, _report = read(name)
    text = (SHARED / name / "text.txt").read_text(encoding="utf-8")
    # Heads and feet of pages were left in that text.
    theirs = letters(re.sub(r"/\.\.\.|(A/CONF\.164/37 )?English Page \d+", "", text) if name == FISH else text)
    labels = {kind: str(kind) for kind in (Kind.PART, Kind.ARTICLE, Kind.ANNEX, Kind.PREAMBLE)}
    if name == FISH:
        del labels[Kind.PREAMBLE]  # it has none
    ours = "".join(
        letters(labels.get(n.kind, "") + n.number + plain(n.heading) + plain(n.text)) for n in document.walk()
    )
    start = theirs.index(ours[:200])
    assert theirs[start : start + len(ours)] == ours
    assert len(theirs) - start - len(ours) == 0


@pytest.mark.parametrize("name", [BBNJ, FISH])
def test_every_word_of_every_page_has_its_place(name):
    """Counted here with pdfplumber alone, page by page: in the text, furniture, or the report."""
    document, report = read(name)
    everywhere = Counter()
    with pdfplumber.open(SHARED / name / "original.pdf") as pdf:
        for page in pdf.pages:
            everywhere.update(letters(page.dedupe_chars().extract_text()))
            page.close()
    placed = Counter(letters("".join(p.text for p in (*report.furniture, *report.blocking))))
    labels = {kind: str(kind) for kind in (Kind.PART, Kind.ARTICLE, Kind.ANNEX)} | (
        {Kind.PREAMBLE: "preamble"} if name == BBNJ else {}
    )
    for node in document.walk():
        placed.update(letters(labels.get(node.kind, "") + node.number + plain(node.heading) + plain(node.text)))
    assert placed - everywhere == Counter()
    assert everywhere - placed == Counter()


def test_furniture_is_that_and_nothing_else():
    _document, report = read(BBNJ)
    assert {str(place.why) for place in report.furniture} == {"page number", "title or cover page"}
    numbers = [place for place in report.furniture if place.why == "page number"]
    assert [place.text for place in numbers] == [f"- {n} -" for n in range(2, 63)]
    assert all(place.page <= 3 for place in report.furniture if place.why != "page number")
    assert report.blocking == []
    _document, report = read(FISH)
    heads = Counter(place.text for place in report.furniture if place.why == "running head or foot")
    assert {re.sub(r"\d+$", "#", text) for text in heads} == {"A/CONF.164/#", "English", "Page #", "/..."}
    assert all(place.page <= 2 for place in report.furniture if place.why == "title or cover page")
    assert report.blocking == []


def test_arabic_pdf_is_refused_as_soup_of_glyphs():
    with pytest.raises(ImportRefused, match="page 1: The text layer is broken") as refused:
        read_pdf((SHARED / f"{BBNJ}-ar" / "original.pdf").read_bytes())
    assert len(refused.value.faults) == 1
