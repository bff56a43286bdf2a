"""Whose rights: one category of person or several, and every article that applies to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from convention.cumulation import Applies, Cumulation, Relation, Result, Row, cumulation_of
from convention.exporting.about import SPECIMEN_LINE
from convention.reader import Article, Chapter, current_reader
from convention.rings import ring_chart
from convention.strip import strip_of_rights
from convention.views.frames import frame, no_text
from convention.views.reading import page
from portal.kit.caching import public_page
from portal.kit.spreadsheets import as_csv


@public_page("text")
def who(request: HttpRequest) -> HttpResponse:
    """?status=a&status=b chooses; an unknown status is left out. Without one, all categories are offered."""
    reader = current_reader()
    if not reader:
        return frame(request, "who", section="who")
    cumulation = cumulation_of(reader.edition)
    if not cumulation.categories:
        return page(request, "rights_none", reader, section="who")
    chosen = [c for c in cumulation.categories if c.slug in request.GET.getlist("status")]
    shared = urlencode([("status", c.slug) for c in chosen])
    context = {"section": "who", "categories": cumulation.categories, "chosen": chosen, "shared": shared}
    if chosen:
        result = cumulation.of(chosen, reader.chapters)
        context |= {"result": result, "chart": ring_chart(result), "parts": parts(result)}
        context["lines"] = strip_of_rights(result)
    else:
        context["everyone"] = [(c, cumulation.of([c], reader.chapters).counts) for c in cumulation.categories]
        context["matrix"] = matrix(cumulation, reader.chapters)
    return page(request, "rights", reader, **context)


@public_page("text")
def one(request: HttpRequest, category: str) -> HttpResponse:
    """/convention/who/student/ leads to the page with that one chosen; 404 for an unknown one."""
    reader = current_reader()
    if not reader or not reader.edition.categories.filter(slug=category).exists():
        raise Http404
    return HttpResponseRedirect(f"{reverse('convention:who')}?{urlencode({'status': category})}")


@public_page("text")
def who_csv(request: HttpRequest) -> HttpResponse:
    """The matrix as CSV: a line for each article, a column for each category.

    In a cell: own, inherited, changed by 54, or nothing.
    """
    reader = current_reader()
    if not reader:
        sentence = _("Which articles apply to whom will stand here as a file as soon as the text is on this site.")
        return no_text(request, _("Whose rights"), sentence)
    cumulation = cumulation_of(reader.edition)
    names = [category.name for category in cumulation.categories]
    notice = [SPECIMEN_LINE] if reader.edition.specimen else []
    lines = [["chapter", "article", "heading", *names, *(["notice"] if notice else [])]]
    for chapter, rows in matrix(cumulation, reader.chapters):
        for article, cells in rows:
            lines.append([chapter.roman, article.number, article.heading, *map(in_a_cell, cells), *notice])
    response = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="who.csv"'
    if notice:
        response["X-Robots-Tag"] = "noindex"
    return response


Cells = list[Applies | None]


def matrix(cumulation: Cumulation, chapters: Iterable[Chapter]) -> list[tuple[Chapter, list[tuple[Article, Cells]]]]:
    """For each chapter its articles, each with how it applies to every category, in their order."""
    tables = cumulation.tables.values()
    return [(c, [(a, [table.get(a.number) for table in tables]) for a in c.articles_list]) for c in chapters]


def in_a_cell(applies: Applies | None) -> str:
    """How an article applies, for a file: in English, whatever the page's language."""
    if not applies:
        return ""
    return f"changed by {applies.changed_by}" if applies.relation == Relation.CHANGED else str(applies.relation)


@dataclass(frozen=True)
class Part:
    """A chapter in the answer, with those of its articles that stand together there."""

    chapter: Chapter
    rows: list[Row]
    anchor: bool  # whether it is the first mention of its chapter, which the ring of the chart leads to

    @property
    def changed(self) -> int:
        return sum(row.best == Relation.CHANGED for row in self.rows)

    @property
    def through(self) -> list[str]:
        """Which of the chosen have these articles, by the name of one."""
        names = [a.category.one for row in self.rows for a in row.applies if a.relation == row.best]
        return list(dict.fromkeys(names))


def parts(result: Result) -> list[tuple[str, list[Part]]]:
    """The answer as it is read: own articles by chapter, then inherited ones by chapter, then chapters without any."""
    seen: set[int] = set()

    def part(chapter: Chapter, rows: list[Row]) -> Part:
        first = chapter.number not in seen
        seen.add(chapter.number)
        return Part(chapter, rows, first)

    found: dict[str, list[Part]] = {"own": [], "inherited": [], "none": []}
    for c in result.chapters:
        if rows := [row for row in c.rows if row.best == Relation.OWN]:
            found["own"].append(part(c.chapter, rows))
    for c in result.chapters:
        if rows := [row for row in c.applying if row.best != Relation.OWN]:
            found["inherited"].append(part(c.chapter, rows))
    found["none"] = [part(c.chapter, []) for c in result.chapters if not c.applying]
    return [(relation, chapters) for relation, chapters in found.items() if chapters]
