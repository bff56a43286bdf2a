"""The strip of articles: one upright line for each, a chapter a link; the line of where one is is long.

On the pages of rights the length of a line says how its article applies. For an exact pointer each line is a link
besides, laid over the drawing (reading.css). Nobody tabs through them: the contents and the lists are their equal.
"""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from convention.cumulation import ChapterResult, Relation, Result, Row
from convention.reader import Chapter
from convention.rings import in_words

STEP, HEIGHT = 4, 18  # from one line to the next, and how high the strip is
MIDDLE = 14  # of the short lines, which are the dashes of one broad line (reading.css)


def strip(chapters: Sequence[Chapter], chapter: Chapter | None = None, article: int | None = None) -> SafeString:
    """The chapters of a text side by side, each as wide as it has articles and a link to itself.

    `chapter` and `article`: where the reader is. Nothing for a text without chapters, whose contents say it all.
    The lines have no titles: 213 of them would be a third of a kilobyte more on every page.
    """
    return _side_by_side([_plain(one, chapter, article) for one in chapters])


def _plain(one: Chapter, chapter: Chapter | None, article: int | None) -> SafeString:
    here = chapter is not None and one.number == chapter.number
    place = next((n for n, a in enumerate(one.articles_list) if here and a.number == article), None)
    mark = "" if place is None else format_html('<path class="here" d="M{} 0v{}"/>', place * STEP + 1.5, HEIGHT)
    drawn = format_html('<path d="M1 {}h{}"/>{}', MIDDLE, len(one.articles_list) * STEP, mark)
    return _chapter(one, drawn, lines=_lines(one, [""] * len(one.articles_list)), here=here)


# How a line runs, down from the top of the strip, by how its article applies; a changed one has a dot as well.
LENGTHS = {Relation.OWN: "0v18", Relation.INHERITED: "9v9", Relation.CHANGED: "9v9", None: "14v4"}
CLASSES = {Relation.OWN: "own", Relation.INHERITED: "inh", Relation.CHANGED: "inh", None: "no"}


def strip_of_rights(result: Result) -> SafeString:
    """The strip for those chosen: own articles long, inherited ones half, changed ones with a dot, others ticks.

    A chapter's link says its counts in words, the title of a line names its article and how it applies; the lists on
    the page are the same for everyone else. Nothing for a text without chapters.
    """
    return _side_by_side([_of_rights(one) for one in result.chapters])


def _of_rights(one: ChapterResult) -> SafeString:
    paths = dict.fromkeys(("no", "inh", "own", "chm"), "")
    for place, row in enumerate(one.rows):
        x = place * STEP + 2
        paths[CLASSES[row.best]] += f"M{x} {LENGTHS[row.best]}"
        if row.best == Relation.CHANGED:
            paths["chm"] += f"M{x} 8h0"
    drawn = format_html_join("", '<path class="{}" d="{}"/>', ((name, d) for name, d in paths.items() if d))
    titles = [f"{row.article.number}. {row.article.heading}: {_how(row)}" for row in one.rows]
    return _chapter(one.chapter, drawn, lines=_lines(one.chapter, titles), said=f": {in_words(one)}")


def _how(row: Row) -> str:
    if row.best == Relation.CHANGED:
        return _("changed by %(articles)s") % {"articles": ", ".join(map(str, row.changed_by))}
    return {Relation.OWN: _("own"), Relation.INHERITED: _("inherited"), None: _("does not apply")}[row.best]


def _lines(one: Chapter, titles: Iterable[str]) -> SafeString:
    """A link for each line of a chapter; a title that is empty is left out."""
    links = (
        (article.url, format_html(' title="{}"', title) if title else "")
        for article, title in zip(one.articles_list, titles, strict=True)
    )
    drawn = format_html_join("", '<a tabindex="-1" href="{}"{}></a>', links)
    return format_html('<span class="lines" aria-hidden="true">{}</span>', drawn)


def _chapter(one: Chapter, drawn: SafeString, *, lines: SafeString, said: str = "", here: bool = False) -> SafeString:
    """A chapter as a link with its drawing and its name, to which `said` is added; then the links of its lines."""
    return format_html(
        '<a href="{}"{}><svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg><span class="vh">{}{}</span><span aria-hidden="true">{}</span></a>{}',
        one.url,
        mark_safe(' aria-current="true"') if here else "",
        drawn,
        _("Chapter %(number)s, articles %(first)s to %(last)s")
        % {"number": one.roman, "first": one.first, "last": one.last},
        said,
        one.roman,
        lines,
        w=len(one.articles_list) * STEP,
        h=HEIGHT,
    )


def _side_by_side(chapters: Sequence[SafeString]) -> SafeString:
    """The list items, or nothing where there is but one chapter."""
    return format_html_join("\n", "<li>{}</li>", ((one,) for one in chapters)) if len(chapters) > 1 else SafeString("")
