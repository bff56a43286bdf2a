"""The settings of signing at the desk, for administrators alone."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portal.kit.admin import OnRecord
from signatories import verbs
from signatories.models import SigningSettings
from signatories.models.signing_settings import read_domains


class DomainLines(forms.CharField):
    """A box with one domain a line, as a list."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return read_domains(super().to_python(value).splitlines())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != (data or "").replace("\r", "")


DOMAINS = SigningSettings._meta.get_field("blocked_domains")


class SigningSettingsForm(forms.ModelForm):
    blocked_domains = DomainLines(required=False, label=DOMAINS.verbose_name, help_text=DOMAINS.help_text)

    class Meta:
        model = SigningSettings
        fields = ["state", "message", "network_limit", "site_limit", "blocked_domains", "captcha"]


@admin.register(SigningSettings)
class SigningSettingsAdmin(OnRecord):
    """The one row of settings: its page is there from the start."""

    form = SigningSettingsForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is nothing to choose from: on to the row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:signatories_signingsettings_change", args=[1]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return SigningSettings.current() if object_id == "1" else None

    def save_model(self, request: HttpRequest, obj: SigningSettings, form: Any, change: bool) -> None:
        verbs.change_signing_settings(by=request.user, **form.cleaned_data)
