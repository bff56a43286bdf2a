"""Text folded for searching and sorting: without case, accents and punctuation.

Done here and not in the database: neither the embedded PostgreSQL nor every server has `unaccent` or ICU.
"""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "œ": "oe", "æ": "ae", "þ": "th", "ŧ": "t"}
)
NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text in lower case, letters without their marks, every run of other characters one space.

    >>> fold("  André Corrêa d’Almeida ")
    'andre correa d almeida'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return NOT_A_WORD.sub(" ", unicodedata.normalize("NFC", bare).translate(LETTERS)).strip()


def sort_key(sort_name: str, name: str) -> str:
    """The key under which a name stands in a list: the sort name first, then the whole name, both folded."""
    return f"{fold(sort_name)} {fold(name)}".strip()


def last_word(name: str) -> str:
    """The last word of a name, as its first guess at a sort name; the whole name where it has one word."""
    words = name.split()
    return words[-1] if words else ""
