"""Other instruments by their names, such as "Convention on the Rights of the Child"."""

from convention.references.tokens import Token

HEADS = {"convention", "covenant", "charter", "protocol", "treaty", "declaration", "agreement", "statute", "pact",
         "compact", "constitution"}  # fmt: skip
# The words that may open the rest of a name, and those that may stand within it.
OPENERS = {"on", "of", "relating", "against", "for", "concerning", "between", "governing"}
JOINS = OPENERS | {"the", "to", "and", "in", "its", "by", "with"}
# Words with a capital that only begin a sentence.
BEGINNERS = {
    "the",
    "this",
    "that",
    "under",
    "in",
    "where",
    "when",
    "if",
    "as",
    "nothing",
    "for",
    "no",
    "each",
    "every",
}


def name_at(tokens: list[Token], head: int) -> tuple[int, int] | None:
    """The first and last token of the name whose word "Convention", "Charter" … stands at `head`, if it is one.

    "This Convention" and "the Convention" are no names: a name says more.
    """
    if tokens[head].low not in HEADS or not tokens[head].capital:
        return None
    first = head
    while first and _before(tokens[first - 1]):
        first -= 1
    last = _tail(tokens, head)
    return (first, last) if first < head or last > head else None


def _before(token: Token) -> bool:
    """Whether a word can stand before "Convention" in a name: Vienna, United, 1951."""
    year = token.text.isdecimal() and len(token.text) == 4
    return year or (token.word and token.capital and token.low not in BEGINNERS)


def _tail(tokens: list[Token], head: int) -> int:
    """The last token of a name: words with a capital, and small words between them."""
    last = place = head
    joins: list[str] = []
    for place in range(head + 1, len(tokens)):
        token = tokens[place]
        if token.low in JOINS and not token.capital:
            joins.append(token.low)
            if last == head and joins[0] not in OPENERS and joins != ["to"] and joins != ["to", "the"]:
                break
        elif token.word and token.capital:
            # "... and the Convention" begins another name, "Protocol to the Convention on ..." goes on.
            if token.low in HEADS and "to" not in joins:
                break
            if last == head and joins[:1] == ["to"] and token.low not in HEADS:
                break
            last, joins = place, []
        else:
            break
    return last
