"""Words and lines on a page, as the reader of PDF hands them on: what is written, where, and how it looks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from convention.marks import marked

# Emphasis on and off inside the text of a word, until the outline writes it with marks.
ON, OFF = "\x0e", "\x0f"
SEAM = re.compile(f"{OFF}([ ]*){ON}")
WIDE = 2.2  # letter sizes: a gap in a line that is not one between words

Progress = Callable[[int, int], None]  # pages done, pages in all


class Word(NamedTuple):
    """A word, in points from the left edge and the top of its page; `y` is its baseline.

    `strong` is bold or in small capitals. The text may hold ON and OFF.
    """

    x0: float
    x1: float
    text: str
    size: float
    strong: bool
    y: float


@dataclass
class Line:
    """One line of one column. `y` is its baseline from the top of the page, in points.

    `page` counts from 1, `number` the lines of the page from 1. `left` and `right` are the margins of the column;
    `gap` is the way from the line above it in usual ones, None at the top of a column.
    """

    page: int
    number: int
    words: list[Word]
    y: float
    column: int = 0
    left: float = 0
    right: float = 0
    gap: float | None = None

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def indent(self) -> float:
        """How far it is set in from its margin."""
        return self.x0 - self.left

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @cached_property
    def strong(self) -> bool:
        return all(word.strong for word in self.words)

    @cached_property
    def slanted(self) -> bool:
        return self.text.startswith(ON) and self.text.endswith(OFF) and self.text.count(ON) == 1

    @cached_property
    def text(self) -> str:
        """The words with the signs of emphasis between them."""
        return SEAM.sub(r"\1", " ".join(word.text for word in self.words))

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    def forget(self) -> None:
        """Work out again what its words say, after one of them was changed."""
        for name in ("text", "plain", "size", "strong", "slanted"):
            self.__dict__.pop(name, None)

    @property
    def centred(self) -> bool:
        """It stands in the middle of its column, with room on both sides."""
        before, after = self.x0 - self.left, self.right - self.x1
        return min(before, after) > 6 and abs(before - after) < 0.03 * (self.right - self.left) + 2


def whole(size: float) -> int:
    """A size of letters in whole points. Half points, which are common, all go up, whatever is behind the comma."""
    return round(size + 0.07)


def plain(text: str) -> str:
    """The words without the signs of emphasis."""
    return text.replace(ON, "").replace(OFF, "")


def with_marks(text: str) -> str:
    """The words with emphasis as convention.marks writes it; without emphasis where no marks can say it."""
    runs, emphasis = [], False
    for part in re.split(f"([{ON}{OFF}])", SEAM.sub(r"\1", text)):
        if part in (ON, OFF):
            emphasis = part == ON
        elif part:
            runs.append((emphasis, part))
    try:
        return marked(runs)
    except ValueError:
        return marked([(False, plain(text))])


def after(text: str, count: int) -> str:
    """What comes after the first `count` characters, which are counted without the signs of emphasis."""
    place, emphasis = 0, False
    while count and place < len(text):
        if text[place] in (ON, OFF):
            emphasis = text[place] == ON
        else:
            count -= 1
        place += 1
    rest = text[place:]
    return (ON + rest if emphasis else rest).replace(ON + OFF, "").strip()


def letters(text: str) -> str:
    """Letters and digits alone, small: the same for a word however its spaces, signs and line ends were set."""
    return "".join(filter(str.isalnum, plain(text).casefold()))
