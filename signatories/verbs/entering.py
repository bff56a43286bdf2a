"""Verbs that enter signatures which were not made on this site: the founding rows, and those on paper."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit.folding import last_word
from portal.kit.locks import lock_words
from portal.kit.models import VerbEvent
from portal.kit.records import actor, record
from signatories.keys import email_key
from signatories.models import Group, Kind, Signature, Source, State
from signatories.verbs.signatures import NotPossible, save_living

IMPORT = "signature.import"


def enter_founding(*, by: Any, **fields: Any) -> Signature:
    """Enter one row of the Convention's page, public from the start. Returns the saved row.

    `fields`: group, page_entries, people, name, sort_name, affiliation, statement. Nothing else is on record for these
    rows: no date of signing, country or address. Raises IntegrityError where the fields break a rule of the database.
    """
    with transaction.atomic():
        signature = Signature(
            **fields,
            kind=Kind.PERSON,
            source=Source.FOUNDING,
            state=State.PUBLISHED,
            published_at=timezone.now(),
            published_by=actor(by),
        )
        signature.save()
        record(verb="signature.enter_founding", subject=signature, by=by, after=State.PUBLISHED)
    return signature


def enter_paper(
    *, by: Any, consent_at: datetime | None = None, held: list[str] | None = None, **fields: Any
) -> Signature:
    """Enter a signature on paper; it waits for a moderator like any other. Returns the saved row.

    `fields`: kind, name, sort_name, affiliation, representative, representative_role, country, email, statement,
    statement_text, statement_articles, signed_at (None where the paper has no date). Whoever enters it has seen on the
    paper that it may be published; `consent_at` is when that was given (the date of signing, else now).
    Raises NotPossible where a living signature has its address, kind and name; IntegrityError where a rule is broken.
    """
    with transaction.atomic():
        signature = Signature(
            **{**fields, "sort_name": fields.get("sort_name") or last_word(fields["name"])},
            email_key=email_key(fields.get("email", "")),
            group=Group.PUBLIC,
            source=Source.PAPER,
            state=State.PENDING,
            held=held or [],
            publish_consent_at=consent_at or fields.get("signed_at") or timezone.now(),
        )
        save_living(signature)
        record(verb="signature.enter_paper", subject=signature, by=by, after=State.PENDING)
    return signature


def import_papers(*, by: Any, rows: list[dict[str, Any]], sha256: str) -> int:
    """Enter all signatures of a file or, where one of them cannot be, none. Returns how many.

    `rows` are fields of enter_paper, `sha256` is the file's. A file is entered once: raises NotPossible for one that
    was entered before, and what enter_paper raises.
    """
    with transaction.atomic():
        lock_words(IMPORT)
        before = VerbEvent.objects.filter(verb=IMPORT, detail__sha256=sha256).first()
        if before:
            raise NotPossible(
                _("This very file was entered already, on %(day)s; nothing was done.")
                % {"day": f"{before.at:%Y-%m-%d}"}
            )
        for fields in rows:
            enter_paper(by=by, **fields)
        record(verb=IMPORT, subject=by, by=by, detail={"rows": len(rows), "sha256": sha256})
    return len(rows)
