"""The links of an edition: made from its words as rows (models/links.py), and read back for pages and files."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from convention import terms
from convention.citing import short
from convention.marks import plain
from convention.models import Edition, Reference, Term, TermUse
from convention.models import ProvisionKind as Kind
from convention.references import Shape, find_all


class LinkKind(StrEnum):
    REFERENCE = "reference"
    INSTRUMENT = "instrument"
    TERM = "term"
    DEFINITION = "definition"


@dataclass(frozen=True)
class Link:
    """A link in the plain words of a provision. `target`: an eId, the name of an instrument, or the slug of a term.

    `name` is what a term is called where it is defined.
    """

    start: int
    end: int
    kind: LinkKind
    target: str
    until: str = ""
    name: str = ""


Links = dict[str, list[Link]]


def shape_of(edition: Edition) -> Shape:
    """What an edition has, for reading references. One query."""
    rows = edition.provisions.order_by("order").values_list("eid", "kind", "number")
    return Shape.of(rows, edition.instrument.title)


def enter_links(edition: Edition) -> None:
    """Make the rows of references, terms and uses from the words of an edition, in place of those that are there.

    Within a transaction. Only English texts have any (convention/references, convention/terms.py).
    """
    edition.references.all().delete()
    edition.terms.all().delete()
    if edition.language.partition("-")[0].lower() != "en":
        return
    rows = list(edition.provisions.order_by("order").values_list("eid", "kind", "number", "text"))
    shape = Shape.of((row[:3] for row in rows), edition.instrument.title)
    texts = [(eid, plain(text)) for eid, _kind, _number, text in rows]
    found = find_all(texts, shape)
    Reference.objects.bulk_create(
        Reference(
            edition=edition,
            eid=eid,
            start=one.start,
            end=one.end,
            target=one.target,
            until=one.until,
            instrument=one.instrument,
        )
        for eid, ones in found.items()
        for one in ones
        if one.target or one.instrument
    )
    occupied = {eid: [(one.start, one.end) for one in ones] for eid, ones in found.items()}
    defined = terms.definitions(texts, shape)
    kept = Term.objects.bulk_create(
        Term(
            edition=edition,
            slug=term.slug,
            words=term.words,
            eid=term.eid,
            start=term.start,
            end=term.end,
            scope=term.scope,
        )
        for term in defined
    )
    row_of = dict(zip(defined, kept, strict=True))
    excluded = edition.instrument.term_exclusions.filter(active=True).values_list("words", "eid")
    TermUse.objects.bulk_create(
        TermUse(term=row_of[use.term], eid=use.eid, start=use.start, end=use.end)
        for use in terms.uses(texts, defined, shape, list(excluded), occupied)
    )


def links_of(edition: Edition, top: str = "") -> Links:
    """The links of an edition by the eId of where they stand, in order; of one article with `top`. Three queries."""
    found: Links = defaultdict(list)
    references = edition.references.all()
    definitions = edition.terms.all()
    uses = TermUse.objects.filter(term__edition=edition).select_related("term")
    if top:
        inside = {"eid__regex": rf"^{top}(__|$)"}
        references, definitions, uses = (rows.filter(**inside) for rows in (references, definitions, uses))
    for row in references:
        kind = LinkKind.REFERENCE if row.target else LinkKind.INSTRUMENT
        found[row.eid].append(Link(row.start, row.end, kind, row.target or row.instrument, row.until))
    for row in definitions:
        found[row.eid].append(Link(row.start, row.end, LinkKind.DEFINITION, row.slug, name=row.words))
    for row in uses:
        found[row.eid].append(Link(row.start, row.end, LinkKind.TERM, row.term.slug, name=row.term.words))
    return {eid: sorted(links, key=lambda link: link.start) for eid, links in found.items()}


def cited_by(edition: Edition) -> dict[str, list[list[str]]]:
    """For each article: the provisions of other articles that refer to it or into it, in the order of the text.

    Each as its eId, and as a list names it: ["art_14__para_1", "14(1)"]. Two queries.
    """
    shape = shape_of(edition)
    order = shape.order.get(Kind.ARTICLE, [])
    place = {eid: number for number, eid in enumerate(order)}
    found: dict[str, list[list[str]]] = defaultdict(list)
    for eid, target, until in edition.references.exclude(target="").values_list("eid", "target", "until"):
        first, last = target.partition("__")[0], (until or target).partition("__")[0]
        if first in place and last in place:
            for article in order[place[first] : place[last] + 1]:
                one = [eid, short(eid, shape.unnumbered)]
                if article != eid.partition("__")[0] and one not in found[article]:
                    found[article].append(one)
    return found
