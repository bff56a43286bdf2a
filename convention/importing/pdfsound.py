"""Whether a PDF can be read rightly at all, and what a second, independent reader sees on its pages."""

import re
import unicodedata
from collections import Counter
from typing import Any

import pypdfium2
from django.utils.translation import gettext as _

from convention.importing.document import Fault, ImportRefused

LIGATURES = str.maketrans(
    {
        **{sign: unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"},
        "\u00a0": " ",
        "\u200b": None,
        "\u2011": "-",
        # A hyphen at a line end, as the second reader writes it.
        "\ufffe": "-",
        "\x02": "-",
    }
)
UNMAPPED = re.compile(r"\(cid:\d+\)|[\x00-\x1f\ufffd\ue000-\uf8ff]")
MOST_UNMAPPED = 0.002  # of the letters of a page
MOST_PAGES = 2_000
PICTURE = 0.5  # of a page


def refused(words: str, page: int = 0, line: int = 0) -> ImportRefused:
    """A refusal of the file, with the page and line that show why."""
    return ImportRefused([Fault(line, words, page)])


def second_reading(data: bytes) -> list[str]:
    """The text of every page by pdfium. Raises ImportRefused where the file is no PDF, cut off, locked or broken."""
    if b"%PDF-" not in data[:1024]:
        raise refused(_("This is not a PDF, whatever its name says."))
    if b"%%EOF" not in data[-2048:]:
        raise refused(_("This PDF is cut off: its end is missing."))
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise refused(_("This PDF is encrypted. Save it without a password.")) from error
        raise refused(_("This PDF is damaged and cannot be opened.")) from error
    try:
        if len(pdf) > MOST_PAGES:
            raise refused(_("This PDF has more than %(n)d pages.") % {"n": MOST_PAGES})
        if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(pdf) != -1:
            raise refused(_("This PDF is encrypted. Save it without a password."))
        return [_page_text(pdf, place) for place in range(len(pdf))]
    except pypdfium2.PdfiumError as error:
        raise refused(_("This PDF is damaged and cannot be read to its end.")) from error
    finally:
        pdf.close()


def _page_text(pdf: pypdfium2.PdfDocument, place: int) -> str:
    page = pdf[place]
    text = page.get_textpage()
    try:
        return text.get_text_range().translate(LIGATURES)
    finally:
        text.close()
        page.close()


def check_letters(chars: list[dict[str, Any]], page: int) -> None:
    """Raise ImportRefused where the text layer of a page is not what the eye sees there."""
    broken = sum(1 for char in chars if UNMAPPED.search(char["text"]))
    if broken > max(2, MOST_UNMAPPED * len(chars)):
        words = _("The text layer is broken: %(n)d letters have no meaning, though the eye sees them.")
        raise refused(words % {"n": broken}, page)
    # Shapes of letters instead of letters, and words in the order of ink: what such a page says is a guess.
    if any("\u0590" <= char["text"][:1] <= "\u08ff" or "\ufb1d" <= char["text"][:1] <= "\ufefc" for char in chars):
        words = _("This page runs from right to left, and a PDF loses the order of such words. Give a DOCX instead.")
        raise refused(words, page)
    marks = Counter(_script(char["text"]) for char in chars)
    del marks[""]
    if len(marks) > 1 and _mixed_words(chars):
        words = _("The text layer is broken: words of this page mix letters of different scripts.")
        raise refused(words, page)


def _script(text: str) -> str:
    """The script of a letter that is easily taken for another's, else nothing."""
    letter = text[:1]
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    name = unicodedata.name(letter, "") if letter.isalpha() else ""
    return next((script for script in ("LATIN", "CYRILLIC", "GREEK") if name.startswith(script)), "")


def _mixed_words(chars: list[dict[str, Any]]) -> bool:
    """Whether more than a few letters follow directly on one of another script."""
    mixed = 0
    before = ""
    for char in chars:
        script = _script(char["text"])
        mixed += bool(script and before and script != before)
        before = script
    return mixed > max(2, MOST_UNMAPPED * len(chars))


def check_scanned(page: Any, chars: list[dict[str, Any]], number: int) -> None:
    """Raise ImportRefused where a page is a picture without words."""
    area = float(page.width) * float(page.height)
    covered = sum((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) for i in page.images)
    if covered > PICTURE * area and not any(char["text"].isalnum() for char in chars):
        raise refused(_("This page is a picture without a text layer. Have its words recognised first."), number)
