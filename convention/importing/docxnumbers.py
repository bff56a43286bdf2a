"""Automatic numbers of a DOCX, which stand nowhere in its words: counted again as Word counts them."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from convention.importing.checks import letter

LEVEL = re.compile(r"%([1-9])")
BULLET = "bullet"
ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level of a list. `text` has %1 to %9 for the numbers of the levels; `restart` is None for the usual way."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False  # all numbers as digits
    style: str = ""  # id of the style of paragraphs that stand on this level
    left: float | None = None  # points
    first: float | None = None  # of the first line, from `left`


@dataclass(frozen=True)
class Number:
    """The number of one paragraph: as it is printed, and its own part alone; `known` says that its form is read."""

    printed: str
    own: str
    level: Level
    known: bool = True


class Numbers:
    """Counts through one document: ask for the number of each paragraph once, in the order of the text."""

    def __init__(self, root: Any | None, styles: dict[str, Any]):
        """`root` is the element of numbering.xml, or None; `styles` are the elements of all styles by id."""
        self.styles = styles
        self.lists: dict[str, str] = {}  # numId → id of what it counts with
        self.levels: dict[str, dict[int, Level]] = {}  # numId → its levels
        self.overridden: set[tuple[str, int]] = set()  # levels that begin anew where the list is first used
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)  # what it counts with → level → last number
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {each.get(qn("w:abstractNumId")): each for each in root.iter(qn("w:abstractNum"))}
        nums = {each.get(qn("w:numId")): each for each in root.iter(qn("w:num"))}
        for name, num in nums.items():
            base = value(num, "w:abstractNumId")
            found = abstract.get(base)
            if found is not None and (link := value(found, "w:numStyleLink")) and link in self.styles:
                other = nums.get(value(self.styles[link], "w:pPr/w:numPr/w:numId"))
                base = value(other, "w:abstractNumId") if other is not None else base
                found = abstract.get(base)
            if found is None:
                continue
            levels = {int(each.get(qn("w:ilvl"), 0)): _level(each) for each in found.iter(qn("w:lvl"))}
            for override in num.iter(qn("w:lvlOverride")):
                place = int(override.get(qn("w:ilvl"), 0))
                if (own := override.find(qn("w:lvl"))) is not None:
                    levels[place] = _level(own)
                if (start := value(override, "w:startOverride")).isdecimal():
                    levels[place] = replace(levels.get(place, Level()), start=int(start))
                    self.overridden.add((name, place))
            self.lists[name], self.levels[name] = base, levels

    def of(self, settings: Any | None, style: str) -> Number | None:
        """The next number of a paragraph with these settings (w:pPr) and style; None where it has none."""
        found = self._place(settings, style)
        if found is None:
            return None
        name, place = found
        level = self.levels[name].get(place)
        if level is None:
            return None
        counts = self.counts[self.lists[name]]
        if place not in counts or (name, place) in self.overridden:
            counts[place] = level.start
            self.overridden.discard((name, place))
        else:
            counts[place] += 1
        for below in [at for at in counts if at > place]:
            restart = self.levels[name].get(below, Level()).restart
            if restart is None or place < restart:
                del counts[below]
        if level.form == BULLET:
            return Number("", "", level)
        for above in range(place):
            counts.setdefault(above, self.levels[name].get(above, Level()).start)
        printed, known = level.text, True
        for sign in set(LEVEL.findall(level.text)):
            at = int(sign) - 1
            form = "decimal" if level.legal else self.levels[name].get(at, Level()).form
            said = written(counts.get(at, 1), form)
            known = known and said is not None
            printed = printed.replace(f"%{sign}", said or str(counts.get(at, 1)))
        own = written(counts[place], "decimal" if level.legal else level.form) or str(counts[place])
        return Number(printed, own, level, known)

    def _place(self, settings: Any | None, style: str) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, else those of its style or of a style that this one is based on."""
        name = value(settings, "w:numPr/w:numId") if settings is not None else ""
        level = value(settings, "w:numPr/w:ilvl") if settings is not None else ""
        below = style
        seen: set[str] = set()
        while not name and below in self.styles and below not in seen:
            seen.add(below)
            element = self.styles[below]
            name = value(element, "w:pPr/w:numPr/w:numId")
            level = level or value(element, "w:pPr/w:numPr/w:ilvl")
            if name and not level:
                level = next((str(at) for at, one in self.levels.get(name, {}).items() if one.style == below), "")
            below = value(element, "w:basedOn")
        return (name, int(level) if level.isdecimal() else 0) if name in self.levels else None


def value(element: Any, path: str) -> str:
    """The w:val of the element at a path of w: names; empty where there is none."""
    found = element.find("/".join(qn(name) for name in path.split("/")))
    return found.get(qn("w:val"), "") if found is not None else ""


def written(count: int, form: str) -> str | None:
    """A number in a form of Word's; None for a form that is not read."""
    if form in ("decimal", "decimalZero"):
        return str(count) if form == "decimal" else f"{count:02d}"
    if form in ("lowerLetter", "upperLetter") and count >= 1:
        return letter(count) if form == "lowerLetter" else letter(count).upper()
    if form in ("lowerRoman", "upperRoman") and count >= 1:
        letters = ""
        for worth, sign in ROMANS:
            letters += sign * (count // worth)
            count %= worth
        return letters if form == "lowerRoman" else letters.upper()
    return "" if form == "none" else None


def _level(element: Any) -> Level:
    start, restart = value(element, "w:start"), value(element, "w:lvlRestart")
    legal = element.find(qn("w:isLgl"))
    left, first = indent(element.find(qn("w:pPr")))
    return Level(
        start=int(start) if start.isdecimal() else 0,
        form=value(element, "w:numFmt") or "decimal",
        text=value(element, "w:lvlText"),
        restart=int(restart) if restart.isdecimal() else None,
        legal=legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false", "off"),
        style=value(element, "w:pStyle"),
        left=left,
        first=first,
    )


def indent(settings: Any | None) -> tuple[float | None, float | None]:
    """How far a w:pPr sets in all lines, and its first line from there, in points; None where it says nothing."""
    ind = settings.find(qn("w:ind")) if settings is not None else None
    if ind is None:
        return None, None
    left = next((twips(ind.get(qn(name))) for name in ("w:start", "w:left") if ind.get(qn(name))), None)
    first = None
    if ind.get(qn("w:hanging")):
        first = -(twips(ind.get(qn("w:hanging"))) or 0)
    elif ind.get(qn("w:firstLine")):
        first = twips(ind.get(qn("w:firstLine")))
    return left, first


def twips(text: str | None) -> float | None:
    """Twentieths of a point, as Word writes lengths, in points."""
    try:
        return float(text or "") / 20
    except ValueError:
        return None
