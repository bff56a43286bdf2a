"""What a link in the text leads to, as a small piece of HTML that is shown on the spot (static/js/notes.js)."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convention.citing import address_of, article_of, citation, short
from convention.marks import html
from convention.models import ProvisionKind as Kind
from convention.reader import Article, Reader, reader_of
from convention.rendering import excerpts
from convention.views.terms import entries, unnumbered
from portal.kit.caching import public_page

MOST = 40  # provisions of a range that are shown
TERM = "term_"


@dataclass
class Note:
    """What a note shows: where it is from, the words, and what else is there."""

    place: str
    heading: str
    url: str
    words: list[SafeString] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


@public_page("text")
def note(request: HttpRequest, of: str, slug: str | None = None) -> HttpResponse:
    """`of` is an eId (art_12__para_3), a range (art_7..art_9) or term_ with a term's slug. Six queries at most."""
    reader = reader_of(slug)
    found = None
    if reader and of.startswith(TERM):
        found = _term(reader, of.removeprefix(TERM))
    elif reader:
        first, dots, last = of.partition("..")
        found = _range(reader, first, last) if dots else _one(reader, first)
    if found is None:
        raise Http404
    context = {"note": found, "edition": reader.edition, "reader": reader, "ui_language": get_language()}
    response = render(request, "convention/note.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _term(reader: Reader, slug: str) -> Note | None:
    term = reader.edition.terms.filter(slug=slug).first()
    if term is None:
        return None
    entry = entries(reader, [term], unnumbered(reader.edition))[0]
    return Note(entry.place, term.words, entry.url, [entry.definition])


def _one(reader: Reader, eid: str) -> Note | None:
    row = reader.edition.provisions.filter(eid=eid).values_list("kind", "heading", "parent__text").first()
    if row is None:
        return None
    kind, heading, above = row
    address = reader.contents_url + address_of(eid)
    if kind in (Kind.CHAPTER, Kind.PART, Kind.SECTION):
        return Note(citation(eid), heading, address, articles=_articles(reader, eid))
    number = article_of(eid)
    around = reader.around(number) if number else None
    heading = around[2].heading if around else heading
    words = [excerpts(reader.edition, [eid])[eid]]
    if kind in (Kind.POINT, Kind.SUBPOINT):
        # A point says little without the words that lead to it.
        words.insert(0, format_html("<p>{}</p>", html(above)))
    return Note(_cited(reader, eid), heading, address, words)


def _articles(reader: Reader, eid: str) -> list[Article]:
    """The articles of a chapter, part or section."""
    for chapter, contents in zip(reader.chapters, reader.edition.contents["chapters"], strict=True):
        if f"chp_{chapter.number}" == eid:
            return chapter.articles_list
        for part in contents["parts"]:
            if part["eid"] == eid:
                return [
                    article for article in chapter.articles_list if part["first"] <= article.number <= part["last"]
                ]
    return []


def _range(reader: Reader, first: str, last: str) -> Note | None:
    """All chapters or articles by their headings, or all paragraphs or points in their words."""
    rows = dict(reader.edition.provisions.filter(eid__in=[first, last]).values_list("eid", "order"))
    if len(rows) < 2 or rows[first] > rows[last]:
        return None
    kind = reader.edition.provisions.get(eid=first).kind
    between = reader.edition.provisions.filter(kind=kind, order__gte=rows[first], order__lte=rows[last])
    eids = list(between.order_by("order").values_list("eid", flat=True)[:MOST])
    found = Note(f"{_cited(reader, first)} – {_cited(reader, last)}", "", reader.contents_url + address_of(first))
    if kind == Kind.ARTICLE:
        around = [reader.around(article_of(eid)) for eid in eids]
        found.articles = [one[2] for one in around if one]
    elif kind == Kind.CHAPTER:
        chapters = {f"chp_{chapter.number}": chapter for chapter in reader.chapters}
        found.articles = [Article(c.roman, c.title, c.url) for eid in eids if (c := chapters.get(eid))]
    else:
        texts = excerpts(reader.edition, eids)
        found.words = [texts[eid] for eid in eids]
    return found


def _cited(reader: Reader, eid: str) -> str:
    """A provision as people cite it, without a paragraph that has no number. One query."""
    if article_of(eid) is None:
        return citation(eid)
    return _("article %(number)s") % {"number": short(eid, unnumbered(reader.edition))}
