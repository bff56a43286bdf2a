"""The one mark that text may carry: *emphasis*, with \\* for a star itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Place = tuple[int, int]  # where something begins and ends in the plain words
EMPHASIS = re.compile(r"(?<!\\)\*(?=\S)(.+?)(?<=\S)(?<!\\)\*")


def plain(text: str) -> str:
    """The words alone, without marks."""
    return EMPHASIS.sub(r"\1", text).replace(r"\*", "*")


def html(text: str, tags: Sequence[tuple[int, int, str, str]] = (), found: Sequence[Place] = ()) -> SafeString:
    """The words as HTML, emphasis as <em>. Everything else of the text is escaped.

    `tags`: places of the plain words with safe HTML to put before and behind them. What is `found` stands in <mark>.
    """
    if not tags and not found:
        return mark_safe(EMPHASIS.sub(r"<em>\1</em>", str(escape(text))).replace(r"\*", "*"))
    written = []
    for tag, group in groupby(pieces(text, [tag[:2] for tag in tags], found), key=lambda piece: piece[2]):
        inside = ""
        for words, emphasis, _tag, hit in group:
            shown = escape(words)
            shown = f"<em>{shown}</em>" if emphasis else shown
            inside += shown if hit is None else f"<mark>{shown}</mark>"
        written.append(inside if tag is None else f"{tags[tag][2]}{inside}{tags[tag][3]}")
    return mark_safe("".join(written))


def pieces(text: str, *layers: Sequence[Place]) -> Iterator[tuple[str | bool | int | None, ...]]:
    """The plain words cut wherever something begins or ends: words, whether they are emphasis, and for each layer of
    places the number of the one that they stand in, or None. Places of one layer do not overlap.

    >>> list(pieces("it is *not* so", [(3, 9)]))
    [('it ', False, None), ('is ', False, 0), ('not', True, 0), (' so', False, None)]
    """
    cuts = sorted({place for layer in layers for one in layer for place in one})
    at = 0
    for emphasis, words in segments(text):
        end = at + len(words)
        edges = [at, *(cut for cut in cuts if at < cut < end), end]
        for first, last in zip(edges, edges[1:], strict=False):
            inside = (next((n for n, (a, b) in enumerate(layer) if a <= first < b), None) for layer in layers)
            yield (words[first - at : last - at], emphasis, *inside)
        at = end


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
