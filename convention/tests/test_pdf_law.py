"""The law of the importer: no word is lost, doubled or moved without the report saying where."""

import random

import pytest

from convention.importing import blocks, checks, outline, pdf, pdfwords
from convention.importing.document import Document, Node
from convention.importing.pdf import read_pdf
from convention.importing.report import Place, Report
from convention.models import ProvisionKind as Kind
from convention.tests import booklets, specimen

LAYOUT = booklets.LAYOUTS["bare"]
ARTICLES = 16
COUNTED = (Kind.PARAGRAPH, Kind.POINT)


def chapter() -> Document:
    """The first articles of the specimen, new, so that they can be changed."""
    whole, _layers = specimen.prepared()
    preamble, first = map(copied, whole.nodes[:2])
    del first.children[ARTICLES:]
    return Document(title=whole.title, nodes=[preamble, first])


def copied(node: Node) -> Node:
    return Node(node.kind, node.line, node.number, node.heading, node.text, children=[*map(copied, node.children)])


def read(document: Document, **insert) -> Report:
    return read_bytes(booklets.typeset(document, LAYOUT, **insert))[1]


def read_bytes(data: bytes) -> tuple[Document, Report]:
    document, report = read_pdf(data)
    checks.check(document)
    return document, report


def pages(data: bytes, document: Document) -> dict[str, int]:
    """The page of every provision, by its words."""
    return {node.text: node.page for node in read_bytes(data)[0].walk() if node.text}


@pytest.fixture(scope="module")
def sound() -> bytes:
    return booklets.typeset(chapter(), LAYOUT)


def test_sound_booklet_has_nothing_to_settle(sound):
    assert read_bytes(sound)[1].blocking == []


@pytest.mark.parametrize("what", ["deleted", "doubled", "swapped"])
@pytest.mark.parametrize("seed", range(6))
def test_line_of_the_source_that_is_changed_is_named_with_its_place(what, seed):
    """A numbered line, which others follow: the report names the number that is out of turn, and its page."""
    document = chapter()
    lists = [
        (node, place)
        for node in document.walk()
        for place, child in enumerate(node.children[:-1])
        # Behind (g) an (i) is as good a first subpoint as a point out of turn: the report names it as such.
        if child.kind in COUNTED and child.number and node.children[place + 1].number not in ("", "i")
    ]
    parent, place = random.Random(f"{what} {seed}").choice(lists)
    line, after = parent.children[place : place + 2]
    if what == "deleted":
        del parent.children[place]
    elif what == "doubled":
        parent.children.insert(place, copied(line))
    else:
        parent.children[place : place + 2] = [after, line]
    data = booklets.typeset(document, LAYOUT)
    found, report = read_bytes(data)
    named = [at for at in report.blocking if at.why.startswith(("Paragraph", "Point"))]
    assert named, "nobody would have seen it"
    wrong = {"deleted": after, "doubled": line, "swapped": after}[what].number
    expected = {"deleted": line, "doubled": after, "swapped": line}[what].number
    middle = "stands twice;" if what == "doubled" else "follows where"
    assert [at.why for at in named] == [f"{named[0].why.split()[0]} {wrong} {middle} {expected} was to come."]
    there = next(n for n in found.walk() if (n.page, n.line) == (named[0].page, named[0].line))
    assert there.number == wrong


def test_line_that_a_printer_doubled_is_named():
    document = chapter()
    line = "This sentence was set two times over"
    document.nodes[1].children[4].children[0].text = f"The printer slept.\n{line}\n{line}"
    broken = booklets.source(document, LAYOUT).replace("\\n", '" + linebreak() + "')
    report = read_bytes(booklets.typst.compile(broken.encode(), format="pdf"))[1]
    assert [(place.text, place.why) for place in report.blocking] == [(line, "This line stands twice in a row.")]


def change(items: list, what: str, place: int) -> None:
    """Delete an item, double it, or swap it with the next."""
    if what == "deleted":
        del items[place]
    elif what == "doubled":
        items.insert(place, items[place])
    else:
        items[place], items[place + 1] = items[place + 1], items[place]


def first(report: Report) -> Place:
    return min(report.blocking, key=lambda place: (place.page, place.line))


@pytest.mark.parametrize("what", ["deleted", "doubled"])
@pytest.mark.parametrize("seed", range(3))
def test_row_that_the_reader_loses_or_doubles_is_seen_by_the_other_reader(sound, monkeypatch, what, seed):
    dice = random.Random(f"{what} {seed}")
    wanted = dice.randrange(3, 7)
    count = 0

    def words_of(chars, height):
        nonlocal count
        count += 1
        page = pdfwords.words_of(chars, height)
        if count == wanted:
            change(page.rows, what, dice.randrange(2, len(page.rows) - 2))
        return page

    monkeypatch.setattr(pdf, "words_of", words_of)
    assert first(read_bytes(sound)[1]).page == wanted


@pytest.mark.parametrize("what", ["deleted", "doubled", "swapped"])
@pytest.mark.parametrize("seed", range(3))
def test_block_that_is_lost_doubled_or_moved_on_the_way_is_named(sound, monkeypatch, what, seed):
    """A fault of ours, between the lines and the tree: the tree is compared with the lines, letter by letter."""
    changed = []
    gather = blocks.Gatherer.gather

    def worse(self):
        found = gather(self)
        place = random.Random(f"{what} {seed}").randrange(20, len(found) - 20)
        changed.append(found[place].first)
        change(found, what, place)
        return found

    monkeypatch.setattr(blocks.Gatherer, "gather", worse)
    report = read_bytes(sound)[1]
    (line,) = changed
    assert any(line.page <= place.page <= line.page + 1 for place in report.blocking)


def test_every_word_of_the_tree_is_compared(sound, monkeypatch):
    """One word that the outline changes, anywhere, is found with its page and line."""
    with_marks = outline.with_marks
    monkeypatch.setattr(outline, "with_marks", lambda text: with_marks(text.replace("obstacle", "obstacles")))
    document, report = read_bytes(sound)
    (place,) = report.blocking
    assert place.why.startswith("From here on the text differs from the page")
    where = next(n for n in document.walk() if "obstacles" in n.text)
    assert (place.page, place.line) == (where.page, where.line)


def test_words_between_articles_are_not_taken_for_text():
    insert = {3: "#v(20pt)\n#align(center, text(size: 14pt)[Remark of the editors])\n#v(20pt)"}
    report = read(chapter(), insert=insert)
    assert [place.text for place in report.blocking] == ["Remark of the editors"]


def test_table_and_figure_in_the_middle_are_reported_with_their_words():
    table = "#table(columns: 2, [Lake], [Depth], [Upper], [12 m])"
    figure = "#rect(width: 60%, height: 40pt)[A boat, drawn]"
    document = chapter()
    found, report = read_bytes(booklets.typeset(document, LAYOUT, insert={5: table, 9: figure}))
    assert [(place.text, place.why.split(" stands")[0]) for place in report.blocking] == [
        ("Lake Depth / Upper 12 m", "A table"),
        ("A boat, drawn", "A figure"),
    ]
    assert [n.text for n in found.walk()] == [n.text for n in document.walk()]


def test_table_without_rules_is_reported():
    table = "#table(columns: (50%, 50%), stroke: none, [Lake], [Depth], [Upper], [12 m])"
    report = read(chapter(), insert={5: table})
    assert [place.text for place in report.blocking] == ["Lake Depth / Upper 12 m"]


def test_note_is_reported_with_its_mark():
    document = chapter()
    source = booklets.source(document, LAYOUT).replace(
        '"In this Convention:"', '"In this Convention:" + footnote[So the conference decided.]', 1
    )
    found, report = read_bytes(booklets.typst.compile(source.encode(), format="pdf"))
    (place,) = report.blocking
    assert (place.text, place.why.split(".")[0]) == ("1So the conference decided.", "This is a note")
    assert [n.text for n in found.walk()] == [n.text for n in document.walk()]


def test_turned_text_is_reported_and_furniture_where_it_repeats():
    stamp = "#place(top + right, dx: 14mm, rotate(-90deg, reflow: true)[Copy of the port])"
    document = chapter()
    report = read(document, insert={3: stamp})
    assert [place.text for place in report.blocking] == ["Copy of the port"]
    edge = "#set page(background: place(right + horizon, rotate(-90deg, reflow: true)[Copy of the port]))"
    layout = booklets.Layout(f"{LAYOUT.setup}\n{edge}", LAYOUT.heading, LAYOUT.provision)
    report = read_bytes(booklets.typeset(document, layout))[1]
    assert report.blocking == []
    assert "turned text on the edge of the page" in {place.why for place in report.furniture}


def test_foreword_blocks_and_a_cover_does_not():
    layout = booklets.Layout(LAYOUT.setup, LAYOUT.heading, LAYOUT.provision, contents="#page[#lorem(200)]")
    report = read_bytes(booklets.typeset(chapter(), layout))[1]
    assert {place.page for place in report.blocking} == {2}
    assert report.blocking[0].text.startswith("Lorem ipsum dolor sit amet")
    assert len(" ".join(place.text for place in report.blocking).split()) >= 200
