"""Look-alikes of entries: the same address, the same name, the same network. In a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from portal.kit.models import VerbEvent
from signatories.models import Signature

SHOWN = 5  # of one entry, and of one kind
MOST = 1_000  # that are counted of one network: with a flood in the queue, its size does not matter any more

# For each key the newest rows alone, from the index of its column: however many there are of it.
NEWEST = """
SELECT one.id FROM unnest(%s::text[]) AS wanted(key), LATERAL (SELECT id FROM signatories_signature
  WHERE email_key = wanted.key AND email_key <> '' ORDER BY id DESC LIMIT %s) AS one
UNION
SELECT one.id FROM unnest(%s::text[]) AS wanted(key), LATERAL (SELECT id FROM signatories_signature
  WHERE name_key = wanted.key AND name_key <> '' ORDER BY id DESC LIMIT %s) AS one
"""
FROM_NETWORKS = """
SELECT wanted.key, (SELECT count(*) FROM (
  SELECT 1 FROM signatories_signature WHERE network = wanted.key AND network <> '' LIMIT %s) AS counted)
FROM unnest(%s::text[]) AS wanted(key)
"""


@dataclass
class Beside:
    """What stands beside an entry: others of its address and of its name, and how many came from its network."""

    address: list[Signature] = field(default_factory=list)
    name: list[Signature] = field(default_factory=list)
    network: int = 0
    history: list[VerbEvent] = field(default_factory=list)

    @property
    def alike(self) -> bool:
        return bool(self.address or self.name or self.network)


def beside(entries: Sequence[Signature]) -> dict[int, Beside]:
    """For each entry, by its number, what stands beside it. Four queries, however many entries there are.

    A name is alike where it is the same without regard to case, accents and punctuation. The number of entries from
    one network counts those of the last thirty days, MOST at most: its code is not kept longer.
    """
    found = {entry.pk: Beside() for entry in entries}
    keys = sorted({entry.email_key for entry in entries} - {""})
    names = sorted({entry.name_key for entry in entries} - {""})
    networks = sorted({entry.network for entry in entries} - {""})
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [keys, SHOWN + 1, names, SHOWN + 1])
        ids = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(FROM_NETWORKS, [MOST + 1, networks])
        counts = dict(cursor.fetchall())
    others: dict[tuple[str, str], list[Signature]] = defaultdict(list)
    columns = ("name", "state", "kind", "email_key", "name_key")
    for other in Signature.objects.filter(pk__in=ids).only(*columns).order_by("-pk"):
        others["address", other.email_key].append(other)
        others["name", other.name_key].append(other)
    for entry in entries:
        one = found[entry.pk]
        same_address = others["address", entry.email_key] if entry.email_key else []
        one.address = [other for other in same_address if other.pk != entry.pk][:SHOWN]
        there = {other.pk for other in one.address} | {entry.pk}
        one.name = [other for other in others["name", entry.name_key] if other.pk not in there][:SHOWN]
        one.network = max(counts.get(entry.network, 0) - 1, 0)
    events = VerbEvent.objects.filter(subject="signatories.signature", subject_id__in=list(found)).order_by("at", "pk")
    for event in events:
        found[event.subject_id].history.append(event)
    return found
