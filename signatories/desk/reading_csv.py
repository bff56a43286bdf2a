"""Signatures in a CSV file, read into rows for the register: columns are matched, faults are told by line."""

import csv
import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from convention.outline import Outline
from portal.kit.folding import fold
from signatories.keys import email_key
from signatories.models import LIVE, Kind, Signature

LIMIT = 500_000  # bytes of a file
MOST_ROWS = 1_000
MOST_TOLD = 200  # faults that are told one by one

# Box of the form → what it holds.
COLUMNS = {
    "name": gettext_lazy("name of the person or organisation; the one column that must be there"),
    "kind": gettext_lazy("“person” (also where it is empty) or “organisation”"),
    "sort_name": gettext_lazy("the part that it is filed under; empty: the last word"),
    "affiliation": gettext_lazy("for identification only"),
    "representative": gettext_lazy("of an organisation: who signs for it"),
    "representative_role": gettext_lazy("of an organisation: in which role"),
    "country": gettext_lazy("name in English, or code of ISO 3166"),
    "email": gettext_lazy("never public"),
    "signed_on": gettext_lazy("date of signing, as 2018-05-31"),
    "statement": gettext_lazy("“reservation”, “understanding”, “declaration”, or empty"),
    "statement_text": gettext_lazy("its words"),
    "statement_articles": gettext_lazy("the provisions that it names, by number"),
}
# Further headings, folded, under which a column is known.
ALSO = {
    "name": ("full name", "signatory"),
    "kind": ("type", "who signs"),
    "sort_name": ("sort", "last name", "surname"),
    "affiliation": ("organisation", "organization", "institution"),
    "representative": ("signed by", "signed for it by"),
    "representative_role": ("role", "role of the signer"),
    "country": ("country code",),
    "email": ("e mail", "mail", "email address"),
    "signed_on": ("date", "date of signing", "signed"),
    "statement": ("signs with", "reservation"),
    "statement_text": ("words", "words of the statement", "text"),
    "statement_articles": ("articles", "provisions"),
}
HEADINGS = {known: box for box, more in ALSO.items() for known in (box.replace("_", " "), *more)}


class Unreadable(ValueError):
    """Not a file that can be read at all. str() says to a person what to do."""


@dataclass
class Reading:
    """What a file holds: `rows` for the register, `wrong` as (line, name, what), `alike` (line and name, where that
    stands here already), `matched` and `unknown` headings."""

    sha256: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)
    alike: list[tuple[int, str]] = field(default_factory=list)
    matched: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def more_wrong(self) -> int:
        return max(len(self.wrong) - MOST_TOLD, 0)

    @property
    def wrong_told(self) -> list[tuple[int, str, str]]:
        return self.wrong[:MOST_TOLD]


def read_csv(content: bytes, *, form: Any, outline: Outline) -> Reading:
    """Read a CSV file (UTF-8; comma, semicolon or tab; first line has the headings) through the form, row by row.

    Nothing is stored. Raises Unreadable for what is no such file, or has more than MOST_ROWS rows.
    """
    lines = list(_lines(_text(content)))
    if not lines:
        raise Unreadable(_("The file is empty. Its first line has the headings, each further line a signature."))
    (_first, headings), *body = lines
    if len(body) > MOST_ROWS:
        raise Unreadable(
            _("The file has %(n)s lines; at most %(most)s can be entered at once. Divide it.")
            % {"n": len(body), "most": MOST_ROWS}
        )
    if not body:
        raise Unreadable(_("Below the headings the file has no line."))
    reading = Reading(hashlib.sha256(content).hexdigest())
    boxes = _match(headings, reading)
    seen: dict[tuple[str, str, str], int] = {}
    for line, cells in body:
        if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
            reading.wrong.append((line, "", _("It has more cells than the line of headings.")))
            continue
        typed = {box: cells[at] if at < len(cells) else "" for box, at in boxes.items()}
        _read_row(line, typed, reading, seen, form=form, outline=outline)
    _compare_with_register(reading)
    return reading


def _text(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(_("This is a spreadsheet's own file. Save it as “CSV UTF-8” and choose that."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("Byte %(n)s of the file is not UTF-8. Save it as “CSV UTF-8” and choose that.") % {"n": error.start + 1}
        ) from error
    if "\0" in text:
        raise Unreadable(_("This is no text file. Save the table as “CSV UTF-8” and choose that."))
    return text


def _lines(text: str) -> Any:
    """(Number of its last line in the file, cells) for each row that is not empty."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Unreadable(
            _("Line %(n)s cannot be read: a quotation mark is not closed, or stands inside a cell.")
            % {"n": reader.line_num}
        ) from error


def _match(headings: list[str], reading: Reading) -> dict[str, int]:
    """Which box each column fills. Raises Unreadable without a column of names, or with two for one box."""
    boxes: dict[str, int] = {}
    for at, heading in enumerate(headings):
        box = HEADINGS.get(fold(heading.replace("_", " ")))
        if not box:
            reading.unknown += [heading.strip()] if heading.strip() else []
            continue
        if box in boxes:
            raise Unreadable(
                _("Two columns, “%(one)s” and “%(other)s”, are for the same box. Take one away.")
                % {"one": headings[boxes[box]], "other": heading}
            )
        boxes[box] = at
        reading.matched.append((heading.strip(), box))
    if "name" not in boxes:
        raise Unreadable(_("No column has the heading “name”. The first line of the file has the headings."))
    return boxes


def _read_row(line: int, typed: dict[str, str], reading: Reading, seen: dict, *, form: Any, outline: Outline) -> None:
    """Put a row among `rows`, or what is wrong with it among `wrong`."""
    data = {box: value.strip() for box, value in typed.items()}
    name = data.get("name", "")[:80]
    data["kind"] = {"": Kind.PERSON, "organization": Kind.ORGANISATION, "organisation": Kind.ORGANISATION}.get(
        fold(data.get("kind", "")), data.get("kind", "").lower()
    )
    data["statement"] = "" if fold(data.get("statement", "")) in ("none", "no") else data.get("statement", "").lower()
    country = data.get("country", "")
    if country:
        data["country"] = country.upper() if country.upper() in countries else countries.by_name(country) or country
    bound = form({**data, "may_publish": "on"}, outline=outline)
    if not bound.is_valid():
        for box, errors in bound.errors.as_data().items():
            label = bound.fields[box].label if box in bound.fields else ""
            said = " ".join(message for error in errors for message in error.messages)
            reading.wrong.append((line, name, f"{label}: {said}" if label else said))
        return
    row = bound.to_enter()
    key = (email_key(row["email"]), row["kind"], row["name"])
    if key[0] and key in seen:
        reading.wrong.append(
            (line, name, _("Stands in line %(n)s already, with the same address.") % {"n": seen[key]})
        )
        return
    seen[key] = line
    reading.rows.append(row)
    reading.alike.append((line, row["name"]))


def _compare_with_register(reading: Reading) -> None:
    """What has a living signature's address, kind and name is wrong; what has a name that stands here is told."""
    named = dict(zip(((line, name) for line, name in reading.alike), reading.rows, strict=True))
    standing = Signature.objects.filter(state__in=LIVE)
    keys = {email_key(row["email"]) for row in reading.rows} - {""}
    taken = set(standing.filter(email_key__in=keys, email_key__gt="").values_list("email_key", "kind", "name"))
    names = set(
        standing.filter(name_key__in={fold(row["name"]) for row in reading.rows}).values_list("name_key", flat=True)
    )
    reading.alike = []
    for (line, name), row in named.items():
        if (email_key(row["email"]), row["kind"], row["name"]) in taken:
            reading.wrong.append((line, name, _("Stands in the register already, with the same address.")))
        elif fold(name) in names:
            reading.alike.append((line, name))
    reading.wrong.sort()
