"""One entry for one press of the button: what a form sends is entered once, however often it is sent.

Sent twice means: the same words by the same hand within SHORT, while the first still waits. The look-up and the verb
run under one advisory lock of the database, so that two requests at the same moment make one row.
Its limits: an entry that a moderator has decided on, or that is older than SHORT, or that differs in one word, does
not count; keeping one living signature per address and name for good is the work of a unique key, not of this.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from signatories import verbs
from signatories.models import CorrectionRequest, CorrectionState, Feedback, FeedbackState, Signature, State

SHORT = timedelta(minutes=15)


def sign_once(*, by: Any, held: list[str], **fields: Any) -> Signature:
    """Enter a signature (fields as of verbs.submit_signature); the waiting one where this is a repetition."""
    same = {"name": fields["name"], "kind": fields["kind"], "email__iexact": fields["email"]}
    waiting = Signature.objects.filter(state=State.PENDING, **same)
    return _once(waiting, key=same, enter=lambda: verbs.submit_signature(by=by, held=held, **fields))


def remark_once(*, by: Any, held: list[str], **fields: Any) -> Feedback:
    """Enter a remark (fields as of verbs.submit_feedback); the waiting one where this is a repetition."""
    waiting = Feedback.objects.filter(state=FeedbackState.PENDING, **fields)
    return _once(waiting, key=fields, enter=lambda: verbs.submit_feedback(by=by, held=held, **fields))


def request_once(*, by: Any, **fields: Any) -> CorrectionRequest:
    """Enter a request (fields as of verbs.submit_correction); the open one where this is a repetition."""
    waiting = CorrectionRequest.objects.filter(state=CorrectionState.OPEN, **fields)
    return _once(waiting, key=fields, enter=lambda: verbs.submit_correction(by=by, **fields))


def _once(waiting: models.QuerySet, *, key: dict[str, Any], enter: Callable[[], Any]) -> Any:
    words = repr([waiting.model.__name__, *sorted((name, str(value).casefold()) for name, value in key.items())])
    lock = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], signed=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
        return waiting.filter(created_at__gte=timezone.now() - SHORT).first() or enter()
