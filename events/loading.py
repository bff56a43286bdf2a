"""Fills an empty archive from events/data/events.json."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from events import verbs
from events.models import Event
from portal.kit.locks import lock_writes

FILE = Path(__file__).parent / "data" / "events.json"


def read(path=FILE):
    """The data file as it stands: source, recorded_at, events; numbers with a point as Decimal."""
    return json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal)


@transaction.atomic
def load(*, by="import", path=FILE):
    """Load and publish the events of the file, and return how many were added.

    Only where there is no event at all, whatever its state: what an editor changed or withdrew later is never
    overwritten or brought back. The date of change is the file's own, so that two installations give the
    same feed and calendar.
    """
    lock_writes(Event)
    if Event.objects.exists():
        return 0
    document = read(path)
    at = datetime.datetime.fromisoformat(document["recorded_at"])
    for entry in document["events"]:
        fields = {name: value for name, value in entry.items() if name != "facts"}
        for name in ("starts_on", "ends_on"):
            fields[name] = datetime.date.fromisoformat(fields[name])
        for name in ("start_time", "end_time"):
            if name in fields:
                fields[name] = datetime.time.fromisoformat(fields[name])
        fields |= {"source": document["source"]["name"], "source_url": document["source"]["url"]}
        event = verbs.save_event(by=by, fields=fields, at=at)
        verbs.save_facts(by=by, event=event, facts=entry["facts"], at=at)
        verbs.publish_event(by=by, event=event, at=at)
    return len(document["events"])
