"""The law of the importer: every word of the source is in the text once and in order, or the report has it."""

import bisect
import itertools
import re
from collections import Counter

from django.utils.translation import gettext as _

from convention.importing.document import Document
from convention.importing.headings import WORDS
from convention.importing.lines import Line, letters
from convention.importing.pdfwords import Page
from convention.importing.report import Place, Report

LABEL = {kind: re.compile(f"(?:{words})?") for kind, words in WORDS.items()}
ENOUGH = 12  # letters of a line that is looked for in what the other reader saw
PARTS = re.compile(r"[\s\-\u2010\u00ad]+")


def check_text(document: Document, lines: list[Line], report: Report) -> None:
    """Compare the finished tree with the lines that it was made of, letter by letter; enter where they part."""
    starts = [0, *itertools.accumulate(len(letters(line.plain)) for line in lines)]
    source = "".join(letters(line.plain) for line in lines)
    place = 0
    for node in document.walk():
        body = letters(node.number + node.heading + node.text)
        label = LABEL[node.kind].match(source, place).end() if node.kind in LABEL else place
        found = next((at for at in (label, place) if source.startswith(body, at)), None)
        if found is None:
            break
        place = found + len(body)
    else:
        if place == len(source):
            return
    if lines:
        line = lines[min(bisect.bisect_right(starts, place) - 1, len(lines) - 1)]
        words = _("From here on the text differs from the page: a word is missing, doubled or out of place.")
        report.blocking.append(Place(line.page, line.number, line.plain, words))


def check_doubles(lines: list[Line], report: Report) -> None:
    """Name lines that stand twice in a row: printers do that, texts do not."""
    for before, line in itertools.pairwise(lines):
        if len(letters(line.plain)) >= ENOUGH and letters(line.plain) == letters(before.plain):
            why = _("This line stands twice in a row.")
            report.blocking.append(Place(line.page, line.number, line.plain, why))


def check_page(number: int, page: Page, other: str, report: Report) -> None:
    """Compare the words of a page with what a second reader of PDF saw there."""
    words = [word.text for row in page.rows for word in row.words]
    words += [text for _y, text in (*page.marks, *page.turned)]
    missing, added = _differ(Counter(letters("".join(words))), Counter(letters(other)))
    if not missing and not added:
        return
    here, there = (Counter(filter(None, map(letters, PARTS.split(" ".join(text))))) for text in (words, [other]))
    text = " ".join([*(there - here), "/", *(here - there)])
    why = _("Two readers of PDF see different words on this page. Compare it by eye.")
    report.blocking.append(Place(number, 0, text[:200], why))


def _differ(here: Counter[str], there: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    return there - here, here - there


def check_order(lines: list[Line], others: list[str], report: Report) -> None:
    """Name the pages on which the second reader saw the lines of the text in another order."""
    there = [letters(text) for text in others]
    for number, group in itertools.groupby(lines, key=lambda line: line.page):
        place = 0
        for line in group:
            words = letters(line.plain)
            found = there[number - 1].find(words, place)
            if found >= 0:
                place = found
            elif len(words) >= ENOUGH and words in there[number - 1]:
                why = _("The file holds this line at another place of the page than it seems to stand at.")
                report.blocking.append(Place(number, line.number, line.plain, why))
                break
