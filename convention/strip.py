"""The strip of articles: one upright line for each, a chapter a link; the line of where one is is long."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from convention.reader import Chapter

STEP, HEIGHT = 4, 18  # from one line to the next, and how high the strip is
MIDDLE = 14  # of the short lines, which are the dashes of one broad line (reading.css)


def strip(chapters: Sequence[Chapter], chapter: Chapter | None = None, article: int | None = None) -> SafeString:
    """The chapters of a text side by side, each as wide as it has articles and a link to itself.

    `chapter` and `article`: where the reader is. Nothing for a text without chapters, whose contents say it all.
    """
    if len(chapters) < 2:
        return SafeString("")
    return format_html_join("\n", "<li>{}</li>", ((_chapter(one, chapter, article),) for one in chapters))


def _chapter(one: Chapter, chapter: Chapter | None, article: int | None) -> SafeString:
    here = chapter is not None and one.number == chapter.number
    place = next((n for n, a in enumerate(one.articles_list) if here and a.number == article), None)
    return format_html(
        '<a href="{}"{}><svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" preserveAspectRatio="none" '
        'aria-hidden="true"><path d="M1 {}h{w}"/>{}</svg><span class="vh">{}</span>'
        '<span aria-hidden="true">{}</span></a>',
        one.url,
        mark_safe(' aria-current="true"') if here else "",
        MIDDLE,
        "" if place is None else format_html('<path class="here" d="M{} 0v{}"/>', place * STEP + 1.5, HEIGHT),
        _("Chapter %(number)s, articles %(first)s to %(last)s")
        % {"number": one.roman, "first": one.first, "last": one.last},
        one.roman,
        w=len(one.articles_list) * STEP,
        h=HEIGHT,
    )
