"""Putting a change of state on record."""

from typing import Any

from django.db import connection, models

from portal.kit.models import VerbEvent

# Parts of the site that act without an account.
PARTS = frozenset({"system", "signer", "visitor", "import"})


def actor(by: Any) -> str:
    """`by` as it stands on record: "user:3" for an account, or one of PARTS as it is.

    Raises ValueError for anything else, so that no verb runs without someone who answers for it.
    """
    if isinstance(by, str) and by in PARTS:
        return by
    if getattr(by, "is_authenticated", False) and by.pk:
        return f"user:{by.pk}"
    raise ValueError(f"by={by!r} is neither an account nor one of {sorted(PARTS)}")


def record(
    *,
    verb: str,
    subject: models.Model,
    by: Any,
    before: str = "",
    after: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> VerbEvent:
    """Write one VerbEvent about a saved row, in the transaction of the verb that calls it.

    `reason` is a code and `detail` holds counts and codes: nothing that a person could ask to have erased.
    Raises ValueError for an unknown `by`, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb} is put on record outside a transaction")
    return VerbEvent.objects.create(
        verb=verb,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        by=actor(by),
        before=before,
        after=after,
        reason=reason,
        detail=detail or {},
    )
