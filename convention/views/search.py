"""The box "Article or word": a typed citation jumps; words give the provisions that hold them, the best first."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from convention.citing import address_of, article_of, below
from convention.models import Category, ProvisionKind
from convention.numbers import from_roman
from convention.outline import known_outline
from convention.reader import Article, Chapter, Reader, reader_of
from convention.searching import finding
from convention.searching.finding import Row
from convention.searching.marking import found_in, snippet
from convention.searching.query import MAX_QUERY, typed_in
from convention.typed import cited
from convention.views.frames import frame
from convention.views.reading import page
from portal.kit.caching import public_page

ON_A_PAGE = 20
# In the state without a text, where there is no edition to ask.
NUMBER = re.compile(r"(?:art(?:icles?|\.)?\s*)?([1-9]\d{0,3})", re.IGNORECASE | re.ASCII)
CHAPTER = re.compile(r"(?:chapter|chap\.?|ch\.?)\s*([ivxl]+|[1-9]\d?)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Hit:
    """A provision that was found. `article` and `chapter` are None for one outside the articles."""

    article: Article | None
    chapter: Chapter | None
    place: str
    url: str
    words: SafeString
    preamble: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow the hits: its words, how many there are, and the address that chooses it or leaves it again."""

    words: str
    count: int
    url: str
    chosen: bool


@public_page("text")
def search(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """A citation leads straight to its place; words give the provisions that hold all of them, else some.

    In the edition of that slug; in the current one where there is no slug.
    """
    query = typed_in(request.GET.get("q", ""))
    message = ""
    if len(query) > MAX_QUERY:
        query = query[:MAX_QUERY]
        message = _("Only the first %(limit)d characters were read.") % {"limit": MAX_QUERY}
    reader = reader_of(slug)
    if not reader:
        return _without_text(request, query, message)
    found = cited(reader, query)
    if found and found.address:
        return redirect(found.address)
    context = {"q": query, "message": message, "missing": found}
    if query and not found:
        context |= _results(request, reader, query)
    return page(request, "edition_search", reader, **context)


def _without_text(request: HttpRequest, query: str, message: str) -> HttpResponse:
    shape = known_outline()
    if found := CHAPTER.fullmatch(query):
        number = int(found[1]) if found[1].isdecimal() else from_roman(found[1])
        if chapter := shape.chapter(number or 0):
            return redirect(chapter.url)
    number = NUMBER.fullmatch(query)
    return frame(request, "search", shape, q=query, message=message, number=int(number[1]) if number else None)


def _results(request: HttpRequest, reader: Reader, query: str) -> dict[str, object]:
    """The hits of one page with the words around them, and the facets. Eight queries at most."""
    ready = finding.ready(reader.edition, query)
    found = finding.find(reader.edition, ready)
    categories = list(reader.edition.categories.all()) if found.rows else []
    of_whom = _of_whom(reader, found.rows) if categories else {}
    chapter = request.GET.get("chapter", "")
    category = next((c for c in categories if c.slug == request.GET.get("category")), None)

    def kept(row: Row, by_chapter: bool = True, by_category: bool = True) -> bool:
        in_chapter = not by_chapter or not chapter or str(row.chapter) == chapter
        return in_chapter and (not by_category or not category or category.slug in of_whom.get(row.top, ()))

    rows = [row for row in found.rows if kept(row)]
    number = request.GET.get("page", "")
    number = int(number) if re.fullmatch(r"[1-9]\d{0,3}", number) else 1
    shown = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    asked = {"q": query, "chapter": chapter, "category": category.slug if category else ""}
    return {
        "hits": _hits(reader, shown, ready, query),
        "total": len(rows),
        "first": (number - 1) * ON_A_PAGE + 1,
        "all_words": found.all_words,
        "common_only": not ready.wanted,
        "chapters_found": _chapters(
            reader, Counter(r.chapter for r in found.rows if kept(r, by_chapter=False)), asked
        ),
        "categories_found": _categories(
            reader,
            categories,
            Counter(s for r in found.rows if kept(r, by_category=False) for s in of_whom.get(r.top, ())),
            asked,
        ),
        "narrowed": bool(chapter or category),
        "before_url": _address(reader, asked, page=number - 1) if number > 1 else "",
        "after_url": _address(reader, asked, page=number + 1) if len(rows) > number * ON_A_PAGE else "",
    }


def _address(reader: Reader, asked: dict[str, str], **changes: object) -> str:
    values = {name: value for name, value in {**asked, **changes}.items() if value}
    return f"{reader.search_url}?{urlencode(values)}"


def _of_whom(reader: Reader, rows: list[Row]) -> dict[str, list[str]]:
    """The categories of person that each article with a hit applies to, by its eId. One query."""
    fragments = reader.edition.fragments.filter(eid__in={row.top for row in rows}).values_list("eid", "applies")
    return {eid: [slug for slug, *_rest in applies] for eid, applies in fragments}


def _chapters(reader: Reader, counts: Counter[int], asked: dict[str, str]) -> list[Facet]:
    facets = []
    for chapter in reader.chapters:
        chosen = str(chapter.number) == asked["chapter"]
        if counts[chapter.number] or chosen:
            words = f"{chapter.roman}. {chapter.title}"
            url = _address(reader, asked, chapter="" if chosen else chapter.number)
            facets.append(Facet(words, counts[chapter.number], url, chosen))
    return facets


def _categories(
    reader: Reader, categories: list[Category], counts: Counter[str], asked: dict[str, str]
) -> list[Facet]:
    facets = []
    for category in categories:
        chosen = category.slug == asked["category"]
        if counts[category.slug] or chosen:
            url = _address(reader, asked, category="" if chosen else category.slug)
            facets.append(Facet(category.name, counts[category.slug], url, chosen))
    return facets


def _hits(reader: Reader, rows: list[Row], ready: finding.Query, query: str) -> list[Hit]:
    """The hits as they are shown. Two queries."""
    texts = found_in([row.pk for row in rows], ready)
    paragraphs = {"__".join(row.eid.split("__")[:2]) for row in rows}
    unnumbered = set(
        reader.edition.provisions.filter(eid__in=paragraphs, kind=ProvisionKind.PARAGRAPH, number="").values_list(
            "eid", flat=True
        )
    )
    kept = urlencode({"q": query})
    hits = []
    for row in rows:
        number = article_of(row.eid)
        around = reader.around(number) if number else None
        path, _sign, anchor = (reader.contents_url + address_of(row.eid)).partition("#")
        hits.append(
            Hit(
                article=around[2] if around else None,
                chapter=around[0] if around else None,
                place=below(row.eid, unnumbered),
                url=f"{path}?{kept}" + (f"#{anchor}" if anchor else ""),
                words=snippet(texts[row.pk]),
                preamble=row.top == "preamble",
            )
        )
    return hits


@public_page("rest")
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches here from its own box."""
    return render(request, "convention/opensearch.xml", content_type="application/opensearchdescription+xml")
