"""Rules of whose rights at the desk: what a category of person inherits, with what a change would do, shown first."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convention.citing import citation
from convention.models import Category, Edition
from convention.rules import Rule, check_rules, code_of, keep_rules, rules_of, spans, what_changes
from portal.kit.deskpages import desk, desk_page

TITLE = gettext_lazy("Whose rights")
SPAN = re.compile(r"([1-9]\d{0,3})(?:\s*[-–]\s*([1-9]\d{0,3}))?")
CHANGE = re.compile(r"([1-9]\d{0,3})\s+by\s+([1-9]\d{0,3})")
EMPTY = 2  # forms for further rules on a page


class Articles(forms.CharField):
    """Numbers of articles and spans of them; gives a list of eIds."""

    def __init__(self, **how: Any) -> None:
        super().__init__(required=False, max_length=2000, **how)

    def clean(self, value: str) -> list[str]:
        found: list[str] = []
        for part in filter(None, (part.strip() for part in super().clean(value).split(","))):
            span = SPAN.fullmatch(part)
            first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
            if last < first:
                raise ValidationError(
                    _("“%(part)s” is no article. Write numbers and spans: 3, 7-9."), params={"part": part}
                )
            found += [f"art_{number}" for number in range(first, last + 1)]
        return list(dict.fromkeys(found))


class Changed(forms.CharField):
    """ "2 by 53, 6 by 54"; gives a list of {"article", "by"}."""

    def __init__(self, **how: Any) -> None:
        super().__init__(required=False, max_length=2000, **how)

    def clean(self, value: str) -> list[dict[str, str]]:
        found = []
        for part in filter(None, (part.strip() for part in super().clean(value).split(","))):
            if not (change := CHANGE.fullmatch(part)):
                raise ValidationError(
                    _("“%(part)s” is not understood. Write 2 by 53, 6 by 54."), params={"part": part}
                )
            found.append({"article": f"art_{change[1]}", "by": f"art_{change[2]}"})
        return found


class RuleForm(forms.Form):
    """One rule; without a source it is none."""

    source = forms.ChoiceField(required=False, label=gettext_lazy("Inherits from"))
    articles = Articles(label=gettext_lazy("Only these articles"), help_text=gettext_lazy("Empty for all. 3, 7-9"))
    excluded = Articles(label=gettext_lazy("But not"))
    changed = Changed(label=gettext_lazy("Changed"), help_text=gettext_lazy("2 by 53, 6 by 54"))

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["source"].choices = [("", _("nothing")), *sources]

    def rule(self, slug: str) -> Rule:
        """The rule as a file of layers has it (convention/importing/layers.py)."""
        data = self.cleaned_data
        return {
            "category": slug,
            "from": data["source"],
            "mode": "only" if data["articles"] else "whole",
            **{name: data[name] for name in ("articles", "changed", "excluded")},
        }


class OwnForm(forms.Form):
    own = forms.CharField(
        label=gettext_lazy("Written for this group"),
        max_length=2000,
        help_text=gettext_lazy(
            "eIds, apart by commas: chp_3 is Chapter III, chp_4__part_1 its Part 1, art_96 an article."
        ),
    )

    def clean_own(self) -> list[str]:
        return list(dict.fromkeys(filter(None, (part.strip() for part in self.cleaned_data["own"].split(",")))))


@desk_page("rights/", name="rights", permission="convention.change_cumulationrule", title=TITLE)
def rights(request: HttpRequest) -> HttpResponse:
    """The editions that have categories of person, with these."""
    found = Edition.objects.exclude(categories=None).select_related("instrument").defer("contents", "report")
    return desk(request, "admin/desk/rights.html", title=TITLE, rows=found.prefetch_related("categories"))


@desk_page("rights/<int:pk>/", name="rights_of", permission="convention.change_cumulationrule")
def rights_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules of one category. A POST shows what would change; a second one, of the same rules, keeps them."""
    category = get_object_or_404(Category.objects.select_related("edition__instrument"), pk=pk)
    stand = rules_of(category)
    now = code_of(category.own, stand)
    groups = category.edition.provisions.filter(kind__in=["chapter", "part"]).order_by("order")
    sources = [(one.eid, f"{citation(one.eid)}: {one.heading}") for one in groups]
    known = {eid for eid, _name in sources}
    # A rule may name a section or a single article, in a file; it stays on offer where it stands.
    sources += [(rule["from"], citation(rule["from"])) for rule in stand if rule["from"] not in known]
    given = request.POST if request.method == "POST" else None
    own = OwnForm(given, initial={"own": ", ".join(category.own)})
    forms_ = [
        RuleForm(given, prefix=f"rule-{n}", sources=sources, initial=_initial(rule))
        for n, rule in enumerate([*stand, *[None] * EMPTY])
    ]
    context: dict[str, Any] = {"category": category, "own": own, "rules": forms_, "now": now}
    if given is not None and all(form.is_valid() for form in [own, *forms_]):
        rules = [form.rule(category.slug) for form in forms_ if form.cleaned_data["source"]]
        data = {"own": own.cleaned_data["own"], "rules": rules}
        wanted = code_of(**data)
        try:
            # What is kept is what was shown: the same rules, in the place of the same ones.
            if given.get("shown") == wanted and "keep" in given:
                keep_rules(pk=pk, by=request.user, as_seen=given.get("now", ""), **data)
                messages.success(request, _("The rules stand. Readers see it within a minute or two."))
                return HttpResponseRedirect(request.path)
            check_rules(category=category, **data)
            context |= {"shown": wanted, "changes": what_changes(category=category, **data)}
        except ValidationError as error:
            context["faults"] = error.messages
    bad = given is not None and "shown" not in context
    title = _("%(name)s: whose rights") % {"name": category.name}
    return desk(request, "admin/desk/rights_of.html", title=title, status=422 if bad else 200, **context)


def _initial(rule: Rule | None) -> dict[str, str]:
    if not rule:
        return {}
    return {
        "source": rule["from"],
        "articles": spans(rule["articles"]),
        "excluded": spans(rule["excluded"]),
        "changed": ", ".join(f"{c['article'][4:]} by {c['by'][4:]}" for c in rule["changed"]),
    }
