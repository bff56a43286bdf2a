"""The shape of the text as far as it is known: chapters and articles, with or without an edition."""

from dataclasses import dataclass

from django.urls import reverse

from convention.models import Instrument
from convention.numbers import roman

CONVENTION = "convention"


@dataclass(frozen=True)
class Chapter:
    """A chapter in a list. Empty title and None where something is not known; nothing is guessed."""

    number: int
    title: str = ""
    articles: int | None = None
    first: int | None = None
    last: int | None = None

    @property
    def roman(self) -> str:
        return roman(self.number)

    @property
    def url(self) -> str:
        return reverse("convention:chapter", args=[self.number])


@dataclass(frozen=True)
class Outline:
    """What the site can say of the Convention's shape."""

    instrument: Instrument
    chapters: list[Chapter]
    articles_total: int | None

    @property
    def chapters_total(self) -> int:
        return len(self.chapters)

    def chapter(self, number: int) -> Chapter | None:
        """The chapter of that number, or None."""
        return next((c for c in self.chapters if c.number == number), None)


def outline() -> Outline:
    """The Convention's outline from its instrument row (one query). An empty one before the data is loaded."""
    instrument = Instrument.objects.filter(slug=CONVENTION).first() or Instrument(slug=CONVENTION)
    chapters = [Chapter(number=c["number"], title=c["title"]) for c in instrument.outline]
    return Outline(instrument=instrument, chapters=chapters, articles_total=instrument.articles_stated)
