"""The glossary: the terms that an edition defines, and where each is used."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from convention.citing import address_of, article_of, citation, short
from convention.models import Edition, Term, TermUse
from convention.models import ProvisionKind as Kind
from convention.reader import Article, Reader, reader_of
from convention.rendering import excerpts
from convention.views.frames import frame
from convention.views.reading import page
from portal.kit.caching import public_page


@dataclass(frozen=True)
class Entry:
    """A term as the glossary shows it."""

    term: Term
    url: str
    definition: SafeString
    place: str
    place_url: str
    scope: str
    count: int = 0


@dataclass
class Uses:
    """An article, or the preamble where `article` is None, with the places in it that use a term."""

    article: Article | None
    places: list[tuple[str, str]] = field(default_factory=list)


def unnumbered(edition: Edition) -> set[str]:
    """The eIds of the paragraphs without a number, which a citation leaves out. One query."""
    return set(edition.provisions.filter(kind=Kind.PARAGRAPH, number="").values_list("eid", flat=True))


def entries(reader: Reader, terms: list[Term], bare: set[str]) -> list[Entry]:
    """Terms with their definitions; `bare` are the paragraphs without a number. One query."""
    found = excerpts(reader.edition, [term.eid for term in terms])
    return [
        Entry(
            term=term,
            url=reader.url("term", term.slug),
            definition=found[term.eid],
            place=_("article %(number)s") % {"number": short(term.eid, bare)},
            place_url=reader.contents_url + address_of(term.eid),
            scope=citation(term.scope) if term.scope else "",
            count=getattr(term, "count", 0),
        )
        for term in terms
    ]


@public_page("text")
def index(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """All terms by the alphabet, each with its definition and how often it is used. Four queries."""
    reader = reader_of(slug)
    if not reader:
        return frame(request, "terms")
    terms = sorted(reader.edition.terms.annotate(count=Count("uses")), key=lambda term: term.words.casefold())
    return page(request, "edition_terms", reader, entries=entries(reader, terms, unnumbered(reader.edition)))


@public_page("text")
def term(request: HttpRequest, term: str, slug: str | None = None) -> HttpResponse:
    """One term: its definition, where it holds, and every provision that uses it. Five queries."""
    reader = reader_of(slug)
    found = reader.edition.terms.filter(slug=term).first() if reader else None
    if found is None:
        raise Http404
    rows = TermUse.objects.filter(term=found).values_list("eid", flat=True)
    uses: dict[str, Uses] = {}
    bare = unnumbered(reader.edition)
    for eid in dict.fromkeys(rows):
        top, number = eid.partition("__")[0], article_of(eid)
        around = reader.around(number) if number else None
        inside = uses.setdefault(top, Uses(around[2] if around else None))
        inside.places.append((short(eid, bare), reader.contents_url + address_of(eid)))
    return page(
        request, "edition_term", reader, entry=entries(reader, [found], bare)[0], uses=uses.values(), total=len(rows)
    )
