"""Text cut into words and signs, each with its place."""

import re
from dataclasses import dataclass

# A word is a run of letters and digits, so that "12bis" is one word and no number; anything else is a sign.
TOKEN = re.compile(r"[^\W_]+|\S")
# What ends a quotation, by its beginning.
ENDS = {"“": "”", "«": "»", "„": "“”", '"': '"'}


@dataclass(frozen=True)
class Token:
    """A word or a sign; `glued` where no space stands before it, `quoted` where it stands in quotation marks."""

    text: str
    start: int
    end: int
    glued: bool
    quoted: bool = False

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def cut(text: str) -> list[Token]:
    """The words and signs of a text, in order.

    >>> [token.text for token in cut("article 12(3)")]
    ['article', '12', '(', '3', ')']
    """
    tokens: list[Token] = []
    closing = ""
    end = -1
    for found in TOKEN.finditer(text):
        sign = found[0]
        if closing and sign in closing:
            closing = ""
        tokens.append(Token(sign, found.start(), found.end(), found.start() == end, bool(closing)))
        if not closing and sign in ENDS and any(c in text[found.end() :] for c in ENDS[sign]):
            closing = ENDS[sign]
        end = found.end()
    return tokens
