"""Events at the desk. Everything goes through events.verbs; nothing is deleted."""

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events import desk, verbs
from events.models import Event, EventFact
from portal.kit.admin import OnRecord

__all__ = ["desk"]  # imported for the page that it enters (portal/kit/deskpages.py)


def lines(base, label):
    """A form field for a list, one item a line."""
    return SimpleArrayField(
        base, delimiter="\n", required=False, label=label, widget=forms.Textarea(attrs={"rows": 2})
    )


class EventForm(forms.ModelForm):
    slips = lines(forms.CharField(), _("Slips of the source that were mended, one a line"))

    class Meta:
        model = Event
        fields = sorted(verbs.EDITABLE)

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if self.instance.pk and self.instance.state != Event.State.DRAFT and slug != self.initial["slug"]:
            raise forms.ValidationError(_("The address of an event that has been published stays."))
        return slug


class FactForm(forms.ModelForm):
    sources = SimpleArrayField(
        forms.URLField(assume_scheme="https"), delimiter="\n", label=_("Sources, one address a line"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    class Meta:
        model = EventFact
        fields = ["position", "kind", "text", "lang", "url", "sources"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class FactInline(admin.TabularInline):
    model = EventFact
    form = FactForm
    extra = 1


@admin.register(Event)
class EventAdmin(OnRecord):
    form = EventForm
    inlines = [FactInline]
    list_display = ["starts_on", "title", "city", "state", "number"]
    list_display_links = ["title"]
    list_filter = ["state", "country"]
    search_fields = ["title", "venue", "city"]
    ordering = ["-starts_on", "number"]
    actions = ["publish", "withdraw_as_mistake", "withdraw_as_duplicate", "withdraw_on_request"]
    fieldsets = [
        (None, {"fields": ["title", "number", "slug"]}),
        (_("When"), {"fields": ["starts_on", "ends_on", "start_time", "end_time", "timezone"]}),
        (_("Where"), {"fields": ["venue", "venue_lang", "city", "region", "country", "latitude", "longitude"]}),
        (_("From where we know"), {"fields": ["source", "source_url", "slips"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        fields = {name: form.cleaned_data[name] for name in verbs.EDITABLE if name in form.cleaned_data}
        saved = verbs.save_event(by=request.user, event=obj if change else None, fields=fields)
        obj.pk = saved.pk
        obj._state.adding = False

    def save_formset(self, request, form, formset, change):
        rows = [row for row in formset.cleaned_data if row and not row.get("DELETE")]
        rows.sort(key=lambda row: row["position"])
        facts = [{name: row[name] for name in ("kind", "text", "lang", "url", "sources")} for row in rows]
        verbs.save_facts(by=request.user, event=form.instance, facts=facts)
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        count = 0
        for event in queryset:
            verbs.publish_event(by=request.user, event=event)
            count += 1
        done = ngettext("%(count)s event is public now.", "%(count)s events are public now.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)

    def _withdraw(self, request, queryset, reason):
        count = 0
        for event in queryset:
            verbs.withdraw_event(by=request.user, event=event, reason=reason)
            count += 1
        done = ngettext("%(count)s event is withdrawn.", "%(count)s events are withdrawn.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Withdraw: entered by mistake"), permissions=["change"])
    def withdraw_as_mistake(self, request, queryset):
        self._withdraw(request, queryset, "mistake")

    @admin.action(description=_("Withdraw: there twice"), permissions=["change"])
    def withdraw_as_duplicate(self, request, queryset):
        self._withdraw(request, queryset, "duplicate")

    @admin.action(description=_("Withdraw: on request"), permissions=["change"])
    def withdraw_on_request(self, request, queryset):
        self._withdraw(request, queryset, "on-request")
