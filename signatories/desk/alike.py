"""Look-alikes of entries: the same address, the same name, the same network. In a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from portal.kit.models import VerbEvent
from signatories.models import Signature

MOST = 1_000  # look-alikes that are looked at for one page
SHOWN = 5  # of one entry, and of one kind
HISTORY_SHOWN = 8


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
    """For each entry, by its number, what stands beside it. Three queries, however many entries.

    A name is alike where it is the same without regard to case, accents and punctuation. The number of entries from
    one network counts those of the last thirty days: its code is not kept longer.
    """
    found = {entry.pk: Beside() for entry in entries}
    keys = {entry.email_key for entry in entries} - {""}
    names = {entry.name_key for entry in entries} - {""}
    networks = {entry.network for entry in entries} - {""}
    others: dict[tuple[str, str], list[Signature]] = defaultdict(list)
    alike = Signature.objects.filter(Q(email_key__in=keys, email_key__gt="") | Q(name_key__in=names, name_key__gt=""))
    for other in alike.only("name", "state", "kind", "email_key", "name_key", "created_at").order_by("-pk")[:MOST]:
        others["address", other.email_key].append(other)
        others["name", other.name_key].append(other)
    counts = dict(
        Signature.objects.filter(network__in=networks, network__gt="")
        .order_by()
        .values_list("network")
        .annotate(Count("pk"))
    )
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
