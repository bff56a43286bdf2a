"""How people shorten a citation when they type it, written out as the grammar of references reads it.

"art12 §3", "12/2 b", "ch 4 pt 2", "preamble 3", "first paragraph of article 12": units in any short form, any signs or
none between the numbers, numbers in figures of any script, in roman letters or in words.
"""

import re
import unicodedata

from convention.numbers import from_roman
from convention.references.items import ORDINALS

# Short forms, and what other legal languages call a paragraph, by what they stand for here.
UNITS = {
    "article": {"article", "art"}, "articles": {"articles", "arts"}, "chapter": {"chapter", "chap", "ch"},
    "part": {"part", "pt"}, "recital": {"recital", "rec"}, "preamble": {"preamble"},
    "para": {"paragraph", "para", "par", "al", "nr", "ss", "§"},
    "point": {"point", "subparagraph", "subpara", "lit", "letter"},
}  # fmt: skip
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
VALUES = {word: str(value) for words in (CARDINALS, ORDINALS) for value, word in enumerate(words, 1)}
# Left out: these say nothing where only units and numbers stand beside them.
FILLING = {"of", "the", "in", *"()[].,;:/#"}
TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
ORDINAL_SIGN = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
FOLLOWING = re.compile(r"(?<=\d)\s*(?:ff|et seq)\.?$")

N = r"(\d{1,4}|[ivxl]+)"
LABELS = r"(?:(?: (?:no|para|point))?(?: (?:\d{1,3}|[a-z]|[ivx]+))){0,4}(?: para)?"
FORMS = [
    (re.compile(rf"(?:article (?:no )?{N}|(?:no )?(\d{{1,4}}))(?P<below>{LABELS})"), "article {0}{below}"),
    (re.compile(rf"(?:articles? {N}|(\d{{1,4}})) (?:to|-) {N}"), "articles {0} to {1}"),
    # Of several articles, the first.
    (re.compile(rf"(?:articles? {N}|(\d{{1,4}}))(?: (?:,|and|or|&|, and) (?:\d{{1,4}}|[ivxl]+))+"), "article {0}"),
    (re.compile(rf"(?:para {N}|{N} para)(?P<below> [a-z])? article {N}"), "article {1}({0}){below}"),
    (re.compile(rf"point(?P<below> [a-z]) para {N} article {N}"), "article {1}({0}){below}"),
    # Whatever chapter an article is said to be in, its number says which it is.
    (re.compile(rf"chapter {N} article {N}"), "article {1}"),
    (re.compile(rf"chapter (?:no )?{N}"), "chapter {0}"),
    (re.compile(rf"chapter (?:no )?{N} part {N}"), "chapter {0}, part {1}"),
    (re.compile(rf"part {N} chapter {N}"), "chapter {1}, part {0}"),
    (re.compile(rf"part (?:no )?{N}"), "part {0}"),
    (re.compile(rf"(?:preamble )?recital (?:no )?{N}"), "recital {0}"),
    (re.compile(rf"(?:{N} recital(?: preamble)?|recital {N} preamble|preamble (?:para |no )?{N})"), "recital {0}"),
    # Of one letter it would be a word, "I".
    (re.compile(r"([ivx]{2,})"), "chapter {0}"),
]


def in_figures(typed: str) -> str:
    """What was typed with full-width letters and the digits of every script as ASCII has them.

    >>> in_figures("Ａｒｔ １٢")
    'Art 12'
    """
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in unicodedata.normalize("NFKC", typed)
    )


def written_out(words: str, names: tuple[str, ...] = ()) -> tuple[str, bool]:
    """A shortened citation in full, and whether it names a unit; an empty text where something else was typed too.

    `names` are those of the instrument, which may stand behind it. Whether there is such a place is not looked at.

    >>> written_out("art12 §3 b"), written_out("12/2"), written_out("18 years")
    (('article 12(3)(b)', True), ('article 12(2)', False), ('', False))
    """
    words = ORDINAL_SIGN.sub("", words.casefold()).replace("n°", "no")
    ends = "|".join(re.escape(name.casefold()) for name in names if name)
    words = re.sub(
        rf"\b(?:(?:of|in) (?:the|this) convention{f'|(?:of )?(?:the )?(?:{ends})' if ends else ''})$", "", words
    )
    words = FOLLOWING.sub("", words.strip())
    # The sign of a paragraph before everything else stands for an article, as in laws that have no articles.
    tokens = TOKEN.findall(re.sub(r"^\s*§+", "article ", words).replace("§§", "§").replace("–", "-"))
    named = any(token in UNIT_OF for token in tokens)
    several = any(UNIT_OF.get(token) == "articles" for token in tokens)
    plain = [_plain(token, named) for token in tokens if token not in FILLING or (several and token == ",")]
    asked = " ".join(plain)
    for form, full in FORMS:
        if found := form.fullmatch(asked):
            below = found.groupdict().get("below") or ""
            aside = form.groupindex.get("below")
            written = [number for place, number in enumerate(found.groups(), 1) if number and place != aside]
            numbers = [_number(number) for number in written]
            if not all(numbers) or ("{0} to" in full and int(numbers[0]) >= int(numbers[1])):
                return "", False
            labels = "".join(f"({label})" for label in below.split() if label not in ("no", "para", "point"))
            return full.format(*numbers, below=labels), named
    return "", False


def _plain(token: str, named: bool) -> str:
    """A unit by its one name, a number in figures; words are numbers only beside a unit."""
    if token.isdecimal():
        return token.lstrip("0") or "0"
    return UNIT_OF.get(token) or (VALUES.get(token, token) if named else token)


def _number(written: str) -> str:
    """In figures; an empty text for letters that are no number."""
    return written if written.isdecimal() else str(from_roman(written) or "")
