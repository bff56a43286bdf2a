"""The pages of the text while there is none: each says what will stand there and where the text is published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from convention.models import OfficialFile
from convention.outline import Outline, known_outline


def frame(
    request: HttpRequest, template: str, shape: Outline | None = None, status: int = 200, **context: object
) -> HttpResponse:
    """A page without a text, with what all of them show: chapters, counts and the owner's booklet (two queries)."""
    shape = shape or known_outline()
    context = {
        "section": "text",
        "chapters": shape.chapters,
        "chapters_total": shape.chapters_total,
        "articles_total": shape.articles_total,
        "booklet": OfficialFile.objects.booklet(),
        **context,
    }
    return render(request, f"convention/{template}.html", context, status=status)


def chapter(request: HttpRequest, number: int) -> HttpResponse:
    """What is known of a chapter. Raises Http404 for one that the Convention does not have."""
    shape = known_outline()
    if not (found := shape.chapter(number)):
        raise Http404
    return frame(request, "chapter", shape, chapter=found)


def article(request: HttpRequest, number: int) -> HttpResponse:
    """404 in words: that article is not here yet, or the Convention has none of that number."""
    shape = known_outline()
    if shape.articles_total and number > shape.articles_total:
        sentence = _("The Convention has no article %(number)d: it has %(total)d articles.")
    else:
        sentence = _("Article %(number)d of the Convention will stand here as soon as its text is on this site.")
    words = {"number": number, "total": shape.articles_total}
    return no_text(request, _("Article %(number)d") % words, sentence % words, shape)


def preamble(request: HttpRequest) -> HttpResponse:
    sentence = _("The preamble of the Convention will stand here as soon as its text is on this site.")
    return no_text(request, _("Preamble"), sentence)


def whole(request: HttpRequest) -> HttpResponse:
    sentence = _("The whole Convention will stand here on one page as soon as its text is on this site.")
    return no_text(request, _("The whole text"), sentence)


def no_text(request: HttpRequest, heading: str, sentence: str, shape: Outline | None = None) -> HttpResponse:
    """404 with a heading and a sentence."""
    return frame(request, "no_text", shape, status=404, heading=heading, sentence=sentence)
