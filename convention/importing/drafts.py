"""From a checked document to rows: a new draft edition, or the one that is there where nothing has changed."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from convention.importing.document import Document, Node
from convention.importing.layers import Layers
from convention.links import enter_links
from convention.models import Category, CumulationException, CumulationRule, Edition, Instrument, Provision
from portal.kit.records import record


@dataclass(frozen=True)
class Source:
    """What is said of an edition when it is imported. The date is the text's own and is never invented."""

    instrument: str
    language: str
    version: str
    date: datetime.date
    official: bool
    sha256: str


def fingerprint(*files: bytes) -> str:
    """The sha256 of the files that an edition came from, each by its own sum, so that none can flow into the next."""
    return hashlib.sha256(b"".join(hashlib.sha256(file).digest() for file in files)).hexdigest()


def enter_draft(*, by: Any, document: Document, layers: Layers, source: Source) -> tuple[Edition, bool]:
    """Store the document as a draft edition of its instrument, which is made where it is new.

    Returns the edition and whether it is new: the same files with the same particulars change nothing. A changed file
    makes a new draft and leaves every other edition alone. Raises ValueError where a specimen is called official or
    where an instrument and its file differ in being a specimen.
    """
    if document.specimen and source.official:
        raise ValueError("a specimen is never official")
    with transaction.atomic():
        instrument, made = Instrument.objects.select_for_update().get_or_create(
            slug=source.instrument,
            defaults={"title": document.title or source.instrument, "specimen": document.specimen},
        )
        if instrument.specimen != document.specimen:
            raise ValueError("the instrument and the file differ in being a specimen")
        if made:
            record(verb="instrument.enter", subject=instrument, by=by)
        particulars = {
            "instrument": instrument,
            "language": source.language,
            "version": source.version,
            "date": source.date,
            "official": source.official,
            "source_sha256": source.sha256,
        }
        if found := Edition.objects.filter(**particulars).first():
            return found, False
        edition = Edition.objects.create(
            **particulars,
            slug=_free_slug(source),
            text_sha256=text_sum(document),
            working_titles=layers.working_titles,
            institutional=layers.institutional,
            report=document.report.data() if document.report else {},
        )
        enter_provisions(edition, document)
        _enter_layers(edition, layers)
        enter_links(edition)
        record(verb="edition.import", subject=edition, by=by, after=edition.state, detail={"sha256": source.sha256})
    return edition, True


def text_sum(document: Document) -> str:
    """The sha256 of the words alone, as what a signature names: eId, number, heading and text of every provision."""
    digest = hashlib.sha256()
    for node in document.walk():
        digest.update("\x1f".join((node.eid, node.number, node.heading, node.text)).encode() + b"\x1e")
    return digest.hexdigest()


def _free_slug(source: Source) -> str:
    # A point would be dropped, and version 1.0 be taken for 10.
    base = slugify(f"{source.instrument}-{source.language}-{source.version}".replace(".", "-"))[:44]
    taken = set(Edition.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def enter_provisions(edition: Edition, document: Document) -> None:
    """All provisions, a level of the tree at a time, since a row needs the number of its parent."""
    order = {id(node): place for place, node in enumerate(document.walk(), 1)}
    level: list[tuple[Node, Provision | None]] = [(node, None) for node in document.nodes]
    while level:
        rows = Provision.objects.bulk_create(
            Provision(
                edition=edition,
                parent=parent,
                kind=node.kind,
                eid=node.eid,
                number=node.number,
                number_sort=int(node.number) if node.number.isdecimal() else None,
                heading=node.heading,
                text=node.text,
                order=order[id(node)],
                page=node.page or None,
            )
            for node, parent in level
        )
        level = [(child, row) for (node, _parent), row in zip(level, rows, strict=True) for child in node.children]


def _enter_layers(edition: Edition, layers: Layers) -> None:
    categories = {
        entry["slug"]: Category.objects.create(
            edition=edition, slug=entry["slug"], name=entry["name"], one=entry["one"], own=entry["own"], position=place
        )
        for place, entry in enumerate(layers.categories, 1)
    }
    for place, entry in enumerate(layers.rules, 1):
        enter_rule(categories[entry["category"]], place, entry)


def enter_rule(category: Category, place: int, entry: dict[str, Any]) -> None:
    """One rule of a category as the file of layers has it, checked before (convention/importing/layers.py)."""
    whole = entry["mode"] == "whole"
    rule = CumulationRule.objects.create(
        category=category,
        source=entry["from"],
        whole=whole,
        articles=[] if whole else entry["articles"],
        position=place,
    )
    changed = {change["article"]: change["by"] for change in entry.get("changed", [])}
    CumulationException.objects.bulk_create(
        CumulationException(rule=rule, article=article, changed_by=changed.get(article, ""))
        for article in [*changed, *entry.get("excluded", [])]
    )
