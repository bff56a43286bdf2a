"""What a page of a text says of itself to programs: schema.org as JSON-LD, and the fields that Zotero reads.

Terms: schema.org/Legislation and schema.org/LegislationObject; DCMI Metadata Terms; citation_* as Google Scholar and
Zotero's translator "Embedded Metadata" read them.
"""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from convention.citations.cited import Cited
from convention.exporting.about import About, about
from convention.exporting.building import FORMS as FILES
from convention.machine import FORMS
from convention.reader import Article, Chapter, Reader

# What may not stand in a script element as it is.
HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
MEDIA = {"json": "application/json", "akn.xml": "application/akn+xml", "txt": "text/plain"}


def embedded(cited: Cited) -> list[tuple[str, str]]:
    """The names and contents of the <meta> elements of an article's page."""
    title = f"{cited.title}, art. {cited.place}: {cited.heading}"
    fields = [
        ("citation_title", title),
        ("citation_publication_date", cited.date.strftime("%Y/%m/%d")),
        ("citation_language", cited.language),
        ("citation_public_url", cited.url),
        ("DC.title", title),
        ("DC.type", "Text"),
        ("DC.date", cited.date.isoformat()),
        ("DC.language", cited.language),
        ("DC.identifier", cited.url),
    ]
    return [*fields, ("DC.description", cited.notice)] if cited.notice else fields


def of_article(reader: Reader, chapter: Chapter, article: Article) -> SafeString:
    """JSON-LD of an article: what it is part of, and its files."""
    said = about(reader.edition)
    found = _legislation(said, f"Article {article.number}. {article.heading}", article.url)
    found["position"] = article.number
    found["encoding"] = [
        {
            "@type": "LegislationObject",
            "encodingFormat": MEDIA[form],
            "contentUrl": settings.SITE_URL + reader.url("article_file", article.number, form),
        }
        for form in FORMS
    ]
    whole = {"@type": "Legislation", "name": said.title, "url": said.address}
    found["isPartOf"] = whole
    if chapter.number:
        found["isPartOf"] = {**_part(f"Chapter {chapter.roman}. {chapter.title}", chapter.url), "isPartOf": whole}
    return _script(found)


def of_chapter(reader: Reader, chapter: Chapter) -> SafeString:
    """JSON-LD of a chapter with its articles."""
    said = about(reader.edition)
    found = _legislation(said, f"Chapter {chapter.roman}. {chapter.title}", chapter.url)
    found["isPartOf"] = {"@type": "Legislation", "name": said.title, "url": said.address}
    found["hasPart"] = [_part(f"Article {a.number}. {a.heading}", a.url) for a in chapter.articles_list]
    return _script(found)


def of_edition(reader: Reader) -> SafeString:
    """JSON-LD of a whole edition, with its chapters (articles, where it has none) and its files. One query."""
    said = about(reader.edition)
    found = _legislation(said, said.title, reader.contents_url)
    found |= {"legislationIdentifier": said.iris.expression, "legislationDateVersion": said.date.isoformat()}
    if short := reader.edition.instrument.short_title:
        found["alternateName"] = short
    parts = [_part(f"Chapter {c.roman}. {c.title}", c.url) for c in reader.chapters if c.number]
    loose = [_part(f"Article {a.number}. {a.heading}", a.url) for c in reader.chapters for a in c.articles_list]
    found["hasPart"] = parts or loose
    found["encoding"] = [
        {
            "@type": "LegislationObject",
            "encodingFormat": FILES[form].content_type.partition(";")[0],
            "contentUrl": settings.SITE_URL + reverse("convention:download", args=[name]),
            "sha256": sha256,
        }
        for form, name, sha256 in reader.edition.exports.order_by("name").values_list("form", "name", "sha256")
        if form in FILES
    ]
    return _script(found)


def _legislation(said: About, name: str, url: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        **_part(name, url),
        "inLanguage": said.language,
        "version": said.version,
    }
    return {**found, "description": said.notice} if said.notice else found


def _part(name: str, url: str) -> dict[str, Any]:
    return {"@type": "Legislation", "name": name, "url": settings.SITE_URL + url}


def _script(found: dict[str, Any]) -> SafeString:
    """As it may stand in <script type="application/ld+json">, which is data and never run."""
    return mark_safe(json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(HTML))
