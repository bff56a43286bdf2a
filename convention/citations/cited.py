"""What is cited: one article of an edition, or a provision in it, with all that the styles and files say of it."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from convention.citing import address_of, article_of, short
from convention.exporting.about import SPECIMEN_LINE
from convention.marks import plain
from convention.models import Edition, Provision, ProvisionKind
from convention.reader import Reader


@dataclass(frozen=True)
class Cited:
    """A provision as it is cited. English in every language, as the styles are.

    `place` is "12(3)(b)"; `url` is the address in this very edition, which stays when a later one takes its place.
    """

    title: str
    short_title: str
    slug: str
    eid: str
    place: str
    heading: str
    version: str
    date: datetime.date
    language: str
    url: str
    specimen: bool
    accessed: datetime.date

    @property
    def notice(self) -> str:
        """What has to be said beside every citation of a specimen; empty for any other text."""
        return SPECIMEN_LINE if self.specimen else ""

    @property
    def key(self) -> str:
        """A name for lists of references: specimen-en-1-art-12-para-3."""
        return f"{self.slug}-{self.eid}".replace("__", "-").replace("_", "-")


def cited_in(edition: Edition, number: int) -> dict[str, Cited]:
    """Article `number` of an edition and every provision in it, by eId in the order of the text. One query.

    Empty where there is no such article. `edition` has its instrument.
    """
    eid = f"art_{number}"
    rows = list(edition.provisions.filter(eid__regex=rf"^{eid}(__|$)").order_by("order"))
    unnumbered = {row.eid for row in rows if row.kind == ProvisionKind.PARAGRAPH and not row.number}
    places: dict[str, str] = {}
    # A closing text and a paragraph without a number are cited as what they stand in: one entry for each place.
    for row in rows:
        if row.kind != ProvisionKind.WRAP and (place := short(row.eid, unnumbered)) not in places.values():
            places[row.eid] = place
    found = {row.eid: row for row in rows}
    return {one: _cited(edition, found[eid], one, place) for one, place in places.items()}


def _cited(edition: Edition, article: Provision, eid: str, place: str) -> Cited:
    reader = Reader(edition, edition.slug)
    return Cited(
        title=edition.instrument.title,
        short_title=edition.instrument.short_title,
        slug=edition.slug,
        eid=eid,
        place=place,
        heading=plain(article.heading),
        version=edition.version,
        date=edition.date,
        language=edition.language,
        url=f"{settings.SITE_URL}{reader.contents_url}{address_of(eid)}",
        specimen=edition.instrument.specimen,
        accessed=timezone.now().date(),
    )


def article_cited(edition: Edition, number: int, heading: str) -> Cited:
    """Article `number` itself, where its heading is known already. No query."""
    eid = f"art_{number}"
    return _cited(edition, Provision(eid=eid, heading=heading), eid, str(article_of(eid)))
