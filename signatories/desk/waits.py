"""What waits for a moderator: how much, and since when. For the desk's first page."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from signatories.models import Amendment, CorrectionRequest, CorrectionState, Feedback, Signature

# Permission of the app, page on which it is decided, label, since when a row waits.
KINDS = (
    ("change_signature", "queue", _("Signatures"), Coalesce("confirmed_at", "created_at")),
    ("change_signature", "amendments", _("Changed words of signatures"), "created_at"),
    ("change_feedback", "signatories_feedback_changelist", _("Remarks"), "created_at"),
    ("change_correctionrequest", "signatories_correctionrequest_changelist", _("Requests to correct"), "created_at"),
)


def waiting(page: str) -> Any:
    """The rows that wait to be decided on this page of the desk."""
    return {
        "queue": Signature.objects.awaiting_moderation,
        "amendments": Amendment.objects.all,
        "signatories_feedback_changelist": Feedback.objects.awaiting_moderation,
        "signatories_correctionrequest_changelist": CorrectionRequest.objects.filter(state=CorrectionState.OPEN).all,
    }[page]()


def waits(user: User) -> list[dict[str, Any]]:
    """For each kind that the account decides on: label, url, count, and since when the `oldest` waits (None: none)."""
    return [
        {"label": label, "url": reverse(f"admin:{page}")}
        | waiting(page).order_by().aggregate(count=Count("pk"), oldest=Min(since))
        for permission, page, label, since in KINDS
        if user.has_perm(f"signatories.{permission}")
    ]
