"""Lists of words at the desk: what means the same to a search, and in which words no term is meant."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convention.models import Synonyms, TermExclusion
from convention.vocabulary import apart, check_exclusion, check_synonyms, keep_exclusion, keep_synonyms
from portal.kit.admin import OnRecord


class WordsForm(forms.ModelForm):
    """Asks the verb's own check, so that what it would refuse is said at the form, with all that was typed."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            try:
                self.check_words({name: data[name] for name in self.checked})
            except ValidationError as error:
                self.add_error("words", error)
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # Constraints are those that the verb looks at.
        return {field.name for field in self._meta.model._meta.fields}


class SynonymsForm(WordsForm):
    words = forms.CharField(
        label=_("Words"),
        max_length=1000,
        help_text=_("Apart by commas: asylum, refuge. Several words stand for that run of words."),
        widget=forms.TextInput(attrs={"size": 90}),
    )
    checked = ("words", "language")

    class Meta:
        model = Synonyms
        fields = ["words", "language", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["words"] = ", ".join(self.instance.words)

    def clean_words(self) -> list[str]:
        return apart(self.cleaned_data["words"])

    def check_words(self, data: dict[str, Any]) -> None:
        check_synonyms(**data, pk=self.instance.pk or 0)


class ExclusionForm(WordsForm):
    checked = ("instrument", "words", "eid")

    class Meta:
        model = TermExclusion
        fields = ["instrument", "words", "eid", "active"]

    def check_words(self, data: dict[str, Any]) -> None:
        check_exclusion(**data, pk=self.instance.pk or 0)


class ByVerb(OnRecord):
    """Rows that are added and changed through a verb, and never deleted: one that is off counts not."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: WordsForm, change: bool) -> None:
        data = {name: form.cleaned_data[name] for name in form.Meta.fields}
        obj.pk = type(self).verb(by=request.user, **data, pk=obj.pk or 0).pk


@admin.register(Synonyms)
class SynonymsAdmin(ByVerb):
    form = SynonymsForm
    verb = staticmethod(keep_synonyms)
    list_display = ["__str__", "language", "active"]
    list_filter = ["active", "language"]


@admin.register(TermExclusion)
class TermExclusionAdmin(ByVerb):
    form = ExclusionForm
    verb = staticmethod(keep_exclusion)
    list_display = ["words", "eid", "instrument", "active"]
    list_filter = ["active", "instrument"]
