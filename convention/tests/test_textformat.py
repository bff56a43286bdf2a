"""What the importer refuses, each with its line and its words, and what it makes of a text that is right."""

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from convention.importing.document import ImportRefused
from convention.importing.layers import SHAPE
from convention.importing.shape import misfits
from convention.importing.steps import prepare
from convention.tests.texts import HEAD, SMALL, read


def faults(text: str | bytes, name: str = "text.txt") -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        prepare(name, text if isinstance(text, bytes) else text.encode())
    return [str(fault) for fault in refused.value.faults]


def text(*lines: str) -> str:
    """A file of these lines; the first of them is line 4."""
    return HEAD + "\n".join(lines) + "\n"


ONE = ("Article 1. One", "Something.")

OUTSIDE = "Text stands here outside the preamble and every article."
HEADING = "This looks like a heading; it is written as “CHAPTER IV. Title” or “Article 12. Heading”."
NUMBER = "A numbered paragraph is written “3. Text”: number, dot, space."
NOT_SET_IN = "This is not set in: a point has two spaces before it, a subpoint four."
FIRST = "The first line is to be “text-format: 1”."
PLACE = "This stands in the wrong place: preamble, chapters, annexes, conclusions."
TAB = "A tab stands here; points are set in with two spaces, subpoints with four."
CONTROL = "A control character stands here; remove it."

FILES = {
    "empty": (b"", ["The file is empty."]),
    "blank": (b"\n \n", ["The file is empty."]),
    "byte order mark alone": (b"\xef\xbb\xbf", [f"1: {FIRST}"]),
    "latin-1": (
        text(*ONE, "Caf\xe9.").encode("latin-1"),
        ["6: This is not UTF-8 (byte 0xe9). Save the file as UTF-8."],
    ),
    "utf-16": (
        text(*ONE).encode("utf-16"),
        ["1: This is not UTF-8 (byte 0xff). Save the file as UTF-8."],
    ),
    "no first line": ("title: X\nArticle 1. One\nSomething.\n", [f"1: {FIRST}"]),
    "first line later": ("\ntitle: X\ntext-format: 1\nArticle 1. One\nSomething.\n", [f"2: {FIRST}"]),
    "another format": ("text-format: 2\n", [f"1: {FIRST}"]),
    "head alone": (HEAD, ["The file holds no article."]),
}


@pytest.mark.parametrize("kind", FILES)
def test_file_is_refused(kind):
    content, expected = FILES[kind]
    assert faults(content) == expected


LINES = {
    "tab": (("Article 1. One", "\tSomething."), [f"5: {TAB}"]),
    "tab in the middle": (("Article 1. One", "Some\tthing."), [f"5: {TAB}"]),
    "control character": (("Article 1. One", "Some\x07thing."), [f"5: {CONTROL}"]),
    "nul": (("Article 1. One", "Some\0thing."), [f"5: {CONTROL}"]),
    "c1 control": (("Article 1. One", "Some\x85thing."), [f"5: {CONTROL}"]),
    "line separator": (("Article 1. One", "Some\u2028thing."), [f"5: {CONTROL}"]),
    "byte order mark inside": (("Article 1. One", "Some\ufeffthing."), [f"5: {CONTROL}"]),
    "broken letter": (
        ("Article 1. One", "Some\ufffdthing."),
        ["5: A broken character stands here (U+FFFD): the file lost a letter before it came."],
    ),
    "one space": (
        ("Article 1. One", " Something."),
        ["5: Spaces before this line: 1. A line has 0, 2 (point) or 4 (subpoint)."],
    ),
    "six spaces": (
        (*ONE, "      (a) deep;"),
        ["6: Spaces before this line: 6. A line has 0, 2 (point) or 4 (subpoint)."],
    ),
    "text before everything": (("Something.", *ONE), [f"4: {OUTSIDE}"]),
    "text below a chapter": (("CHAPTER I. One", "Something.", *ONE), [f"5: {OUTSIDE}"]),
    "text below a part": (("CHAPTER I. One", "PART 1. P", "Something.", *ONE), [f"6: {OUTSIDE}"]),
    "point without paragraph": (
        ("Article 1. One", "  (a) one;", "  (b) two.", "Something."),
        ["5: A point needs a paragraph above it.", "6: A point needs a paragraph above it."],
    ),
    "subpoint without point": ((*ONE, "    (i) one;"), ["6: A subpoint needs a point above it."]),
    "closing set in too deep": ((*ONE, "    > whatever."), ["6: A subpoint needs a point above it."]),
    "subpoint after closing": (
        ("Article 1. One", "One of:", "  (a) a;", "  (b) b", "  > only.", "    (i) c;"),
        ["9: A subpoint needs a point above it."],
    ),
    "point after closing": (
        ("Article 1. One", "One of:", "  (a) a;", "  (b) b", "  > only.", "  (c) c."),
        ["9: This list was closed by the “>” above; no point can follow it."],
    ),
    "subpoint after closing of its list": (
        ("Article 1. One", "One of:", "  (a) a:", "    (i) x", "    (ii) y", "    > z", "    (iii) w", "  (b) b"),
        ["10: This list was closed by the “>” above; no point can follow it."],
    ),
    "closing without list": ((*ONE, "  > only."), ["6: “>” closes a list, and no list stands above it."]),
    "neither point nor closing": (
        (*ONE, "  and more."),
        ["6: A line set in with two spaces begins with “(a)” or with “>”."],
    ),
    "neither subpoint nor closing": (
        ("Article 1. One", "One of:", "  (a) a;", "    and more;", "  (b) b."),
        ["7: A line set in with four spaces begins with “(i)” or with “>”."],
    ),
    "list of one point": (
        (*ONE, "  (a) alone."),
        ["6: A list has two points at least; this one has one."],
    ),
    "list of one subpoint": (
        (*ONE, "  (a) one:", "    (i) alone;", "  (b) two."),
        ["7: A list has two points at least; this one has one."],
    ),
    "point not set in": ((*ONE, "(a) one;"), [f"6: {NOT_SET_IN}"]),
    "closing not set in": ((*ONE, "> one."), [f"6: {NOT_SET_IN}"]),
    "number without space": (("Article 1. One", "1.Something."), [f"5: {NUMBER}"]),
    "number with bracket": (("Article 1. One", "1) Something."), [f"5: {NUMBER}"]),
    "number in brackets": (("Article 1. One", "(1) Something."), [f"5: {NUMBER}"]),
    "article outside every chapter": (
        ("Article 1. One", "Something.", "CHAPTER I. C", "Article 2. Two", "Something."),
        ["4: Article 1 stands outside every chapter.", f"6: {PLACE}"],
    ),
    "article beside parts": (
        ("CHAPTER I. C", *ONE, "PART 1. P", "Article 2. Two", "Something."),
        ["5: This article stands beside parts or sections, not in one of them."],
    ),
    "part outside a chapter": (("PART 1. P", *ONE), ["4: A part stands here outside a chapter."]),
    "section outside a chapter": (
        (*ONE, "SECTION 1. S", "Article 2. B", "X."),
        ["6: A section stands here outside a chapter."],
    ),
    "preamble after a chapter": (("CHAPTER I. C", *ONE, "PREAMBLE", "Seeing."), [f"7: {PLACE}"]),
    "two preambles": (("PREAMBLE", "Seeing.", "PREAMBLE", "Hearing.", *ONE), [f"6: {PLACE}"]),
    "two conclusions": ((*ONE, "CONCLUSIONS", "Done.", "CONCLUSIONS", "Done."), [f"8: {PLACE}"]),
    "annex before an article": (("ANNEX A. Form", "X.", *ONE), [f"6: {PLACE}"]),
    "mixed paragraphs": (
        ("Article 1. One", "1. Something.", "Something else."),
        ["6: Paragraphs with and without a number stand in one article."],
    ),
    "empty article": ((*ONE, "Article 2. Two"), ["6: Article 2 is empty."]),
    "empty preamble": (("PREAMBLE", *ONE), ["4: Preamble is empty."]),
    "empty annex": ((*ONE, "ANNEX A. Form"), ["6: Annex A is empty."]),
    "chapter without article": (
        ("CHAPTER I. C", *ONE, "CHAPTER II. D"),
        ["7: Chapter II holds no article."],
    ),
    "part without article": (
        ("CHAPTER I. C", "PART 1. P", *ONE, "PART 2. Q"),
        ["8: Part 2 holds no article."],
    ),
    "paragraph without text": (("Article 1. One", "1."), ["5: Paragraph 1 has no text."]),
    "point without text": ((*ONE, "  (a)", "  (b) two."), ["6: Point a has no text."]),
    "subpoint without text": (
        (*ONE, "  (a) one", "    (i)", "    (ii) two", "  (b) two"),
        ["7: Subpoint i has no text."],
    ),
    "closing without text": ((*ONE, "  (a) one", "  (b) two", "  >"), ["8: Closing text has no text."]),
    "long heading": ((f"Article 1. {'x' * 401}", "Y."), ["4: This heading is longer than 400 characters."]),
}


@pytest.mark.parametrize("kind", LINES)
def test_line_is_refused(kind):
    lines, expected = LINES[kind]
    assert faults(text(*lines)) == expected


GAPS = {
    "chapter": (
        ("CHAPTER I. C", *ONE, "CHAPTER III. D", "Article 2. Two", "X."),
        "7: Chapter III follows where II was to come.",
    ),
    "chapter twice": (
        ("CHAPTER I. C", *ONE, "CHAPTER I. D", "Article 2. Two", "X."),
        "7: Chapter I stands twice; II was to come.",
    ),
    "chapter from two": (("CHAPTER II. C", *ONE), "4: Chapter II follows where I was to come."),
    "chapter ill-formed": (
        ("CHAPTER I. C", *ONE, "CHAPTER IIII. D", "Article 2. B", "X."),
        "7: Chapter IIII follows where II was to come.",
    ),
    "part": (("CHAPTER I. C", "PART 2. P", *ONE), "5: Part 2 follows where 1 was to come."),
    "part twice": (
        ("CHAPTER I. C", "PART 1. P", *ONE, "PART 1. Q", "Article 2. B", "X."),
        "8: Part 1 stands twice; 2 was to come.",
    ),
    "section": (
        ("CHAPTER I. C", "SECTION 1. P", *ONE, "SECTION 3. Q", "Article 2. B", "X."),
        "8: Section 3 follows where 2 was to come.",
    ),
    "section twice": (
        ("CHAPTER I. C", "PART 1. P", "SECTION 1. P", *ONE, "SECTION 1. Q", "Article 2. B", "X."),
        "9: Section 1 stands twice; 2 was to come.",
    ),
    "article": ((*ONE, "Article 3. Three", "X."), "6: Article 3 follows where 2 was to come."),
    "article twice": ((*ONE, "Article 1. Three", "X."), "6: Article 1 stands twice; 2 was to come."),
    "article anew in a chapter": (
        ("CHAPTER I. C", *ONE, "CHAPTER II. D", "Article 1. Two", "X."),
        "8: Article 1 stands twice; 2 was to come.",
    ),
    "article with leading zero": (("Article 01. One", "X."), "4: Article 01 follows where 1 was to come."),
    "paragraph": (("Article 1. One", "1. A.", "3. B."), "6: Paragraph 3 follows where 2 was to come."),
    "paragraph twice": (("Article 1. One", "1. A.", "1. B."), "6: Paragraph 1 stands twice; 2 was to come."),
    "point": ((*ONE, "  (a) a;", "  (c) c."), "7: Point c follows where b was to come."),
    "point twice": ((*ONE, "  (a) a;", "  (a) c."), "7: Point a stands twice; b was to come."),
    "point in a subpoint's number": ((*ONE, "  (i) a;", "  (ii) c."), "6: Point i follows where a was to come."),
    "subpoint": (
        (*ONE, "  (a) a;", "    (i) x;", "    (iii) y;", "  (b) b."),
        "8: Subpoint iii follows where ii was to come.",
    ),
    "subpoint twice": (
        (*ONE, "  (a) a;", "    (i) x;", "    (i) y;", "  (b) b."),
        "8: Subpoint i stands twice; ii was to come.",
    ),
    "annex": ((*ONE, "ANNEX B. Form", "X."), "6: Annex B follows where A was to come."),
    "annex twice": ((*ONE, "ANNEX A. Form", "X.", "ANNEX A. Form", "X."), "8: Annex A stands twice; B was to come."),
}


@pytest.mark.parametrize("kind", GAPS)
def test_gap_or_repeat_is_refused(kind):
    lines, expected = GAPS[kind]
    assert faults(text(*lines)) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "Article 2",
        "Article 2.",
        "Article XII. Two",
        "ARTICLE 2. Two",
        "article 2. Two",
        "Article 2 Two",
        "Article 2: Two",
        "Article 2 – Two",
        "CHAPTER 4. Two",
        "CHAPTER IV",
        "CHAPTER IV Two",
        "Chapter IV. Two",
        "Chapter 4: Two",
        "PART I. Two",
        "Part 1. Two",
        "SECTION A. Two",
        "Section 2",
        "ANNEX 1. Two",
        "Annex A. Two",
        "PREAMBLE.",
        "Preamble",
        "CONCLUSIONS:",
        "Conclusions",
    ],
)
def test_near_heading_is_refused_and_not_taken_for_text(line):
    assert faults(text(*ONE, line, "Something.")) == [f"6: {HEADING}"]


@pytest.mark.parametrize(
    "line",
    [
        "Article 3 applies.",
        "Article 3, like articles 4 to 7, applies.",
        "Articles 3 and 4 cover this.",
        "Chapter IV applies.",
        "Chapters I to III apply.",
        "Part of it is void.",
        "Section 3 of the Act is void.",
        "3.5 per cent is enough.",
        "2017 was a year.",
        "Preamble and articles belong together.",
    ],
)
def test_sentence_that_begins_like_a_heading_is_text(line):
    assert [node.text for node in read(text(*ONE, line)).walk()][-1] == line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("language: en", "“language: en” is not known here; the head has title, and specimen (yes or no)."),
        ("specimen: maybe", "“specimen: maybe” is not known here; the head has title, and specimen (yes or no)."),
        ("title: Again", "“title” stands twice in the head."),
        ("text-format: 1", "“text-format: 1” is not known here; the head has title, and specimen (yes or no)."),
    ],
)
def test_line_of_the_head_is_refused(line, message):
    assert faults(f"text-format: 1\ntitle: X\n{line}\nArticle 1. One\nY.\n") == [f"3: {message}"]


def test_long_title_is_refused():
    assert faults(f"text-format: 1\ntitle: {'x' * 401}\nArticle 1. One\nY.\n") == [
        "2: The title is longer than 400 characters."
    ]


@pytest.mark.parametrize("name", ["text.doc", "text", "text.txt.zip"])
def test_unknown_kind_of_file_is_refused(name):
    assert faults(SMALL, name) == [
        f"Files of this kind are not read: {name}. Known endings: .txt, .pdf, .docx, .xml, .json."
    ]


def test_all_faults_of_a_file_are_named_at_once_and_fifty_at_most():
    assert len(faults(text("Article 1. One", *["\tx"] * 3))) == 3
    assert len(faults(text("Article 1. One", *["\tx"] * 300))) == 50


def test_byte_order_mark_and_windows_line_ends_change_nothing():
    plain = list(read(SMALL).walk())
    assert list(read(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()).walk()) == plain


def test_head_says_title_and_specimen():
    assert read(SMALL).title == "Charter of the Lake"
    assert not read(SMALL).specimen
    assert read(SMALL.replace("\n\n", "\nspecimen: yes\n\n", 1)).specimen


def test_points_go_on_after_z_with_aa():
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)] + ["aa", "bb"]
    lines = [f"  ({letter}) word" for letter in letters]
    assert [n.number for n in read(text(*ONE, *lines)).nodes[0].children[0].children] == letters


def test_every_kind_of_line_gets_the_eid_that_the_page_of_the_format_names():
    assert [node.eid for node in read(SMALL).walk()] == [
        "preamble",
        "preamble__rec_1",
        "preamble__rec_2",
        "chp_1",
        "art_1",
        "art_1__para_1",
        "art_1__para_1__point_a",
        "art_1__para_1__point_b",
        "art_1__para_1__point_b__point_i",
        "art_1__para_1__point_b__point_ii",
        "art_1__para_1__point_b__wrapup_1",
        "art_1__para_1__wrapup_1",
        "art_2",
        "art_2__para_1",
        "art_2__para_2",
        "chp_2",
        "chp_2__part_1",
        "chp_2__part_1__sec_1",
        "art_3",
        "art_3__para_1",
        "art_3__para_2",
        "chp_2__part_2",
        "art_4",
        "art_4__para_1",
        "annex_a",
        "annex_a__para_1",
        "conclusions",
        "conclusions__para_1",
    ]


def test_examples_on_the_page_of_the_format_are_read():
    page = (Path(__file__).resolve().parents[2] / "docs" / "text-format.md").read_text(encoding="utf-8")
    blocks = [dedent(block) for block in re.findall(r"(?:^(?:    .*)?\n)+", page, re.MULTILINE) if block.strip()]
    text = next(block for block in blocks if "text-format: 1" in block)
    layers = next(block for block in blocks if "working_titles" in block)
    assert len(read(text.strip("\n")).articles()) == 2
    assert list(misfits(json.loads(layers), SHAPE)) == []
    assert all(f"`{name.rstrip('?')}`" in page for name in SHAPE)
