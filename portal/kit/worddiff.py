"""Two texts side by side, and what differs marked by words."""

import difflib
import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

PIECES = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # words and signs, each with the space after it


def side_by_side(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, with <del> round what the new one does not have and <ins> round what it adds; by words."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    start = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    if start is None:
        start = min(len(before), len(after))
    left, right = [escape("".join(before[:start]))], [escape("".join(after[:start]))]
    # What is frequent in a long text is no anchor (autojunk): else two thousand equal words take half a minute.
    matcher = difflib.SequenceMatcher(None, before[start:], after[start:])
    for what, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(before[start + i : start + j]), "".join(after[start + k : start + m])
        left.append(escape(gone) if what == "equal" else _mark("del", gone))
        right.append(escape(come) if what == "equal" else _mark("ins", come))
    return SafeString("".join(left)), SafeString("".join(right))


def _mark(tag: str, text: str) -> SafeString:
    """The words in the element, and the space after them behind it. Nothing for nothing."""
    words = text.rstrip()
    return format_html("<{0}>{1}</{0}>{2}", tag, words, text[len(words) :]) if words else SafeString(text)
