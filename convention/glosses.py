"""Notes in the margin of an article: what the terms and references of each paragraph mean, in a line or two.

Made with the fragments (convention/rendering.py) and put between the paragraphs when an article is shown, so that the
whole text and the files stay without them. The words of a note are those of the edition, cut short.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from convention.citing import article_of, short
from convention.links import Link, LinkKind, Links
from convention.marks import plain
from convention.models import Edition, Provision
from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman, roman

LENGTH = 60  # characters of what another provision says
MOST = 4  # provisions of a range
PARAGRAPH = '\n<div class="para'  # how each paragraph but the first begins in a fragment
TOGETHER = (Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE)  # a note gives their headings, not their words


@dataclass
class Glosses:
    """Writes the notes of an edition's articles, from its provisions in order and its links."""

    provisions: list[Provision]
    links: Links
    terms: Mapping[str, tuple[str, str, int]]  # slug: words, eId of the definition, where it goes on in the words
    places: dict[str, int] = field(default_factory=dict)
    unnumbered: frozenset[str] = frozenset()  # paragraphs without a number, which a citation leaves out
    groups: dict[int, Provision] = field(default_factory=dict)  # chapters, parts and sections by their keys

    @classmethod
    def of_edition(cls, edition: Edition, provisions: list[Provision], links: Links) -> "Glosses":
        """One query, for the terms."""
        rows = edition.terms.values_list("slug", "words", "eid", "end")
        places = {provision.eid: place for place, provision in enumerate(provisions)}
        bare = frozenset(one.eid for one in provisions if one.kind == Kind.PARAGRAPH and not one.number)
        groups = {one.pk: one for one in provisions if one.kind in TOGETHER}
        return cls(provisions, links, {slug: tuple(row) for slug, *row in rows}, places, bare, groups)

    def of(self, top: Provision, children: Mapping[int | None, list[Provision]]) -> dict[str, SafeString]:
        """The notes of an article by the eId of their paragraph. What was said in an article is not said again."""
        said: set[tuple[str, str]] = set()
        found = {}
        for paragraph in children[top.pk]:
            notes: list[SafeString] = []
            for link in self._links(paragraph, children):
                if (link.target, link.until) not in said:
                    said.add((link.target, link.until))
                    notes += self.notes(link, top)
            if notes:
                found[paragraph.eid] = format_html(
                    '<ul class="gloss">{}</ul>', format_html_join("", "<li>{}</li>", ((note,) for note in notes))
                )
        return found

    def _links(self, node: Provision, children: Mapping[int | None, list[Provision]]) -> Iterator[Link]:
        yield from self.links.get(node.eid, ())
        for child in children[node.pk]:
            yield from self._links(child, children)

    def notes(self, link: Link, top: Provision) -> list[SafeString]:
        """What a link leads to; nothing for what stands in the same article, for what it stands in itself ("this
        chapter"), and for other instruments."""
        if link.kind == LinkKind.TERM:
            words, eid, end = self.terms[link.target]
            if _top(eid) == top.eid:
                return []
            return [format_html("<strong>{}</strong> {}", words, self._definition(eid, end))]
        here = _top(link.target) == top.eid or (not link.until and link.target in self._around(top))
        if link.kind != LinkKind.REFERENCE or here:
            return []
        leads_to = self._between(link.target, link.until or link.target)
        notes = [format_html("<strong>{}</strong> {}", self._name(one), self._words(one)) for one in leads_to[:MOST]]
        return [*notes, SafeString("…")] if len(leads_to) > MOST else notes

    def _around(self, top: Provision) -> Iterator[str]:
        """The eIds of the chapter, part and section of an article."""
        while top := self.groups.get(top.parent_id):
            yield top.eid

    def _definition(self, eid: str, end: int) -> str:
        """What a sentence says of the term that ends at `end`; all of it where the term is the last word."""
        words = plain(self.provisions[self.places[eid]].text)
        rest = words[end:].lstrip("”\"’', ")
        return _cut(rest if re.search(r"\w", rest) else words)

    def _name(self, provision: Provision) -> str:
        if provision.kind == Kind.CHAPTER and (number := from_roman(provision.number)):
            return roman(number)
        if article_of(provision.eid) is None and provision.kind in TOGETHER:
            return provision.number
        return short(provision.eid, self.unnumbered)

    def _words(self, provision: Provision) -> str:
        return plain(provision.heading) if provision.kind in TOGETHER else _cut(plain(provision.text))

    def _between(self, first: str, last: str) -> list[Provision]:
        if first not in self.places or last not in self.places:
            return []
        start, end = self.places[first], self.places[last]
        kind = self.provisions[start].kind
        return [provision for provision in self.provisions[start : end + 1] if provision.kind == kind]


def _top(eid: str) -> str:
    return eid.partition("__")[0]


def _cut(words: str) -> str:
    """At most LENGTH characters in whole words, without what only leads on to the next point of a list."""
    words = re.sub(r"(?:,? that is)?[;:,](?: (?:and|or))?$", "", words)
    return words if len(words) <= LENGTH else words[: LENGTH + 1].rpartition(" ")[0].rstrip(",;: ") + " …"


def noted(html: str, glosses: Mapping[str, str]) -> str:
    """The HTML of a fragment with its notes, each behind its paragraph."""
    if not glosses:
        return html
    paragraphs = html.split(PARAGRAPH)
    eids = (found[1] if (found := re.search(r'id="([^"]+)"', one)) else "" for one in paragraphs)
    return PARAGRAPH.join(one + glosses.get(eid, "") for one, eid in zip(paragraphs, eids, strict=True))
