"""From the characters of a PDF page to rows of words."""

import functools
import re
from dataclasses import dataclass, field
from typing import Any

from convention.importing.lines import OFF, ON, Word
from convention.importing.pdfsound import LIGATURES

SAME_ROW = 1.5  # points between baselines
SMALL = 0.85  # of the size of the row beside it: raised or lowered
SMALL_CAPITALS = (0.66, 0.9)  # of the capitals
Char = dict[str, Any]


@dataclass
class Row:
    """Words on one baseline, over all columns. `y` is that baseline from the top of the page, in points."""

    y: float
    words: list[Word]

    @functools.cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)


@dataclass
class Page:
    """What stands on a page: rows, and beside them what no row can hold, each as (baseline, words)."""

    rows: list[Row] = field(default_factory=list)
    marks: list[tuple[float, str]] = field(default_factory=list)  # of notes
    turned: list[tuple[float, str]] = field(default_factory=list)  # text that does not run level
    boxes: list[tuple[float, float, str]] = field(default_factory=list)  # top, bottom of a table or figure, and which


def words_of(chars: list[Char], height: float) -> Page:
    """The rows of a page from top to bottom, and its marks of notes and turned text. Heights are in points."""
    page = Page()
    level = []
    turned = []
    for char in chars:
        along, up = char["matrix"][:2]
        (level if along > 0 and abs(up) < 0.1 * along else turned).append(char)
    page.turned = _turned(turned)
    _rows(level, height, page)
    return page


def _turned(chars: list[Char]) -> list[tuple[float, str]]:
    """Turned text in the order of the file, one piece for each direction and column of it."""
    pieces: list[tuple[tuple, float, str]] = []
    for char in chars:
        matrix = char["matrix"]
        run = (round(matrix[0], 1), round(matrix[1], 1), round(char["x0" if abs(matrix[0]) < 0.1 else "top"]))
        value = char["text"].translate(LIGATURES)
        if pieces and pieces[-1][0] == run:
            pieces[-1] = (run, pieces[-1][1], pieces[-1][2] + value)
        else:
            pieces.append((run, char["top"], value))
    return [(top, " ".join(text.split())) for _run, top, text in pieces if text.strip()]


def _rows(chars: list[Char], height: float, page: Page) -> None:
    grouped: list[tuple[float, list[Char]]] = []
    for char in sorted(chars, key=lambda char: -char["matrix"][5]):
        y = height - char["matrix"][5]
        if grouped and y - grouped[-1][0] < SAME_ROW:
            grouped[-1][1].append(char)
        else:
            grouped.append((y, [char]))
    grouped = [(y, row) for y, row in grouped if any(not char["text"].isspace() for char in row)]
    kept: list[tuple[float, list[Char]]] = []
    small: list[tuple[float, list[Char]]] = []
    for place, (y, row) in enumerate(grouped):
        near = [other for n in (place - 1, place + 1) if 0 <= n < len(grouped) and (other := grouped[n])]
        if any(_beside(y, row, *other) for other in near):
            small.append((y, row))
        else:
            kept.append((y, row))
    for y, row in small:
        home = min(kept, key=lambda other: abs(other[0] - y), default=None)
        text = "".join(char["text"] for char in sorted(row, key=lambda char: char["x0"])).strip()
        if home is None:
            kept.append((y, row))
        elif y < home[0] and not any(c.isalpha() for c in text):
            page.marks.append((home[0], text))
        else:
            home[1].extend(row)
    page.rows = [Row(y, words) for y, row in kept if (words := _words(row, height))]


def _beside(y: float, row: list[Char], other_y: float, other: list[Char]) -> bool:
    """Whether a row is raised or lowered letters of the other."""
    size, large = (max(char["size"] for char in chars) for chars in (row, other))
    reach = 0.6 if y < other_y else 0.3
    return size < SMALL * large and abs(other_y - y) < reach * large


@functools.cache
def _face(font: str) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is slanted, by its name."""
    name = font.lower()
    return bool(re.search("bold|black|heavy|demi", name)), bool(re.search("ital|obli|slanted", name))


def _words(row: list[Char], height: float) -> list[Word]:
    """The characters of one row as words, by the spaces of the file and by gaps."""
    row.sort(key=lambda char: char["x0"])
    spaced = any(char["text"].isspace() for char in row)
    small = _small_capitals(row)
    words: list[Word] = []
    text, x0, x1, size, strong, y, emphasis, before = "", 0.0, 0.0, 0.0, True, 0.0, False, None

    def close() -> None:
        nonlocal text
        if text:
            words.append(Word(x0, x1, text + OFF if emphasis else text, size, strong, y))
        text = ""

    for char in row:
        value = char["text"]
        if len(value) > 1 or not value.isascii():
            value = value.translate(LIGATURES)
        if before and _printed_twice(char, before):
            continue
        before = char
        if not value or value.isspace():
            close()
            continue
        bold, slanted = _face(char["fontname"])
        if text and char["x0"] - x1 > (0.35 if spaced else 0.17) * char["size"]:
            close()
        if small and char["size"] < small and value.isalpha():
            value = value.lower()
        if not text:
            x0, size, strong, emphasis = char["x0"], 0.0, True, slanted
            y = height - char["matrix"][5]
            text = ON if slanted else ""
        elif slanted != emphasis:
            text += ON if slanted else OFF
            emphasis = slanted
        text += value
        x1, size = char["x1"], max(size, char["size"])
        strong = strong and (bool(small) or bold or not value.isalnum())
    close()
    return words


def _printed_twice(char: Char, before: Char) -> bool:
    """A letter printed again a hair's breadth beside itself, to look bold."""
    return char["text"] == before["text"] and char["x0"] - before["x0"] < 0.3 * (before["x1"] - before["x0"])


def _small_capitals(row: list[Char]) -> float:
    """The size below which letters of this row are small capitals, which stand for small letters; else 0."""
    shapes = [char for char in row if char["text"].isalpha()]
    sizes = sorted({round(char["size"], 1) for char in shapes})
    alike = len(sizes) == 2 and SMALL_CAPITALS[0] < sizes[0] / sizes[1] < SMALL_CAPITALS[1]
    return sum(sizes) / 2 if alike and all(char["text"].isupper() for char in shapes) else 0
