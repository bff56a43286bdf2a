"""A draft held against the pages that it came from, page by page, and mended by hand."""

import io
from collections import Counter
from functools import lru_cache
from typing import Any

import pypdfium2
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from convention.comparing import Change, compare
from convention.correcting import PARTS, NotPossible, WordsDiffer, correct_part, part_text
from convention.desk.editions import settle
from convention.exporting.about import document_of
from convention.importing.document import ImportRefused
from convention.models import Edition, EditionState, Provision
from portal.kit.deskpages import desk, desk_page

SCALE = 1.5  # of a page's picture: 108 dots an inch, read with ease and light to send
LISTS = {"blocking": _("to settle"), "doubts": _("doubt"), "furniture": _("left out")}


def _edition(pk: int) -> Edition:
    return get_object_or_404(Edition.objects.select_related("instrument"), pk=pk)


def _source(edition: Edition) -> bytes:
    """The bytes of the PDF that the edition came from. Raises Http404 where it came from no PDF."""
    intake = edition.intakes.filter(name__iendswith=".pdf").first()
    try:
        with intake.file.open("rb") if intake else io.BytesIO() as file:
            data = file.read()
    except FileNotFoundError as error:  # a restore of the database without the uploads
        raise Http404 from error
    if not data:
        raise Http404
    return data


@lru_cache(maxsize=32)
def _picture(edition: int, number: int) -> bytes:
    """A page of the source as PNG, by its number from 1. Raises Http404 for one that is not there."""
    with pypdfium2.PdfDocument(_source(_edition(edition))) as pdf:
        if not 1 <= number <= len(pdf):
            raise Http404
        kept = io.BytesIO()
        pdf[number - 1].render(scale=SCALE).to_pil().save(kept, "PNG")
    return kept.getvalue()


@desk_page("editions/<int:pk>/source/<int:page>.png", name="source_page", permission="convention.view_edition")
def source_page(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """The picture of one page of the source."""
    return HttpResponse(_picture(pk, page), content_type="image/png")


@desk_page("editions/<int:pk>/review/<int:page>/", name="review", permission="convention.view_edition")
def review(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """One page of the source beside what it became; a POST says what became of a place that blocks publishing."""
    edition = _edition(pk)
    pages = edition.report.get("pages", 0)
    if not 1 <= page <= pages:
        raise Http404
    if request.method == "POST":
        if not request.user.has_perm("convention.change_edition"):
            raise PermissionDenied
        settle(request, edition)
        return HttpResponseRedirect(request.path)
    return desk(
        request,
        "admin/desk/review.html",
        title=_("Page %(n)s of %(of)s") % {"n": page, "of": pages},
        edition=edition,
        page=page,
        earlier=page - 1 or None,
        later=page + 1 if page < pages else None,
        places=places_of(edition, page),
        parts=parts_of(edition, page),
        draft=edition.state == EditionState.DRAFT,
        has_picture=edition.intakes.filter(name__iendswith=".pdf").exists(),
        may_change=request.user.has_perm("convention.change_edition"),
    )


def places_of(edition: Edition, page: int) -> list[dict[str, Any]]:
    """What of a page is not in the text, or is in doubt: by line, with its list's name and its number in that list."""
    found = [
        place | {"list": label, "number": number, "open": name == "blocking" and not place["settled"]}
        for name, label in LISTS.items()
        for number, place in enumerate(edition.report.get(name, []))
        if place["page"] == page
    ]
    return sorted(found, key=lambda place: place["line"])


def parts_of(edition: Edition, page: int) -> list[dict[str, Any]]:
    """What began on a page: the parts of the text with what of them stands there, in order."""
    rows = list(edition.provisions.order_by("order"))
    by_pk = {row.pk: row for row in rows}
    found: list[dict[str, Any]] = []
    for row in rows:
        if row.page != page:
            continue
        top: Provision | None = row
        while top is not None and top.kind not in PARTS:
            top = by_pk.get(top.parent_id)
        key = top.eid if top else row.eid
        if not found or found[-1]["eid"] != key:
            found.append({"eid": key, "part": top, "rows": []})
        found[-1]["rows"].append(row)
    return found


@desk_page("editions/<int:pk>/correct/<str:eid>/", name="edition_correct", permission="convention.change_edition")
def correct(request: HttpRequest, pk: int, eid: str) -> HttpResponse:
    """One part of a draft as lines of our text format in a box; a POST puts what stands there in its place."""
    edition = _edition(pk)
    document = document_of(edition)
    try:
        now = part_text(document, eid)
    except NotPossible as refusal:
        raise Http404(str(refusal)) from refusal
    typed, faults, differ, status = now, [], None, 200
    if request.method == "POST":
        typed, status = request.POST.get("text", "").replace("\0", ""), 422
        try:
            correct_part(
                pk=pk, by=request.user, eid=eid, text=typed, words_may_differ=request.POST.get("differ") == "1"
            )
        except ImportRefused as refused:
            faults = [str(fault) for fault in refused.faults]
        except WordsDiffer as refusal:
            differ = refusal
        except NotPossible as refusal:
            faults = [str(refusal)]
        else:
            messages.success(request, _("The draft is mended."))
            return HttpResponseRedirect(reverse("admin:edition", args=[pk]))
    elif request.GET.get("again", "").isdigit():
        earlier = edition.report.get("earlier", [])[: int(request.GET["again"][:4]) + 1][-1:]
        typed = earlier[0]["after"] if earlier and earlier[0]["eid"] == eid else now
    page = edition.provisions.filter(eid=eid).values_list("page", flat=True).first()
    return desk(
        request,
        "admin/desk/edition_correct.html",
        title=_("Mend %(eid)s") % {"eid": eid},
        status=status,
        edition=edition,
        eid=eid,
        typed=typed,
        faults=faults,
        differ=differ,
        page=page if edition.report.get("pages") else None,
    )


@desk_page("editions/<int:pk>/compare/<int:other>/", name="edition_compare", permission="convention.view_edition")
def compared(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """An edition, draft or not, beside another: what changed, article by article and word by word."""
    edition, before = _edition(pk), _edition(other)
    parts = compare(before, edition)
    counts = Counter(part.change for part in parts)
    return desk(
        request,
        "admin/desk/edition_compare.html",
        title=_("%(edition)s beside %(other)s") % {"edition": edition, "other": before},
        edition=edition,
        before=before,
        parts=[part for part in parts if part.change != Change.SAME],
        counts=[(change.label, counts[change]) for change in Change],
    )
