"""Everything that changes what the convention app holds. Keyword arguments, one transaction, one entry on record."""

import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from convention.aliases import keep_aliases
from convention.exporting.building import FORMS, build, build_missing, keep
from convention.importing.report import blocking
from convention.models import Edition, EditionState, ExportedFile, Instrument, OfficialFile
from convention.numbers import from_roman
from convention.rendering import render_edition
from portal.kit.files import stored
from portal.kit.records import actor, record
from portal.kit.uploads import DOCUMENTS, check_upload


def add_official_file(
    *, by: Any, instrument: Instrument, kind: str, title: str, name: str, upload: UploadedFile
) -> OfficialFile:
    """Store a file of the owner's and offer it for download at /convention/downloads/<name>.

    Returns the row. Raises ValidationError where the file is not what its name says (portal.kit.uploads), and
    IntegrityError where the name is taken: an address that was published keeps naming the same file.
    """
    checked = check_upload(upload, allowed=DOCUMENTS, name=name)
    if ExportedFile.objects.filter(name=checked.name).exists():
        raise IntegrityError(f"{checked.name} is the name of a file that was made of an edition")
    official = OfficialFile(
        instrument=instrument,
        kind=kind,
        title=title,
        name=checked.name,
        size=checked.size,
        sha256=checked.sha256,
        added_by=actor(by),
    )
    with stored(official.file.storage, f"official/{checked.name}", upload) as kept, transaction.atomic():
        official.file.name = kept
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


def publish_edition(*, pk: int, by: Any) -> Edition:
    """Let readers see this edition in place of the one that its instrument has in the same language.

    One transaction: a reader gets the old edition or the new, never half of one. Fragments, contents and files are
    made when an edition is first published; the files before the transaction, since they take a second or more.
    Publishing the edition before undoes it; publishing it again changes nothing but adds files that are missing.
    Raises ValueError where pages could not name an article or chapter: one with the number 3-bis, or without one; and
    where the report of its import has words without a place or other doubts that no person has settled.
    """
    actor(by)
    built = build_missing(_settled(_addressed(pk)))
    with transaction.atomic():
        edition = _settled(_locked(pk))
        keep(edition, built)
        if edition.state == EditionState.PUBLISHED:
            return edition
        if not edition.contents:
            render_edition(edition)
        before = Edition.objects.filter(
            instrument=edition.instrument, language=edition.language, state=EditionState.PUBLISHED
        ).first()
        if before:
            before.state = EditionState.SUPERSEDED
            before.save(update_fields=["state"])
            record(verb="edition.supersede", subject=before, by=by, before="published", after=before.state)
            keep_aliases(before, edition)
        state = edition.state
        edition.state = EditionState.PUBLISHED
        edition.published_at = timezone.now()
        edition.published_by = actor(by)
        edition.save(update_fields=["state", "published_at", "published_by"])
        record(verb="edition.publish", subject=edition, by=by, before=state, after=edition.state)
    return edition


def _addressed(pk: int) -> Edition:
    """The edition, if every article and chapter of it can have an address."""
    edition = Edition.objects.select_related("instrument").get(pk=pk)
    for kind, number in edition.provisions.filter(kind__in=["article", "chapter"]).values_list("kind", "number"):
        if not (from_roman(number) if kind == "chapter" else re.fullmatch(r"[1-9]\d{0,3}", number)):
            raise ValueError(f"{edition.slug} has a {kind} numbered {number!r}, for which pages have no address")
    return edition


def _settled(edition: Edition) -> Edition:
    """The edition, if nothing in the report of its import blocks publishing any more."""
    if places := blocking(edition.report):
        first = places[0]
        page = f"page {first['page']}, " if first["page"] else ""
        where = f"{page}line {first['line']}: {first['why']} “{first['text'][:60]}”"
        raise ValueError(f"{edition.slug}: places that nobody has settled: {len(places)}, the first on {where}")
    return edition


def rebuild_files(*, pk: int, by: Any) -> Edition:
    """Make all files of an edition anew at the same addresses, after the site's address or forms changed."""
    edition = Edition.objects.select_related("instrument").get(pk=pk)
    built = build(edition, list(FORMS))
    with transaction.atomic():
        edition = _locked(pk)
        keep(edition, built)
        record(verb="edition.files", subject=edition, by=by, detail={"files": len(built)})
    return edition


def _locked(pk: int) -> Edition:
    """The edition, read after its instrument was locked: one thing at a time is done to an instrument's editions."""
    Instrument.objects.select_for_update().get(editions=pk)
    return Edition.objects.select_related("instrument").get(pk=pk)


def withdraw_edition(*, pk: int, by: Any) -> Edition:
    """Take a published edition away from readers, leaving its instrument without a text in that language."""
    with transaction.atomic():
        edition = _locked(pk)
        if edition.state == EditionState.PUBLISHED:
            edition.state = EditionState.SUPERSEDED
            edition.save(update_fields=["state"])
            record(verb="edition.withdraw", subject=edition, by=by, before="published", after=edition.state)
    return edition
