"""Published remarks of readers, with the answers they were given."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kit.caching import public_page
from signatories.models import Feedback

PAGE_SIZE = 50


def number(text: str, highest: int) -> int:
    """The whole number that stands in an address, from 1 to `highest`; 0 for anything else."""
    short = text if text.isascii() and text.isdigit() and len(text) <= 19 else "0"
    return int(short) if int(short) <= highest else 0


def address(article: int, after: int = 0) -> str:
    """The address of the remarks, of one article or of all (0), after the remark of that number or from the newest."""
    query = urlencode({name: value for name, value in (("article", article), ("after", after)) if value})
    return reverse("signatories:remarks") + (f"?{query}" if query else "")


@public_page("names")
def remarks(request: HttpRequest) -> HttpResponse:
    """All published remarks, the newest first; with `article`, those on that one. One query."""
    article = number(request.GET.get("article", ""), 9999)
    after = number(request.GET.get("after", ""), 2**63 - 1)
    found = Feedback.objects.public().order_by("-pk")
    if article:
        found = found.filter(article=article)
    if after:
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    context = {
        "title": _("Remarks on article %(number)s") % {"number": article} if article else _("Remarks of readers"),
        "narrowed": article,
        "remarks": shown,
        "continued": bool(after),
        "page_size": PAGE_SIZE,
        "first_url": address(article),
        "next_url": address(article, shown[-1].pk) if len(rows) > PAGE_SIZE else "",
    }
    return render(request, "signatories/remarks.html", context)
