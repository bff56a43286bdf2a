"""The one mark that text may carry: *emphasis*, with \\* for a star itself."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

EMPHASIS = re.compile(r"(?<!\\)\*(?=\S)(.+?)(?<=\S)(?<!\\)\*")


def plain(text: str) -> str:
    """The words alone, without marks."""
    return EMPHASIS.sub(r"\1", text).replace(r"\*", "*")


def html(text: str) -> SafeString:
    """The words as HTML, emphasis as <em>. Everything else of the text is escaped."""
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", str(escape(text))).replace(r"\*", "*"))


def segments(text: str) -> list[tuple[bool, str]]:
    """The words in runs, each with whether it is emphasis. No run is empty.

    >>> segments("it is *not* so")
    [(False, 'it is '), (True, 'not'), (False, ' so')]
    """
    parts = EMPHASIS.split(text)
    runs = [(place % 2 == 1, part.replace(r"\*", "*")) for place, part in enumerate(parts)]
    return [run for run in runs if run[1]]


def marked(runs: Iterable[tuple[bool, str]]) -> str:
    """Text with marks from runs of words: the one way to write them, so that equal runs give equal text.

    Spaces at the ends of emphasis are moved out of it. Raises ValueError where no text stands for these words: a
    backslash before emphasis or at its end.
    """
    joined: list[tuple[bool, str]] = []
    for emphasis, words in runs:
        inner = words.strip() if emphasis else ""
        before, after = words.split(inner, 1) if inner else (words, "")
        for part in ((False, before), (True, inner), (False, after)):
            if part[1] and joined and joined[-1][0] == part[0]:
                joined[-1] = (part[0], joined[-1][1] + part[1])
            elif part[1]:
                joined.append(part)
    escaped = [(emphasis, words.replace("*", r"\*")) for emphasis, words in joined]
    text = "".join(f"*{words}*" if emphasis else words for emphasis, words in escaped)
    if segments(text) != joined:
        raise ValueError(f"no marks for these words: {text[:80]}")
    return text
