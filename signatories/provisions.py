"""Provisions as people write them, read into eIds: "12, 14(2)(a)" is art_12, art_14__para_2__point_a.

Where the text is here, an article is also known by its heading, or by words that stand in one heading alone.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convention.numbers import from_roman, roman
from portal.kit.folding import fold

MOST = 60
HIGHEST_ARTICLE = 999
HIGHEST_CHAPTER = 89
SHORTEST_HEADING = 3  # letters of a word that is looked for in headings
MOST_OFFERED = 8

SEPARATOR = re.compile(r"[,;\n]|\band\b|&", re.IGNORECASE)
ARTICLE = re.compile(r"(?:articles?|arts?\.?)?\s*(\d{1,4})((?:\s*\(\s*[0-9a-z]{1,5}\s*\)){0,3})\.?", re.IGNORECASE)
RANGE = re.compile(r"(?:articles?|arts?\.?)?\s*(\d{1,4})\s*(?:[-–—]|\bto\b)\s*(\d{1,4})\.?", re.IGNORECASE)
CHAPTER = re.compile(r"(?:chapters?|chaps?\.?|chs?\.?)\s*([ivxl]{1,9}|\d{1,2})\.?", re.IGNORECASE)
CHAPTERS = re.compile(r"(?:chapters|chaps\.?|chs\.?)\s*(\w)", re.IGNORECASE)
FIRST_IS_NUMBER = re.compile(
    r"(?:articles?|arts?\.?|chapters?|chaps?\.?|chs?\.?)?\s*(?:\d|[ivxl]+\.?(?:$|[\s,;]))", re.IGNORECASE
)
DIGITS, LETTERS = re.compile(r"\d{1,2}"), re.compile(r"[ivxl]{1,9}", re.IGNORECASE)
# Levels below an article, by what is printed in the brackets: (2) a paragraph, (a) a point, (ii) a point of a point.
LEVELS = ("para", "point", "point")


def read_provisions(
    text: str,
    *,
    articles: int | None = None,
    chapters: int | None = None,
    headings: Callable[[], dict[int, str]] = dict,
) -> list[str]:
    """The eIds of the provisions that the text names, in its order, each once. Empty for an empty text.

    `articles` and `chapters` are how many the Convention has, where that is known; `headings` gives those of its
    articles, by number, and is asked only for words that are no number. Whether a paragraph exists is not
    looked up: the text may not be here yet.
    Raises ValidationError, in words for the person who typed it, for a form that is not known.
    """
    found: list[str] = []
    more = None
    # Asked for once, at the first words that are no number.
    folded = functools.cache(lambda: {number: fold(heading) for number, heading in headings().items()})
    for piece in _pieces(text, folded):
        if isinstance(piece, int):
            found += [eid for eid in (f"art_{piece}",) if eid not in found]
            continue
        # "chapters IV and V", "chapters 4 and 5": the plural goes on to numbers of the same style.
        if plural := CHAPTERS.match(piece):
            more = DIGITS if plural[1].isdigit() else LETTERS
        elif more and more.fullmatch(piece):
            piece = f"chapter {piece}"
        else:
            more = None
        for eid in _read(piece, articles, chapters):
            if eid not in found:
                found.append(eid)
    if len(found) > MOST:
        raise ValidationError(
            _("These are %(count)s provisions; at most %(most)s can be named. Name whole articles or chapters."),
            params={"count": len(found), "most": MOST},
            code="many",
        )
    return found


def _pieces(text: str, headings: Callable[[], dict[int, str]]) -> Iterator[str | int]:
    """The pieces between commas and the like; the number of the article for one that names a heading.

    A heading can hold a comma or an "and": between semicolons it is looked for as a whole first.
    """
    for line in (part.strip() for part in text.split(";")):
        if not FIRST_IS_NUMBER.match(line) and (number := _headed(line, headings)):
            yield number
            continue
        for piece in (p.strip() for p in SEPARATOR.split(line)):
            if not piece:
                continue
            named = None if FIRST_IS_NUMBER.match(piece) or LETTERS.fullmatch(piece) else _headed(piece, headings)
            yield named or piece


def _headed(words: str, headings: Callable[[], dict[int, str]]) -> int | None:
    """The article whose heading (folded, in `headings`) these words are, or are part of; None where there is none.

    Raises ValidationError where several have the words: their numbers are what to choose from.
    """
    wanted = fold(words)
    if len(wanted) < SHORTEST_HEADING or wanted in ("preamble", "the preamble"):
        return None
    whole = [number for number, heading in headings().items() if heading == wanted]
    part = whole or [number for number, heading in headings().items() if f" {wanted} " in f" {heading} "]
    if len(part) > 1:
        numbers = ", ".join(str(number) for number in part[:MOST_OFFERED]) + (" …" if len(part) > MOST_OFFERED else "")
        raise ValidationError(
            _("“%(words)s” stands in the headings of articles %(numbers)s. Write the number of the one you mean."),
            params={"words": words[:60], "numbers": numbers},
            code="unknown",
        )
    return part[0] if part else None


def written(eids: Iterable[str]) -> str:
    """The provisions in the form that read_provisions takes. An eId of an unknown form stays as it is.

    >>> written(["art_12__para_2__point_a", "chp_4", "preamble"])
    '12(2)(a), chapter IV, preamble'
    """
    return ", ".join(_written(eid) for eid in eids)


def _written(eid: str) -> str:
    first, *below = eid.split("__")
    kind, _sep, number = first.partition("_")
    if kind == "art":
        return number + "".join(f"({part.partition('_')[2]})" for part in below)
    return f"chapter {roman(int(number))}" if kind == "chp" and number.isdigit() else eid


def _read(piece: str, articles: int | None, chapters: int | None) -> Iterator[str]:
    if piece.casefold() in ("preamble", "the preamble"):
        yield "preamble"
    elif match := CHAPTER.fullmatch(piece):
        number = int(match[1]) if match[1].isdigit() else from_roman(match[1])
        _within(number, chapters or HIGHEST_CHAPTER, piece, known=chapters is not None, what="chapter")
        yield f"chp_{number}"
    elif match := RANGE.fullmatch(piece):
        first, last = int(match[1]), int(match[2])
        for number in (first, last):
            _within(number, articles or HIGHEST_ARTICLE, piece, known=articles is not None, what="article")
        if first > last:
            raise ValidationError(
                _("“%(piece)s” ends before it begins; write the lower number first."), params={"piece": piece}
            )
        yield from (f"art_{number}" for number in range(first, last + 1))
    elif match := ARTICLE.fullmatch(piece):
        _within(int(match[1]), articles or HIGHEST_ARTICLE, piece, known=articles is not None, what="article")
        parts = re.findall(r"[0-9a-z]+", match[2].lower())
        # An article without numbered paragraphs has its points directly below it.
        levels = LEVELS if not parts or parts[0].isdigit() else LEVELS[1:]
        if len(parts) > len(levels) or any(part.isdigit() for part in parts[1:]):
            raise _unknown(piece)
        below = "".join(f"__{level}_{part}" for level, part in zip(levels, parts, strict=False))
        yield f"art_{int(match[1])}{below}"
    else:
        raise _unknown(piece)


def _within(number: int | None, highest: int, piece: str, *, known: bool, what: str) -> None:
    if number is None or (number > highest and not known):
        raise _unknown(piece)
    if not 1 <= number <= highest:
        message = (
            _("“%(piece)s” is not in the Convention: its articles are numbered from 1 to %(highest)s.")
            if what == "article"
            else _("“%(piece)s” is not in the Convention: its chapters are numbered from 1 to %(highest)s.")
        )
        raise ValidationError(message, params={"piece": piece[:60], "highest": highest}, code="outside")


def _unknown(piece: str) -> ValidationError:
    return ValidationError(
        _("“%(piece)s” was not understood. Write numbers as in: 12, 14(2)(a), 20–22, chapter IV, preamble."),
        params={"piece": piece[:60]},
        code="unknown",
    )
