"""Everything that changes what the convention app holds. Keyword arguments, one transaction, one entry on record."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from convention.models import Instrument, OfficialFile
from portal.kit.records import actor, record


def add_official_file(
    *, by: Any, instrument: Instrument, kind: str, title: str, name: str, upload: UploadedFile
) -> OfficialFile:
    """Store a file of the owner's and offer it for download at /convention/downloads/<name>.

    The form has checked what the file is (portal.kit.uploads). Returns the row. Raises IntegrityError where the name
    is taken: an address that was published keeps naming the same file.
    """
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    with transaction.atomic():
        official = OfficialFile(
            instrument=instrument,
            kind=kind,
            title=title,
            name=name,
            size=upload.size,
            sha256=digest.hexdigest(),
            added_by=actor(by),
        )
        official.file.save(name, upload, save=False)
        official.save()
        record(verb="official_file.add", subject=official, by=by, after="offered", detail={"sha256": official.sha256})
    return official


def offer_official_file(*, pk: int, by: Any, offered: bool) -> OfficialFile:
    """Offer a file for download, or stop offering it. Doing it twice changes nothing and is on record once."""
    with transaction.atomic():
        official = OfficialFile.objects.select_for_update().get(pk=pk)
        if official.offered != offered:
            official.offered = offered
            official.save(update_fields=["offered"])
            states = ("offered", "kept back") if not offered else ("kept back", "offered")
            record(verb="official_file.offer", subject=official, by=by, before=states[0], after=states[1])
    return official
