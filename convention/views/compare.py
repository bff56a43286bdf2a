"""Two categories of person side by side: what both have, and what only one has."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from convention.cumulation import Applies, cumulation_of
from convention.reader import Article, Chapter, current_reader
from convention.strip import strip_of_rights
from convention.views.frames import frame
from convention.views.reading import page
from portal.kit.caching import public_page


@dataclass(frozen=True)
class Pair:
    """An article, and how it applies to the left and to the right; None where it does not."""

    article: Article
    left: Applies | None
    right: Applies | None

    @property
    def alike(self) -> bool:
        """Whether both have it in the same way."""
        if not self.left or not self.right:
            return False
        return (self.left.relation, self.left.changed_by) == (self.right.relation, self.right.changed_by)


@dataclass(frozen=True)
class Group:
    """Articles that both have, or only one of the two, by chapter. `who`: "both", "left" or "right"."""

    who: str
    chapters: list[tuple[Chapter, list[Pair]]]

    @property
    def count(self) -> int:
        return sum(len(pairs) for _chapter, pairs in self.chapters)


@public_page("text")
def compare(request: HttpRequest) -> HttpResponse:
    """?left=student&right=worker; without two known and different ones, the page asks for them. Four queries."""
    reader = current_reader()
    if not reader:
        return frame(request, "compare_frame", section="who")
    cumulation = cumulation_of(reader.edition)
    if not cumulation.categories:
        return page(request, "rights_none", reader, section="who")
    known = {category.slug: category for category in cumulation.categories}
    left, right = (known.get(request.GET.get(side, "")) for side in ("left", "right"))
    context = {"section": "who", "categories": cumulation.categories, "left": left, "right": right}
    if left and right and left != right:
        tables = cumulation.tables[left.slug], cumulation.tables[right.slug]
        context |= {"groups": groups(reader.chapters, *tables), "shared": f"left={left.slug}&right={right.slug}"}
        context["sides"] = [(who, strip_of_rights(cumulation.of([who], reader.chapters))) for who in (left, right)]
    return page(request, "compare", reader, **context)


def groups(chapters: list[Chapter], left: dict[int, Applies], right: dict[int, Applies]) -> list[Group]:
    """What both have, what only the left has, what only the right has: always three, which may be empty."""
    found: dict[str, list[tuple[Chapter, list[Pair]]]] = {"both": [], "left": [], "right": []}
    for chapter in chapters:
        pairs = [Pair(a, left.get(a.number), right.get(a.number)) for a in chapter.articles_list]
        for who, chosen in (
            ("both", [pair for pair in pairs if pair.left and pair.right]),
            ("left", [pair for pair in pairs if pair.left and not pair.right]),
            ("right", [pair for pair in pairs if pair.right and not pair.left]),
        ):
            if chosen:
                found[who].append((chapter, chosen))
    return [Group(who, rows) for who, rows in found.items()]
