"""How headings and numbers are printed, in the languages that are read."""

import re
from collections import Counter, defaultdict
from typing import Protocol

from convention.importing.lines import whole
from convention.models import ProvisionKind as Kind

ROMAN = r"[IVXLC]+|[ivxlc]+"
END = r"\s*[.:–—-]*\s*"
DIGITS = r"\d{1,4}(?:-[a-z]+)?"


# The words before a number, or that are the heading, in six languages.
WORDS = {
    Kind.CHAPTER: "chapter|chapitre|capítulo|kapitel|глава|الفصل",
    Kind.PART: "partie|parte|part|teil|часть|الجزء",
    Kind.SECTION: "section|sección|abschnitt|раздел|القسم",
    Kind.ARTICLE: r"article|artículo|artikel|art|статья|المادة",
    Kind.ANNEX: "annexe|annex|anexo|anhang|приложение|المرفق",
    Kind.PREAMBLE: "preamble|préambule|preámbulo|präambel|преамбула|الديباجة",
    Kind.CONCLUSIONS: "conclusions|conclusiones|schlussformel|заключение|الخاتمة",
}
NUMBERS = {Kind.ARTICLE: DIGITS, Kind.ANNEX: f"{ROMAN}|{DIGITS}|[A-Z]"}
LABELS = {
    kind: re.compile(
        rf"(?:{WORDS[kind]})\.?\s+((?-i:{NUMBERS.get(kind, f'{ROMAN}|{DIGITS}')}))(?![\w,]){END}(.*)", re.I | re.S
    )
    for kind in (Kind.CHAPTER, Kind.PART, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX)
}
PREAMBLE = re.compile(rf"({WORDS[Kind.PREAMBLE]})\.?", re.I)
CONCLUSIONS = re.compile(rf"({WORDS[Kind.CONCLUSIONS]})\.?", re.I)
# Words that end a treaty without a heading of their own.
TESTIMONIUM = re.compile(
    r"(IN WITNESS WHEREOF|In witness whereof|DONE|Done|OPENED FOR SIGNATURE|EN FOI DE QUOI|En foi de quoi|FAIT|"
    r"EN FE DE LO CUAL|HECHO|ZU URKUND DESSEN|В УДОСТОВЕРЕНИЕ ЧЕГО)\b"
)
BARE_ARTICLE = re.compile(r"(\d{1,3})\.\s*(.*)", re.S)
BARE_CHAPTER = re.compile(rf"([IVXL]+)(?![\w,]){END}(.*)", re.S)
MARKER = re.compile(r"(?:(\d{1,3})[.)]|\((\d{1,3})\)|\(([a-z]{1,5})\)|([a-z]{1,5})\)|([a-z])\.)(?=\s|\(|$)")


Look = tuple[bool, bool, bool, int]


class Shown(Protocol):
    """What a line and a block have in common."""

    strong: bool
    centred: bool
    slanted: bool
    size: float

    @property
    def plain(self) -> str: ...


def label(text: str) -> tuple[Kind, str, str] | None:
    """Kind, number and the rest of a text that begins like a heading with its label."""
    for kind, form in LABELS.items():
        if found := form.fullmatch(text):
            return kind, found[1], found[2]
    return None


def marker(text: str) -> str:
    """The number of a paragraph or point with which a text begins, as printed; empty where there is none."""
    found = MARKER.match(text)
    return found[0] if found else ""


def look(thing: Shown) -> Look:
    """What a heading looks like: strong, else centred, slanted, size. A short strong line may be centred by chance."""
    return thing.strong, thing.centred and not thing.strong, thing.slanted, whole(thing.size)


class Style:
    """How a source prints its headings: articles with a label or a bare number, and in which looks."""

    def __init__(self, lines: list):
        sizes: Counter[int] = Counter()
        for line in lines:
            sizes[whole(line.size)] += len(line.plain)
        self.size = sizes.most_common(1)[0][0] if sizes else 0
        self.plain_look = (False, False, False, self.size)
        self.looks = self._looks(lines)
        self.labelled = bool(self.looks)
        self.chapters_labelled = True  # until the next line has looked
        self.chapters_labelled = any((found := self.heading(line)) and found[0] == Kind.CHAPTER for line in lines)

    def _looks(self, lines: list) -> set[Look]:
        """The looks of lines that begin with the label of an article and are numbered one after another."""
        seen: Counter[Look] = Counter()
        last: dict[Look | None, int] = defaultdict(int)  # the number before, in each look and in all of them
        for line in lines:
            found = label(line.plain)
            if not found or found[0] != Kind.ARTICLE or not line.plain[0].isupper() or not found[1].isdecimal():
                continue
            number, kind = int(found[1]), look(line)
            if (kind != self.plain_look or not found[2]) and number - 1 in (last[kind], last[None]):
                seen[kind] += 1
                last[kind] = last[None] = number
        looks = {kind for kind, n in seen.items() if n >= max(1, 0.05 * max(seen.values()))}
        return looks - {self.plain_look} or looks

    def shown(self, thing: Shown) -> bool:
        """Whether it is set like a heading."""
        return bool(thing.strong or thing.centred or thing.slanted or whole(thing.size) > self.size)

    def heading(self, thing: Shown) -> tuple[Kind, str, str] | None:
        """Kind, number and the words beside them, if a line or block is a heading of the structure."""
        text = thing.plain
        if text[:1].islower() and not thing.strong:
            return None  # "… under\narticle 12 of …": a sentence that goes on
        if found := label(text):
            kind, _number, rest = found
            if kind == Kind.ARTICLE:
                return found if look(thing) in self.looks else None
            shown = self.shown(thing) or (text.partition(" ")[0].isupper() and rest.isupper())
            return found if shown or (not rest and not text.endswith(".")) else None
        if not self.shown(thing):
            return None
        if not self.labelled and (bare := BARE_ARTICLE.fullmatch(text)):
            return Kind.ARTICLE, bare[1], bare[2]
        if not self.chapters_labelled and (bare := BARE_CHAPTER.fullmatch(text)):
            return Kind.CHAPTER, bare[1], bare[2]
        return None
