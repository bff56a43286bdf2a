"""Changed words that wait: old and new side by side, and what differs marked."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_countries import countries

from portal.kit.deskpages import desk, desk_page, do_each
from portal.kit.worddiff import side_by_side
from signatories import verbs
from signatories.desk.alike import beside
from signatories.desk.queue import chosen, sign_seen
from signatories.models import Amendment, Signature, Statement, hold_labels
from signatories.provisions import written

SHOWN = 50


def shown(name: str, value: Any) -> str:
    """The value of a field as people read it."""
    if name == "statement":
        return str(Statement(value).label)
    if name == "statement_articles":
        return written(value)
    return str(countries.name(value) or value) if name == "country" else str(value)


def changes(amendment: Amendment) -> list[dict[str, Any]]:
    """For each changed field: its label, the old words and the new ones as HTML."""
    found = []
    for name in (name for name in verbs.WORDS if name in amendment.words):
        old, new = side_by_side(shown(name, getattr(amendment.signature, name)), shown(name, amendment.words[name]))
        found.append({"label": Signature._meta.get_field(name).verbose_name, "old": old, "new": new})
    return found


TITLE = _("Changed words that wait")


@desk_page("amendments/", name="amendments", permission="signatories.change_signature", title=TITLE)
def amendments(request: HttpRequest) -> HttpResponse:
    """The oldest changed words that wait; a POST takes or leaves those of one entry."""
    if request.method == "POST":
        try:
            rows = chosen(request)
        except ValueError as refusal:
            messages.error(request, refusal.args[0])
        else:
            leave = "leave" in request.POST
            verb = verbs.decline_amendment if leave else verbs.accept_amendment

            def words(n: int) -> str:
                if leave:
                    return ngettext("The old words stay.", "The old words of %(n)s entries stay.", n) % {"n": n}
                return ngettext("The new words stand.", "The new words of %(n)s entries stand.", n) % {"n": n}

            do_each(
                request,
                words,
                [partial(verb, pk=pk, by=request.user, as_seen=code) for pk, code in rows.items()],
                verbs.NotPossible,
            )
        return HttpResponseRedirect(request.get_full_path())
    waiting = list(Amendment.objects.select_related("signature")[:SHOWN])
    alike = beside([one.signature for one in waiting])
    for one in waiting:
        one.changes = changes(one)
        one.beside = alike[one.signature_id]
        one.why_held = hold_labels(one.held)
    return desk(
        request,
        "admin/desk/amendments.html",
        title=TITLE,
        waiting=waiting,
        total=Amendment.objects.count(),
        seen=sign_seen([(one.signature_id, verbs.seen(one.signature, one.words)) for one in waiting]),
    )
