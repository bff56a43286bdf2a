"""Small texts of our own, and what the tests do with them: import, publish, read the words back."""

import datetime
import json
import re
from html.parser import HTMLParser

from convention.importing.document import Document
from convention.importing.drafts import Source, enter_draft, fingerprint
from convention.importing.steps import prepare
from convention.marks import plain
from convention.models import Edition
from convention.numbers import roman
from convention.verbs import publish_edition

HEAD = "text-format: 1\ntitle: Charter of the Lake\n\n"

# Every kind of line that the format knows, once at least.
SMALL = (
    HEAD
    + """PREAMBLE
The towns around the lake,
Seeing that *all* of them drink from it,

CHAPTER I. Boats

Article 1. Words used
In this Charter:
  (a) “boat” means whatever floats and carries somebody; and
  (b) “harbour” means:
    (i) a wall with water behind it; or
    (ii) a beach that is lit at night
    > whichever is nearer.
  > Other words mean what they say.

Article 2. Lights
1. A boat shows a light after dusk.
2. Paragraph 1 does not bind swimmers, see article 1.

CHAPTER II. Nets

PART 1. Mesh

SECTION 1. Width

Article 3. Narrow nets
1. No net is narrower than a hand.
2. A hand is measured at the town hall.

PART 2. Seasons

Article 4. Spring
In spring nobody fishes at the mouth of a river.

ANNEX A. Form of the log
One line is written for each day.

CONCLUSIONS
Done at the lake.
"""
)

LAYERS = {
    "working_titles": [2],
    "categories": [
        {"slug": "rower", "name": "Rowers", "one": "a rower", "own": ["chp_1"]},
        {"slug": "fisher", "name": "Fishers", "one": "a fisher", "own": ["chp_2__part_1"]},
    ],
    "institutional": ["art_4"],
    "rules": [
        {"category": "fisher", "from": "chp_1", "mode": "whole", "changed": [{"article": "art_2", "by": "art_3"}]}
    ],
}


def read(text: str | bytes, layers: dict | None = None) -> Document:
    """The document of a text in our format, checked and named, with its layers checked as well."""
    data = text if isinstance(text, bytes) else text.encode()
    return prepare("text.txt", data, json.dumps(layers).encode() if layers is not None else None)[0]


def enter(text: str, layers: dict | None = None, *, by="import", **source) -> Edition:
    """The draft edition of a text; `source` changes what is said of it."""
    beside = json.dumps(layers).encode() if layers is not None else b""
    document, found = prepare("text.txt", text.encode(), beside or None)
    said = {
        "instrument": "lake",
        "language": "en",
        "version": "1",
        "date": datetime.date(2020, 2, 1),
        "official": False,
        "sha256": fingerprint(text.encode(), beside),
    }
    return enter_draft(by=by, document=document, layers=found, source=Source(**said | source))[0]


def published(text: str, layers: dict | None = None, *, by="import", **source) -> Edition:
    """The same, published."""
    return publish_edition(pk=enter(text, layers, by=by, **source).pk, by=by)


def treaty(chapters: list[int], *, head: str = HEAD, mark: str = "") -> str:
    """A whole text with so many articles in each chapter; `mark` ends every sentence and stands in every heading."""
    mark = f" {mark}" if mark else ""
    lines = [head + "PREAMBLE", f"The towns of the lake agree{mark}."]
    number = 0
    for place, articles in enumerate(chapters, 1):
        lines.append(f"\nCHAPTER {roman(place)}. Shore {place}{mark}")
        for _each in range(articles):
            number += 1
            lines += [
                f"\nArticle {number}. Stone {number}{mark}",
                f"1. Stone {number} stands by the water{mark}.",
                f"2. It is kept by{mark}:",
                f"  (a) the town nearest to stone {number}{mark}; and",
                f"  (b) whoever painted it{mark}.",
            ]
    return "\n".join(lines) + "\n"


HEADING = re.compile(r"(?:CHAPTER|PART|SECTION|ANNEX|Article) \S+ ")
MARK = re.compile(r" *(?:\d+\.|\([a-z]+\)|>) +")


def words_of_file(text: str) -> list[str]:
    """The words of a file in our format, read here without the importer: headings and text, no numbers nor marks."""
    body = text[re.search(r"^(PREAMBLE|CHAPTER|PART|SECTION|Article) ?", text, re.MULTILINE).start() :]
    words, numbered = [], False
    for line in body.splitlines():
        if line in ("PREAMBLE", "CONCLUSIONS"):
            numbered = False
        elif found := HEADING.match(line):
            numbered = True
            words += plain(line[found.end() :]).split()
        else:
            found = MARK.match(line) if numbered or line.startswith(" ") else None
            words += plain(line[found.end() :] if found else line).split()
    return words


class Words(HTMLParser):
    """The words in a page's <article>, without what stands there for eyes or ears alone: numbers, links to places."""

    # Elements that stand within a word's line and do not part words.
    INLINE = frozenset({"em", "a", "span", "bdi", "dfn", "mark"})
    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})

    def __init__(self, html: str, *, within: str = "article", leave_out: frozenset[str] = frozenset({"no", "vh"})):
        super().__init__(convert_charrefs=True)
        self.within, self.leave_out = within, leave_out
        self.inside = self.hidden = 0
        self.ids: list[str] = []
        self.pieces: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag in self.VOID:
            return
        if tag == self.within or self.inside:
            self.inside += 1
        if self.hidden or (self.inside and self.leave_out & set((attrs.get("class") or "").split())):
            self.hidden += 1
        if tag not in self.INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag):
        self.inside -= bool(self.inside)
        self.hidden -= bool(self.hidden)
        if tag not in self.INLINE:
            self.pieces.append(" ")

    def handle_data(self, data):
        if self.inside and not self.hidden:
            self.pieces.append(data)

    @property
    def words(self) -> list[str]:
        return "".join(self.pieces).split()
