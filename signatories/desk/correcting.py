"""The desk's page on which a moderator corrects the words of an entry; the only way to do so."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from convention.outline import Outline, known_outline
from signatories import checks, verbs
from signatories.fields import Line, PortalForm, Text
from signatories.forms import AFFILIATION_LIMIT, PROVISIONS_LIMIT, STATEMENT_LIMIT
from signatories.models import Kind, Signature, Statement
from signatories.provisions import read_provisions, written

WITHOUT_WORDS = (Statement.NONE, Statement.UNRECORDED)


class EntryForm(PortalForm):
    """The words of an entry that may be corrected, by the names of the model's fields."""

    name = Line(check=checks.clean_name, label=_("Name"))
    sort_name = Line(
        check=checks.clean_name, label=_("Sort name"), help_text=_("The part of the name that it is filed under.")
    )
    affiliation = Line(required=False, limit=AFFILIATION_LIMIT, label=_("Affiliation"))
    representative = Line(check=checks.clean_name, required=False, label=_("Signed for it by"))
    representative_role = Line(required=False, label=_("Role of the signer"))
    country = forms.ChoiceField(required=False, choices=lambda: [("", "—"), *countries], label=_("Country"))
    statement = forms.ChoiceField(required=False, choices=Statement.choices, label=_("Signs with"))
    statement_text = Text(required=False, limit=STATEMENT_LIMIT, label=_("Words of the statement"))
    statement_articles = Line(
        required=False,
        limit=PROVISIONS_LIMIT,
        label=_("Provisions that it names"),
        help_text=_("By number, for example: 12, 14(2)(a), chapter IV."),
    )

    def __init__(self, *args: Any, kind: str, outline: Outline, **kwargs: Any):
        self.outline = outline
        super().__init__(*args, **kwargs)
        if kind == Kind.PERSON:
            del self.fields["representative"], self.fields["representative_role"]
        for name in ("name", "sort_name", "affiliation", "statement_articles"):
            self.fields[name].widget.attrs["class"] = "vTextField"
        self.fields["statement_text"].widget.attrs["class"] = "vLargeTextField"

    def clean_statement_articles(self) -> list[str]:
        return read_provisions(
            self.cleaned_data["statement_articles"],
            articles=self.outline.articles_total,
            chapters=self.outline.chapters_total or None,
        )

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("statement") in WITHOUT_WORDS:
            for name in ("statement_text", "statement_articles"):
                if data.get(name):
                    self.complain(name, _("Empty the box, or choose what this is."), code="elsewhere")
        elif not data.get("statement_text"):
            self.complain("statement_text", _("Write the words, as the signatory gave them."))


def correct_entry(desk: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words of an entry in boxes; a POST hands them to the verb. For those who may change signatures."""
    entry = get_object_or_404(Signature, pk=pk)
    if not desk.has_change_permission(request, entry):
        raise PermissionDenied
    back = reverse("admin:signatories_signature_change", args=[pk])
    initial = {name: getattr(entry, name) for name in verbs.CORRECTABLE}
    initial["statement_articles"] = written(entry.statement_articles)
    form = EntryForm(request.POST or None, initial=initial, kind=entry.kind, outline=known_outline())
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct_signature(pk=pk, by=request.user, **form.cleaned_data)
            messages.success(request, _("The entry stands corrected."))
        except verbs.NotPossible as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(back)
    context = {**desk.admin_site.each_context(request), "title": _("Correct an entry")}
    context |= {"opts": desk.opts, "entry": entry, "form": form, "back": back}
    return TemplateResponse(request, "admin/correct_entry.html", context)
