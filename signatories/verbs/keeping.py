"""How long things are kept: what a daily command deletes and empties. The times are those of the privacy page."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit.models import Letter
from portal.kit.records import record
from signatories.models import Signature, State, Submission
from signatories.verbs.signatures import letters_of

UNCONFIRMED_KEPT = timedelta(days=45)
REJECTED_KEPT = timedelta(days=90)
NETWORK_KEPT = timedelta(days=30)
WITHDRAWN_ADDRESS_KEPT = timedelta(days=365)


def delete_unconfirmed(*, by: Any, older_than: timedelta = UNCONFIRMED_KEPT) -> int:
    """Delete the signatures that nobody confirmed. Returns how many."""
    return _delete(Q(state=State.UNCONFIRMED, created_at__lt=timezone.now() - older_than), by=by)


def erase_rejected(*, by: Any, older_than: timedelta = REJECTED_KEPT) -> int:
    """Delete the signatures that were rejected longer ago than `older_than`. Returns how many."""
    return _delete(Q(state=State.REJECTED, rejected_at__lt=timezone.now() - older_than), by=by)


def forget_addresses(*, by: Any, older_than: timedelta = WITHDRAWN_ADDRESS_KEPT) -> int:
    """Empty the address of the signatures that were withdrawn longer ago, and its code. Returns how many.

    The links in their mails end by it.
    """
    with transaction.atomic():
        old = Signature.objects.select_for_update().filter(
            ~Q(email_key=""), state=State.WITHDRAWN, withdrawn_at__lt=timezone.now() - older_than
        )
        rows = list(old)
        for signature in rows:
            signature.email = signature.email_key = signature.network = ""
            signature.wants_updates = False
            signature.save()
            letters_of(signature.pk).update(to_key="")
            record(
                verb="signature.forget_address",
                subject=signature,
                by=by,
                before=signature.state,
                after=signature.state,
                reason="retention",
            )
    return len(rows)


def forget_networks(*, older_than: timedelta = NETWORK_KEPT) -> int:
    """Empty the code of the sender's network, and of the address on letters that were sent; delete what is left of
    submissions. No state changes, so nothing goes on record. Returns how many rows were emptied."""
    before = timezone.now() - older_than
    Letter.objects.filter(sent_at__lt=before).update(to_key="")
    Submission.objects.filter(created_at__lt=before, done_at__isnull=False).delete()
    return Signature.objects.filter(created_at__lt=before).exclude(network="").update(network="")


def _delete(which: Q, *, by: Any) -> int:
    with transaction.atomic():
        rows = list(Signature.objects.select_for_update().filter(which))
        for signature in rows:
            record(verb="signature.erase", subject=signature, by=by, before=signature.state, reason="retention")
            letters_of(signature.pk).delete()
            signature.delete()
    return len(rows)
