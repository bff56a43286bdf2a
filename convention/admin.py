"""The desk of the text: the owner's files go in here; instruments and editions are shown."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from convention import worddesk
from convention.desk import bringing, editions, review, rights
from convention.models import ExportedFile, Instrument, OfficialFile
from convention.verbs import add_official_file, offer_official_file
from portal.kit.admin import OnRecord, Shown
from portal.kit.uploads import DOCUMENTS, check_upload, safe_name

# Imported for the pages (portal/kit/deskpages.py) and the lists that they enter.
__all__ = ["bringing", "editions", "review", "rights", "worddesk"]


@admin.register(Instrument)
class InstrumentAdmin(Shown):
    list_display = ["title", "articles_stated", "finalized", "specimen"]


class OfficialFileForm(forms.ModelForm):
    class Meta:
        model = OfficialFile
        fields = ["instrument", "kind", "title", "name", "file"]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if name != safe_name(name):
            raise forms.ValidationError(
                _("Small letters, digits, hyphens and one ending, such as %(name)s.") % {"name": safe_name(name)}
            )
        if ExportedFile.objects.filter(name=name).exists():
            raise forms.ValidationError(_("A file that was made of an edition has this name; choose another."))
        return name

    def clean(self) -> dict[str, Any]:
        """The file is what its name says, and the name in its address has the same ending."""
        data = super().clean()
        upload, name = data.get("file"), data.get("name")
        if upload and name:
            try:
                check_upload(upload, allowed=DOCUMENTS, name=name)
            except forms.ValidationError as error:
                self.add_error("file", error)
        return data


SHOWN = ["instrument", "kind", "title", "name", "size", "sha256", "offered", "added_at", "added_by"]


@admin.register(OfficialFile)
class OfficialFileAdmin(OnRecord):
    """Add a file, stop offering it, offer it again. One that was offered is not replaced: the new one gets a name."""

    form = OfficialFileForm
    list_display = ["title", "kind", "name", "size", "offered", "added_at", "added_by"]
    list_filter = ["kind", "offered"]
    actions = ["offer", "keep_back"]

    def get_readonly_fields(self, request: HttpRequest, obj: OfficialFile | None = None) -> list[str]:
        return [*SHOWN] if obj else []

    def get_fields(self, request: HttpRequest, obj: OfficialFile | None = None) -> list[str]:
        return self.get_readonly_fields(request, obj) if obj else OfficialFileForm.Meta.fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: OfficialFile, form: OfficialFileForm, change: bool) -> None:
        if not change:
            data = form.cleaned_data
            saved = add_official_file(
                by=request.user,
                instrument=data["instrument"],
                kind=data["kind"],
                title=data["title"],
                name=data["name"],
                upload=data["file"],
            )
            obj.pk = saved.pk

    @admin.action(description=_("Offer for download"), permissions=["change"])
    def offer(self, request: HttpRequest, queryset: QuerySet[OfficialFile]) -> None:
        self._set(request, queryset, offered=True)

    @admin.action(description=_("Stop offering"), permissions=["change"])
    def keep_back(self, request: HttpRequest, queryset: QuerySet[OfficialFile]) -> None:
        self._set(request, queryset, offered=False)

    def _set(self, request: HttpRequest, queryset: QuerySet[OfficialFile], *, offered: bool) -> None:
        for official in queryset:
            offer_official_file(pk=official.pk, by=request.user, offered=offered)
        count = len(queryset)
        self.message_user(
            request,
            ngettext("%(count)d file changed.", "%(count)d files changed.", count) % {"count": count},
            messages.SUCCESS,
        )
