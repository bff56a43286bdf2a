"""Two editions compared for readers: which articles are the same, and in the others what differs, word by word."""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from convention.citing import address_of, citation
from convention.comparing import Change, Compared, compare
from convention.models import Edition
from convention.reader import Reader
from convention.views import frames
from portal.kit.caching import public_page

SHOWN = 30  # parts with their words on one page


@dataclass(frozen=True)
class Part:
    """A part of both texts that differs, and where it stands in each; no address where one has it not."""

    compared: Compared
    left_url: str
    right_url: str

    @property
    def left_name(self) -> str:
        return _named(self.compared.left_eid)

    @property
    def right_name(self) -> str:
        return _named(self.compared.right_eid)


@public_page("text")
def compare_editions(request: HttpRequest) -> HttpResponse:
    """?left=<slug>&right=<slug>&page=2; without two that may be read, the page asks for them. At most five queries."""
    editions = list(Edition.objects.readable().select_related("instrument"))
    known = {edition.slug: edition for edition in editions}
    left, right = (known.get(request.GET.get(side, "")) for side in ("left", "right"))
    context: dict[str, object] = {"editions": editions, "left": left, "right": right}
    context["specimen"] = any(edition.specimen for edition in (left, right) if edition)
    if left and right and left != right:
        parts = compare(left, right)
        counts = Counter(part.change for part in parts)
        pages = Paginator([_part(left, right, part) for part in parts if part.change != Change.SAME], SHOWN)
        context |= {
            "counts": [(change.label, counts[change]) for change in Change if counts[change]],
            "parts": pages.get_page(request.GET.get("page", "1")),
            "readers": [Reader(edition, edition.slug) for edition in (left, right)],
            "languages": left.language != right.language,
        }
    return frames.frame(request, "versions", **context)


def _part(left: Edition, right: Edition, compared: Compared) -> Part:
    def url(edition: Edition, eid: str) -> str:
        return Reader(edition, edition.slug).contents_url + address_of(eid) if eid else ""

    return Part(compared, url(left, compared.left_eid), url(right, compared.right_eid))


def _named(eid: str) -> str:
    """A part as a heading names it: "Article 12"."""
    if eid == "conclusions":
        return _("Conclusions")
    if eid.startswith("annex_"):
        return _("Annex %(number)s") % {"number": eid.removeprefix("annex_").upper()}
    words = citation(eid)
    return words[:1].upper() + words[1:]
