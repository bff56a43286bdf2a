"""Automatic numbers of Word, counted as Word counts them: levels, forms, starts, restarts, styles."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from convention.importing.docxnumbers import Numbers, written
from convention.tests import texts, wordfiles
from convention.tests.test_docx_import import read
from convention.tests.test_pdf_layouts import tree


def level(place: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    inside = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{inside}</w:lvl>'


def numbers(
    levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', styles=None
) -> Numbers:
    root = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'
    )
    return Numbers(parse_xml(root), styles or {})


def said(found: Numbers, places: str, num: int = 1) -> str:
    """The numbers of paragraphs on these levels, one digit for each."""
    printed = []
    for place in places:
        inside = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{num}"/></w:numPr>'
        printed.append(found.of(parse_xml(f"<w:pPr {nsdecls('w')}>{inside}</w:pPr>"), "").printed)
    return " ".join(printed)


THREE = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "(%3)")


def test_levels_begin_anew_below_a_higher_one():
    assert said(numbers(THREE), "0112201220") == "1. (a) (b) (i) (ii) 2. (a) (i) (ii) 3."
    assert said(numbers(THREE), "1211") == "(a) (i) (b) (c)"


def test_level_that_is_told_not_to_begin_anew_goes_on():
    on = level(0, "upperRoman", "Chapter %1") + level(1, "decimal", "Article %2", more='<w:lvlRestart w:val="0"/>')
    assert said(numbers(on), "01101").split(" ")[1::2] == ["I", "1", "2", "II", "3"]


def test_level_may_begin_anew_below_one_level_alone():
    third = level(2, "decimal", "%3", more='<w:lvlRestart w:val="1"/>')
    levels = level(0, "decimal", "A%1") + level(1, "decimal", "B%2") + third
    assert said(numbers(levels), "01221202") == "A1 B1 1 2 B2 3 A2 1"


def test_start_values_legal_numbers_and_skipped_levels():
    legal = level(0, "upperRoman", "%1", start=4) + level(1, "decimal", "%1.%2", start=3, more="<w:isLgl/>")
    assert said(numbers(legal), "011") == "IV 4.3 4.4"
    assert said(numbers(legal), "1") == "4.3"


def test_lists_that_share_a_count_go_on_unless_one_says_where_it_starts():
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for n, more in ((1, ""), (2, ""), (3, start))
    )
    found = numbers(THREE, nums)
    assert [said(found, "00", num) for num in (1, 2, 3, 1)] == ["1. 2.", "3. 4.", "7. 8.", "9. 10."]


def test_number_comes_from_the_style_and_from_what_it_is_based_on():
    own = parse_xml(
        f'<w:style {nsdecls("w")} w:styleId="Art"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    child = parse_xml(f'<w:style {nsdecls("w")} w:styleId="Sub"><w:basedOn w:val="Art"/></w:style>')
    linked = level(1, "decimal", "Article %2", more='<w:pStyle w:val="Art"/>')
    found = numbers(level(0, "upperRoman", "%1") + linked, styles={"Art": own, "Sub": child})
    assert [found.of(None, style).printed for style in ("Art", "Sub", "Art")] == [
        "Article 1",
        "Article 2",
        "Article 3",
    ]
    none = parse_xml(f'<w:pPr {nsdecls("w")}><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    assert found.of(none, "Art") is None


@pytest.mark.parametrize(
    ("form", "count", "wanted"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("lowerLetter", 27, "aa"), ("upperLetter", 2, "B"),
        ("lowerRoman", 9, "ix"), ("upperRoman", 144, "CXLIV"), ("none", 4, ""), ("chicago", 1, None),
    ],
)  # fmt: skip
def test_forms_of_numbers(form, count, wanted):
    assert written(count, form) == wanted


TEXT = (
    texts.HEAD + "Article 1. Lights\n1. A boat shows a light.\n2. It is white.\n\nArticle 2. Bells\n1. One.\n2. Two.\n"
)


def numbered_as(form: str, text: str) -> list:
    """What the report says where paragraphs are numbered in some form; the tree has to be right all the same."""

    def change(writer):
        found = next(each for each in writer.numbering.iter(qn("w:lvlText")) if each.get(qn("w:val")) == "%1.")
        found.set(qn("w:val"), text)
        found.getprevious().set(qn("w:val"), form)

    document = texts.read(TEXT)
    found = read(wordfiles.written(document, wordfiles.LAYOUTS["styles"], change))
    assert tree(found) == tree(document)
    return [*found.report.blocking, *found.report.doubts]


def test_number_with_that_of_its_article_before_it_is_read_and_told():
    assert numbered_as("decimal", "%1)") == []
    whys = {place.why for place in numbered_as("decimal", "7.%1")}
    assert whys == {"Its number is printed as “7.1”.", "Its number is printed as “7.2”."}


def test_number_in_a_form_that_is_not_read_blocks_publishing():
    places = numbered_as("chicago", "%1.")
    assert {place.why for place in places} == {
        "Its automatic number is of a form that is not read; digits stand for it."
    }
    assert len(places) == 4
