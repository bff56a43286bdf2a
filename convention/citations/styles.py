"""Citations as text. The styles give the form for treaties; a text without parties has none to name.

Bluebook (21st ed.) rule 21.4; OSCOLA (4th ed.) 3.9 of the guide to international law; APA (7th ed.) 11.9; Chicago
(18th ed.) 14.
"""

import datetime
from collections.abc import Callable

from convention.citations.cited import Cited

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
BLUEBOOK_MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]


def american(day: datetime.date, months: list[str] = MONTHS) -> str:
    """February 1, 2020."""
    return f"{months[day.month - 1]} {day.day}, {day.year}"


def british(day: datetime.date) -> str:
    """1 February 2020."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def bluebook(cited: Cited) -> str:
    """Title, art. 12(3), version 1, Feb. 1, 2020, address (last visited Nov. 24, 2026)."""
    made, seen = american(cited.date, BLUEBOOK_MONTHS), american(cited.accessed, BLUEBOOK_MONTHS)
    words = f"{cited.title}, art. {cited.place}, version {cited.version}, {made}, {cited.url} (last visited {seen})."
    return _noticed(words, cited)


def oscola(cited: Cited) -> str:
    """Title (version 1, 1 February 2020) art 12(3) <address> accessed 24 November 2026."""
    edition = f"{cited.title} (version {cited.version}, {british(cited.date)})"
    words = f"{edition} art {cited.place} <{cited.url}> accessed {british(cited.accessed)}"
    return _noticed(words, cited)


def apa(cited: Cited) -> str:
    """Title, art. 12(3), version 1, February 1, 2020, address."""
    made = american(cited.date)
    return _noticed(f"{cited.title}, art. {cited.place}, version {cited.version}, {made}, {cited.url}", cited)


def chicago(cited: Cited) -> str:
    """Title, version 1, February 1, 2020, art. 12(3), address."""
    made = american(cited.date)
    return _noticed(f"{cited.title}, version {cited.version}, {made}, art. {cited.place}, {cited.url}.", cited)


def _noticed(words: str, cited: Cited) -> str:
    return f"{words} [{cited.notice}]" if cited.notice else words


STYLES: dict[str, tuple[str, Callable[[Cited], str]]] = {
    "bluebook": ("Bluebook", bluebook),
    "oscola": ("OSCOLA", oscola),
    "apa": ("APA", apa),
    "chicago": ("Chicago", chicago),
}
