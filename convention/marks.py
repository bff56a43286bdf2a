"""The one mark that text may carry: *emphasis*, with \\* for a star itself."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

EMPHASIS = re.compile(r"(?<!\\)\*(?=\S)(.+?)(?<=\S)(?<!\\)\*")


def plain(text: str) -> str:
    """The words alone, without marks."""
    return EMPHASIS.sub(r"\1", text).replace(r"\*", "*")


def html(text: str) -> SafeString:
    """The words as HTML, emphasis as <em>. Everything else of the text is escaped."""
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", str(escape(text))).replace(r"\*", "*"))
