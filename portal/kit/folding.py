"""Text folded for searching and sorting: without case, accents and punctuation.

Done here and not in the database: neither the embedded PostgreSQL nor every server has `unaccent` or ICU.
"""

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "œ": "oe", "æ": "ae", "þ": "th", "ŧ": "t"}
)


def fold(text: str) -> str:
    """The text in lower case, letters without their marks, every run of other characters one space.

    >>> fold("  André Corrêa d’Almeida ")
    'andre correa d almeida'
    """
    # Decomposed first: some letters have a small form only then (the mathematical ones, for example).
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    letters = unicodedata.normalize("NFC", bare).translate(LETTERS)
    return " ".join("".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in letters).split())


def sort_key(sort_name: str, name: str) -> str:
    """The key under which a name stands in a list: the sort name first, then the whole name, both folded."""
    return f"{fold(sort_name)} {fold(name)}".strip()


def last_word(name: str) -> str:
    """The last word of a name, as its first guess at a sort name; the whole name where it has one word."""
    words = name.split()
    return words[-1] if words else ""
