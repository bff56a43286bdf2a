"""Two texts side by side, and what differs marked by words."""

import difflib
import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

PIECES = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # words and signs, each with the space after it


def side_by_side(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, with <del> round what the new one does not have and <ins> round what it adds; by words."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    last = before[len(before) - end :]
    left, right = [escape("".join(before[:start]))], [escape("".join(after[:start]))]
    # What is frequent in a long text is no anchor (autojunk): else two thousand equal words take half a minute.
    matcher = difflib.SequenceMatcher(None, before[start : len(before) - end], after[start : len(after) - end])
    for what, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(before[start + i : start + j]), "".join(after[start + k : start + m])
        left.append(escape(gone) if what == "equal" else _mark("del", gone))
        right.append(escape(come) if what == "equal" else _mark("ins", come))
    closing = escape("".join(last))
    return SafeString("".join([*left, closing])), SafeString("".join([*right, closing]))


def _alike(one: list[str], other: list[str]) -> int:
    """How many pieces are the same at the beginning of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _mark(tag: str, text: str) -> SafeString:
    """The words in the element, and the space after them behind it. Nothing for nothing."""
    words = text.rstrip()
    return format_html("<{0}>{1}</{0}>{2}", tag, words, text[len(words) :]) if words else SafeString(text)
