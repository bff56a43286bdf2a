"""The reading pages. As long as no edition is published they say what will stand here and where the text is."""

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convention.models import OfficialFile
from convention.numbers import from_roman
from convention.outline import Outline, outline
from portal.kit.caching import public_page

MAX_QUERY = 200


def frame(request: HttpRequest, template: str, shape: Outline, status: int = 200, **context: object) -> HttpResponse:
    """A page of the text, with what all of them show: chapters, counts and the owner's booklet (one query)."""
    booklet = OfficialFile.objects.public().filter(kind=OfficialFile.Kind.BOOKLET).order_by("-added_at").first()
    context = {
        "section": "text",
        "chapters": shape.chapters,
        "chapters_total": shape.chapters_total,
        "articles_total": shape.articles_total,
        "booklet": booklet,
        **context,
    }
    return render(request, f"convention/{template}.html", context, status=status)


@public_page("text")
def contents(request: HttpRequest) -> HttpResponse:
    return frame(request, "contents", outline())


@public_page("text")
def chapter(request: HttpRequest, number: int) -> HttpResponse:
    shape = outline()
    found = shape.chapter(number)
    if not found:
        raise Http404
    return frame(request, "chapter", shape, chapter=found)


@public_page("text")
def roman_chapter(request: HttpRequest, letters: str) -> HttpResponse:
    """Roman numbers lead to the address in digits."""
    number = from_roman(letters)
    if not number:
        raise Http404
    return HttpResponsePermanentRedirect(reverse("convention:chapter", args=[number]))


@public_page("text")
def article(request: HttpRequest, number: int) -> HttpResponse:
    shape = outline()
    total = shape.articles_total
    if total and number > total:
        sentence = _("The Convention has no article %(number)d: it has %(total)d articles.")
    else:
        sentence = _("Article %(number)d of the Convention will stand here as soon as its text is on this site.")
    return frame(
        request,
        "no_text",
        shape,
        status=404,
        heading=_("Article %(number)d") % {"number": number},
        sentence=sentence % {"number": number, "total": total},
    )


@public_page("text")
def preamble(request: HttpRequest) -> HttpResponse:
    sentence = _("The preamble of the Convention will stand here as soon as its text is on this site.")
    return frame(request, "no_text", outline(), status=404, heading=_("Preamble"), sentence=sentence)


@public_page("text")
def text(request: HttpRequest) -> HttpResponse:
    sentence = _("The whole Convention will stand here on one page as soon as its text is on this site.")
    return frame(request, "no_text", outline(), status=404, heading=_("The whole text"), sentence=sentence)


@public_page("text")
def short_address(request: HttpRequest, number: int) -> HttpResponse:
    """/12/ leads to article 12."""
    return redirect("convention:article", number=number)


@public_page("text")
def search(request: HttpRequest) -> HttpResponse:
    """The box "Article or word". A typed number is answered; words cannot be found before there is a text."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    message = ""
    if len(query) > MAX_QUERY:
        query = query[:MAX_QUERY]
        message = _("Only the first %(limit)d characters were read.") % {"limit": MAX_QUERY}
    number = re.fullmatch(r"(?:art(?:icle|\.)?\s*)?([1-9]\d{0,3})", query, re.IGNORECASE | re.ASCII)
    return frame(
        request, "search", outline(), q=query, message=message, number=int(number.group(1)) if number else None
    )


@public_page("text")
def who(request: HttpRequest) -> HttpResponse:
    return frame(request, "who", outline(), section="who")


@public_page("text")
def terms(request: HttpRequest) -> HttpResponse:
    return frame(request, "terms", outline())


@public_page("text")
def editions(request: HttpRequest) -> HttpResponse:
    return frame(request, "editions", outline())
