"""Everything that changes events. Each verb is one transaction, locks its row and writes a VerbEvent."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, EventFact
from portal.kit.records import record

EDITABLE = frozenset(
    {
        "number",
        "slug",
        "title",
        "starts_on",
        "ends_on",
        "start_time",
        "end_time",
        "timezone",
        "source",
        "source_url",
        "slips",
    }
    | {"venue", "venue_lang", "city", "region", "country", "latitude", "longitude"}
)

REASONS = ("mistake", "duplicate", "on-request")


def _locked(event):
    return Event.objects.select_for_update().get(pk=event.pk)


@transaction.atomic
def save_event(*, by, fields, event=None, at=None):
    """Add an event as a draft, or change the fields of one. Return the saved Event.

    fields: a dict of the names in EDITABLE. at: moment of the change, now if not given (the loader: its file's).
    Raises ValidationError for bad values, a name that cannot be edited, or a new address of an event once published;
    IntegrityError for a row that the database's constraints refuse (the desk's form checks them first).
    """
    unknown = set(fields) - EDITABLE
    if unknown:
        raise ValidationError(_("These cannot be edited: %(names)s."), params={"names": ", ".join(sorted(unknown))})
    new = event is None
    row = Event() if new else _locked(event)
    if not new and row.state != Event.State.DRAFT and fields.get("slug", row.slug) != row.slug:
        raise ValidationError({"slug": _("The address of an event that has been published stays.")})
    changed = sorted(name for name, value in fields.items() if new or getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, fields[name])
    row.changed_at = at or timezone.now()
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    record(
        verb="event.add" if new else "event.change",
        subject=row,
        by=by,
        before="" if new else row.state,
        after=row.state,
        detail={"fields": changed},
    )
    return row


@transaction.atomic
def save_facts(*, by, event, facts, at=None):
    """Replace an event's facts by `facts`: dicts of kind, text, sources, and lang and url where wanted, in this order.

    Nothing is written if they are the same as before. Raises ValidationError for a fact without text or source.
    """
    row = _locked(event)
    rows = [EventFact(event=row, position=position, **fact) for position, fact in enumerate(facts, start=1)]
    for fact in rows:
        fact.full_clean(exclude={"event"}, validate_unique=False, validate_constraints=False)
        if not fact.sources:
            raise ValidationError(_("A fact needs at least one source."))

    def essence(fact):
        return fact.kind, fact.text, fact.lang, fact.url, list(fact.sources)

    before = list(row.facts.all())
    if [essence(fact) for fact in before] == [essence(fact) for fact in rows]:
        return rows
    row.facts.all().delete()
    EventFact.objects.bulk_create(rows)
    row.changed_at = at or timezone.now()
    row.save(update_fields=["changed_at"])
    record(
        verb="event.facts",
        subject=row,
        by=by,
        before=row.state,
        after=row.state,
        detail={"facts": len(rows)},
    )
    return rows


def _move(*, verb, event, by, to, reason="", at=None):
    row = _locked(event)
    if row.state == to:
        return row
    before, row.state, row.changed_at = row.state, to, at or timezone.now()
    row.save(update_fields=["state", "changed_at"])
    record(verb=verb, subject=row, by=by, before=before, after=to, reason=reason)
    return row


@transaction.atomic
def publish_event(*, by, event, at=None):
    """Show an event to everyone. Does nothing if it is public already."""
    return _move(verb="event.publish", event=event, by=by, to=Event.State.PUBLISHED, at=at)


@transaction.atomic
def withdraw_event(*, by, event, reason, at=None):
    """Take an event off the public pages; the row stays. reason: one of REASONS (the record holds codes alone)."""
    if reason not in REASONS:
        raise ValidationError(
            _("Say why the event is withdrawn: %(reasons)s."), params={"reasons": ", ".join(REASONS)}
        )
    return _move(verb="event.withdraw", event=event, by=by, to=Event.State.WITHDRAWN, reason=reason, at=at)
