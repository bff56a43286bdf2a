"""An edition as readers see it: its addresses, its chapters and articles, and which edition stands at /convention/."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language_info

from convention.models import Edition
from convention.numbers import roman

CONVENTION = "convention"


@dataclass(frozen=True)
class Article:
    """An article in a list of contents."""

    number: int
    heading: str
    url: str


@dataclass(frozen=True)
class Part:
    """A part or section of a chapter, with the number of its first article. Its heading has its eId as id."""

    kind: str
    number: str
    heading: str
    first: int
    eid: str
    url: str


@dataclass(frozen=True)
class Chapter:
    """A chapter in a list. Empty title, None and empty lists where something is not known; nothing is guessed."""

    number: int
    url: str
    title: str = ""
    working: bool = False
    articles_list: list[Article] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def roman(self) -> str:
        return roman(self.number) if self.number else ""

    @property
    def articles(self) -> int | None:
        """How many articles it has, None where that is not known."""
        return len(self.articles_list) or None

    @property
    def first(self) -> int | None:
        return self.articles_list[0].number if self.articles_list else None

    @property
    def last(self) -> int | None:
        return self.articles_list[-1].number if self.articles_list else None

    def groups(self) -> Iterator[tuple[list[Part], list[Article]]]:
        """The articles as they stand under parts and sections: headings that begin here, and what is below them."""
        starts: dict[int, list[Part]] = {}
        for part in self.parts:
            starts.setdefault(part.first, []).append(part)
        heads: list[Part] = []
        run: list[Article] = []
        for article in self.articles_list:
            if article.number in starts:
                if run:
                    yield heads, run
                heads, run = starts[article.number], []
            run.append(article)
        yield heads, run


@dataclass(frozen=True)
class Reader:
    """One edition at its addresses: below /convention/ where slug is None, else below /editions/<slug>/."""

    edition: Edition
    slug: str | None = None

    def url(self, page: str, *args: object) -> str:
        """The address of a page of this edition, such as url("article", 12)."""
        if self.slug is None:
            return reverse(f"convention:{page}", args=args)
        return reverse(f"convention:edition:{page}", args=[self.slug, *args])

    def linked(self, html: str) -> str:
        """The HTML of a fragment, whose links begin with ~/, with the addresses of this edition."""
        return html.replace('href="~/', f'href="{self.contents_url}')

    @property
    def contents_url(self) -> str:
        return self.url("contents")

    @property
    def preamble_url(self) -> str:
        return self.url("preamble")

    @property
    def text_url(self) -> str:
        return self.url("text")

    @property
    def search_url(self) -> str:
        return self.url("search")

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The chapters with their articles, from the contents that were made when the edition was published."""
        return [
            Chapter(
                number=chapter["number"],
                url=self.url("chapter", chapter["number"]) if chapter["number"] else self.url("contents"),
                title=chapter["title"],
                working=chapter["number"] in self.edition.working_titles,
                articles_list=[
                    Article(article["number"], article["heading"], self.url("article", article["number"]))
                    for article in chapter["articles"]
                ],
                parts=[self._part(chapter["number"], part) for part in chapter["parts"]],
            )
            for chapter in self.edition.contents["chapters"]
        ]

    def _part(self, chapter: int, part: dict[str, Any]) -> Part:
        page = self.url("chapter", chapter) if chapter else self.text_url
        url = f"{page}#{part['eid']}"
        return Part(part["kind"], part["number"], part["heading"], part["first"], part["eid"], url)

    @property
    def direction(self) -> str:
        """ "rtl" for a language that is written from right to left, else "ltr"."""
        try:
            return "rtl" if get_language_info(self.edition.language)["bidi"] else "ltr"
        except KeyError:
            return "ltr"

    @property
    def articles_total(self) -> int:
        return self.edition.contents["articles"]

    @property
    def has_preamble(self) -> bool:
        return self.edition.contents["preamble"]

    def pages(self) -> list[str]:
        """The addresses of its preamble, its chapters and its articles, in order."""
        found = [self.preamble_url] if self.has_preamble else []
        for chapter in self.chapters:
            found += [chapter.url] * bool(chapter.number) + [article.url for article in chapter.articles_list]
        return found

    def chapter(self, number: int) -> Chapter | None:
        """The chapter of that number, or None."""
        return next((chapter for chapter in self.chapters if chapter.number == number), None)

    def around(self, number: int) -> tuple[Chapter, Article | None, Article, Article | None] | None:
        """An article's chapter, the article before, itself, and the one after; None where there is no such article."""
        everything = [(chapter, article) for chapter in self.chapters for article in chapter.articles_list]
        for place, (chapter, article) in enumerate(everything):
            if article.number == number:
                before = everything[place - 1][1] if place else None
                after = everything[place + 1][1] if place + 1 < len(everything) else None
                return chapter, before, article, after
        return None


def current_reader() -> Reader | None:
    """The edition at /convention/: the Convention's published English text, else the specimen where it is served.

    One query. None in the state without a text.
    """
    editions = Edition.objects.public().select_related("instrument").filter(language="en")
    found = (
        editions.filter(Q(instrument__slug=CONVENTION) | Q(instrument__specimen=True))
        .order_by("instrument__specimen", "-published_at")
        .first()
    )
    return Reader(found) if found else None


def reader_of(slug: str | None) -> Reader | None:
    """The reader of an edition by its slug; of the current one where there is no slug, which may be None.

    Raises Http404 where no edition of that slug may be read.
    """
    if slug is None:
        return current_reader()
    edition = Edition.objects.readable().select_related("instrument").filter(slug=slug).first()
    if edition is None:
        raise Http404
    return Reader(edition, slug)
