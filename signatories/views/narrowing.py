"""What a reader asked of a list: searched words, filters, a letter, a place to go on from. From the address alone."""

import base64
import binascii
import json
import string
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django_countries import countries

from portal.kit.folding import fold
from signatories.models import Kind, Signature
from signatories.querysets import MAX_TEXT, MAX_WORDS, SignatureQuerySet

PAGE_SIZE = 100
LETTERS = string.ascii_uppercase
OTHER = "other"  # initials outside A to Z have one link together: there could be thousands of them
MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Narrowing:
    """The part of a list that is asked for. Empty means: the list is whole."""

    q: str = ""
    country: str = ""
    kind: str = ""
    reservation: bool = False
    letter: str = ""
    cut: bool = False  # more was typed than is looked for

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Narrowing":
        """Read a query string. Values that mean nothing are left out, as unknown parameters are; nothing raises."""
        typed = "".join(" " if unicodedata.category(c) == "Cc" else c for c in query.get("q", "")[: MAX_TEXT + 1])
        q = typed[:MAX_TEXT].strip()
        country, letter = query.get("country", "").upper(), query.get("letter", "")
        return cls(
            q=q,
            country=country if country in countries else "",
            kind=query.get("kind", "") if query.get("kind") in Kind.values else "",
            reservation=query.get("reservation") == "1",
            letter=OTHER if letter == OTHER else letter.upper() if letter.upper() in set(LETTERS) else "",
            cut=len(typed) > MAX_TEXT or len(fold(q).split()) > MAX_WORDS,
        )

    @property
    def wordless(self) -> bool:
        """True where something was typed that has no letter and no figure, so that nothing can be looked for."""
        return bool(self.q) and not fold(self.q)

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.country or self.kind or self.reservation or self.letter)

    def apply(self, signatures: SignatureQuerySet) -> SignatureQuerySet:
        """The signatures that fit, without regard to the letter: the index by letter is made of these."""
        if self.q:
            signatures = signatures.search(self.q)
        if self.country:
            signatures = signatures.filter(country=self.country)
        if self.kind:
            signatures = signatures.filter(kind=self.kind)
        return signatures.with_statement() if self.reservation else signatures

    def under_letter(self, signatures: SignatureQuerySet) -> SignatureQuerySet:
        """Those under the letter that was asked for; all, where none was."""
        if self.letter == OTHER:
            return signatures.exclude(letter__in=list(LETTERS))
        return signatures.filter(letter=self.letter) if self.letter else signatures

    def address(self, path: str, **changes: Any) -> str:
        """The path with this narrowing as its query string; `changes` replace parts of it, `after` is added."""
        after = changes.pop("after", "")
        wanted = replace(self, **changes)
        pairs = {
            "q": wanted.q,
            "country": wanted.country,
            "kind": wanted.kind,
            "reservation": "1" if wanted.reservation else "",
            "letter": wanted.letter,
            "after": after,
        }
        query = urlencode({name: value for name, value in pairs.items() if value})
        return f"{path}?{query}" if query else path

    def conditions(self) -> list[str]:
        """What is asked for, in words, one for each condition."""
        words = []
        if self.q and not self.wordless:
            words.append(_("with “%(text)s”") % {"text": self.q})
        if self.country:
            words.append(_("country: %(name)s") % {"name": countries.name(self.country)})
        if self.kind:
            words.append(_("people") if self.kind == Kind.PERSON else _("organisations"))
        if self.reservation:
            words.append(_("with a reservation, understanding or declaration"))
        if self.letter:
            words.append(
                _("under other letters and figures")
                if self.letter == OTHER
                else _("under the letter %(letter)s") % {"letter": self.letter}
            )
        return words


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, the token of the next page ("" where there is none), and how it was asked for."""

    rows: list[Signature]
    next: str
    continued: bool
    damaged: bool


def token(signature: Signature) -> str:
    """Where the list goes on after this row, as one opaque word for an address."""
    place = json.dumps([signature.sort_key, signature.pk], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def place(text: str) -> tuple[str, int] | None:
    """The sort key and the number in a token; None where it is not one that `token` could have made."""
    try:
        found = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode())
        sort_key, pk = found
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    if not isinstance(sort_key, str) or type(pk) is not int or not 0 < pk <= MAX_ID:
        return None
    try:
        sort_key.encode()  # JSON can spell half a surrogate pair, which the database cannot take
    except UnicodeEncodeError:
        return None
    return None if "\0" in sort_key else (sort_key, pk)


def page(signatures: SignatureQuerySet, after: str, size: int = PAGE_SIZE) -> Page:
    """The rows after the token's place, in the order of the register. A damaged token gives the first page."""
    where = place(after[:4000]) if after else None
    found = signatures.order_by("sort_key", "pk")
    rows = list((found.after(*where) if where else found)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, token(rows[-1]) if more else "", continued=bool(where), damaged=bool(after) and not where)


def letters(found: Iterable[str], address: Any, current: str = "") -> list[dict[str, Any]]:
    """The index: A to Z, and one entry for all other initials where there are any.

    `found` are the initials that have rows, `address(letter)` gives a link. Each entry has letter, label, url (""
    where no row stands under it) and current.
    """
    found = set(found)
    index = [{"letter": one, "label": one, "url": address(one) if one in found else ""} for one in LETTERS]
    if found - set(LETTERS):
        index.append({"letter": OTHER, "label": _("other"), "url": address(OTHER)})
    return [entry | {"current": entry["letter"] == current} for entry in index]
