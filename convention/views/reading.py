"""The reading pages of an edition: the current one below /convention/, others below /editions/<slug>/."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from convention import machine, slots
from convention.aliases import aliases
from convention.citations import metadata
from convention.citations.cited import article_cited
from convention.citations.styles import chicago
from convention.citing import address_of
from convention.glosses import noted
from convention.models import Edition, Fragment
from convention.numbers import from_roman
from convention.reader import Article, Chapter, Part, Reader, reader_of
from convention.rendering import render_with
from convention.searching.marking import found_on_page
from convention.searching.query import MAX_QUERY, typed_in
from convention.strip import strip
from convention.views import frames
from convention.views.applies import applying
from portal.kit.caching import public_page


def page(request: HttpRequest, template: str, reader: Reader, status: int = 200, **context: object) -> HttpResponse:
    """A page of an edition, with what all of them show."""
    context = {
        "section": "text",
        "reader": reader,
        "edition": reader.edition,
        "chapters": reader.chapters,
        # The site's own words keep their language and direction beside a text in another.
        "ui_language": get_language(),
        "ui_direction": "rtl" if get_language_bidi() else "ltr",
        **context,
    }
    article = context.get("article")
    context["strip"] = strip(reader.chapters, context.get("chapter"), article.number if article else None)
    return render(request, f"convention/{template}.html", context, status=status)


def no_article(request: HttpRequest, reader: Reader, number: int) -> HttpResponse:
    """404 that says which articles there are."""
    return page(request, "no_article", reader, status=404, number=number)


def with_texts(chapter: Chapter, texts: dict[str, str]) -> list[tuple[list[Part], list[tuple[Article, str]]]]:
    """The articles of a chapter under its parts and sections, each with its fragment."""
    return [
        (parts, [(article, texts[f"art_{article.number}"]) for article in articles])
        for parts, articles in chapter.groups()
    ]


def words_of(request: HttpRequest, reader: Reader, fragment: Fragment) -> dict[str, object]:
    """The words of a page for its template; with ?q=, what a search found in them is marked, and there is a way back.

    No query to the database without ?q=, nine with it.
    """
    typed = typed_in(request.GET.get("q", ""))[:MAX_QUERY]
    if not typed:
        return {"html": noted(reader.linked(fragment.html), fragment.glosses)}
    found = found_on_page(reader.edition, fragment.eid, typed)
    html = render_with(reader.edition, fragment.eid, found) if found else fragment.html
    results = f"{reader.search_url}?{urlencode({'q': typed})}"
    return {"html": noted(reader.linked(html), fragment.glosses), "q": typed, "results_url": results}


@public_page("text")
def contents(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """All chapters and articles."""
    if reader := reader_of(slug):
        return page(request, "edition_contents", reader, json_ld=metadata.of_edition(reader))
    return frames.frame(request, "contents")


@public_page("text")
def preamble(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    reader = reader_of(slug)
    if not reader:
        return frames.preamble(request)
    if not reader.has_preamble:
        raise Http404
    fragment = reader.edition.fragments.get(eid="preamble")
    first = reader.chapters[0].articles_list[0]
    return page(request, "preamble", reader, fragment=fragment, after=first, **words_of(request, reader, fragment))


@public_page("text")
def chapter(request: HttpRequest, number: int, slug: str | None = None) -> HttpResponse:
    """A chapter with the text of all its articles."""
    reader = reader_of(slug)
    if not reader:
        return frames.chapter(request, number)
    found = reader.chapter(number)
    if not found:
        raise Http404
    rows = reader.edition.fragments.filter(chapter=number).values_list("eid", "html")
    texts = {eid: reader.linked(html) for eid, html in rows}
    return page(
        request,
        "edition_chapter",
        reader,
        chapter=found,
        groups=with_texts(found, texts),
        json_ld=metadata.of_chapter(reader, found),
        before=reader.chapter(number - 1),
        after=reader.chapter(number + 1),
    )


@public_page("text")
def roman_chapter(request: HttpRequest, letters: str, slug: str | None = None) -> HttpResponse:
    """Roman numbers lead to the address in digits."""
    number = from_roman(letters)
    if not number:
        raise Http404
    if slug:
        return HttpResponsePermanentRedirect(reverse("convention:edition:chapter", args=[slug, number]))
    return HttpResponsePermanentRedirect(reverse("convention:chapter", args=[number]))


@public_page("text")
def article(request: HttpRequest, number: int, slug: str | None = None) -> HttpResponse:
    """One article, with its place in the whole. Three queries."""
    reader = reader_of(slug)
    if not reader:
        return frames.article(request, number)
    around = reader.around(number)
    if not around:
        eid = f"art_{number}"
        if moved := aliases(reader.edition, [eid]).get(eid):
            # Not for good: publishing the edition before undoes a renumbering.
            return HttpResponseRedirect(reader.contents_url + address_of(moved))
        return no_article(request, reader, number)
    inside, before, this, after = around
    fragment = reader.edition.fragments.get(eid=f"art_{number}")
    cited = article_cited(reader.edition, number, this.heading)
    panels = slots.under_article(number, fragment.eid) if slug is None else []
    response = page(
        request,
        "article",
        reader,
        article=this,
        chapter=inside,
        before=before,
        after=after,
        fragment=fragment,
        applies=applying(reader, fragment, number),
        short_address=settings.SITE_URL.partition("://")[2] + reverse("convention:short", args=[number]).rstrip("/")
        if slug is None
        else settings.SITE_URL.partition("://")[2] + this.url,
        json_url=reader.url("article_file", number, "json"),
        akn_url=reader.url("article_file", number, "akn.xml"),
        txt_url=reader.url("article_file", number, "txt"),
        citation=chicago(cited),
        cite_url=reader.url("cite", number),
        embedded=metadata.embedded(cited),
        json_ld=metadata.of_article(reader, inside, this),
        cited=[(label, reader.contents_url + address_of(eid)) for eid, label in fragment.cited_by],
        panels=panels,
        **words_of(request, reader, fragment),
    )
    if panels:
        # Names stand under it: one that is withdrawn has to be gone from every cache within a minute.
        response.cache_policy = "names"
    return response


@public_page("text")
def article_file(request: HttpRequest, number: int, form: str, slug: str | None = None) -> HttpResponse:
    """One article for machines, in one of machine.FORMS."""
    reader = reader_of(slug)
    if not reader or not reader.around(number):
        raise Http404
    response = machine.FORMS[form](reader, number)
    if reader.edition.specimen:
        response["X-Robots-Tag"] = "noindex"
    return response


@public_page("text")
def text(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The whole text on one page, for print and for finding in the page."""
    reader = reader_of(slug)
    if not reader:
        return frames.whole(request)
    texts = {eid: reader.linked(html) for eid, html in reader.edition.fragments.values_list("eid", "html")}
    chapters = [(chapter, with_texts(chapter, texts)) for chapter in reader.chapters]
    return page(
        request,
        "text",
        reader,
        whole=chapters,
        preamble=texts.get("preamble", ""),
        ends=[(annex, texts[annex["eid"]]) for annex in reader.edition.contents["annexes"]],
        conclusions=texts.get("conclusions", ""),
    )


@public_page("text")
def short_address(request: HttpRequest, number: int) -> HttpResponse:
    """/12/ leads to article 12."""
    return redirect("convention:article", number=number)


@public_page("text")
def editions(request: HttpRequest) -> HttpResponse:
    """All editions that may be read, by instrument."""
    found = list(Edition.objects.readable().select_related("instrument"))
    return frames.frame(request, "editions", editions=[Reader(edition, edition.slug) for edition in found])
