"""The grammar of references, read by recursive descent.

    reference = phrase | name of another instrument
    phrase    = ("this" | "the" beside) unit [of] | ("the" ordinal) "paragraph" [of] | unit series [of]
              | "the preamble"
    series    = element {(",", "and", "or", "&") element}          (more than one: the unit's plural, or "or")
    element   = number {bracket} [("to" | "–" | "through") number {bracket}] [[","] unit series]
    bracket   = "(" number ")" | "." number
    of        = "of" phrase, one level up | "of" another text: then nothing is ours

A unit is an article, paragraph, point (subparagraph), chapter, part, section, recital or annex. What is in quotation
marks, in a longer word, or not in the edition is not linked.
"""

from collections.abc import Iterable

from convention.references.cursor import Cursor
from convention.references.items import (
    BESIDE,
    LEVEL,
    LONGEST_NAME,
    ORDINALS,
    PLURAL,
    RANGE,
    SINGULAR,
    Item,
)
from convention.references.names import HEADS, name_at
from convention.references.outline import Found, Shape
from convention.references.resolving import eid_of


def find(text: str, where: str, shape: Shape, article: str = "") -> list[Found]:
    """The references in the words of the provision `where` (its eId; "" for words typed by a reader), in order.

    `article` is the eId of the article that was named last before these words, for "that article".
    """
    return _Reader(text, where, shape, article).all()


def find_all(texts: Iterable[tuple[str, str]], shape: Shape) -> dict[str, list[Found]]:
    """The references of a whole text by the eId of where they stand, from (eId, words) of each provision in order."""
    found: dict[str, list[Found]] = {}
    last: dict[str, str] = {}
    for eid, text in texts:
        reader = _Reader(text, eid, shape, last.get(eid.rpartition("__")[0], ""))
        if here := reader.all():
            found[eid] = here
        last[eid] = reader.article
    return found


class _Reader(Cursor):
    def __init__(self, text: str, where: str, shape: Shape, article: str = ""):
        super().__init__(text)
        self.where, self.shape = where, shape
        self.article = article  # the last one named, for "that article"
        self.after_name = -1  # the token after the name of another instrument

    # ---- the whole text

    def all(self) -> list[Found]:
        found: list[Found] = []
        names = self._names()
        while token := self.peek():
            if self.at in names:
                first, last = names[self.at]
                span = (self.tokens[first].start, self.tokens[last].end)
                found.append(Found(*span, instrument=self.text[slice(*span)][:LONGEST_NAME]))
                self.at = self.after_name = last + 1
                continue
            start = self.at
            items = None if token.quoted or self._within_word() else self.phrase()
            if items is None:
                self.at = start + 1
            elif not self._of_another_text(start):
                found += [self._found(item) for item in items]
        return found

    def _names(self) -> dict[int, tuple[int, int]]:
        """The names of other instruments by their first token. Our own title is none."""
        names = {}
        for place, token in enumerate(self.tokens):
            if token.low in HEADS and (span := name_at(self.tokens, place)):
                words = self.text[self.tokens[span[0]].start : self.tokens[span[1]].end]
                if words not in self.shape.title and not any(
                    first <= span[0] <= last for first, last in names.values()
                ):
                    names[span[0]] = span
        return names

    def _within_word(self) -> bool:
        """Whether the token is the end of a longer word: "counter-article"."""
        before = self.peek(-1)
        return bool(before and self.peek().glued and (before.word or before.text in "-–’'"))

    def _of_another_text(self, start: int) -> bool:
        """Whether another text's name stands around a phrase that ended here: "… of the Constitution"."""
        before = start
        while before and self.tokens[before - 1].low in {",", "’", "'", "s"}:
            before -= 1
        follows = before < start and before == self.after_name
        return (follows or self.low() == "of") and not self._said_ours()

    def _said_ours(self) -> bool:
        """Whether "of this Convention" follows, or "of the Convention" without more of a name."""
        if self.low() != "of" or self.low(2) not in HEADS & set(self.shape.title.casefold().split()):
            return False
        if self.low(1) == "this":
            return True
        return self.low(1) == "the" and self.peek(2).capital and not name_at(self.tokens, self.at + 2)

    # ---- phrases

    def phrase(self) -> list[Item] | None:
        """The items of a reference that begins here; None where none does, and then nothing is consumed."""
        start = self.at
        items = self._relative() or self._ordinal() or self._preamble() or self._units()
        if not items:
            self.at = start
            return None
        inside = self._of(items[0].unit)
        if inside:
            for item in items:
                item.inside = inside
        elif items[0].unit in ("part", "section") and not items[0].inside and not self._capital(start):
            # "in part 2 years were served": without its chapter a part of ours has a capital.
            self.at = start
            return None
        return items

    def _capital(self, place: int) -> bool:
        return self.tokens[place].capital or self.tokens[place].low in {"this", "the"}

    def _relative(self) -> list[Item] | None:
        """this article · the preceding paragraph · that article (only after "of")."""
        start = self.at
        if self.take("this") and (unit := SINGULAR.get(self.low())) and unit in LEVEL:
            return self._one(start, unit, self.shape.above(unit, self.where))
        self.at = start
        if self.take("the") and (step := BESIDE.get(self.low())):
            self.at += 1
            if (unit := SINGULAR.get(self.low())) in ("article", "paragraph", "chapter"):
                here = self.shape.above(unit, self.where)
                return self._one(start, unit, self.shape.beside(unit, here, step))
        self.at = start
        if self.low(-1) == "of" and self.take("that") and self.take("article") and self.article:
            self.at -= 1
            return self._one(start, "article", self.article)
        self.at = start
        return None

    def _one(self, start: int, unit: str, eid: str) -> list[Item]:
        self.at += 1
        return [Item(start, self.at - 1, unit, [], eid=eid or "-")]

    def _ordinal(self) -> list[Item] | None:
        """the second paragraph."""
        if self.low() == "the" and self.low(1) in ORDINALS and self.low(2) == "paragraph":
            self.at += 3
            return [Item(self.at - 3, self.at - 1, "paragraph", [str(ORDINALS.index(self.low(-2)) + 1)])]
        return None

    def _preamble(self) -> list[Item] | None:
        start = self.at
        if (self.take("the", "preamble") or (not start and self.take("preamble"))) and self.low() != "of":
            return [Item(start, self.at - 1, "preamble", [], eid="preamble")]
        self.at = start
        return None

    def _units(self) -> list[Item] | None:
        """A unit with its numbers."""
        start = self.at
        unit = SINGULAR.get(self.low()) or PLURAL.get(self.low())
        if not unit:
            return None
        plural = self.low() in PLURAL
        self.at += 1
        self.take(".")
        items = self.series(unit, plural)
        if not items:
            self.at = start
            return None
        items[0].first = start
        return items

    def series(self, unit: str, plural: bool) -> list[Item] | None:
        """One element, or several: after a unit in the singular only with "or", or in brackets."""
        first = self.element(unit, None, plural)
        if not first:
            return None
        items = [*first]
        kept = self.at
        waiting: list[Item] = []
        while True:
            comma = self.take(",")
            last = self.low() in {"and", "or", "&"}
            either = self.low() == "or"
            if last:
                self.at += 1
            if not comma and not last:
                break
            more = self.element(unit, items[-1] if not waiting else waiting[-1], plural)
            if not more or not (plural or either or comma or self._bracketed(more[0])):
                break
            waiting += more
            # A list counts only up to its "and" or "or": a comma may begin something else.
            if last:
                items += waiting
                waiting = []
                kept = self.at
        self.at = kept
        return items if len(items) > 1 or items[0].until or not plural else None

    def _bracketed(self, item: Item) -> bool:
        return self.tokens[item.first].text == "("

    def element(self, unit: str, before: Item | None, plural: bool) -> list[Item] | None:
        """A number with what stands in brackets behind it, a range, or a bracket that goes on from the one before."""
        start = self.at
        labels = self.labels(unit, before)
        if labels is None:
            self.at = start
            return None
        item = Item(start, self.at - 1, unit, labels)
        kept = self.at
        bracket = self.tokens[self.at - 1].text == ")"
        if (plural or bracket) and self.low() in RANGE:
            self.at += 1
            item.until = self.labels(unit, item)
            if item.until is None:
                self.at = kept
            item.last = self.at - 1
        return self._down(item) or [item]

    def _down(self, item: Item) -> list[Item] | None:
        """article 12, paragraphs 2 and 3 · chapter IV, part 2: the same thing's parts, one level down or more."""
        start = self.at
        self.take(",")
        below = {"article": ("paragraph", "point"), "paragraph": ("point",), "chapter": ("part", "section"),
                 "part": ("section",)}.get(item.unit, ())  # fmt: skip
        unit = SINGULAR.get(self.low()) or PLURAL.get(self.low())
        if item.until or unit not in below or not (items := self._units()) or self.low() == "of":
            self.at = start
            return None
        items[0].first = item.first
        for part in items:
            top = part
            while top.inside:
                top = top.inside
            top.inside = item
        return items

    def _of(self, unit: str) -> Item | None:
        """of article 12 · of the preceding article · of this chapter."""
        start = self.at
        if unit in LEVEL and self.take("of"):
            items = self.phrase()
            if items and len(items) == 1 and not items[0].until and LEVEL.get(items[0].unit, -1) > LEVEL[unit]:
                return items[0]
        self.at = start
        return None

    # ---- what it names

    def _found(self, item: Item) -> Found:
        start, end = self.tokens[item.first].start, self.tokens[item.last].end
        if item.inside and not item.eid and item.inside.last > item.last:
            end = max(end, self.tokens[item.inside.last].end) if self._alone(item) else end
        target = eid_of(item, item.labels, self.where, self.shape)
        until = eid_of(item, item.until, self.where, self.shape) if target and item.until else ""
        if item.unit == "article" and target and not item.until:
            self.article = target.split("__")[0]
        if item.until and not until:
            target = ""
        return Found(start, end, target, until)

    def _alone(self, item: Item) -> bool:
        """Whether what it is a part of follows at once: then the link is on both."""
        return item.last + 1 < len(self.tokens) and self.tokens[item.last + 1].low == "of"
