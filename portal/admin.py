"""Resources at the desk. Everything goes through portal.verbs; nothing is deleted."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.exceptions import AlreadyEnqueued

from portal import previews, verbs
from portal.accounts import desk as accounts
from portal.kit.admin import OnRecord
from portal.kit.uploads import check_upload
from portal.models import WEB, Resource, ResourceKind
from portal.tasks import check_links

__all__ = ["accounts", "previews"]  # imported for the pages that they enter (portal/kit/deskpages.py)


class ResourceForm(forms.ModelForm):
    sources = SimpleArrayField(
        forms.URLField(assume_scheme="https", validators=[WEB]), delimiter="\n", required=False, label=_("Sources"),
        help_text=_("Where we know this from, one address a line."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    upload = forms.FileField(
        label=_("File to offer"), required=False, allow_empty_file=True,
        help_text=_("PDF, EPUB, Word (.docx), plain text, PNG or JPEG. It takes the place of a file that is here."),
    )  # fmt: skip
    upload_name = forms.CharField(
        label=_("Name in its address"), required=False, max_length=100,
        help_text=_("Left empty: the name of the file that is here, or else of the new one."),
    )  # fmt: skip
    remove = forms.BooleanField(label=_("Take the file away"), required=False)

    class Meta:
        model = Resource
        fields = list(verbs.EDITABLE)
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("gist", "note")}

    def clean(self) -> dict[str, Any]:
        """The upload is what its name says and its public name is free: else the words of the checks, at the field."""
        data = super().clean()
        upload = data.get("upload")
        if upload:
            try:
                checked = check_upload(upload)
                verbs.name_for_file(resource=self.instance, checked=checked, name=data.get("upload_name", ""))
            except ValidationError as error:
                self.add_error("upload", error)
        elif data.get("upload_name"):
            self.add_error("upload_name", _("Choose the file that is to have this name."))
        if data.get("remove") and "upload" in self.files:
            self.add_error("remove", _("Either take the file away or choose a new one, not both."))
        return data


@admin.register(Resource)
class ResourceAdmin(OnRecord):
    form = ResourceForm
    list_display = ["__str__", "kind", "authors", "state", "link_state", "link_note", "file_name"]
    list_filter = ["state", "link_state", "kind"]
    search_fields = ["title", "authors", "publication"]
    ordering = ["parent__position", "position", "pk"]
    actions = ["publish", "withdraw", "confirm_address", "check_addresses"]
    readonly_fields = [
        "state", "link_state", "link_checked_at", "link_checked_by", "link_tried_at", "link_note",
        "file_name", "file_size", "file_sha256",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["state", "kind", "parent", "position"]}),
        (_("The document"), {"fields": ["title", "authors", "publication", "published", "pages", "gist", "note"]}),
        (_("Elsewhere on the web"), {"fields": [
            "address", "link_state", "link_checked_at", "link_checked_by", "link_tried_at", "link_note", "sources"]}),
        (_("Here"), {"fields": ["file_name", "file_size", "file_sha256", "upload", "upload_name", "remove"]}),
    ]  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Resource.objects.filter(kind=ResourceKind.ISSUE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Resource, form: ResourceForm, change: bool) -> None:
        data = form.cleaned_data
        fields = {name: data[name] for name in verbs.EDITABLE}
        if change:
            verbs.change_resource(pk=obj.pk, by=request.user, **fields)
        else:
            obj.pk = verbs.add_resource(by=request.user, **fields).pk
            obj._state.adding = False
        if data["upload"]:
            verbs.attach_file(pk=obj.pk, by=request.user, upload=data["upload"], name=data["upload_name"])
        elif data["remove"]:
            verbs.remove_file(pk=obj.pk, by=request.user)

    def _each(self, request: HttpRequest, queryset: QuerySet[Resource], verb: Callable[..., Resource]) -> int:
        """Run a verb on each row; what it refuses is said, and the others go on. The number done."""
        done = 0
        for resource in queryset:
            try:
                verb(pk=resource.pk, by=request.user)
                done += 1
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
        return done

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Resource]) -> None:
        count = self._each(request, queryset, verbs.publish_resource)
        done = ngettext("%(count)s resource is public now.", "%(count)s resources are public now.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Resource]) -> None:
        count = self._each(request, queryset, verbs.withdraw_resource)
        done = ngettext("%(count)s resource is withdrawn.", "%(count)s resources are withdrawn.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Confirm the address: I opened it, and it is there"), permissions=["change"])
    def confirm_address(self, request: HttpRequest, queryset: QuerySet[Resource]) -> None:
        if count := self._each(request, queryset, verbs.confirm_link):
            done = ngettext("%(count)s address is confirmed.", "%(count)s addresses are confirmed.", count)
            self.message_user(request, done % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Check the addresses"), permissions=["change"])
    def check_addresses(self, request: HttpRequest, queryset: QuerySet[Resource]) -> None:
        pks = sorted(queryset.with_address().values_list("pk", flat=True))
        if not pks:
            self.message_user(request, _("None of these has an address."), messages.WARNING)
            return
        try:
            with transaction.atomic():  # a savepoint: the refusal is an error of the database
                check_links.defer(pks=pks)
        except AlreadyEnqueued:
            self.message_user(request, _("A check is waiting already; try again when it is done."), messages.WARNING)
            return
        done = ngettext(
            "%(count)s address will be checked; look again in a minute.",
            "%(count)s addresses will be checked; look again in a few minutes.",
            len(pks),
        )
        self.message_user(request, done % {"count": len(pks)}, messages.SUCCESS)
