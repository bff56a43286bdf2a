"""Verbs of the moderators: entered, decided, corrected. Those of the signer: signer.py."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit import letters
from portal.kit.models import Letter
from portal.kit.records import actor, record
from signatories.models import CONFIRMED, Reason, Signature, State

UNDO_WINDOW = timedelta(minutes=10)
REJECT_REASONS = (Reason.NOT_GENUINE, Reason.NOT_OWN, Reason.DUPLICATE, Reason.ABUSE, Reason.UNCLEAR)
# Of an entry what its signer wrote, in the order in which it is shown.
WORDS = (
    *("name", "affiliation", "representative", "representative_role", "country"),
    *("statement", "statement_text", "statement_articles"),
)
# What a moderator may correct. Who signed, when, with which consent and from which address stays as it was.
CORRECTABLE = frozenset({*WORDS, "sort_name"})
REMOVE_REASONS = (*REJECT_REASONS, Reason.REQUEST, Reason.MISTAKE)


class NotPossible(Exception):
    """The row is not in a state that allows this: mostly someone else was quicker. str() says so to a person."""


def letter_kind(letter: str) -> str:
    """The kind of a letter to a signer (signatories/mails.py) in the table of letters."""
    return f"signatories.signature.{letter}"


def letters_of(pk: int) -> QuerySet[Letter]:
    """All letters about a signature, sent or not."""
    return Letter.objects.filter(kind__startswith=letter_kind(""), subject_id=pk)


# The letters that tell of a decision: they wait until it cannot be undone any more.
DECISIONS = tuple(map(letter_kind, ("published", "rejected", "removed")))


def seen(signature: Signature, words: dict[str, Any] | None = None) -> str:
    """A code of what a moderator sees of an entry, and of the changed words that wait beside it, if any.

    A decision that is handed it is made on these words or not at all.
    """
    shown = [str(getattr(signature, name)) for name in (*WORDS, "email")]
    return hashlib.sha256(json.dumps([shown, words], sort_keys=True).encode()).hexdigest()[:16]


def locked(pk: int, *, states: tuple[State, ...] = tuple(State), as_seen: str = "") -> Signature:
    """The row, locked until the transaction ends. Raises NotPossible unless it is in one of the states and, where
    `as_seen` is given, as it was seen; Signature.DoesNotExist."""
    signature = Signature.objects.select_for_update().get(pk=pk)
    require_state(signature, states)
    if as_seen and as_seen != seen(signature):
        raise NotPossible(_("“%(name)s” was changed since you saw it; nothing was done.") % {"name": signature})
    return signature


def require_state(signature: Signature, states: tuple[State, ...]) -> None:
    """Raise NotPossible unless the signature is in one of the states."""
    if signature.state not in states:
        raise NotPossible(
            _("“%(name)s” is “%(state)s” by now; nothing was changed.")
            % {"name": signature, "state": signature.get_state_display()}
        )


def record_change(signature: Signature, verb: str, *, by: Any, **detail: Any) -> None:
    """Put on record what was done to a signature whose state stays as it is."""
    state = signature.state
    record(verb=f"signature.{verb}", subject=signature, by=by, before=state, after=state, detail=detail)


def is_repetition(error: IntegrityError) -> bool:
    """True if the database refused a second living signature of one address, kind and name."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", "") == "signature_lives_once"


def save_living(signature: Signature) -> None:
    """Save a row. Raises NotPossible where another living one has its address, kind and name."""
    try:
        with transaction.atomic():
            signature.save()
    except IntegrityError as error:
        if not is_repetition(error):
            raise
        raise NotPossible(
            _("“%(name)s” stands in the register once more, from the same address; nothing was changed.")
            % {"name": signature.name}
        ) from error


def write_to(signature: Signature, letter: str, delay: timedelta = timedelta()) -> None:
    """Queue a letter of signatories/mails.py to the signer. Rows without an address get none."""
    if signature.email:
        letters.queue(kind=letter_kind(letter), subject_id=signature.pk, to_key=signature.email_key, delay=delay)


def move(
    *,
    pk: int,
    verb: str,
    by: Any,
    to: State,
    allowed: tuple[State, ...],
    reason: str = "",
    letter: str = "",
    delay: timedelta = timedelta(),
    as_seen: str = "",
    **changes: Any,
) -> Signature:
    """Lock a signature, check its state, set the new one with its date, put it on record, and tell the signer.

    A letter of an earlier decision that has not gone out is taken back: nobody hears of what was undone in time.
    """
    with transaction.atomic():
        signature = locked(pk, states=allowed, as_seen=as_seen)
        before = State(signature.state)
        signature.state = to
        signature.reason = reason
        for name, value in changes.items():
            setattr(signature, name, value)
        if hasattr(signature, f"{to}_at"):
            setattr(signature, f"{to}_at", timezone.now())
            setattr(signature, f"{to}_by", actor(by))
        save_living(signature)
        record(verb=f"signature.{verb}", subject=signature, by=by, before=before, after=to, reason=reason)
        letters.drop(kinds=DECISIONS, subject_id=pk)
        if letter:
            write_to(signature, letter, delay)
    return signature


def _known(reason: str, among: tuple[Reason, ...]) -> Reason:
    """The reason, where it is one of those given. Raises ValueError: free text would end up on record."""
    if reason not in among:
        raise ValueError(f"{reason!r} is none of {[str(code) for code in among]}")
    return Reason(reason)


def publish_signature(*, pk: int, by: Any, as_seen: str = "") -> Signature:
    """Put a waiting signature on the public list. Raises NotPossible unless it waits and, where `as_seen` is given,
    its words are those that were seen; Signature.DoesNotExist.

    Why it was held stays with it, so that after an undo it stands in the queue as before.
    """
    return move(
        pk=pk,
        verb="publish",
        by=by,
        to=State.PUBLISHED,
        allowed=(State.PENDING,),
        letter="published",
        delay=UNDO_WINDOW,
        as_seen=as_seen,
    )


def undo_publish(*, pk: int, by: Any) -> Signature:
    """Take a signature back to waiting, within UNDO_WINDOW after it was published. Raises NotPossible."""
    with transaction.atomic():
        signature = Signature.objects.select_for_update().get(pk=pk)
        if signature.published_at and signature.published_at < timezone.now() - UNDO_WINDOW:
            raise NotPossible(_("It was published more than ten minutes ago; remove it instead."))
        return move(
            pk=pk,
            verb="undo_publish",
            by=by,
            to=State.PENDING,
            allowed=(State.PUBLISHED,),
            published_at=None,
            published_by="",
        )


def reject_signature(*, pk: int, by: Any, reason: str, note: str = "", as_seen: str = "") -> Signature:
    """Decide against publishing a waiting signature. `note` stays with the row, for those who moderate.

    Raises NotPossible as publish_signature, ValueError unless the reason is in REJECT_REASONS.
    """
    reason = _known(reason, REJECT_REASONS)
    return move(
        pk=pk,
        verb="reject",
        by=by,
        to=State.REJECTED,
        allowed=(State.PENDING,),
        reason=reason,
        letter="rejected",
        delay=UNDO_WINDOW,
        as_seen=as_seen,
        **({"note": note} if note else {}),
    )


def reopen_signature(*, pk: int, by: Any) -> Signature:
    """Let a rejected signature wait again. Raises NotPossible."""
    return move(
        pk=pk, verb="reopen", by=by, to=State.PENDING, allowed=(State.REJECTED,), rejected_at=None, rejected_by=""
    )


def remove_signature(*, pk: int, by: Any, reason: str, note: str = "") -> Signature:
    """Take a published signature off every public list. `note` stays with the row, for those who moderate.

    Raises NotPossible, ValueError unless the reason is in REMOVE_REASONS.
    """
    reason = _known(reason, REMOVE_REASONS)
    return move(
        pk=pk,
        verb="remove",
        by=by,
        to=State.REMOVED,
        allowed=(State.PUBLISHED,),
        reason=reason,
        letter="removed",
        delay=UNDO_WINDOW,
        **({"note": note} if note else {}),
    )


def restore_signature(*, pk: int, by: Any) -> Signature:
    """Let a removed signature wait for a moderator again. Raises NotPossible."""
    return move(
        pk=pk, verb="restore", by=by, to=State.PENDING, allowed=(State.REMOVED,), removed_at=None, removed_by=""
    )


def correct_signature(*, pk: int, by: Any, **words: Any) -> Signature:
    """Correct the words of a signature that waits or is published, on the signer's wish or from the source.

    `words`: any of CORRECTABLE. The names of the changed fields go on record, not what stood in them: that may have to
    be erased one day. Nothing changed, nothing on record. Returns the row.
    Raises NotPossible in another state, and where another living one has the name already from the same address;
    ValueError for another field, IntegrityError where a rule is broken.
    """
    if unknown := set(words) - CORRECTABLE:
        raise ValueError(f"not to be corrected: {sorted(unknown)}")
    with transaction.atomic():
        signature = locked(pk, states=CONFIRMED)
        changed = sorted(name for name, value in words.items() if getattr(signature, name) != value)
        if changed:
            for name in changed:
                setattr(signature, name, words[name])
            save_living(signature)
            record_change(signature, "correct", by=by, fields=changed)
    return signature
