"""From lines to blocks: which lines belong together is seen from gaps, margins, numbers and room at a line's end."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from convention.importing.headings import CONCLUSIONS, PREAMBLE, Style, marker
from convention.importing.hyphens import Hyphens
from convention.importing.lines import Line, plain
from convention.importing.report import Report

GAP = 1.2  # usual ways from line to line: more is a gap between blocks, or less where numbers show it
SET_IN = 4.0  # points
LEAST_GAP = 1.05
FEW = 5  # numbers of a kind: fewer show nothing
SURE, UNSURE = "sure", "unsure"
FINISHED = (".", ":", ";", ",", "!", "?", "”", '"', "»", "؛", "،", "and", "or", "et", "ou")


@dataclass
class Block:
    """Lines that belong together: a heading, a paragraph, a point. `sure` says that the page shows that it begins."""

    lines: list[Line]
    text: str
    sure: bool = True
    strong: bool = False
    centred: bool = False
    slanted: bool = False
    size: float = 0

    @property
    def plain(self) -> str:
        return plain(self.text)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def indent(self) -> float:
        return self.first.indent

    @property
    def hang(self) -> float | None:
        """How far its later lines are set in, or None for a block of one line."""
        return self.lines[-1].indent if len(self.lines) > 1 else None


class Gatherer:
    """Puts the lines of one source together, after the ways of that source."""

    def __init__(self, lines: list[Line], style: Style, report: Report):
        self.lines, self.style = lines, style
        self.hyphens = Hyphens(lines, report)
        self.wide = self._wide()
        self.spaced, self.all_spaced = self._spaced()
        self.hanging = self._hanging()
        self.indents = self._indents()

    def _wide(self) -> float:
        """How wide a gap between blocks is at least: half of what usually stands above numbers."""
        gaps = sorted(line.gap for line in self.lines if line.gap is not None and marker(line.plain))
        usual = gaps[len(gaps) // 2] if len(gaps) >= FEW else 0
        return min(GAP, (1 + usual) / 2) if usual > LEAST_GAP else GAP

    def _spaced(self) -> tuple[dict[str, bool], bool]:
        """For each kind of number, and for all: whether what it begins always stands below a gap."""
        gaps: dict[str, list[bool]] = defaultdict(list)
        for line in self.lines:
            if line.gap is not None and (found := marker(line.plain)):
                gaps[kind_of(found)].append(line.gap > self.wide)
        kinds = {kind: sum(seen) >= 0.9 * len(seen) for kind, seen in gaps.items() if len(seen) >= FEW}
        return kinds, bool(kinds) and all(kinds.values())

    def _indents(self) -> dict[str, Counter[int]]:
        """For each kind of number: how far it is set in where a gap shows that it begins a block, in points."""
        seen: dict[str, Counter[int]] = defaultdict(Counter)
        for line in self.lines:
            if line.gap is not None and line.gap > self.wide and (found := marker(line.plain)):
                seen[kind_of(found)][round(line.indent)] += 1
        return {kind: indents for kind, indents in seen.items() if indents.total() >= FEW}

    def _hanging(self) -> bool:
        """Whether the lines below a number stand below the words behind it."""
        seen = []
        for before, line in zip(self.lines, self.lines[1:], strict=False):
            below = line.gap is not None and line.gap <= self.wide and not marker(line.plain)
            if below and marker(before.plain) and len(before.words) > 1:
                seen.append(abs(line.indent - (before.words[1].x0 - before.left)) < SET_IN)
        return len(seen) > 2 and sum(seen) > 0.7 * len(seen)

    def gather(self) -> list[Block]:
        """The blocks, in the order of the lines."""
        blocks: list[Block] = []
        for line in self.lines:
            begins = self._begins(blocks, line) if blocks else SURE
            if begins:
                look = (line.strong, line.centred, line.slanted, line.size)
                blocks.append(Block([line], line.text, begins == SURE, *look))
                continue
            block = blocks[-1]
            block.text = self.hyphens.join(block.text, line)
            block.lines.append(line)
            block.strong = block.strong and line.strong
            block.centred = block.centred and line.centred
            block.slanted = block.slanted and line.slanted
        return blocks

    def _begins(self, blocks: list[Block], line: Line) -> str:
        """SURE or UNSURE where the line begins a new block, else nothing."""
        block, before, text = blocks[-1], blocks[-1].lines[-1], line.plain
        if (line.strong != before.strong and (line.strong or block.strong)) or abs(line.size - before.size) > 0.6:
            return SURE
        if line.gap is not None and line.gap > self.wide * max(1, line.size / (self.style.size or line.size)):
            return SURE
        if PREAMBLE.fullmatch(text) or CONCLUSIONS.fullmatch(text) or PREAMBLE.fullmatch(block.plain):
            return SURE
        open_end = before.plain[-1:] in ",-\u00ad" or before.plain[-1:].islower()
        if self.style.heading(line) and (self.style.shown(line) or not open_end):
            return SURE
        above = self.style.heading(block) if len(block.lines) == 1 else None
        if above and not (above[2] and self.style.shown(block)):
            return SURE
        if block.centred and not line.centred and (block.strong or self._below_label(blocks)):
            return SURE
        return self._in_text(block, before, line, text)

    def _below_label(self, blocks: list[Block]) -> bool:
        """Whether the last block is the words of a heading, whose number stands in the block before it."""
        above = self.style.heading(blocks[-2]) if len(blocks) > 1 else None
        return bool(above and not above[2])

    def _in_text(self, block: Block, before: Line, line: Line, text: str) -> str:
        found = marker(text)
        if line.gap is not None and self.spaced.get(kind_of(found), self.all_spaced):
            return ""
        usual = self.indents.get(kind_of(found)) if found else None
        if usual and line.gap is None and not any(usual[round(line.indent) + by] for by in (-1, 0, 1)):
            return ""  # no number of this kind stands there
        finished = before.plain.endswith(FINISHED)
        room = before.right - before.x1 > line.words[0].x1 - line.words[0].x0 + 0.3 * line.size
        hang = block.hang
        if hang is None and self.hanging and marker(block.plain) and len(block.first.words) > 1:
            hang = block.first.words[1].x0 - block.first.left
        if hang is not None:
            moved = abs(line.indent - hang) > SET_IN
        else:
            moved = finished and not marker(block.plain) and line.indent - block.indent > SET_IN
        if found:
            alike = abs(line.indent - block.indent) < 1 and marker(block.plain)
            if moved or (room and finished):
                return SURE
            return UNSURE if finished or alike or room else ""
        if block.centred and line.centred and not finished:
            return ""
        outdent = line.gap is not None and self.hanging and hang is not None and line.indent < hang - SET_IN
        if outdent or (finished and (moved or (room and not block.strong))):
            return SURE
        return ""


def kind_of(found: str) -> str:
    """The kind of number that a marker has: digits or letters, and how it is written, such as "(a)" for "(c)"."""
    digits = any(c.isdecimal() for c in found)
    core = found.strip("().")
    return found.replace(core, "1" if digits else "a")
