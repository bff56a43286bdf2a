"""The home page's drawing and its small relatives, from data of any number and length of chapters."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from portal.drawings import horizon
from portal.kit.svg import emblem, num, small_caps_width, ticks

ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]


def chapters(count: int, lengths: list[int | None] | None = None, title: str = "Ring") -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            number=n + 1,
            roman=ROMAN[n],
            title=title if n < 3 else "",
            articles=lengths[n] if lengths else None,
            url=f"/convention/chapter/{n + 1}/",
        )
        for n in range(count)
    ]


def links(svg: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall("a")


def drawn_lines(link: ElementTree.Element) -> set[str]:
    """The radii that a ring's measured lines are drawn with, each once."""
    path = link.find("path[@class='lines']")
    return set(re.findall(r"[aA]([\d.]+) ", path.get("d")))


@pytest.mark.parametrize("count", [2, 7, 8, 9])
def test_rings_are_as_many_as_chapters_above_the_floor(count):
    rings = links(horizon(chapters(count)))
    assert [ring.get("href") for ring in rings] == [f"/convention/chapter/{n}/" for n in range(2, count + 1)]


@pytest.mark.parametrize("count", [7, 8, 9])
def test_lines_are_as_many_as_articles_where_lengths_are_known(count):
    lengths = [40, 12, 18, 36, 44, 17, 1, 30, 9][:count]
    rings = links(horizon(chapters(count, lengths)))
    assert [len(drawn_lines(ring)) for ring in rings] == lengths[1:]


def test_rings_grow_outwards_without_touching():
    rings = links(horizon(chapters(8, [40, 12, 18, 3, 44, 1, 16, 30])))
    radii = [sorted(float(r) for r in drawn_lines(ring)) for ring in rings]
    assert all(inner[-1] + 8 <= outer[0] for inner, outer in zip(radii, radii[1:], strict=False))


def test_unknown_lengths_are_drawn_equal_and_without_lines_to_count():
    svg = horizon(chapters(8))
    shapes = [[path.get("class") for path in ring.findall("path")] for ring in links(svg)]
    assert shapes == [["hit", "edge", "open", "none"]] * 7
    assert "Their lengths are not drawn yet" in svg
    assert "article" not in svg


def test_one_unknown_length_makes_all_rings_unmeasured():
    svg = horizon(chapters(8, [40, 12, 18, None, 44, 17, 16, 30]))
    assert 'class="lines"' not in svg


def test_ring_without_title_is_named_by_its_number_alone():
    names = [ring.find("title").text for ring in links(horizon(chapters(8)))]
    assert names[1] == "Chapter III. Ring"
    assert names[2] == "Chapter IV"


def test_ring_label_too_long_for_its_arc_gives_way_to_the_number():
    rings = links(horizon(chapters(3, title="Persons in a situation of a very long and patient description")))
    assert rings[0].find("text/textPath").text == "Chapter II"


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_is_drawn_without_rings(count):
    assert horizon(chapters(count)) == ""


def test_titles_and_addresses_are_escaped():
    rows = chapters(8, title="<b>A & B</b>")
    rows[1].url = '/"><script>'
    svg = horizon(rows)
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert links(svg)[0].find("title").text == "Chapter II. <b>A & B</b>"


def test_drawings_have_no_inline_style():
    svg = horizon(chapters(8)) + horizon(chapters(8, [40, 12, 18, 36, 44, 17, 16, 30])) + ticks(12) + emblem([True])
    assert "style" not in svg


@pytest.mark.parametrize("count", [1, 40])
def test_ticks_are_as_many_as_articles(count):
    assert ticks(count).count("M") == count


@pytest.mark.parametrize("count", [None, 0])
def test_ticks_of_unknown_number_are_not_drawn(count):
    assert ticks(count) == ""


def test_emblem_dots_the_chapters_that_do_not_apply():
    svg = ElementTree.fromstring(emblem([True, True, False, True], label='All but "one"'))
    assert [path.get("class") for path in svg.findall("path")] == ["on", "off", "on", "fl"]
    assert svg.get("aria-label") == 'All but "one"'


def test_numbers_are_short():
    assert [num(v) for v in (1.0, 2.25, -0.04, 100, 0.55)] == ["1", "2.2", "0", "100", "0.6"]


def test_width_of_an_accented_letter_is_that_of_the_plain_one():
    assert small_caps_width("Étudiants", 20) == small_caps_width("etudiants", 20)
