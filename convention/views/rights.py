"""Whose rights: one category of person or several, and every article that applies to them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from convention.cumulation import Relation, Result, Row, cumulation_of
from convention.reader import Chapter, current_reader
from convention.rings import ring_chart
from convention.views.frames import frame
from convention.views.reading import page
from portal.kit.caching import public_page


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
    else:
        context["everyone"] = [(c, cumulation.of([c], reader.chapters).counts) for c in cumulation.categories]
    return page(request, "rights", reader, **context)


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
