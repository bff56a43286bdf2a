"""Words that a line end divides: whether the hyphen belongs to the word is seen from the rest of the text."""

import bisect
import re
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from convention.importing.lines import OFF, ON, Line, plain
from convention.importing.report import Place, Report

STEM, ENDING = 5, 3  # letters
SOFT = "\u00ad"
HYPHENS = f"-\u2010{SOFT}"
ENDS = re.compile(rf"([^\W\d_]+(?:[{HYPHENS}][^\W\d_]+)*)[{HYPHENS}]({OFF}?)$")
# What a hyphen divides without being a word's, such as 2010-2020 or (a)-(c).
OTHER = re.compile(rf"\w[)”’]?[-\u2010]{OFF}?$")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010’'][^\W\d_]+)*")


class Hyphens:
    """Knows the words of the whole text, and joins two lines."""

    def __init__(self, lines: list[Line], report: Report):
        self.report = report
        self.known: Counter[str] = Counter()
        self.heads: Counter[str] = Counter()  # what stands before a hyphen inside a line: non-, self-
        # Some writers of PDF print real hyphens with the code of soft ones: then the code says nothing.
        self.soft = not any(SOFT in word.text[:-1] for line in lines for word in line.words)
        self._learn(lines)

    def _learn(self, lines: list[Line]) -> None:
        for word in self._whole_words(lines):
            self.known[word] += 1
            if "-" in word:
                self.heads[word.partition("-")[0]] += 1
        self.sorted = sorted(self.known)
        ends = [
            (self.known[first + second], self.known[f"{first}-{second}"])
            for before, line in zip(lines, lines[1:], strict=False)
            if (found := ENDS.search(before.plain)) and (head := WORD.match(line.plain))
            for first, second in [(clean(found[1]).lower(), clean(head[0]).lower())]
        ]
        divided = sum(whole > parted for whole, parted in ends)
        # Whether this source divides words at all, as far as its other words show; else hyphens are the words' own.
        self.keeps = not divided and any(parted for _whole, parted in ends)

    @staticmethod
    def _whole_words(lines: list[Line]) -> Iterable[str]:
        before = ""
        for line in lines:
            words = clean(line.plain).split()
            if before[-1:] == "-":
                words = words[1:]
            before = line.plain.replace(SOFT, "-")
            if words and words[-1][-1] == "-":
                words = words[:-1]
            yield from (found.lower() for word in words for found in WORD.findall(word))

    def join(self, text: str, line: Line) -> str:
        """The text with the line after it."""
        more, head = line.text, WORD.match(line.plain)
        found = ENDS.search(text)
        if not found or not head:
            return text + more if OTHER.search(text) and not found else f"{text} {more}"
        first, second = clean(found[1]).lower(), clean(head[0]).lower()
        stem, mark = text[: found.start()] + found[1], found[2]
        if not self._belongs(first, second, text.rstrip(OFF)[-1], head[0], line):
            return (stem + more[1:]) if mark and more.startswith(ON) else stem + mark + more
        return (f"{stem}-{more[1:]}") if mark and more.startswith(ON) else f"{stem}-{mark}{more}"

    def _belongs(self, first: str, second: str, sign: str, head: str, line: Line) -> bool:
        """Whether the hyphen is the word's own."""
        if sign == SOFT and self.soft:
            return False
        whole, parted = self.known[first + second], self.known[f"{first}-{second}"]
        if whole or parted:
            if whole and parted:
                self._say(first, second, parted > whole, line, self.report.doubts)
            return parted > whole
        if head[0].isupper() or self.keeps:
            return True
        last = first.rpartition("-")[2]
        own = bool(self.heads[last])
        if not own and self._like_known(first, second):
            return False
        # Nothing in the file can tell, so a person has to.
        self._say(first, second, own, line, self.report.blocking)
        return own

    def _like_known(self, first: str, second: str) -> bool:
        """Whether a known word begins like the undivided one, over its seam: the same word in another form."""
        stem = (first + second)[: max(len(first) + 2, len(first + second) - ENDING)]
        place = bisect.bisect_left(self.sorted, stem)
        return len(stem) >= STEM and place < len(self.sorted) and self.sorted[place].startswith(stem)

    def _say(self, first: str, second: str, own: bool, line: Line, places: list[Place]) -> None:
        words = _("A word is divided at a line end; whether the hyphen belongs to it is worked out, not seen.")
        places.append(Place(line.page, line.number, first + ("-" if own else "") + second, words))


def clean(text: str) -> str:
    """The text with one kind of hyphen, and none of the signs of emphasis."""
    return plain(text).replace("\u2010", "-").replace(SOFT, "-")
