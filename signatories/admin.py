"""The desk of the register: what waits is read, and decided through verbs."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.kit.admin import ByVerbs, Deed
from signatories import verbs
from signatories.desk import amendments, erasing, exports, paper, queue, selected, settings, statements
from signatories.desk.correcting import correct_entry
from signatories.models import (
    CONFIRMED,
    Amendment,
    CorrectionRequest,
    CorrectionState,
    Feedback,
    FeedbackState,
    Group,
    Reason,
    Signature,
    State,
    hold_labels,
)
from signatories.querysets import queue_order

# Imported for what they enter: their pages (portal/kit/deskpages.py).
__all__ = ["amendments", "erasing", "exports", "paper", "queue", "selected", "settings", "statements"]


def labelled(reasons: tuple[Reason, ...]) -> tuple[tuple[str, Any], ...]:
    return tuple((reason.value, reason.label) for reason in reasons)


def waiting_first(state: str) -> list:
    """What waits comes first; within that, the order of the queue."""
    return [Case(When(state=state, then=Value(0)), default=Value(1)), *queue_order()]


class HeldFilter(admin.SimpleListFilter):
    title = _("held")
    parameter_name = "is_held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Yes")), ("0", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "1":
            return queryset.exclude(held=[])
        return queryset.filter(held=[]) if self.value() == "0" else queryset


class WithHold(ByVerbs):
    """A desk of rows that may be held."""

    refused = verbs.NotPossible

    @admin.display(description=_("held because of"))
    def held_because(self, obj: Signature | Feedback) -> str:
        return "; ".join(hold_labels(obj.held))


@admin.register(Signature)
class SignatureAdmin(WithHold):
    deeds = (
        Deed("publish", _("Publish"), verbs.publish_signature, (State.PENDING,)),
        Deed("reject", _("Reject"), verbs.reject_signature, (State.PENDING,), reasons=labelled(verbs.REJECT_REASONS)),
        Deed("undo", _("Undo publishing (within ten minutes)"), verbs.undo_publish, (State.PUBLISHED,)),
        Deed(
            "remove",
            _("Remove from the public lists"),
            verbs.remove_signature,
            (State.PUBLISHED,),
            reasons=labelled(verbs.REMOVE_REASONS),
        ),
        Deed("restore", _("Restore, to be decided again"), verbs.restore_signature, (State.REMOVED,)),
        Deed("reopen", _("Reopen, to be decided again"), verbs.reopen_signature, (State.REJECTED,)),
        Deed("withdraw", _("Withdraw, on the signer's wish"), verbs.withdraw_signature, CONFIRMED),
        *(
            Deed(f"list_{group}", label, partial(verbs.list_signature, group=group), (State.PUBLISHED,))
            for group, label in (
                (Group.SELECTED, _("Move to the selected public signatories")),
                (Group.PUBLIC, _("Move back to the public signatories")),
            )
        ),
    )
    # What the decision hangs on comes first: a long row runs out of the window at its end.
    list_display = ["name", "state", "held_because", "statement", "affiliation", "group", "kind", "created_at"]
    list_filter = ["state", "group", "kind", "statement", HeldFilter]
    ordering = waiting_first(State.PENDING)
    search_fields = ["search_text"]
    readonly_fields = ["held_because", "changed_words", "events"]
    fieldsets = [
        (None, {"fields": ["state", "held_because", "reason", "note", "group", "place", "kind", "changed_words"]}),
        (
            _("Public"),
            {
                "fields": [
                    *("name", "affiliation", "representative", "representative_role", "country", "people"),
                    *("statement", "statement_text", "statement_articles", "signed_at"),
                ]
            },
        ),
        (
            _("Never public"),
            {
                "fields": [
                    *("email", "wants_updates", "publish_consent_at", "edition_sha256", "source", "page_entries"),
                    *("sort_name", "created_at", "published_at", "published_by", "rejected_at", "rejected_by"),
                    *("removed_at", "removed_by", "withdrawn_at", "withdrawn_by"),
                ]
            },
        ),
        (_("What was done"), {"fields": ["events"]}),
    ]

    @admin.display(description=_("changed words that wait"))
    def changed_words(self, obj: Signature) -> Any:
        """The way to the page on which they are decided, old and new side by side."""
        if not Amendment.objects.filter(signature=obj).exists():
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("admin:amendments"), _("Old and new side by side"))

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(partial(correct_entry, self))
        return [path("<int:pk>/correct/", view, name="signatories_signature_correct"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The row, with the way to the page that corrects its words."""
        if object_id and object_id.isdigit() and self.has_change_permission(request):
            address = reverse("admin:signatories_signature_correct", args=[object_id])
            erase = request.user.has_perm("signatories.erase_signature")
            erase_url = reverse("admin:erase", args=[object_id]) if erase else ""
            extra_context = {**(extra_context or {}), "correct_url": address, "erase_url": erase_url}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """The search of the public lists: folded words, from the start of each."""
        return queryset.search(search_term), False


def feedback_to(state: FeedbackState) -> Any:
    """The verb that brings a remark to a state."""

    def verb(*, pk: int, by: Any) -> Feedback:
        return verbs.set_feedback_state(pk=pk, by=by, to=state)

    return verb


@admin.register(Feedback)
class FeedbackAdmin(WithHold):
    deeds = tuple(
        Deed(code, label, feedback_to(state), tuple(other for other in FeedbackState if other != state))
        for code, label, state in (
            ("publish", _("Publish"), FeedbackState.PUBLISHED),
            ("close", _("Read and close"), FeedbackState.CLOSED),
            ("hide", _("Hide"), FeedbackState.HIDDEN),
        )
    ) + (
        Deed(
            "answer",
            _("Put this answer under the remark"),
            verbs.answer_feedback,
            (FeedbackState.PUBLISHED,),
            words=_("Public answer (empty: take it back)"),
        ),
        Deed(
            "reply",
            _("Send this answer by mail, to its author alone"),
            verbs.reply_to_feedback,
            tuple(FeedbackState),
            words=_("Answer by mail"),
        ),
    )
    list_display = ["created_at", "about", "article", "state", "may_publish", "held_because", "name"]
    list_filter = ["state", "about", "may_publish"]
    ordering = waiting_first(FeedbackState.PENDING)
    search_fields = ["text", "name"]
    readonly_fields = ["held_because", "events"]
    fields = [
        *("state", "held_because", "about", "article", "text", "name", "email", "may_publish", "created_at"),
        *("answer", "answered_at", "answered_by", "reply", "replied_at", "replied_by", "events"),
    ]

    def deeds_of(self, obj: Feedback) -> list[Deed]:
        """No reply where its author left no address, or has one."""
        answered = not obj.email or obj.replied_at
        return [deed for deed in super().deeds_of(obj) if not (deed.code == "reply" and answered)]

    def words_of(self, obj: Feedback) -> str:
        return obj.answer


def correction_closed(done: bool) -> Any:
    """The verb that closes a request, as fulfilled or declined."""

    def verb(*, pk: int, by: Any) -> CorrectionRequest:
        return verbs.close_correction(pk=pk, by=by, done=done)

    return verb


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(ByVerbs):
    deeds = (
        Deed("done", _("Done as asked"), correction_closed(True), (CorrectionState.OPEN,)),
        Deed("decline", _("Decline"), correction_closed(False), (CorrectionState.OPEN,)),
    )
    refused = verbs.NotPossible
    list_display = ["created_at", "wish", "entry_name", "state"]
    list_filter = ["state", "wish"]
    ordering = [Case(When(state=CorrectionState.OPEN, then=Value(0)), default=Value(1)), "created_at", "pk"]
    search_fields = ["entry_name", "text"]
    readonly_fields = ["events"]
    fields = ["state", "wish", "entry_name", "text", "email", "created_at", "events"]
