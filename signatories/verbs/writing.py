"""Verbs for remarks and for requests to correct or remove an entry, and the one that sets how signing works."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit import letters
from portal.kit.records import actor, record
from signatories.checks import clean_text
from signatories.models import CorrectionRequest, CorrectionState, Feedback, FeedbackState, SigningSettings
from signatories.verbs.signatures import NotPossible

ANSWER_LIMIT = 5000


def submit_feedback(*, by: Any, held: list[str] | None = None, **fields: Any) -> Feedback:
    """Enter a remark: about, article, text, name, email, may_publish. It waits for a moderator. Returns the row."""
    with transaction.atomic():
        feedback = Feedback.objects.create(**fields, held=held or [])
        record(verb="feedback.submit", subject=feedback, by=by, after=FeedbackState.PENDING)
    return feedback


def set_feedback_state(*, pk: int, by: Any, to: str) -> Feedback:
    """Publish, close, hide or reopen a remark.

    Raises NotPossible where it is in that state already, or would be published against its author's choice.
    """
    with transaction.atomic():
        feedback = Feedback.objects.select_for_update().get(pk=pk)
        before = feedback.state
        if before == to:
            raise NotPossible(_("This remark is “%(state)s” already.") % {"state": FeedbackState(to).label})
        if to == FeedbackState.PUBLISHED and not feedback.may_publish:
            raise NotPossible(_("Its author did not want this remark published; close it instead."))
        feedback.state = to
        feedback.save(update_fields=["state"])
        record(verb="feedback.set_state", subject=feedback, by=by, before=before, after=to)
    return feedback


def answer_feedback(*, pk: int, by: Any, text: str) -> Feedback:
    """Answer a published remark in public, or put another answer in the place of the one it has.

    `text` has up to 5,000 characters; an empty one takes the answer back. What was said is not on record, only that
    it was. Raises NotPossible, with the reason in words, for a remark that is not published, a text that cannot stand
    on the site, and an empty one where there is nothing to take back.
    """
    try:
        answer = clean_text(text, limit=ANSWER_LIMIT)
    except ValidationError as error:
        raise NotPossible(error.messages[0]) from error
    with transaction.atomic():
        feedback = Feedback.objects.select_for_update().get(pk=pk)
        if feedback.state != FeedbackState.PUBLISHED:
            raise NotPossible(
                _("This remark is “%(state)s”. Only a published one is answered here.")
                % {"state": feedback.get_state_display()}
            )
        if not answer and not feedback.answer:
            raise NotPossible(_("Write the answer first."))
        feedback.answer = answer
        feedback.answered_at, feedback.answered_by = (timezone.now(), actor(by)) if answer else (None, "")
        feedback.save(update_fields=["answer", "answered_at", "answered_by"])
        record(
            verb="feedback.answer" if answer else "feedback.take_answer_back",
            subject=feedback,
            by=by,
            before=feedback.state,
            after=feedback.state,
            detail={"characters": len(answer)},
        )
    return feedback


def reply_to_feedback(*, pk: int, by: Any, text: str) -> Feedback:
    """Answer a remark by mail, to its author alone. Once: a second reply is a letter of the moderator's own.

    `text` has up to 5,000 characters. Raises NotPossible, with the reason in words, for a remark without an address,
    one that was replied to, and a text that cannot be sent.
    """
    try:
        reply = clean_text(text, limit=ANSWER_LIMIT)
    except ValidationError as error:
        raise NotPossible(error.messages[0]) from error
    with transaction.atomic():
        feedback = Feedback.objects.select_for_update().get(pk=pk)
        if not feedback.email:
            raise NotPossible(_("Its author left no address."))
        if feedback.replied_at:
            raise NotPossible(_("This remark was replied to already."))
        if not reply:
            raise NotPossible(_("Write the reply first."))
        feedback.reply, feedback.replied_at, feedback.replied_by = reply, timezone.now(), actor(by)
        feedback.save(update_fields=["reply", "replied_at", "replied_by"])
        record(
            verb="feedback.reply",
            subject=feedback,
            by=by,
            before=feedback.state,
            after=feedback.state,
            detail={"characters": len(reply)},
        )
        letters.queue(kind="signatories.feedback.reply", subject_id=pk)
    return feedback


def submit_correction(*, by: Any, **fields: Any) -> CorrectionRequest:
    """Enter a request to correct or remove an entry: wish, entry_name, text, email. Returns the row."""
    with transaction.atomic():
        request = CorrectionRequest.objects.create(**fields)
        record(verb="correction.submit", subject=request, by=by, after=CorrectionState.OPEN)
    return request


def close_correction(*, pk: int, by: Any, done: bool) -> CorrectionRequest:
    """Say that a request was fulfilled (`done`) or declined. Raises NotPossible unless it is open."""
    with transaction.atomic():
        request = CorrectionRequest.objects.select_for_update().get(pk=pk)
        if request.state != CorrectionState.OPEN:
            raise NotPossible(_("This request is “%(state)s” already.") % {"state": request.get_state_display()})
        request.state = CorrectionState.DONE if done else CorrectionState.DECLINED
        request.save(update_fields=["state"])
        record(verb="correction.close", subject=request, by=by, before=CorrectionState.OPEN, after=request.state)
        letters.queue(kind="signatories.correction.closed", subject_id=pk)
    return request


def change_signing_settings(*, by: Any, **fields: Any) -> SigningSettings:
    """Change fields of SigningSettings, in force for the next request. Returns the row.

    On record are the names of the changed fields and the limits, no words. Nothing changed, nothing on record.
    Raises ValidationError for a value that is not allowed, AttributeError for an unknown field.
    """
    with transaction.atomic():
        SigningSettings.objects.get_or_create(pk=1)
        row = SigningSettings.objects.select_for_update().get(pk=1)
        before = row.state
        changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, fields[name])
        if changed:
            row.full_clean()
            row.save()
            record(
                verb="signing_settings.change",
                subject=row,
                by=by,
                before=before,
                after=row.state,
                detail={"fields": changed, "network_limit": row.network_limit, "site_limit": row.site_limit},
            )
    return row
