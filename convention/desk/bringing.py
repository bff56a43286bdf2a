"""Bringing a file to the desk that is to become an edition, and seeing how far its reading is."""

import json
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convention.importing.steps import LARGEST, READERS
from convention.intake import bring_in
from convention.models import Instrument, Intake
from portal.kit.deskpages import desk, desk_page

TITLE = _("Bring a file of a text")
EVERY = 2  # seconds between two looks at how far the reading is
LANGUAGE = r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"


class BringForm(forms.Form):
    """A file, and what is said of the edition that it is to become."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, error_messages={"required": _("Choose a file.")})
    instrument = forms.SlugField(
        label=_("Instrument"), initial="convention", max_length=50,
        help_text=_("“convention” for the Convention; another short name makes a new instrument."),
    )  # fmt: skip
    language = forms.RegexField(
        LANGUAGE, label=_("Language"), initial="en", max_length=12,
        error_messages={"invalid": _("Write a language tag, such as en or pt-BR.")},
    )  # fmt: skip
    version = forms.CharField(label=_("Version"), initial="1.0", max_length=40)
    date = forms.DateField(
        label=_("Date of the text"), input_formats=["%Y-%m-%d"],
        help_text=_("As the source gives it, such as 2017-04-30. It is never invented."),
        error_messages={"invalid": _("Write the date as year-month-day, such as 2017-04-30.")},
        widget=forms.DateInput({"placeholder": "2017-04-30", "autocomplete": "off"}, format="%Y-%m-%d"),
    )  # fmt: skip
    official = forms.BooleanField(required=False, label=_("The text comes from its owner"))
    chapters = forms.IntegerField(required=False, min_value=1, max_value=999, label=_("How many chapters it has"))
    articles = forms.IntegerField(
        required=False, min_value=1, max_value=9999, label=_("How many articles it has"),
        help_text=_("Where a number is given, a file with another is refused."),
    )  # fmt: skip
    layers = forms.FileField(
        required=False, allow_empty_file=True, label=_("Categories of person and rules (JSON), if there are any")
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > min(LARGEST, settings.UPLOAD_LIMIT):
            raise forms.ValidationError(_("The file is larger than this site takes."))
        if Path(upload.name).suffix.lower() not in READERS:
            raise forms.ValidationError(
                _("Files of this kind are not read. Known endings: %(endings)s."),
                params={"endings": ", ".join(READERS)},
            )
        return upload

    def clean_layers(self) -> str:
        upload = self.cleaned_data["layers"]
        if not upload:
            return ""
        try:
            text = upload.read(1_000_001).decode()
            json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is no JSON in UTF-8.")) from error
        if len(text) > 1_000_000:
            raise forms.ValidationError(_("This file is larger than a million characters."))
        return text


@desk_page("editions/bring/", name="edition_bring", permission="convention.add_edition", title=TITLE)
def bring(request: HttpRequest) -> HttpResponse:
    """The form; a POST keeps the file, and the worker reads it."""
    known = Instrument.objects.filter(slug="convention").first()
    initial = {"chapters": len(known.outline) or None, "articles": known.articles_stated} if known else {}
    form = BringForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        upload = said.pop("file")
        intake = bring_in(by=request.user, name=upload.name, data=upload.read(), beside=said.pop("layers"), **said)
        return HttpResponseRedirect(reverse("admin:intake", args=[intake.pk]))
    lately = Intake.objects.select_related("edition")[:20]
    status = 422 if form.errors else 200
    return desk(request, "admin/desk/bring.html", title=TITLE, status=status, form=form, lately=lately)


@desk_page("editions/intake/<int:pk>/", name="intake", permission="convention.view_intake")
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is read, and what came of it. Looks again by itself until it is over, without script."""
    if request.method != "GET":
        raise PermissionDenied
    row = get_object_or_404(Intake.objects.select_related("edition"), pk=pk)
    response = desk(request, "admin/desk/intake.html", title=row.name, intake=row)
    if not row.is_over:
        response["Refresh"] = str(EVERY)
    return response
