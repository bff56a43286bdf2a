"""What the words, numbers and names of Akoma Ntoso are for the reader (akn.py), and how it refuses an element."""

import re
from collections import Counter

from django.utils.translation import gettext as _
from lxml import etree

from convention.importing.document import Fault, ImportRefused
from convention.marks import marked

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# Inline elements whose words stand without them. Footnotes, pictures, deleted and raised text are not among them.
FLAT = {
    "a", "abbr", "b", "concept", "date", "def", "docAuthority", "docDate", "docNumber", "docProponent", "docPurpose",
    "docStatus", "docTitle", "docType", "entity", "event", "inline", "ins", "location", "mref", "object",
    "organization", "person", "process", "quantity", "ref", "role", "rref", "shortTitle", "span", "term", "time", "u",
}  # fmt: skip
EMPHASIS = "i"
SPACES = re.compile(r"[ \t\r\n]+")
# A number as it is printed: a word or sign before it, brackets, and a dot, dash or bracket behind it.
NUMBER = re.compile(r"(?:[^\W\d_]{2,}\.?\s+|§+\s*)?\(?([0-9]+[a-z]{0,2}|[A-Za-z]{1,7})((?:-[a-z]+)*)[.):—–-]*")
LONGEST_NUMBER = 16


def name(element: etree._Element) -> str:
    """The name of an element: bare for Akoma Ntoso's own, in brackets for one of another namespace."""
    found = etree.QName(element)
    return found.localname if found.namespace == AKN else f"{{{found.namespace}}}{found.localname}"


def refuse(element: etree._Element, words: str) -> ImportRefused:
    """A refusal at an element."""
    return ImportRefused([Fault(element.sourceline or 0, words)])


def cannot_hold(element: etree._Element) -> ImportRefused:
    """The refusal of an element that the model has no place for, by its name."""
    words = _("This edition cannot hold the element <%(what)s> in <%(where)s>.")
    return refuse(element, words % {"what": name(element), "where": name(element.getparent())})


def no_stray_words(element: etree._Element) -> None:
    """Refuse words that stand between elements, where none may: they would be lost."""
    for part in (element.text, *(child.tail for child in element)):
        if part and part.strip():
            said = _("Words stand outside every paragraph in <%(what)s>: “%(words)s”.")
            raise refuse(element, said % {"what": name(element), "words": spaced(part)[:80]})


def number(element: etree._Element, dash: bool = False) -> str:
    """A number without its word, brackets and dot. `dash`: may be a dash alone, for none."""
    if len(element):
        raise cannot_hold(element[0])
    raw = spaced(element.text or "")
    if dash and raw in ("-", "–", "—"):
        return "-"
    found = NUMBER.fullmatch(raw)
    if not found or len(found[1] + found[2]) > LONGEST_NUMBER:
        raise refuse(element, _("The number “%(number)s” cannot be held.") % {"number": raw[:40]})
    return found[1] + found[2]


def words(element: etree._Element, flattened: Counter[str]) -> str:
    """The words of a paragraph or heading, with their emphasis as a mark; counts what it flattens."""
    runs: list[tuple[bool, str]] = []
    _runs(element, False, runs, flattened)
    try:
        return marked(_single_spaced(runs))
    except ValueError as error:
        raise refuse(element, _("A backslash stands here before emphasis; this cannot be held.")) from error


def _runs(element: etree._Element, emphasis: bool, runs: list[tuple[bool, str]], flattened: Counter[str]) -> None:
    runs.append((emphasis, element.text or ""))
    for child in element:
        what = name(child)
        if what == "eol":
            runs.append((emphasis, " "))
        elif what == EMPHASIS:
            _runs(child, True, runs, flattened)
        elif what in FLAT:
            flattened[what] += 1
            _runs(child, emphasis, runs, flattened)
        else:
            raise cannot_hold(child)
        runs.append((emphasis, child.tail or ""))


def spaced(text: str) -> str:
    """The text with single spaces, and none at its ends."""
    return SPACES.sub(" ", text).strip()


def _single_spaced(runs: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """The runs with one space between words, across the borders of runs too, and none at the ends."""
    found: list[tuple[bool, str]] = []
    open_ = False
    for emphasis, text in runs:
        text = SPACES.sub(" ", text)
        text = text.removeprefix(" ") if not open_ else text
        if text:
            open_ = not text.endswith(" ")
            found.append((emphasis, text))
    while found and not found[-1][1].strip():
        found.pop()
    if found:
        found[-1] = (found[-1][0], found[-1][1].rstrip())
        found[0] = (found[0][0], found[0][1].lstrip())
    return found
