"""The order of reading: columns of a booklet, their margins, and the usual way from line to line."""

import statistics
from collections import Counter, defaultdict

from convention.importing.lines import Line, Word
from convention.importing.pdfwords import Page, Row

Band = tuple[int, int]  # left and right edge, in points
GUTTER = 7  # points: narrower gaps are spaces
FEW = 8  # rows
SHARE = 0.25  # of all rows that have to stand beside each other, for two columns


def lines(pages: list[Page]) -> list[Line]:
    """The lines of the pages in the order of reading, with column, margins and gap."""
    gutters = {odd: _common([_gutter(page.rows) for n, page in enumerate(pages, 1) if n % 2 == odd]) for odd in (0, 1)}
    found: list[Line] = []
    for number, page in enumerate(pages, 1):
        for place, (row, words, column) in enumerate(_in_columns(page.rows, gutters[number % 2]), 1):
            # Lines that stand side by side are on nearly the same baseline: each has its own.
            y = statistics.median_low(word.y for word in words) if column else row.y
            found.append(Line(number, place, words, y, column))
    _margins(found)
    _gaps(found)
    return found


def _common(bands: list[Band | None]) -> Band | None:
    """The gutter that pages on one side of a booklet have in common, if a third of them have one."""
    found = sorted(band for band in bands if band)
    if len(found) < max(1, len(bands) / 3):
        return None
    middle = found[len(found) // 2]
    alike = [band for band in found if band[0] < sum(middle) / 2 < band[1]]
    return (max(b[0] for b in alike), min(b[1] for b in alike)) if len(alike) >= len(bands) / 3 else None


def _gutter(rows: list[Row]) -> Band | None:
    """The empty band between two columns of a page, if it has one."""
    cover: Counter[int] = Counter()
    for row in rows:
        cover.update({x for word in row.words for x in range(int(word.x0), int(word.x1) + 1)})
    if len(rows) < FEW:
        return None
    low, high = min(cover), max(cover)
    limit = 0.2 * sorted(cover.values())[int(0.7 * len(cover))]
    best = start = None
    for x in range(int(low + 0.35 * (high - low)), int(low + 0.65 * (high - low)) + 1):
        if cover[x] > limit:
            start = None
            continue
        start = x if start is None else start
        if x - start >= GUTTER and (best is None or x - start > best[1] - best[0]):
            best = (start, x)
    if best is None:
        return None
    left = sum(row.words[0].x0 < best[0] and not _crosses(row, best) for row in rows)
    right = sum(row.words[-1].x1 > best[1] and not _crosses(row, best) for row in rows)
    return best if min(left, right) > SHARE * len(rows) else None


def _crosses(row: Row, gutter: Band) -> bool:
    middle = sum(gutter) / 2
    return any(word.x0 < middle < word.x1 for word in row.words)


def _in_columns(rows: list[Row], gutter: Band | None) -> list[tuple[Row, list[Word], int]]:
    """Rows, or their halves, each with its column: 0 for a line over the whole width, which ends what is above it."""
    if gutter is None:
        return [(row, row.words, 0) for row in rows]
    middle = sum(gutter) / 2
    ordered: list[tuple[Row, list[Word], int]] = []
    sides: list[list[tuple[Row, list[Word], int]]] = [[], []]
    for row in rows:
        halves = [[w for w in row.words if w.x1 <= middle], [w for w in row.words if w.x0 >= middle]]
        near = halves[0] and halves[1] and halves[1][0].x0 - halves[0][-1].x1 < 0.8 * (gutter[1] - gutter[0])
        if near or _crosses(row, gutter):
            ordered += [*sides[0], *sides[1], (row, row.words, 0)]
            sides = [[], []]
        else:
            for side, words in enumerate(halves):
                if words:
                    sides[side].append((row, words, side + 1))
    return [*ordered, *sides[0], *sides[1]]


def _margins(found: list[Line]) -> None:
    """The left and right margin of every column, for odd and even pages each for itself."""
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in found:
        columns[line.page % 2, line.column].append(line)
    for group in columns.values():
        starts = Counter(round(line.x0) for line in group)
        common = [x for x, n in starts.items() if n >= max(2, 0.02 * len(group))] or list(starts)
        ends = sorted(line.x1 for line in group)
        for line in group:
            line.left, line.right = min(common), ends[min(len(ends) - 1, int(0.97 * len(ends)))]


def _gaps(found: list[Line]) -> None:
    pairs = [(a, b) for a, b in zip(found, found[1:], strict=False) if _follows(a, b)]
    steps = Counter(round(b.y - a.y, 1) for a, b in pairs if b.y - a.y < 3 * b.size)
    usual = [step for step, n in steps.items() if n >= 0.15 * sum(steps.values())]
    pitch = min(usual or [step for step, _n in steps.most_common(1)] or [12])
    for before, line in pairs:
        line.gap = (line.y - before.y) / pitch


def _follows(before: Line, line: Line) -> bool:
    return (before.page, before.column) == (line.page, line.column) and line.y > before.y
