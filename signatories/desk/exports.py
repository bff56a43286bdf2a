"""Exports for those who may: the public columns, the register with addresses, statistics. By POST, and on record."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from portal.kit.deskpages import desk, desk_page, lately_signed_in
from portal.kit.records import record
from portal.kit.spreadsheets import cell
from signatories.models import CONFIRMED, Signature
from signatories.views.exports import PUBLIC, rows

PRIVATE = {
    "state": "state",
    "source": "source",
    "email": "email",
    "wants_updates": "wants_updates",
    "entered": "created_at",
}
CHUNK = 500


class Echo:
    """A file that hands back what is written, so that a CSV writer can feed a stream."""

    def write(self, text: str) -> str:
        return text


def with_addresses() -> Iterator[list[str]]:
    """The public columns and those of PRIVATE, of every signature that waits or is published."""
    yield [*PUBLIC, *PRIVATE]
    found = Signature.objects.filter(state__in=CONFIRMED).order_by("group", "sort_key", "pk")
    for values in found.values_list(*PUBLIC.values(), *PRIVATE.values()).iterator(chunk_size=CHUNK):
        row = dict(zip([*PUBLIC, *PRIVATE], values, strict=True))
        row["signed_on"] = row["signed_on"].date().isoformat() if row["signed_on"] else ""
        row["entered"] = row["entered"].isoformat(timespec="seconds")
        row["statement_articles"] = " ".join(row["statement_articles"])
        yield [str(value if value is not None else "") for value in row.values()]


def public_columns() -> Iterator[list[str]]:
    """What /signatories.csv holds."""
    yield list(PUBLIC)
    for row in rows():
        yield [*(row | {"statement_articles": " ".join(row["statement_articles"])}).values()]


def statistics() -> Iterator[list[str]]:
    """Counts alone: of states, and of the published by list, kind, country, statement and month of signing."""
    yield ["what", "of", "signatures"]
    public = Signature.objects.public().order_by()
    counted: Iterable[tuple[str, Any]] = (
        ("state", Signature.objects.order_by().values_list("state")),
        *((name, public.values_list(name)) for name in ("group", "kind", "country", "statement")),
        ("month", public.annotate(month=TruncMonth("signed_at")).values_list("month")),
    )
    for what, found in counted:
        for of, n in found.annotate(n=Count("pk")).order_by(*found.query.values_select[:1] or ["n"]):
            yield [what, f"{of:%Y-%m}" if hasattr(of, "strftime") else str(of or ""), str(n)]


KINDS: dict[str, tuple[Any, Any, str, Callable[[], Iterator[list[str]]]]] = {
    "public": (
        _("Public columns"),
        _("What stands on the public lists."),
        "signatories.export_public",
        public_columns,
    ),
    "statistics": (_("Statistics"), _("Counts, no names."), "signatories.export_public", statistics),
    "addresses": (
        _("With e-mail addresses"),
        _("Also those that wait, with addresses that were given in confidence. Delete the file once it has served."),
        "signatories.export_addresses",
        with_addresses,
    ),
}


@desk_page("exports/", name="exports", permission="signatories.export_public", title=_("Exports"))
def exports(request: HttpRequest) -> HttpResponse:
    """What can be exported; a POST streams it as CSV and puts on record who took what. Wants a recent sign-in."""
    if refused := lately_signed_in(request):
        return refused
    if request.method == "POST":
        kind = request.POST.get("what", "")
        if kind not in KINDS:
            raise BadRequest("no such export")
        _label, _about, permission, lines = KINDS[kind]
        if not request.user.has_perm(permission):
            raise PermissionDenied
        with transaction.atomic():
            record(verb="signatures.export", subject=request.user, by=request.user, reason=kind)
        response = StreamingHttpResponse(as_lines(lines()), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="signatories-{kind}.csv"'
        return response
    offered = [
        {"kind": kind, "label": label, "about": about}
        for kind, (label, about, permission, _lines) in KINDS.items()
        if request.user.has_perm(permission)
    ]
    return desk(request, "admin/desk/exports.html", title=_("Exports"), offered=offered)


def as_lines(found: Iterator[list[str]]) -> Iterator[str]:
    """Rows as lines of a CSV that no spreadsheet takes for formulas, after a byte order mark."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for row in found:
        yield writer.writerow([cell(value) for value in row])
