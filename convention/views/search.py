"""The box "Article or word": a typed number jumps; words are found in headings and text by a plain query."""

import re

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from convention.marks import plain
from convention.models import ProvisionKind
from convention.numbers import from_roman
from convention.outline import known_outline
from convention.reader import Reader, current_reader
from convention.views.frames import frame
from convention.views.reading import page
from portal.kit.caching import public_page

MAX_QUERY = 200
MOST_HITS = 50
NUMBER = re.compile(r"(?:art(?:icles?|\.)?\s*)?([1-9]\d{0,3})", re.IGNORECASE | re.ASCII)
CHAPTER = re.compile(r"(?:chapter|chap\.?|ch\.?)\s*([ivxl]+|[1-9]\d?)", re.IGNORECASE | re.ASCII)
EID = re.compile(r"art_([1-9]\d{0,3})(?:__[a-z0-9_]+)?")


@public_page("text")
def search(request: HttpRequest) -> HttpResponse:
    """A citation leads straight to its place; words give the provisions that hold all of them."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    message = ""
    if len(query) > MAX_QUERY:
        query = query[:MAX_QUERY]
        message = _("Only the first %(limit)d characters were read.") % {"limit": MAX_QUERY}
    reader = current_reader()
    number = NUMBER.fullmatch(query)
    if not reader:
        shape = known_outline()
        if (found := CHAPTER.fullmatch(query)) and (chapter := shape.chapter(chapter_number(found[1]) or 0)):
            return redirect(chapter.url)
        return frame(request, "search", shape, q=query, message=message, number=int(number[1]) if number else None)
    if address := place(reader, query):
        return redirect(address)
    hits = find(reader, query) if query and not number else []
    return page(
        request,
        "edition_search",
        reader,
        q=query,
        message=message,
        number=int(number[1]) if number else None,
        hits=hits[:MOST_HITS],
        more=len(hits) > MOST_HITS,
    )


def place(reader: Reader, query: str) -> str:
    """The address that a typed citation names, or an empty text where it names none of this edition."""
    if (found := NUMBER.fullmatch(query)) and reader.around(int(found[1])):
        return reader.url("article", int(found[1]))
    if (found := EID.fullmatch(query)) and reader.around(int(found[1])):
        return f"{reader.url('article', int(found[1]))}#{query}"
    if (found := CHAPTER.fullmatch(query)) and (chapter := reader.chapter(chapter_number(found[1]) or 0)):
        return chapter.url
    if query.casefold() == "preamble" and reader.has_preamble:
        return reader.url("preamble")
    return ""


def chapter_number(typed: str) -> int | None:
    """The number of a chapter as it was typed, in digits or in roman letters; None for letters that are no number."""
    return int(typed) if typed.isdecimal() else from_roman(typed)


def find(reader: Reader, query: str) -> list[dict[str, object]]:
    """The provisions of the edition that hold every word of the query in heading or text, in the order of the text."""
    words = query.split()[:8]
    holds = Q()
    for word in words:
        holds &= Q(heading__icontains=word) | Q(text__icontains=word)
    kinds = ProvisionKind
    rows = (
        reader.edition.provisions.filter(holds)
        .exclude(kind__in=[kinds.CHAPTER, kinds.PART, kinds.SECTION])
        .order_by("order")
        .values_list("eid", "heading", "text", "kind", "number", "parent__number", "parent__parent__number")[
            : MOST_HITS + 1
        ]
    )
    return [_hit(reader, *row) for row in rows]


def _place(kind: str, *numbers: str) -> str:
    """Where in its article a provision stands, as one writes it: "2 (b) (i)". numbers: its own first, then above."""
    steps = {ProvisionKind.PARAGRAPH: 1, ProvisionKind.POINT: 2, ProvisionKind.SUBPOINT: 3}.get(kind, 0)
    paragraph, *points = reversed(numbers[:steps]) if steps else [""]
    return " ".join([paragraph, *(f"({point})" for point in points)]).strip()


def _hit(reader: Reader, eid: str, heading: str, text: str, kind: str, *numbers: str) -> dict[str, object]:
    text, heading = plain(text), plain(heading)
    if eid.startswith("art_"):
        number = int(eid.split("__")[0].removeprefix("art_"))
        chapter, _before, article, _after = reader.around(number)
        url = article.url if kind == ProvisionKind.ARTICLE else f"{article.url}#{eid}"
        return {"article": article, "chapter": chapter, "url": url, "text": text, "place": _place(kind, *numbers)}
    if eid.startswith("preamble"):
        return {"url": f"{reader.url('preamble')}#{eid}", "text": text, "preamble": True}
    return {"url": f"{reader.url('text')}#{eid}", "text": text or heading}
