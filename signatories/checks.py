"""What a name or a text may hold, and what makes a moderator look twice.

Refused is only what would harm the page or the reader (hidden and reordering characters, stacks of marks) or cannot be
stored; each refusal says what to do. Whatever is merely odd is held, never refused: a person reads every entry anyway.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.models import Hold

NAME_LIMIT = 200
# Over one letter: Vietnamese needs 2, Hebrew with points 4; "zalgo" stacks dozens. Marks of class 0 (vowels and
# subjoined letters of Myanmar, Tibetan, Thai) stand in longer rows.
MARKS_IN_A_ROW = 4
SIGNS_IN_A_ROW = 8
# NFC makes a text up to this much shorter; what is longer still is refused unread, since sorting a million marks takes
# minutes.
NFC_SLACK = 4

ZWNJ, ZWJ = "\u200c", "\u200d"
# Joiners belong to the spelling in these scripts; elsewhere they only hide.
JOINING_SCRIPTS = (
    "ARABIC SYRIAC NKO MANDAIC MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM "
    "SINHALA KHMER MYANMAR TIBETAN BALINESE JAVANESE CHAKMA GRANTHA NEWA TIRHUTA"
)
# Reorder the text after them, so that what is read is not what is stored (Unicode UAX 9, UTS 55).
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and marks by category, yet nothing is seen of them.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

LINK = re.compile(
    r"https?:|ftp:|mailto:|javascript:|www\.|\w@\w|\w\.[a-z]{2,10}/"
    r"|\w\.(?:com|org|net|info|biz|edu|gov|int|io|co|app|dev|xyz|online|site|shop|top|club|ru|cn|ly|me)\b",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<\s*[/!?]?\s*[a-z]|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|\[/?[a-z]{1,5}[\]=]|\]\(", re.IGNORECASE)


def clean_line(text: str, *, limit: int = NAME_LIMIT) -> str:
    """One line of text as it is stored: NFC, trimmed, every run of white space one space. May be empty.

    Raises ValidationError, in words for the person who typed it: over `limit` characters, a character that is hidden,
    reorders the text or cannot be shown, or a stack of marks.
    """
    _refuse_long(text, limit, slack=NFC_SLACK)
    line = " ".join(unicodedata.normalize("NFC", text).split())
    _refuse_long(line, limit)
    _refuse_harmful(line, loose=False)
    return line


def clean_name(text: str, *, limit: int = NAME_LIMIT) -> str:
    """A name in any script as it is stored. Raises ValidationError as clean_line, and for one without a letter."""
    name = clean_line(text, limit=limit)
    if name and not has_letter(name):
        raise ValidationError(
            _("A name needs at least one letter. Write it in letters, in any script."), code="letter"
        )
    return name


def clean_text(text: str, *, limit: int) -> str:
    """Several lines as they are stored: NFC, line ends as \\n, trimmed at both ends. May be empty.

    A line end counts as one character. Marks of direction and soft hyphens may stand in it, as texts that are pasted
    have them. Raises ValidationError as clean_line.
    """
    _refuse_long(text, limit, slack=NFC_SLACK)
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    unified = unified.translate({0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x0B: "\n", 0x0C: "\n", 0xFEFF: None}).strip()
    _refuse_long(unified, limit)
    _refuse_harmful(unified, loose=True)
    return unified


def has_letter(text: str) -> bool:
    """True if something in it is a letter that can be seen."""
    return any(unicodedata.category(c)[0] == "L" and c not in BLANK for c in text)


def holds(*, name: str, others: tuple[str, ...] = (), trap: str = "") -> list[str]:
    """Why a moderator should look twice at an entry: values of Hold, in their order, empty for most entries.

    `others` are the further public lines (affiliation, role); `trap` what stood in the field that people do not see.
    """
    lines = (name, *others)
    found = {
        Hold.TRAP: bool(trap),
        Hold.LINK: any(LINK.search(line) for line in lines),
        Hold.MARKUP: any(MARKUP.search(line) for line in lines),
        Hold.SYMBOLS: any(_is_symbol(c) for c in name),
    }
    return [hold.value for hold, there in found.items() if there]


def _is_symbol(c: str) -> bool:
    """Pictures, signs, enclosing marks, unassigned characters, and letters that are another letter in a fancy font."""
    if c.isascii():
        return False
    return unicodedata.category(c) in ("So", "Sc", "Sm", "Me", "Cn") or unicodedata.decomposition(c).startswith(
        "<font>"
    )


def _refuse_long(text: str, limit: int, slack: int = 1) -> None:
    if len(text) > limit * slack:
        raise ValidationError(
            ngettext(
                "This has %(length)s characters; at most %(limit)s fit. Shorten it by %(over)s character.",
                "This has %(length)s characters; at most %(limit)s fit. Shorten it by %(over)s characters.",
                len(text) - limit,
            ),
            code="long",
            params={"length": f"{len(text):,}", "limit": f"{limit:,}", "over": f"{len(text) - limit:,}"},
        )


def _refuse_harmful(text: str, *, loose: bool) -> None:
    """Raise ValidationError at the first character that may not stand there; it names the words before it."""
    marks = signs = 0
    for place, c in enumerate(text):
        before = text[place - 1] if place else ""
        category = unicodedata.category(c)
        problem = ""
        if c in REORDERING:
            problem = _("a hidden character that turns the direction of writing around")
        elif c == "\ufffd" or category in ("Cs", "Co") or ord(c) & 0xFFFE == 0xFFFE:
            problem = _("a character that could not be read")
        elif category == "Cc" and not (loose and c in "\n\t"):
            problem = _("a control character")
        elif c in BLANK or _is_hidden(c, category, before, loose=loose):
            problem = _("a hidden character")
        marks = marks + 1 if unicodedata.combining(c) else 0
        signs = signs + 1 if category[0] == "M" else 0
        if marks > MARKS_IN_A_ROW or signs > SIGNS_IN_A_ROW:
            problem = _("more accents and marks on one letter than any language uses")
        if problem:
            raise ValidationError(_refusal(text[:place], problem), code="character")


def _refusal(before: str, problem: str) -> str:
    """The sentence for a refused character: what it is, after which words, what to do."""
    words = "".join(c for c in before if unicodedata.category(c)[0] in "LNPSZ").strip()[-30:].lstrip()
    if words:
        return _("After “%(words)s” there is %(problem)s. Delete that place and type it again, without pasting.") % {
            "words": words,
            "problem": problem,
        }
    return _("At the beginning there is %(problem)s. Empty the box and type it again, without pasting.") % {
        "problem": problem
    }


def _is_hidden(c: str, category: str, before: str, *, loose: bool) -> bool:
    """True for an invisible character at a place where no script and no picture needs it."""
    if _is_selector(c):
        # Selects the form of the character before it: Japanese names, Mongolian, pictures.
        return not before or unicodedata.category(before)[0] not in "LSPN"
    if category != "Cf":
        return False
    if loose and ord(c) < 0xE0000:
        return False
    if c not in (ZWJ, ZWNJ) or not before:
        return True
    if c == ZWJ and (unicodedata.category(before) in ("So", "Sk") or _is_selector(before)):
        return False
    return unicodedata.name(before, "").split(" ")[0] not in JOINING_SCRIPTS.split()


def _is_selector(c: str) -> bool:
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef" or c in "\u180b\u180c\u180d\u180f"
