"""What stands on the pages of a booklet and is not its text: running heads, page numbers, contents list, covers.

Furniture is only what repeats at the same place on three pages or more, and page numbers; a contents list; title and
cover pages. A running head that changes, such as a chapter's on its two pages, is furniture only where the same words
are found as a heading of the text: until then it is set aside (`Heads`).
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from convention.importing.headings import label
from convention.importing.lines import WIDE, Line, Word, letters, plain, whole
from convention.importing.pdfwords import Page, Row
from convention.importing.report import Place, Report
from convention.numbers import from_roman

PAGES = 3  # what repeats at the same place on so many pages is furniture
NEAR = 4.0  # points: the same place
DEEP = 5  # rows from the top or bottom of a page
SHARE = 0.6  # of the pages with a row at a place, for the place to be one of furniture
LONG = 0.45  # of the longest line: one of text
ALONE = 1.25  # sizes of its letters from the rest of the page, for a running head that changes
EDGE = re.compile(
    r"(?P<before>.*?)(?<![\w.])(?P<number>\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})(?P<after>\W*|\W*/\W*\d+\W*)"
)
FRONT = re.compile(r"(?P<number>\d{1,4}|[ivxlc]{1,7})(?P<after>[\s|·•–—-].*)")
CONTENTS = re.compile(r"(table of )?contents|sommaire|table des matières|índice|inhalt|содержание|المحتويات", re.I)
ENTRY = re.compile(r".*[^\d](\.[ .]*\.|…+|\s)\s*(\d+|[ivxl]+)")
LEADER = re.compile(r"(\s*[.…·_]){2,}")
Spot = tuple[int, int]  # height on the page and size of letters, in points
Key = tuple[str, int | None]  # words, and how far the page number in them is from the page


@dataclass
class Segment:
    """A part of a row that a wide gap divides from the rest."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    keys: list[Key]


@dataclass
class Heads:
    """Running heads that have still to be found as headings: each with its words that do not repeat."""

    places: list[tuple[Place, list[str]]] = field(default_factory=list)


def take_off(pages: list[Page], report: Report, heads: Heads | None) -> None:
    """Take running heads and page numbers off the pages, into the report; changing ones into `heads`, if given."""
    rows = {number: [(row, _segments(row, number)) for row in page.rows] for number, page in enumerate(pages, 1)}
    seen: dict[Key, list[tuple[int, Segment]]] = defaultdict(list)
    for number, page_rows in rows.items():
        for _row, segments in _edges(page_rows):
            for segment in segments:
                for key in segment.keys:
                    seen[key].append((number, segment))

    def repeats(segment: Segment) -> bool:
        return any(_repeats(segment, key, seen[key]) for key in segment.keys)

    area = _text_area(rows, repeats)
    places = _places(rows, repeats, area)
    short = len(pages) < 2 * PAGES
    for number, page in enumerate(pages, 1):
        gone: list[tuple[Row, list[str]]] = []
        for end in (rows[number][:DEEP], rows[number][: -DEEP - 1 : -1]):
            gone += _peel(end, repeats, places, heads is not None, area if short else None)
        for row, new in gone:
            _note(number, row, new, report, heads)
        taken = {id(row) for row, _new in gone}
        page.rows = [row for row in page.rows if id(row) not in taken]


def _segments(row: Row, page: int) -> list[Segment]:
    runs: list[list[Word]] = []
    for word in row.words:
        if runs and word.x0 - runs[-1][-1].x1 < WIDE * row.size:
            runs[-1].append(word)
        else:
            runs.append([word])
    found = []
    for run in runs:
        text = plain(" ".join(word.text for word in run))
        found.append(Segment(text, run[0].x0, run[-1].x1, row.y, row.size, _keys(text, page)))
    return found


def _keys(text: str, page: int) -> list[Key]:
    """The words as they are, and without the page number that may stand at their end or beginning."""
    keys: list[Key] = [(text, None)]
    for form in (EDGE, FRONT):
        if (found := form.fullmatch(text)) and not label(text):
            number = found["number"]
            value = int(number) if number.isdecimal() else from_roman(number)
            if value is not None:
                before = found["before"] if form is EDGE else ""
                keys.append((f"{before}#{found['after']}", value - page))
    return keys


def _edges(rows: list) -> list:
    return rows if len(rows) <= 2 * DEEP else [*rows[:DEEP], *rows[-DEEP:]]


def _repeats(segment: Segment, key: Key, others: list[tuple[int, Segment]]) -> bool:
    pages = set()
    for page, other in others:
        if abs(other.y - segment.y) < NEAR and abs(other.size - segment.size) < 1:
            left, right = abs(other.x0 - segment.x0), abs(other.x1 - segment.x1)
            # A page number changes sides from page to page and may have more digits.
            if key[1] is not None or min(left, right, abs(other.x0 + other.x1 - segment.x0 - segment.x1) / 2) < NEAR:
                pages.add(page)
    return len(pages) >= PAGES


def _places(rows: dict, repeats, area: tuple[float, float]) -> set[Spot]:
    """Where pages have furniture: heights, each given by the points near it, with the size of the letters there."""
    all_there: Counter[Spot] = Counter()
    furniture: Counter[Spot] = Counter()
    for page_rows in rows.values():
        spots: dict[Spot, bool] = {}
        for row, segments in _edges(page_rows):
            good = all(repeats(segment) for segment in segments)
            for y in range(round(row.y - NEAR / 2), round(row.y + NEAR / 2) + 1):
                spots[y, whole(row.size)] = spots.get((y, whole(row.size)), False) or good
        all_there.update(spots)
        furniture.update(spot for spot, good in spots.items() if good)
    outside = (spot for spot in furniture if not area[0] - 1 <= spot[0] <= area[1] + 1)
    return {spot for spot in outside if furniture[spot] >= PAGES and furniture[spot] >= SHARE * all_there[spot]}


def _text_area(rows: dict, repeats) -> tuple[float, float]:
    """The heights between which text stands, as long lines show. A few odd pages, such as covers, do not count."""
    everything = [segment for page_rows in rows.values() for _row, segments in page_rows for segment in segments]
    long = LONG * max((segment.x1 - segment.x0 for segment in everything), default=0)
    tops, bottoms = [], []
    for page_rows in rows.values():
        text = [s for _row, segments in page_rows for s in segments if s.x1 - s.x0 > long and not repeats(s)]
        if text:
            tops.append(min(s.y for s in text))
            bottoms.append(max(s.y for s in text))
    few = len(tops) // 20
    return (sorted(tops)[few], sorted(bottoms)[-1 - few]) if tops else (0, 0)


def _peel(
    end: list, repeats, places: set[Spot], changing: bool, area: tuple[float, float] | None
) -> list[tuple[Row, list[str]]]:
    """The rows of furniture from one end of a page, each with those of its words that do not repeat.

    `area` is given for a file of so few pages that nothing repeats: a lone number outside it is then a page's.
    """
    gone: list[tuple[Row, list[str]]] = []
    for place, (row, segments) in enumerate(end):
        at_place = (round(row.y), whole(row.size)) in places
        new = [segment.text for segment in segments if not repeats(segment)]
        nearest = end[place + 1][0] if place + 1 < len(end) else None
        alone = nearest is None or abs(nearest.y - row.y) > ALONE * row.size
        only_number = len(segments) == 1 and len(segments[0].keys) > 1 and _only_number(segments[0])
        outside = area is not None and not area[0] - 1 <= row.y <= area[1] + 1
        if (at_place and not new) or (outside and alone and only_number):
            gone.append((row, []))
        elif at_place and changing and alone:
            gone.append((row, new))
        else:
            break
    return gone


def _only_number(segment: Segment) -> bool:
    return not any(c.isalpha() for c in segment.keys[-1][0])


def _note(page: int, row: Row, new: list[str], report: Report, heads: Heads | None) -> None:
    text = plain(" ".join(word.text for word in row.words))
    segments = _segments(row, page)
    number = next((s for s in segments if len(s.keys) > 1), None)
    if number:
        value = EDGE.fullmatch(number.text) or FRONT.fullmatch(number.text)
        report.printed[page - 1] = value["number"] if value else ""
    why = _("page number") if number and _only_number(number) and len(segments) == 1 else _("running head or foot")
    place = Place(page, 0, text, why)
    if new and heads is not None:
        heads.places.append((place, new))
    else:
        report.furniture.append(place)


def contents(lines: list[Line], report: Report) -> tuple[list[Line], list[Place]]:
    """The lines without the contents list, and the entries of that list, which are to be found as headings."""
    start = next((n for n, line in enumerate(lines) if CONTENTS.fullmatch(line.plain.strip(" .:"))), None)
    if start is None:
        return lines, []
    last, misses = start, 0
    for place in range(start + 1, len(lines)):
        if ENTRY.fullmatch(lines[place].plain):
            last, misses = place, 0
        elif (misses := misses + 1) > 3:
            break
    if last - start < 3:
        return lines, []
    entries = [Place(line.page, line.number, line.plain, _("contents list")) for line in lines[start : last + 1]]
    report.furniture.append(entries[0])
    return lines[:start] + lines[last + 1 :], entries[1:]


def settle(entries: list[Place], heads: Heads, known: str, report: Report) -> None:
    """Entries of the contents list and running heads are furniture where their words stand in headings of the text.

    `known` are the letters of all headings and the title, in order. All others block publishing.
    """
    for place in entries:
        text = letters(re.sub(r"(\d+|[ivxl]+)$", "", LEADER.sub(" ", place.text)))
        if text in known:
            report.furniture.append(place)
        else:
            words = _("This line of the contents list is not found among the headings of the text.")
            report.blocking.append(Place(place.page, place.line, place.text, words))
    for place, new in heads.places:
        parts = [part for text in new for part in re.split("[|·•]", text)]
        if all(letters(part) in known for part in parts):
            report.furniture.append(place)
        else:
            words = _("This stands where running heads stand, and neither repeats nor is a heading of the text.")
            report.blocking.append(Place(place.page, place.line, place.text, words))
