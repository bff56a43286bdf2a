"""What stands among the lines of a page and is no running text: notes, tables, figures, turned text, ornaments."""

import itertools
import re
from collections import defaultdict

from django.utils.translation import gettext as _

from convention.importing.furniture import PAGES
from convention.importing.headings import Style, marker
from convention.importing.lines import OFF, WIDE, Line, letters
from convention.importing.pdfwords import Page
from convention.importing.report import Place, Report

GLUED = re.compile(r"(\d{1,3})(?=[^\W\d])")
NOTE_SIZE = 0.93  # of the usual letters


def set_aside(lines: list[Line], pages: list[Page], style: Style, first: int, report: Report) -> list[Line]:
    """The lines of running text. All else goes into the report; from page `first` on, where the text begins."""
    lines = _ornaments(lines, report)
    lines = _drawn(lines, pages, style, first, report)
    lines = _unruled(lines, first, report)
    return _notes(lines, pages, style, first, report)


def turned(pages: list[Page], report: Report) -> None:
    """Enter text that does not run level: furniture where it repeats, else words without a place."""
    seen: dict[str, set[int]] = defaultdict(set)
    for number, page in enumerate(pages, 1):
        for _y, text in page.turned:
            seen[text].add(number)
    for number, page in enumerate(pages, 1):
        for _y, text in page.turned:
            if len(seen[text]) >= PAGES:
                report.furniture.append(Place(number, 0, text, _("turned text on the edge of the page")))
            else:
                report.blocking.append(Place(number, 0, text, _("This text is turned; its words have no place.")))


def _ornaments(lines: list[Line], report: Report) -> list[Line]:
    for line in lines:
        if not letters(line.plain):
            report.doubts.append(Place(line.page, line.number, line.plain, _("A line without a word was left out.")))
    return [line for line in lines if letters(line.plain)]


def _drawn(lines: list[Line], pages: list[Page], style: Style, first: int, report: Report) -> list[Line]:
    gone: set[int] = set()
    for number, page in enumerate(pages, 1):
        here = [line for line in lines if line.page == number]
        for top, bottom, what in page.boxes if number >= first else []:
            inside = [line for line in here if top - 1 <= line.y <= bottom + 1]
            if any(style.heading(line) for line in inside):
                continue  # a heading on a coloured ground
            words = _("A %(what)s stands here; its words have no place in the text.") % {"what": what}
            text = " / ".join(line.plain for line in inside)
            report.blocking.append(Place(number, inside[0].number if inside else 0, text, words))
            gone.update(map(id, inside))
    return [line for line in lines if id(line) not in gone]


def _unruled(lines: list[Line], first: int, report: Report) -> list[Line]:
    """Two lines or more with wide gaps: a table without rules."""
    gone: set[int] = set()
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and line.page >= first and _has_wide_gap(line):
            run.append(line)
            continue
        if len(run) > 1:
            words = _("These lines have wide gaps, as a table has; their words have no place in the text.")
            report.blocking.append(Place(run[0].page, run[0].number, " / ".join(at.plain for at in run), words))
            gone.update(map(id, run))
        run = []
    return [line for line in lines if id(line) not in gone]


def _has_wide_gap(line: Line) -> bool:
    """Whether it has a gap that no line of text has, other than behind its number."""
    words = line.words[1:] if marker(line.words[0].text) else line.words
    return any(after.x0 - before.x1 > 2 * WIDE * line.size for before, after in itertools.pairwise(words))


def _notes(lines: list[Line], pages: list[Page], style: Style, first: int, report: Report) -> list[Line]:
    """Notes at the foot of a page or column, each with its mark; and marks whose note is not there."""
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.page, line.column].append(line)
    marks = {number: list(page.marks) for number, page in enumerate(pages, 1)}
    gone: set[int] = set()
    for (page, _column), group in columns.items():
        foot: list[Line] = []
        while group and group[-1].size < NOTE_SIZE * style.size:
            foot.insert(0, group.pop())
        if page < first or not foot or not (marks[page] or not foot[0].words[0].text[:1].isalpha()):
            group.extend(foot)
            continue
        for mark, note in _by_mark(foot, marks[page]):
            words = _("This is a note. Notes have no place in the text; where it is part of it, enter it there.")
            if not mark:
                _unglue(note[0], group)
            text = " ".join([*mark, *(line.plain for line in note)])
            report.blocking.append(Place(page, note[0].number, text, words))
        gone.update(map(id, foot))
    for page, left in marks.items():
        for _y, text in left if page >= first else []:
            words = _("This is raised like the mark of a note, and no note of the page has it.")
            report.blocking.append(Place(page, 0, text, words))
    return [line for line in lines if id(line) not in gone]


def _by_mark(foot: list[Line], marks: list[tuple[float, str]]) -> list[tuple[list[str], list[Line]]]:
    """The notes of a page, each with its mark and lines. Takes off the list its marks in the text and at the note."""
    notes: list[tuple[list[str], list[Line]]] = []
    for line in foot:
        own = next((mark for mark in marks if abs(mark[0] - line.y) < 1), None)
        texts = {text for _y, text in marks}
        mark = own[1] if own else next((t for t in texts if line.words[0].text.strip("().") == t), None)
        if own:
            marks.remove(own)
        if mark or not notes or GLUED.match(line.plain):
            notes.append(([own[1]] if own else [], []))
        if mark and (above := next((at for at in marks if at[1] == mark), None)):
            marks.remove(above)
        notes[-1][1].append(line)
    return notes


def _unglue(note: Line, lines: list[Line]) -> bool:
    """Take the mark of a note off its word, where a font has raised digits of its own and the file plain ones.

    True if there is exactly one word of the page that ends with the digits with which the note begins.
    """
    found = GLUED.match(note.plain)
    if not found:
        return False
    ending = re.compile(rf"(.*[^\W\d]\S*?|.*[.,;:”]){found[1]}({OFF}?)")
    fitting = [
        (line, place, ends)
        for line in lines
        for place, word in enumerate(line.words)
        if (ends := ending.fullmatch(word.text))
    ]
    if len(fitting) != 1:
        return False
    line, place, ends = fitting[0]
    line.words[place] = line.words[place]._replace(text=ends[1] + ends[2])
    line.forget()
    return True
