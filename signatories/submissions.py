"""One entry for one press of the button: what a form sends is entered once, however often it is sent.

A signature goes another way (receiving.py). A remark or request: sent twice means the same words within SHORT, while
the first still waits. The look-up and the verb run under one advisory lock of the database, so that two requests at
the same moment make one row.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.kit.locks import lock_words
from signatories import verbs
from signatories.models import CorrectionRequest, CorrectionState, Feedback, FeedbackState

SHORT = timedelta(minutes=15)


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
    with transaction.atomic():
        lock_words(words)
        return waiting.filter(created_at__gte=timezone.now() - SHORT).first() or enter()
