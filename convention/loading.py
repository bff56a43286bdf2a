"""The Convention as an instrument, with what is known of it before its text is here: data/instrument.json."""

import json
from pathlib import Path

from django.db import transaction

from convention.models import Instrument
from portal.kit.records import record

DATA = Path(__file__).parent / "data" / "instrument.json"
FIELDS = ("title", "short_title", "finalized", "articles_stated", "outline")


def load(*, by: str = "import") -> int:
    """Enter the instrument if it is not there; what an editor changed later stays. Returns how many rows were made."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    with transaction.atomic():
        instrument, made = Instrument.objects.get_or_create(
            slug=data["slug"], defaults={name: data[name] for name in FIELDS}
        )
        if made:
            record(verb="instrument.load", subject=instrument, by=by)
    return int(made)
