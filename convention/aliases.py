"""Old links after a renumbering: an eId that a new edition has no more leads to where the same words stand now."""

from collections import defaultdict
from collections.abc import Iterable

from convention.models import Edition, EidAlias, Provision

Words = tuple[str, ...]


def keep_aliases(before: Edition, edition: Edition) -> int:
    """Note for each eId that the edition before has and this one has not where its words stand now. Returns how many.

    Only where they stand in one place: the same kind, heading and text, with all that stands below. What was noted
    earlier and led to an eId that has gone leads on. In the transaction that publishes the edition.
    """
    old, new = _by_words(before), _by_words(edition)
    there = {eid for eids in new.values() for eid in eids}
    moved = {
        eid: new[words][0]
        for words, eids in old.items()
        for eid in eids
        if eid not in there and len(eids) == 1 and len(new.get(words, ())) == 1
    }
    same = {"instrument": edition.instrument, "language": edition.language}
    for alias in EidAlias.objects.filter(**same, target__in=moved):
        alias.target = moved[alias.target]
        alias.save(update_fields=["target"])
    EidAlias.objects.filter(**same, eid__in=moved).delete()
    EidAlias.objects.bulk_create(EidAlias(**same, eid=eid, target=target) for eid, target in moved.items())
    return len(moved)


def aliases(edition: Edition, eids: Iterable[str]) -> dict[str, str]:
    """Of these eIds those that the edition has not and earlier ones had, with the eIds that they lead to in it."""
    wanted = EidAlias.objects.filter(instrument=edition.instrument_id, language=edition.language, eid__in=list(eids))
    found = dict(wanted.values_list("eid", "target"))
    here = edition.provisions.filter(eid__in=[*found, *found.values()]).values_list("eid", flat=True) if found else []
    there = set(here)
    return {eid: target for eid, target in found.items() if eid not in there and target in there}


def _by_words(edition: Edition) -> dict[Words, list[str]]:
    """The eIds of an edition by what stands there: kind, heading and text of the provision and of all below it."""
    rows = list(edition.provisions.order_by("order"))
    below: dict[int | None, list[Provision]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def words(row: Provision) -> Words:
        return (row.kind, row.heading, row.text, *(word for child in below[row.pk] for word in words(child)))

    found: dict[Words, list[str]] = defaultdict(list)
    for row in rows:
        found[words(row)].append(row.eid)
    return found
