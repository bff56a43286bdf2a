"""The Convention as an instrument (data/instrument.json), lists of words, and, where SPECIMEN is on, its edition."""

import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from convention import vocabulary
from convention.importing.drafts import Source, enter_draft, fingerprint
from convention.importing.steps import prepare
from convention.models import EditionState, Instrument
from convention.outline import CONVENTION, facts
from convention.verbs import publish_edition
from portal.kit.records import record

SPECIMEN = Path(__file__).parent / "data" / "specimen.txt"
# The day on which the specimen was drafted, and its number; both change with its text.
SPECIMEN_DATE = datetime.date(2026, 11, 24)
SPECIMEN_VERSION = "1"


def load(*, by: str = "import") -> int:
    """Enter the instrument if it is not there; what an editor changed later stays. Returns how many rows were made."""
    with transaction.atomic():
        instrument, made = Instrument.objects.get_or_create(slug=CONVENTION, defaults=facts())
        if made:
            record(verb="instrument.load", subject=instrument, by=by)
    made_of_words = vocabulary.load(by=by)
    return int(made) + made_of_words + (load_specimen(by=by) if settings.SPECIMEN else 0)


def load_specimen(*, by: str = "import") -> int:
    """Enter and publish the specimen edition, or its newer text. Returns how many editions were made."""
    data, beside = SPECIMEN.read_bytes(), SPECIMEN.with_suffix(".json").read_bytes()
    document, layers = prepare(SPECIMEN.name, data, beside)
    source = Source(
        instrument="specimen",
        language="en",
        version=SPECIMEN_VERSION,
        date=SPECIMEN_DATE,
        official=False,
        sha256=fingerprint(data, beside),
    )
    edition, made = enter_draft(by=by, document=document, layers=layers, source=source)
    if edition.state == EditionState.DRAFT:
        publish_edition(pk=edition.pk, by=by)
    return int(made)
