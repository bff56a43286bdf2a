"""Which of the selected public signatories stand first, and in which order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.kit.deskpages import desk, desk_page
from signatories import verbs
from signatories.models import Group, Signature

HIGHEST = 9_999


TITLE = _("Order of the selected signatories")


@desk_page(
    "selected/",
    name="selected",
    permission="signatories.change_signature",
    title=TITLE,
)
def selected(request: HttpRequest) -> HttpResponse:
    """The selected list with a box for a number beside each; a POST sets the order. Equal numbers go by letter."""
    rows = list(Signature.objects.public().filter(group=Group.SELECTED).order_by("sort_key", "pk"))
    status = 200
    if request.method == "POST":
        try:
            wanted = [(number, place, row.pk) for place, row in enumerate(rows) if (number := typed(request, row))]
            moved = verbs.order_selected(pks=[pk for *_at, pk in sorted(wanted)], by=request.user)
            said = ngettext("%(n)s entry has a new place.", "%(n)s entries have a new place.", moved) % {"n": moved}
            messages.success(request, said if moved else _("The order is as it was."))
            return HttpResponseRedirect(request.path)
        except (ValueError, verbs.NotPossible) as refusal:
            messages.error(request, str(refusal.args[0]))
            status = 422
    for row in rows:
        row.number = request.POST.get(f"place-{row.pk}", row.place or "")
    return desk(request, "admin/desk/selected.html", title=TITLE, status=status, rows=rows, highest=HIGHEST)


def typed(request: HttpRequest, row: Signature) -> int:
    """The number in the row's box, 0 for an empty one. Raises ValueError with words for the moderator."""
    text = request.POST.get(f"place-{row.pk}", "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= HIGHEST):
        raise ValueError(
            _("At “%(name)s” stands no number from 1 to %(highest)s. Nothing was changed.")
            % {"name": row.name, "highest": HIGHEST}
        )
    return int(text)
