"""What the desk of every app needs: rows that are only shown, and rows that change through verbs alone."""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.kit.deskpages import desk, do_each
from portal.kit.letters import overdue
from portal.kit.models import Letter, VerbEvent
from portal.kit.records import PARTS

AT_ONCE = 100  # rows that one action may change: each has its own transaction, and a person has to have seen them
RECORDED = ("auth", "convention", "events", "portal", "signatories")  # apps whose rows are subjects of the record


class OnRecord(admin.ModelAdmin):
    """Rows whose history is that of the record. Django's own log of the desk is not kept: it would hold names."""

    def log_addition(self, *args: Any) -> None:
        pass

    log_change = log_deletions = log_addition

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """What was done with a row, last first."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        title = _("History of %(row)s") % {"row": obj}
        return desk(request, "admin/desk/history.html", title=title, obj=obj, opts=self.opts, events=record_of(obj))


def record_of(obj: Any) -> SafeString:
    """What was done with a row, last first, as a table."""
    rows = VerbEvent.objects.filter(subject=obj._meta.label_lower, subject_id=obj.pk)
    lines = format_html_join(
        "\n",
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{} → {}</td><td>{}</td></tr>",
        ((f"{e.at:%Y-%m-%d %H:%M:%S}", e.by, e.verb, e.before or "—", e.after or "—", e.reason) for e in rows),
    )
    head = (_("at (UTC)"), _("by"), _("what"), _("state"), _("reason"))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", th(head), lines)


class Shown(OnRecord):
    """Rows that are shown at the desk. Nobody adds, edits or deletes them there, superusers included."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@dataclass(frozen=True)
class Deed:
    """One verb as a button of the desk.

    `verb` is called with pk=, by= and, where `reasons` are given, reason=; `states` are those in which the
    button is shown (the verb itself decides); `reasons` are pairs of code and label. A deed with `words` (the label
    of a box) takes what is written into the box as text=; it stands on a row's page alone.
    """

    code: str
    label: str
    verb: Callable[..., Any]
    states: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = field(default=())
    words: str = ""


def as_action(deed: Deed) -> Callable[..., None]:
    """The deed as an action of a list; for those who may change the rows."""

    @admin.action(description=deed.label, permissions=["change"])
    def action(desk: "ByVerbs", request: HttpRequest, queryset: Any) -> None:
        # The order of the list can hold expressions, which a list of numbers does not need.
        desk.do(request, deed, list(queryset.order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1]))

    action.__name__ = deed.code
    return action


class ByVerbs(OnRecord):
    """Rows that change through verbs alone: every field is shown and none can be edited, superusers included.

    A subclass gives `deeds`, `refused` (the exception by which a verb says that it is not possible now) and `events`
    (its record, if it has one).
    """

    deeds: tuple[Deed, ...] = ()
    refused: type[Exception] = ValueError
    change_form_template = "admin/by_verbs.html"
    list_per_page = list_max_show_all = AT_ONCE
    show_full_result_count = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = [as_action(deed) for deed in self.deeds if not deed.words]
        reasons = {code: label for deed in self.deeds for code, label in deed.reasons}
        if reasons:
            choices = [("", "—"), *reasons.items()]
            self.action_form = type(
                "ReasonForm",
                (helpers.ActionForm,),
                {"reason": forms.ChoiceField(choices=choices, required=False, label=_("Reason"))},
            )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [f.name for f in self.model._meta.fields] + list(self.readonly_fields)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Show a row with a button for each deed that its state allows. A POST does one of them and saves no field.

        Words that a verb refuses stand in their box again.
        """
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        typed = None
        if request.method == "POST" and obj is not None:
            if not self.has_change_permission(request, obj):
                raise PermissionDenied
            for deed in self.deeds:
                if f"_do_{deed.code}" in request.POST and not self.do(request, deed, [obj.pk]) and deed.words:
                    typed = request.POST.get("words", "")
            if typed is None:
                return HttpResponseRedirect(request.get_full_path())
            request = copy.copy(request)
            request.method = "GET"
            obj.refresh_from_db()
        if obj is not None and self.has_change_permission(request, obj):
            deeds = self.deeds_of(obj)
            reasons = {code: label for deed in deeds for code, label in deed.reasons}
            extra_context = {
                **(extra_context or {}),
                "deeds": deeds,
                "reasons": reasons.items(),
                "words_label": " / ".join(str(deed.words) for deed in deeds if deed.words),
                "words": self.words_of(obj) if typed is None else typed,
                "lost_words": typed if typed and not any(deed.words for deed in deeds) else "",
            }
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if typed is not None:
            response.status_code = 422
        return response

    def deeds_of(self, obj: Any) -> list[Deed]:
        """The deeds that have a button on this row's page: those of its state."""
        return [deed for deed in self.deeds if obj.state in deed.states]

    def words_of(self, obj: Any) -> str:
        """What stands in the box of words before anything is written into it."""
        return ""

    def do(self, request: HttpRequest, deed: Deed, pks: Iterable[int]) -> int:
        """Do a deed with each row on its own, and say in messages what was done and what was not possible.

        Returns with how many it was done.
        """
        pks = list(pks)
        if len(pks) > AT_ONCE:
            messages.error(request, _("At most %(most)s at once; nothing was changed.") % {"most": AT_ONCE})
            return 0
        extra = {"text": request.POST.get("words", "")} if deed.words else {}
        if deed.reasons:
            extra["reason"] = request.POST.get("reason", "")
            if extra["reason"] not in dict(deed.reasons):
                wanted = ", ".join(str(label) for code, label in deed.reasons)
                messages.error(request, _("Choose a reason: %(reasons)s. Nothing was changed.") % {"reasons": wanted})
                return 0

        def words(n: int) -> str:
            return ngettext("%(deed)s: %(n)s done.", "%(deed)s: %(n)s done.", n) % {"deed": deed.label, "n": n}

        return do_each(
            request, words, [partial(deed.verb, pk=pk, by=request.user, **extra) for pk in pks], self.refused
        )

    @admin.display(description=_("on record"))
    def events(self, obj: Any) -> str:
        """What was done with this row."""
        return record_of(obj)


def th(names: Iterable[Any]) -> str:
    """Cells of a table's head."""
    return format_html_join("", '<th scope="col">{}</th>', ((name,) for name in names))


class WhoFilter(admin.SimpleListFilter):
    title = _("by")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        accounts = get_user_model().objects.filter(is_staff=True).order_by("first_name", "pk")
        return [
            *((f"user:{one.pk}", one.first_name or f"user:{one.pk}") for one in accounts),
            *((part, part) for part in sorted(PARTS)),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(by=self.value()) if self.value() else queryset


class AboutFilter(admin.SimpleListFilter):
    title = _("subject")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        # The models themselves: asking the record for what stands in it would mean to read all of it.
        found = {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}
        return [(label, found[label]) for label in sorted(found) if label.split(".")[0] in RECORDED]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(subject=self.value()) if self.value() else queryset


@admin.register(VerbEvent)
class VerbEventAdmin(Shown):
    """All that was done, by whom and why. `find` takes a verb (signature.publish) or the number of a subject."""

    list_display = ["at", "who", "verb", "subject", "subject_id", "before", "after", "reason", "detail"]
    list_filter = [WhoFilter, AboutFilter, "at"]
    search_fields = ["=verb", "=subject_id"]
    search_help_text = _("A verb, such as signature.publish, or the number of a subject.")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        named = get_user_model().objects.annotate(key=Concat(Value("user:"), Cast("pk", CharField())))
        name = named.filter(key=OuterRef("by")).values("first_name")[:1]
        return super().get_queryset(request).annotate(by_name=Subquery(name))

    @admin.display(description=_("by"))
    def who(self, event: VerbEvent) -> str:
        return event.by_name or event.by


class OverdueFilter(admin.SimpleListFilter):
    title = _("overdue")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Should have gone out an hour ago"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(pk__in=overdue()) if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(Shown):
    """Letters that wait and letters that went. One whose time is long past has given up: its address is refused."""

    list_display = ["kind", "subject_id", "created_at", "due_at", "sent_at"]
    list_filter = [OverdueFilter, ("sent_at", admin.EmptyFieldListFilter), "created_at"]
    search_fields = ["=subject_id"]
