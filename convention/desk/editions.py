"""Texts at the desk: the editions, what each holds and what its import reported; publishing one and undoing it."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from convention.correcting import PARTS, NotPossible, settle_place
from convention.importing.report import blocking
from convention.models import Edition, EditionState, ProvisionKind
from convention.verbs import publish_edition, withdraw_edition
from portal.kit.deskpages import desk, desk_page
from portal.kit.models import VerbEvent

TITLE = _("Texts")
# Under which name a report holds places of the source, and what they are.
PLACES = {
    "blocking": _("Has to be settled before publishing"),
    "doubts": _("Doubts"),
    "furniture": _("Left out as furniture of the pages"),
}


@desk_page("editions/", name="editions", permission="convention.view_edition", title=TITLE)
def editions(request: HttpRequest) -> HttpResponse:
    """All editions, by instrument and language, the newest first."""
    rows = Edition.objects.select_related("instrument").defer("contents", "report")
    return desk(
        request,
        "admin/desk/editions.html",
        title=TITLE,
        rows=rows.order_by("instrument__specimen", "instrument__slug", "language", "-date", "-pk"),
    )


@desk_page("editions/<int:pk>/", name="edition", permission="convention.view_edition")
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition for review: parts, report of its import, whole text. A POST publishes or withdraws it."""
    row = get_object_or_404(Edition.objects.select_related("instrument"), pk=pk)
    if request.method == "POST":
        if not request.user.has_perm("convention.change_edition"):
            raise PermissionDenied
        return change(request, row)
    provisions = list(row.provisions.order_by("order"))
    kinds = Counter(one.kind for one in provisions)
    return desk(
        request,
        "admin/desk/edition.html",
        title=str(row),
        edition=row,
        provisions=provisions,
        counts=[(kind.label, kinds[kind]) for kind in ProvisionKind if kinds[kind]],
        words=sum(len(f"{one.heading} {one.text}".split()) for one in provisions),
        places=[(label, row.report.get(name, [])) for name, label in PLACES.items() if row.report.get(name)],
        parts=[kind.value for kind in PARTS],
        blocked=len(blocking(row.report)),
        files=row.exports.order_by("name"),
        instead=Edition.objects.filter(
            instrument=row.instrument, language=row.language, state=EditionState.PUBLISHED
        ).exclude(pk=row.pk),
        history=VerbEvent.objects.filter(subject="convention.edition", subject_id=pk),
        may_change=request.user.has_perm("convention.change_edition"),
    )


def settle(request: HttpRequest, row: Edition) -> None:
    """Write what became of a place that blocks publishing: its number and the words of the form."""
    number = request.POST.get("place", "")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else -1
    try:
        settle_place(pk=row.pk, by=request.user, number=number, words=request.POST.get("words", "").replace("\0", ""))
        messages.success(request, _("The place is settled."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))


def change(request: HttpRequest, row: Edition) -> HttpResponse:
    """Publish the edition, take it away from readers, or settle a place of its source, by the button pressed."""
    if "place" in request.POST:
        settle(request, row)
        return HttpResponseRedirect(request.path)
    if "publish" in request.POST:
        verb, done = publish_edition, _("Readers see this edition within a minute or two.")
    elif "withdraw" in request.POST:
        verb, done = withdraw_edition, _("Readers do not see this edition any more, within a minute or two.")
    else:
        return HttpResponseRedirect(request.path)
    try:
        verb(pk=row.pk, by=request.user)
        messages.success(request, done)
    except ValueError as error:
        messages.error(request, _("Nothing was published: %(why)s.") % {"why": error})
    return HttpResponseRedirect(request.path)
