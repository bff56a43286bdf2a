"""Two editions compared, article by article and word by word."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from convention.marks import plain
from convention.models import Edition, Provision
from convention.models import ProvisionKind as Kind
from portal.kit.worddiff import side_by_side

PARTS = (Kind.PREAMBLE, Kind.ARTICLE, Kind.ANNEX, Kind.CONCLUSIONS)


class Change(models.TextChoices):
    SAME = "same", _("the same")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("the same words under another number")
    ADDED = "added", _("new")
    REMOVED = "removed", _("gone")


@dataclass(frozen=True)
class Compared:
    """One part of two editions: its eId in each ("" where one has it not), and its words with what differs marked."""

    change: Change
    left_eid: str
    right_eid: str
    left: SafeString
    right: SafeString


def compare(left: Edition, right: Edition) -> list[Compared]:
    """The preamble, articles, annexes and conclusions of two editions, in the order of the right one; what only the
    left one has stands where it stood.

    Parts of one eId are compared; a part whose words stand in the other under an eId that is new there has moved.
    """
    old, new = _parts(left), _parts(right)
    moved = _moved(old, new)
    taken = set(moved.values())
    sources = {eid: moved.get(eid) or (eid if eid in old and eid not in taken else "") for eid in new}
    place = {eid: number for number, eid in enumerate(old)}
    gone = [eid for eid in old if eid not in sources.values()]
    found: list[Compared] = []
    for eid, source in sources.items():
        while gone and source and place[gone[0]] < place[source]:
            found.append(_one(gone[0], "", old[gone.pop(0)], ""))
        found.append(_one(source, eid, old.get(source, ""), new[eid]))
    return found + [_one(eid, "", old[eid], "") for eid in gone]


def _one(left_eid: str, right_eid: str, left: str, right: str) -> Compared:
    if not left_eid:
        change = Change.ADDED
    elif not right_eid:
        change = Change.REMOVED
    elif left != right:
        change = Change.CHANGED
    else:
        change = Change.SAME if left_eid == right_eid else Change.MOVED
    return Compared(change, left_eid, right_eid, *side_by_side(left, right))


def _moved(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """For parts of the new edition whose words stood under one other eId: that eId."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for eid, words in old.items():
        by_words[words].append(eid)
    return {
        eid: by_words[words][0]
        for eid, words in new.items()
        if old.get(eid) != words and len(by_words[words]) == 1 and new.get(by_words[words][0]) != words
    }


def _parts(edition: Edition) -> dict[str, str]:
    """The words of each part by its eId, a provision a line, with numbers."""
    rows = list(edition.provisions.order_by("order"))
    tops: dict[int, Provision] = {}
    found: dict[str, list[str]] = {}
    for row in rows:
        top = tops.get(row.parent_id) or (row if row.kind in PARTS else None)
        if top is None:
            continue
        tops[row.pk] = top
        # An article's own number is no word of it: else each that moved would have changed.
        number = row.number if row is not top else ""
        if number and row.kind in (Kind.POINT, Kind.SUBPOINT):
            number = f"({number})"
        line = " ".join(filter(None, (number, plain(row.heading), plain(row.text))))
        found.setdefault(top.eid, []).extend([line] if line else [])
    return {eid: "\n".join(lines) for eid, lines in found.items()}
