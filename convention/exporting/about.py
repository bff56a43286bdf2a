"""What every file says of itself: which edition it holds, of what day, where it stands, and the sum of its text."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from convention.exporting import iri
from convention.importing.document import Document, Node
from convention.links import Links
from convention.models import Edition, Provision
from convention.models import ProvisionKind as Kind
from convention.reader import Reader

# English in every language: it is for whoever finds the file, whatever they read.
SPECIMEN_LINE = "Specimen text for demonstration. Not the Convention."


@dataclass(frozen=True)
class About:
    """An edition as its files name it. `address` is its own and permanent; `sha256` is that of the text."""

    title: str
    slug: str
    language: str
    direction: str
    version: str
    date: datetime.date
    official: bool
    specimen: bool
    sha256: str
    address: str
    site: str
    working: tuple[int, ...]  # numbers of the chapters whose title is ours for the time being
    iris: iri.Iris
    links: Links = field(default_factory=dict)  # by the eId of where they stand, for forms that have a place for them

    @property
    def notice(self) -> str:
        """The line that stands wherever the text of a specimen does; empty for any other text."""
        return SPECIMEN_LINE if self.specimen else ""

    @property
    def lines(self) -> list[str]:
        """The colophon: edition, date, address and sum, as files for people and for other programs say them."""
        official = "official text" if self.official else "not an official text"
        return [
            *([self.notice] if self.notice else []),
            f"{self.title}. Version {self.version} of {self.date.isoformat()}, language {self.language}, {official}.",
            f"Address: {self.address}",
            f"Akoma Ntoso IRI: {self.iris.expression}",
            f"SHA-256 of the text: {self.sha256}",
        ]


def about(edition: Edition, links: Links | None = None) -> About:
    """What the files of an edition say of it, with its links where they are given (convention/links.py)."""
    instrument = edition.instrument
    return About(
        title=instrument.title,
        slug=edition.slug,
        language=edition.language,
        direction=Reader(edition).direction,
        version=edition.version,
        date=edition.date,
        official=edition.official,
        specimen=instrument.specimen,
        sha256=edition.text_sha256,
        address=settings.SITE_URL + reverse("convention:edition:contents", args=[edition.slug]),
        site=settings.SITE_URL + "/",
        working=tuple(edition.working_titles),
        iris=iri.iris(edition),
        links=links or {},
    )


def document_of(edition: Edition) -> Document:
    """The rows of an edition as the document that an importer would make of its file. One query."""
    document = Document(title=edition.instrument.title, specimen=edition.instrument.specimen)
    below: dict[int | None, list[Node]] = defaultdict(list, {None: document.nodes})
    for row in edition.provisions.order_by("order"):
        node = node_of(row)
        below[row.parent_id].append(node)
        below[row.pk] = node.children
    return document


def node_of(row: Provision) -> Node:
    """A row without what stands below it; its line is its place in the edition."""
    return Node(Kind(row.kind), row.order, row.number, row.heading, row.text, row.eid, page=row.page or 0)
