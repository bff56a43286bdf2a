"""The letter that tells moderators that something waits: at most once in some hours."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from portal.kit import letters
from portal.kit.locks import lock_words
from portal.kit.models import Letter
from signatories.models import Amendment, CorrectionRequest, CorrectionState, Feedback, Signature
from signatories.querysets import waiting_since

KIND = "signatories.waiting"
AT_MOST_EVERY = timedelta(hours=4)
REMINDED_EVERY = timedelta(days=1)  # of what they know already


def waiting() -> dict[str, Any]:
    """How many of each wait, `total`, and the moments of the `oldest` and the `newest` (None where nothing does)."""
    rows = {
        "signatures": Signature.objects.awaiting_moderation(),
        "amendments": Amendment.objects.all(),
        "feedback": Feedback.objects.awaiting_moderation(),
        "corrections": CorrectionRequest.objects.filter(state=CorrectionState.OPEN),
    }
    moments: list[datetime] = []
    found: dict[str, Any] = {}
    for name, queryset in rows.items():
        found[name] = queryset.count()
        since = waiting_since() if name == "signatures" else "created_at"
        ends = queryset.order_by().aggregate(first=Min(since), last=Max(since))
        moments += [moment for moment in ends.values() if moment]
    return found | {
        "total": sum(found.values()),
        "oldest": min(moments, default=None),
        "newest": max(moments, default=None),
    }


def moderators() -> Any:
    """Active staff with an address who may decide on signatures."""
    may = (
        Q(is_superuser=True)
        | Q(user_permissions__codename="change_signature")
        | Q(groups__permissions__codename="change_signature")
    )
    return get_user_model().objects.filter(may, is_active=True, is_staff=True).exclude(email="").distinct()


def tell_moderators() -> int:
    """Queue one letter for each moderator if something waits: something new at most every AT_MOST_EVERY, what they
    know already every REMINDED_EVERY. Returns how many letters."""
    with transaction.atomic():
        lock_words(KIND)
        now = timezone.now()
        last = Letter.objects.filter(kind=KIND).aggregate(last=Max("created_at"))["last"]
        found = waiting()
        if not found["total"]:
            return 0
        if last:
            new = found["newest"] > last
            if now - last < (AT_MOST_EVERY if new else REMINDED_EVERY):
                return 0
        told: list[User] = list(moderators())
        for user in told:
            letters.queue(kind=KIND, subject_id=user.pk)
    return len(told)
