"""The law of the importer, for Word files: no word is lost, doubled or moved without the report saying where."""

import base64
import copy
import io
import random
import zipfile
from collections import Counter

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from convention.importing import docxwords, outline
from convention.importing.document import Document
from convention.importing.lines import letters
from convention.importing.report import Report
from convention.models import ProvisionKind as Kind
from convention.tests import wordfiles
from convention.tests.test_docx_import import read
from convention.tests.test_pdf_layouts import beginning, tree

COUNTED = (Kind.PARAGRAPH, Kind.POINT, Kind.SUBPOINT)
LABELS = {Kind.CHAPTER: "Chapter", Kind.ARTICLE: "Article", Kind.PREAMBLE: "Preamble", Kind.PART: "Part"}
SHAPE = wordfiles.LAYOUTS["shape"]
BOX = f"""<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
 <w:txbxContent><w:p><w:r><w:t>A box at the side</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>A box at the side</w:t></w:r></w:p></w:txbxContent>
 </v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


def written(change=None, document: Document | None = None) -> bytes:
    """A chapter in Word, typed by hand, with some change to the file."""
    return wordfiles.written(document or beginning(1), SHAPE, change)


def article(writer, number: int):
    """The paragraph with the label of an article."""
    return next(p for p in writer.word.paragraphs if p.text == f"Article {number}")


def said(report: Report) -> list[tuple[str, str]]:
    """What blocks publishing: the words, and the beginning of what is said of them."""
    return [(place.text, place.why.split(".")[0].split(";")[0]) for place in report.blocking]


def add_table(writer):
    table = writer.word.add_table(2, 2)
    for place, words in enumerate(("Lake", "Depth", "Upper", "12 m")):
        table.cell(place // 2, place % 2).text = words
    article(writer, 3)._p.addprevious(table._tbl)


def add_box(writer):
    article(writer, 3)._p.append(parse_xml(BOX))


def add_picture(writer):
    article(writer, 3).insert_paragraph_before("").add_run().add_picture(io.BytesIO(PIXEL))


def add_hidden(writer):
    article(writer, 3).insert_paragraph_before("Words that nobody sees").runs[0].font.hidden = True


def add_bullet(writer):
    for form in list(writer.numbering.iter(qn("w:numFmt")))[-3:]:
        form.set(qn("w:val"), "bullet")
    settings = article(writer, 3).insert_paragraph_before("A dotted thing")._p.get_or_add_pPr().get_or_add_numPr()
    settings.get_or_add_numId().val, settings.get_or_add_ilvl().val = writer.new_list(), 0


def add_symbol(writer):
    run = article(writer, 3).insert_paragraph_before("A sign ").runs[0]
    run._r.append(wordfiles.element("w:sym", font="Wingdings", char="F04A"))


def add_equation(writer):
    maths = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    equation = parse_xml(f"<m:oMath {maths}><m:r><m:t>a+b</m:t></m:r></m:oMath>")
    article(writer, 3).insert_paragraph_before("")._p.append(equation)


BESIDE = {
    "table": (add_table, ("Lake Depth / Upper 12 m", "A table stands here")),
    "text box": (add_box, ("A box at the side", "A text box stands here")),
    "picture": (add_picture, ("", "A picture stands here")),
    "hidden": (add_hidden, ("Words that nobody sees", "These words are hidden in Word")),
    "bullet": (add_bullet, ("A dotted thing", "This has a bullet in place of a number")),
    "symbol": (add_symbol, ("", "A sign of the font “Wingdings” stands here, which is no letter")),
    "equation": (add_equation, ("a+b", "An equation stands here")),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_what_has_no_place_in_a_text_is_reported_with_its_words(name):
    change, wanted = BESIDE[name]
    found = read(written(change))
    assert said(found.report) == [wanted]
    if name not in ("bullet", "symbol"):
        assert tree(found) == tree(beginning(1))


def with_footnote(data: bytes) -> bytes:
    """The file with a note to its first article, as Word keeps notes: in a part of their own."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    changed = {
        "[Content_Types].xml": (
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            "</Relationships>", f'<Relationship Id="rNote" Type="{link}" Target="footnotes.xml"/></Relationships>',
        ),
        "word/document.xml": (
            "</w:p><w:sectPr", '<w:r><w:footnoteReference w:id="7"/></w:r></w:p><w:sectPr',
        ),
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name in changed:
                old, new = (part.encode() for part in changed[name])
                assert old in text, name
                text = text.replace(old, new)
            target.writestr(name, text)
        note = "<w:p><w:r><w:t>As seen at the lake.</w:t></w:r></w:p>"
        target.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {nsdecls("w")}><w:footnote w:id="7">{note}</w:footnote></w:footnotes>',
        )
    return packed.getvalue()


def test_note_is_reported_with_its_words():
    found = read(with_footnote(written()))
    assert said(found.report) == [("As seen at the lake.", "This is a note")]
    assert tree(found) == tree(beginning(1))


def test_heads_contents_and_comments_are_told_apart_from_the_text():
    def change(writer):
        writer.word.sections[0].header.paragraphs[0].text = "A head on every page"
        contents = writer.word.add_paragraph("Article 1 ..... 3")
        contents.style = writer.word.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
        writer.word.element.body.insert(1, contents._p)
        writer.word.add_comment(article(writer, 2).runs, "Is this so?", "R", "R")

    found = read(written(change))
    assert tree(found) == tree(beginning(1))
    assert said(found.report) == []
    assert {(place.text, place.why) for place in found.report.furniture} == {
        ("A head on every page", "running head or foot"),
        ("Article 1 ..... 3", "contents list"),
        (found.title, "title or cover page"),
    }
    assert [(place.text, place.why) for place in found.report.doubts] == [
        ("Is this so?", "A comment stands here; it was left out.")
    ]


def everything(writer):
    for name in ("table", "text box", "picture", "hidden", "equation"):
        BESIDE[name][0](writer)


def test_every_letter_of_the_file_is_in_the_text_or_in_the_report():
    """Counted over document.xml by a way of the test's own."""
    data = written(everything)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for twice in list(root.iter("{*}Fallback")):
        twice.getparent().remove(twice)
    there = "".join(each.text or "" for each in root.iter("{*}t"))
    found = read(data)
    kept = "".join(LABELS.get(n.kind, "") + n.number + n.heading + n.text for n in found.walk())
    beside = "".join(place.text for place in found.report.blocking + found.report.furniture)
    assert Counter(letters(there)) == Counter(letters(kept + beside))


def test_run_that_the_reader_loses_is_seen_by_the_count(monkeypatch):
    run = docxwords.Paragraphs._run
    lost = []

    def worse(self, element, look, words):
        if not lost and "infectious" in docxwords.all_text(element):
            lost.append(element)
        else:
            run(self, element, look, words)

    monkeypatch.setattr(docxwords.Paragraphs, "_run", worse)
    (place,) = read(written()).report.blocking
    assert "infectious" in place.text
    assert place.why.startswith("Not all words of this paragraph were understood")


def test_words_that_the_outline_changes_are_named(monkeypatch):
    with_marks = outline.with_marks
    monkeypatch.setattr(outline, "with_marks", lambda text: with_marks(text.replace("isolation", "isolations")))
    found = read(written())
    (place,) = found.report.blocking
    where = next(n for n in found.walk() if "isolations" in n.text)
    assert (place.line, place.why[:17]) == (where.line, "From here on the ")


@pytest.mark.parametrize("layout", ["shape", "mixed"])
@pytest.mark.parametrize("what", ["deleted", "doubled", "swapped"])
@pytest.mark.parametrize("seed", range(5))
def test_paragraph_that_is_deleted_doubled_or_swapped_is_named_with_its_place(layout, what, seed):
    """In the Word file itself. Numbers that Word counts tell nothing, so only typed ones are chosen."""
    document = beginning(2)
    dice = random.Random(f"{layout} {what} {seed}")
    chosen = []

    def change(writer):
        paragraphs = writer.word.paragraphs
        pairs = [
            (one, two)
            for one, two in zip(paragraphs, paragraphs[1:], strict=False)
            if one.text[:1].isdecimal() and two.text[:1].isdecimal()
        ]
        one, two = dice.choice(pairs)
        chosen.extend([one.text.partition(".")[0], two.text.partition(".")[0]])
        if what == "deleted":
            one._p.getparent().remove(one._p)
        elif what == "doubled":
            one._p.addprevious(copy.deepcopy(one._p))
        else:
            one._p.addprevious(two._p)

    found = read(wordfiles.written(document, wordfiles.LAYOUTS[layout], change))
    first, second = chosen
    wrong, expected = {"deleted": (second, first), "doubled": (first, second), "swapped": (second, first)}[what]
    middle = "stands twice;" if what == "doubled" else "follows where"
    places = [place for place in found.report.blocking if place.why.startswith("Paragraph")]
    assert [place.why for place in places] == [f"Paragraph {wrong} {middle} {expected} was to come."]
    assert next(n for n in found.walk() if n.line == places[0].line).number == wrong
    if what == "doubled":
        assert any(place.why == "This line stands twice in a row." for place in found.report.blocking)


@pytest.mark.parametrize("what", ["deleted", "doubled", "swapped"])
@pytest.mark.parametrize("seed", range(5))
def test_any_line_that_is_lost_doubled_or_moved_on_the_way_is_named(what, seed, monkeypatch):
    """A fault of ours, behind the reading of the words, in a file whose numbers Word counts."""
    lines = docxwords.Paragraphs.lines
    wanted = random.Random(f"{what} {seed}").randrange(20, 150)
    kept = []

    def worse(self, element, place, number):
        found, asides = lines(self, element, place, number)
        if what == "deleted" and place == wanted:
            return [], asides
        if what == "doubled" and place == wanted:
            return found * 2, asides
        if what == "swapped" and place == wanted:
            kept.extend(found)
            return [], asides
        if kept:
            found = found + [kept.pop()]
        return found, asides

    monkeypatch.setattr(docxwords.Paragraphs, "lines", worse)
    report = read(wordfiles.written(beginning(2), wordfiles.LAYOUTS["styles"])).report
    assert any(place.line in (wanted, wanted + 1) for place in report.blocking)
