"""The shape of the Convention as far as it is known: from the edition that is read here, else from what is public."""

from dataclasses import dataclass

from django.urls import reverse

from convention.models import Edition, Instrument
from convention.reader import CONVENTION, Chapter, current_reader


@dataclass(frozen=True)
class Outline:
    """What the site can say of the text's shape. `edition` is None in the state without a text."""

    chapters: list[Chapter]
    articles_total: int | None
    edition: Edition | None = None

    @property
    def chapters_total(self) -> int:
        return len(self.chapters)

    def chapter(self, number: int) -> Chapter | None:
        """The chapter of that number, or None."""
        return next((c for c in self.chapters if c.number == number), None)


def outline() -> Outline:
    """The outline of what stands at /convention/ (at most two queries). An empty one before the data is loaded."""
    if reader := current_reader():
        return Outline(reader.chapters, reader.articles_total, reader.edition)
    return known_outline()


def known_outline() -> Outline:
    """What is public of the Convention's shape while its text is not here (one query)."""
    instrument = Instrument.objects.filter(slug=CONVENTION).first() or Instrument(slug=CONVENTION)
    chapters = [
        Chapter(number=c["number"], title=c["title"], url=reverse("convention:chapter", args=[c["number"]]))
        for c in instrument.outline
    ]
    return Outline(chapters, instrument.articles_stated)
