"""A citation that a reader types into the box: "12", "art. 12(3)(b)", "12.3.b", "chapter IV", an eId, an IRI."""

import re
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from convention.citing import address_of, article_of, places
from convention.exporting import iri
from convention.models import ProvisionKind as Kind
from convention.reader import Reader
from convention.references import Shape, find
from convention.shorthand import in_figures, written_out

EID = re.compile(r"(?:art|chp|preamble|conclusions|annex)[a-z0-9_]*")
# A number alone, or with what is below it: 12, 12(3)(b), 12.3.b.
NUMBER = re.compile(r"[0-9]{1,4}(?=\s*$|\s*\(|\.[0-9a-z]|[a-z]{0,3}\s*$)")
CITES = re.compile(
    r"(?:art(?:icle)?s?\b\.?|chap(?:ter)?\b\.?|ch\b\.?|recital\b)\s*([0-9]{1,4}[a-z-]{0,5}|[ivxl]+)$", re.I
)
LONGEST = 120


@dataclass(frozen=True)
class Cited:
    """What a typed citation names: an address, or what to say where there is no such place.

    `offers` are places that there are instead, as pairs of words and address.
    """

    address: str = ""
    message: str = ""
    offers: list[tuple[str, str]] = field(default_factory=list)


def cited(reader: Reader, typed: str) -> Cited | None:
    """What was typed as a citation; None where it is none: its words are to be looked for. Four queries at most."""
    words = in_figures(typed).strip(" \t,;.")
    if not words or len(words) > LONGEST:
        return None
    if re.fullmatch(r"[1-9][0-9]{0,3}", words):
        return (
            Cited(reader.url("article", int(words))) if reader.around(int(words)) else _missing_article(reader, words)
        )
    if "/akn/" in words:
        return _iri(reader, words)
    if EID.fullmatch(words) and "_" in words:
        return _eid(reader, words)
    instrument = reader.edition.instrument
    full, named = written_out(words, (instrument.title, instrument.short_title))
    if offered := _part_alone(reader, full):
        return offered
    if full and (found := _words(reader, full)) and found.address:
        return found
    # Said as it was typed, if the grammar reads that; numbers without a unit are looked for as words.
    return _words(reader, words) or (_words(reader, full) if named else None)


def _part_alone(reader: Reader, full: str) -> Cited | None:
    """The parts of that number, of whatever chapter. None where nothing else was typed, or there is none."""
    number = full.removeprefix("part ") if full.startswith("part ") else ""
    offers = [
        (f"{chapter.roman}. {chapter.title} · {part.number}. {part.heading}", part.url)
        for chapter in reader.chapters
        for part in (chapter.parts if number else [])
        if part.kind == Kind.PART and part.eid.endswith(f"__part_{number}")
    ]
    said = _("Part %(number)s stands in more than one chapter:") if len(offers) > 1 else _("Part %(number)s:")
    return Cited(message=said % {"number": number}, offers=offers) if offers else None


def _iri(reader: Reader, words: str) -> Cited | None:
    asked = iri.read(words[words.index("/akn/") :])
    if asked is None:
        return None
    edition = reader.edition
    ours = asked.slug == edition.instrument.slug and asked.date == edition.date
    if ours and asked.portion and asked.language in ("", iri.alpha3(edition.language)):
        return _eid(reader, asked.portion)
    # Another edition, or a whole one: the page of IRIs knows where it is.
    return Cited(words[words.index("/akn/") :])


def _eid(reader: Reader, eid: str) -> Cited:
    if reader.edition.provisions.filter(eid=eid).exists():
        return Cited(places(reader, [eid])[eid])
    return _missing(reader, eid, eid)


def _words(reader: Reader, words: str) -> Cited | None:
    """By the grammar of references, if it takes all that was typed."""
    words = f"article {words}" if NUMBER.match(words) else words
    if not re.search(r"\d|\b[ivxl]+\b|preamble", words, re.IGNORECASE):
        return None
    found = find(words, "", _shape(reader, words))
    if found and found[0].start == 0 and not re.search(r"\w", words[found[-1].end :]) and not found[0].instrument:
        if found[0].target:
            return Cited(reader.contents_url + address_of(found[0].target))
        return _missing(reader, _nearest(words), words)
    if number := CITES.fullmatch(words):
        return _missing(reader, _nearest(words), number[0])
    return None


def _shape(reader: Reader, words: str) -> Shape:
    """As much of the edition as a citation can name: its chapters and parts, and the articles with these numbers."""
    wanted = Q(kind__in=[Kind.PREAMBLE, Kind.RECITAL, Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ANNEX])
    for number in re.findall(r"\d{1,4}", words)[:6]:
        wanted |= Q(eid__regex=rf"^art_{number}(__|$)")
    rows = reader.edition.provisions.filter(wanted).order_by("order").values_list("eid", "kind", "number")
    return Shape.of(rows, reader.edition.instrument.title)


def _nearest(words: str) -> str:
    """The eId of the article or chapter that words begin to cite."""
    number = re.search(r"\d+", words)
    return f"art_{number[0]}" if number and not words.casefold().startswith(("ch", "part")) else "chp_"


def _missing(reader: Reader, eid: str, typed: str) -> Cited:
    """That there is no such place, with what there is: an article's paragraphs, all chapters, or the articles."""
    first = eid.partition("__")[0]
    if eid.startswith("chp_"):
        offers = [(f"{c.roman}. {c.title}", c.url) for c in reader.chapters if c.number]
        said = _("There is no “%(typed)s”: this text has %(total)d chapters.")
        return Cited(message=said % {"typed": typed, "total": len(offers)}, offers=offers)
    number = article_of(first)
    if number is None or not (around := reader.around(number)) or re.search(r"\d[a-z-]+$", typed.casefold()):
        return _missing_article(reader, typed)
    article = around[2]
    rows = reader.edition.provisions.filter(parent__eid=first).order_by("order").values_list("eid", "number")
    offers = [(_("Article %(number)d: %(heading)s") % {"number": number, "heading": article.heading}, article.url)]
    offers += [
        (_("paragraph %(number)s") % {"number": label}, reader.contents_url + address_of(eid))
        for eid, label in rows
        if label
    ]
    return Cited(
        message=_("Article %(number)d has no such place: “%(typed)s”. It has:") % {"number": number, "typed": typed},
        offers=offers,
    )


def _missing_article(reader: Reader, typed: str) -> Cited:
    everything = [article for chapter in reader.chapters for article in chapter.articles_list]
    wanted = re.search(r"\d+", typed)
    nearest = sorted(everything, key=lambda article: abs(article.number - int(wanted[0]) if wanted else 0))[:3]
    number = re.sub(r"^art(?:icles?|\.)?\s*|^art_", "", typed, flags=re.IGNORECASE)
    words = {"number": number, "total": reader.articles_total}
    return Cited(
        message=_("There is no article %(number)s: this text has %(total)d articles.") % words,
        offers=[
            (f"{article.number}. {article.heading}", article.url)
            for article in sorted(nearest, key=lambda article: article.number)
        ],
    )
