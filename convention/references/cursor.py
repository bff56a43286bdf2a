"""Goes through the tokens of a text, and reads the numbers of a reference: 12 (3) (b), 12.3.b."""

from convention.references.items import COUNTED, Item
from convention.references.tokens import Token, cut


class Cursor:
    """A place among the tokens of a text. What is read and is not there leaves it where it was."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = cut(text)
        self.at = 0

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def low(self, ahead: int = 0) -> str:
        token = self.peek(ahead)
        return token.low if token else ""

    def take(self, *words: str) -> bool:
        """Step over the next tokens if they are these."""
        if all(self.low(n) == word for n, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def labels(self, unit: str, before: Item | None) -> list[str] | None:
        """The number of a unit with what stands below it; None where there is none, or it is only part of a number.

        `before` is the item that a list has before it: a bracket alone goes on from that.
        """
        labels: list[str] = []
        if before and self.low() == "(" and (label := self.bracket()):
            return [*before.labels[:-1], label]
        token = self.peek()
        if unit == "point" and self.low() == "(":
            labels = [label] if (label := self.bracket()) else []
        elif token and self._is_number(unit, token):
            labels = [token.text]
            self.at += 1
        if not labels or self._goes_on() or (before and self.low() in COUNTED):
            return None
        while label := self.bracket() or self._dotted():
            labels.append(label)
        return labels

    def _is_number(self, unit: str, token: Token) -> bool:
        word = token.low
        if unit in ("chapter", "part", "section"):
            return word.isdecimal() or (bool(word) and set(word) <= set("ivxl"))
        if unit == "annex":
            return token.text.isupper() and len(token.text) <= 2 or word.isdecimal()
        if unit == "point":
            twice = len(word) == 2 and word[0] == word[1]
            return (
                bool(word)
                and word.isascii()
                and word.isalpha()
                and (len(word) == 1 or twice or set(word) <= set("iv"))
            )
        return word.isdecimal() and len(word) <= 4 and word.isascii()

    def _goes_on(self) -> bool:
        """Whether a number is only the beginning of a longer one: 12-bis."""
        sign, more = self.peek(), self.peek(1)
        return bool(sign and more and sign.glued and more.glued and sign.text in "-–/" and not more.text.isdecimal())

    def bracket(self) -> str:
        token = self.peek(1)
        if self.low() == "(" and token and token.word and len(token.text) <= 4 and self.low(2) == ")":
            self.at += 3
            return token.low
        return ""

    def _dotted(self) -> str:
        sign, token = self.peek(), self.peek(1)
        if sign and token and sign.text == "." and sign.glued and token.glued and len(token.text) <= 4 and token.word:
            self.at += 2
            return token.low
        return ""
