"""A file becomes a draft edition: brought in at the desk, read by the worker, since a booklet takes a minute."""

import datetime
import hashlib
import logging
import re
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from convention.importing.document import ImportRefused
from convention.importing.drafts import Source, enter_draft, fingerprint
from convention.importing.steps import prepare
from convention.models import Edition, Intake, IntakeState
from convention.models import ProvisionKind as Kind
from portal.kit.files import stored
from portal.kit.jobs import defer
from portal.kit.records import actor, record

log = logging.getLogger(__name__)


def bring_in(
    *,
    by: Any,
    name: str,
    data: bytes,
    instrument: str,
    language: str,
    version: str,
    date: datetime.date,
    official: bool = False,
    beside: str = "",
    chapters: int | None = None,
    articles: int | None = None,
) -> Intake:
    """Keep a file and leave its reading to the worker. Returns the row.

    `beside` is JSON with categories of person and rules; `chapters` and `articles` are how many it has to have.
    """
    ending = Path(name).suffix.lower()
    counts = {"chapter": chapters, "article": articles}
    intake = Intake(
        name=name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        beside=beside,
        instrument=instrument,
        language=language,
        version=version,
        date=date,
        official=official,
        expected={kind: count for kind, count in counts.items() if count},
        created_by=actor(by),
    )
    kept_as = f"intake/{intake.sha256[:16]}{ending if re.fullmatch(r'[.][a-z]{3,4}', ending) else ''}"
    with stored(intake.file.storage, kept_as, ContentFile(data)) as kept, transaction.atomic():
        intake.file.name = kept
        intake.save()
        record(verb="intake.bring", subject=intake, by=by, after=intake.state, detail={"sha256": intake.sha256})
        defer("convention.read_intake", pk=intake.pk)
    return intake


def read_intake(*, pk: int) -> Intake:
    """Read a file that was brought in, and store what it holds as a draft. Safe to run twice.

    What is wrong with the file stands in its row, in sentences; what fails otherwise is said there too, and raised.
    """
    intake = Intake.objects.get(pk=pk)
    if intake.is_over:
        return intake
    rows = Intake.objects.filter(pk=pk)
    rows.update(state=IntakeState.READING)

    def progress(done: int, of: int) -> None:
        rows.update(pages_done=done, pages=of)

    try:
        with intake.file.open("rb") as file:
            data = file.read()
        beside = intake.beside.encode() or None
        expected = {Kind(kind): count for kind, count in intake.expected.items()}
        document, layers = prepare(intake.name, data, beside, expected=expected, progress=progress)
        if document.specimen and intake.official:
            raise ValueError(_("A specimen is never official"))
        source = Source(
            instrument=intake.instrument,
            language=intake.language,
            version=intake.version,
            date=intake.date,
            official=intake.official,
            sha256=fingerprint(data, beside or b""),
        )
        with transaction.atomic():
            edition, new = enter_draft(by=_account(intake), document=document, layers=layers, source=source)
            if new:
                _hand_on_corrections(edition)
            rows.update(state=IntakeState.DRAFTED if new else IntakeState.KNOWN, edition=edition, faults=[])
    except ImportRefused as refused:
        _refuse(rows, [str(fault) for fault in refused.faults])
    except ValueError as error:
        _refuse(rows, [f"{error}."])
    except Exception:
        _refuse(rows, [_("This file made the reader stumble. Tell whoever runs this site; the file is kept.")])
        raise
    return Intake.objects.get(pk=pk)


def _refuse(rows: Any, faults: list[str]) -> None:
    rows.update(state=IntakeState.REFUSED, faults=faults)


def _account(intake: Intake) -> Any:
    """Who brought the file, as verbs take it."""
    who, _colon, number = intake.created_by.partition(":")
    return get_user_model().objects.get(pk=number) if number else who


def _hand_on_corrections(edition: Edition) -> None:
    """Note in a new draft's report which corrections were made by hand to the one before, to be looked at again."""
    others = Edition.objects.filter(instrument=edition.instrument, language=edition.language).exclude(pk=edition.pk)
    before = others.filter(report__corrections__isnull=False).order_by("-pk").first()
    if before:
        edition.report = {**edition.report, "earlier": before.report["corrections"]}
        edition.save(update_fields=["report"])
