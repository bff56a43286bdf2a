"""What waits for a moderator: how much, and since when. For the desk's first page."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from signatories.models import Amendment, CorrectionRequest, CorrectionState, Feedback, Signature
from signatories.querysets import waiting_since

MOST_COUNTED = 10_000
REMARKS, REQUESTS = "signatories_feedback_changelist", "signatories_correctionrequest_changelist"
# Permission of the app, page on which it is decided, label, since when a row waits.
KINDS = (
    ("change_signature", "queue", _("Signatures"), waiting_since()),
    ("change_signature", "amendments", _("Changed words of signatures"), F("created_at")),
    ("change_feedback", REMARKS, _("Remarks"), F("created_at")),
    ("change_correctionrequest", REQUESTS, _("Requests to correct"), F("created_at")),
)


def waiting(page: str) -> Any:
    """The rows that wait to be decided on this page of the desk."""
    return {
        "queue": Signature.objects.awaiting_moderation,
        "amendments": Amendment.objects.all,
        REMARKS: Feedback.objects.awaiting_moderation,
        REQUESTS: CorrectionRequest.objects.filter(state=CorrectionState.OPEN).all,
    }[page]()


def counted(rows: QuerySet) -> dict[str, Any]:
    """`count`, and whether there are `more`: beyond MOST_COUNTED nobody needs the number, and to count takes time."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return {"count": min(count, MOST_COUNTED), "more": count > MOST_COUNTED}


def waits(user: User) -> list[dict[str, Any]]:
    """For each kind that the account decides on: label, url, count, more, and since when the `oldest` waits."""
    return [
        {
            "label": label,
            "url": reverse(f"admin:{page}"),
            **counted(waiting(page)),
            # The first of its index, where an aggregate would read every row.
            "oldest": waiting(page).annotate(since=since).order_by("since").values_list("since", flat=True).first(),
        }
        for permission, page, label, since in KINDS
        if user.has_perm(f"signatories.{permission}")
    ]
