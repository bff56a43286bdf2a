"""What an edition has, as far as references need it: which eIds there are, and what comes before and after what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from convention.models import ProvisionKind as Kind
from convention.numbers import from_roman


@dataclass(frozen=True)
class Found:
    """A reference: where it stands in the words of a provision, and what it names.

    `target` is an eId (with `until`, all from the one to the other), or `instrument` the name of another instrument;
    a reference to what the edition does not have has neither.
    """

    start: int
    end: int
    target: str = ""
    until: str = ""
    instrument: str = ""


@dataclass
class Shape:
    """The eIds of an edition with the order of its articles, chapters and paragraphs."""

    title: str = ""
    eids: set[str] = field(default_factory=set)
    order: dict[str, list[str]] = field(default_factory=dict)  # by name of a kind, and by the eId of an article
    chapter_of: dict[str, str] = field(default_factory=dict)
    part_of: dict[str, str] = field(default_factory=dict)
    unnumbered: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, nodes: Iterable[tuple[str, str, str]], title: str = "") -> "Shape":
        """From (eId, kind, number) of every provision in the order of the text."""
        shape = cls(title)
        chapter = part = ""
        for eid, kind, number in nodes:
            shape.eids.add(eid)
            if kind in (Kind.CHAPTER, Kind.ANNEX, Kind.CONCLUSIONS):
                chapter, part = eid if kind == Kind.CHAPTER else "", ""
            if kind == Kind.PART:
                part = eid
            if kind in (Kind.CHAPTER, Kind.ARTICLE):
                shape.order.setdefault(kind, []).append(eid)
            if kind == Kind.ARTICLE:
                shape.chapter_of[eid], shape.part_of[eid] = chapter, part
            if kind == Kind.PARAGRAPH:
                shape.order.setdefault(eid.rpartition("__")[0], []).append(eid)
                if not number:
                    shape.unnumbered.add(eid)
        return shape

    def beside(self, kind: str, eid: str, step: int) -> str:
        """The article, chapter or paragraph that many places after an eId (before it: negative), or an empty text."""
        run = self.order.get(eid.rpartition("__")[0] if kind == Kind.PARAGRAPH else kind, [])
        place = run.index(eid) + step if eid in run else -1
        return run[place] if 0 <= place < len(run) else ""

    def above(self, kind: str, eid: str) -> str:
        """The paragraph, article, part or chapter that an eId is or stands in; an empty text where there is none."""
        first, *below = eid.split("__")
        if kind == Kind.CHAPTER:
            return self.chapter_of.get(first, first if first.startswith("chp_") else "")
        if kind == Kind.PART:
            return self.part_of.get(first, "")
        if kind == Kind.ARTICLE:
            return first if first.startswith("art_") else ""
        if kind == Kind.PARAGRAPH and below and below[0].startswith("para_"):
            return f"{first}__{below[0]}"
        return ""

    def below(self, eid: str, labels: Iterable[str]) -> str:
        """The provision below an eId with these numbers, as in 12 (3) (b); an empty text where there is none."""
        for label in labels:
            ways = [f"{eid}__para_{label}", f"{eid}__point_{label}"]
            if f"{eid}__para_1" in self.unnumbered:
                # An article whose only paragraph has no number: people cite its points as the article's own.
                ways.append(f"{eid}__para_1__point_{label}")
            eid = next((way for way in ways if way in self.eids), "")
            if not eid:
                return ""
        return eid

    def numbered(self, kind: str, number: str, base: str = "") -> str:
        """The eId of chapter IV, part 2 of `base`, article 12 and the like; an empty text where there is none."""
        short = {"chapter": "chp", "part": "part", "section": "sec", "article": "art", "annex": "annex"}
        short |= {"recital": "preamble__rec", "paragraph": "para", "point": "point"}
        ways = [number.casefold()]
        if kind in (Kind.CHAPTER, Kind.PART, Kind.SECTION) and (found := from_roman(number)):
            ways.append(str(found))
        stem = f"{base}__{short[kind]}" if base else short[kind]
        return next((eid for way in ways if (eid := f"{stem}_{way}") in self.eids), "")
