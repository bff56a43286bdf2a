"""Reservations, understandings and declarations at the desk: an editor enters and mends their type and words."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convention.outline import Outline, known_outline
from portal.kit.deskpages import desk, desk_page
from signatories import verbs
from signatories.desk.correcting import EntryForm
from signatories.models import Signature
from signatories.provisions import written

SHOWN = 200
FIELDS = ("statement", "statement_text", "statement_articles")


class StatementForm(EntryForm):
    """What stands beside a signature, and nothing else of it."""

    def __init__(self, *args: Any, outline: Outline, **kwargs: Any):
        super().__init__(*args, kind="", outline=outline, **kwargs)
        for name in set(self.fields) - set(FIELDS):
            del self.fields[name]


@desk_page(
    "statements/", name="statements", permission="signatories.enter_statement",
    title=_("Reservations, understandings and declarations"),
)  # fmt: skip
def statements(request: HttpRequest) -> HttpResponse:
    """The public signatures with a statement; with `q`, all public signatures of that name. No address of anyone."""
    q = request.GET.get("q", "")[:200]
    found = Signature.objects.public()
    found = found.search(q) if q.strip() else found.filter(~Q(statement=""))
    rows = list(found.order_by("sort_key", "pk")[: SHOWN + 1])
    title = _("Reservations, understandings and declarations")
    return desk(
        request, "admin/desk/statements.html", title=title, rows=rows[:SHOWN], more=len(rows) > SHOWN, q=q, most=SHOWN
    )


@desk_page("statements/<int:pk>/", name="statement", permission="signatories.enter_statement")
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Type, words and provisions of one public signature's statement, in boxes; a POST hands them to the verb."""
    entry = get_object_or_404(Signature.objects.public(), pk=pk)
    initial = {name: getattr(entry, name) for name in FIELDS} | {
        "statement_articles": written(entry.statement_articles)
    }
    form = StatementForm(request.POST or None, initial=initial, outline=known_outline())
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct_signature(pk=pk, by=request.user, **form.cleaned_data)
        except verbs.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("What stands beside the signature is as you entered it."))
            return HttpResponseRedirect(reverse("admin:statements"))
    title = _("What stands beside the signature of %(name)s") % {"name": entry.name}
    return desk(
        request, "admin/desk/statement.html", title=title, status=422 if form.errors else 200, form=form, entry=entry
    )
