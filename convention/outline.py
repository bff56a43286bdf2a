"""The shape of the Convention as far as it is known: from the edition that is read here, else from what is public."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


@functools.cache
def facts() -> dict[str, Any]:
    """What the project knows of the Convention as an instrument: its particulars in data/instrument.json."""
    found = json.loads((Path(__file__).parent / "data" / "instrument.json").read_text(encoding="utf-8"))
    return {name: found[name] for name in ("slug", "title", "short_title", "finalized", "articles_stated", "outline")}


def outline() -> Outline:
    """The outline of what stands at /convention/ (at most two queries)."""
    if reader := current_reader():
        return Outline(reader.chapters, reader.articles_total, reader.edition)
    return known_outline()


def known_outline() -> Outline:
    """What is public of the Convention's shape while its text is not here (one query)."""
    instrument = Instrument.objects.filter(slug=CONVENTION).first() or Instrument(**facts())
    chapters = [
        Chapter(number=c["number"], title=c["title"], url=reverse("convention:chapter", args=[c["number"]]))
        for c in instrument.outline
    ]
    return Outline(chapters, instrument.articles_stated)
