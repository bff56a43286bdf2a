"""The picture that other sites show beside a link to this one (Open Graph), a PNG: words, the floor and its rings.

Set by typst in the site's typefaces, from the data: as many rings and lines as the text has chapters and articles.
"""

import functools
import io
from pathlib import Path

import typst
from django.utils.translation import gettext as _
from PIL import Image

from convention.exporting import fonts
from convention.exporting.pdf import families, quoted
from convention.outline import Outline

WIDTH, HEIGHT = 1200, 630  # pixels: what the readers of Open Graph ask for
PAGE = (Path(__file__).parent / "cards.typ").read_text(encoding="utf-8")
LONGEST = 150  # letters of a heading; more would not be read at this size
KEPT = 300  # cards, in each process
COLOURS = 24


def site_card(outline: Outline) -> bytes:
    """The card of every page that has none of its own."""
    return drawn(_("Model International Mobility Convention"), below=_notice(outline), **_rings(outline))


def article_card(outline: Outline, number: int, heading: str) -> bytes:
    """The card of an article of the text that is read at /convention/."""
    return drawn(
        shortened(heading),
        above=_("Article"),
        number=str(number),
        below=" ".join(filter(None, (outline.edition.instrument.title + ".", _notice(outline)))),
        language=outline.edition.language.partition("-")[0],
        **_rings(outline),
    )


def shortened(words: str) -> str:
    """The words, or as many of them as LONGEST letters hold, with a sign that some are left out."""
    return words if len(words) <= LONGEST else words[:LONGEST].rpartition(" ")[0] + " …"


def _notice(outline: Outline) -> str:
    specimen = outline.edition and outline.edition.specimen
    return _("Specimen text for demonstration. Not the Convention.") if specimen else ""


def _rings(outline: Outline) -> dict[str, tuple[int, ...] | int]:
    rings = outline.chapters[1:]
    known = all(chapter.articles for chapter in rings)
    return {"lengths": tuple(chapter.articles for chapter in rings) if known else (), "unknown": len(rings)}


@functools.lru_cache(maxsize=KEPT)
def drawn(
    words: str,
    *,
    lengths: tuple[int, ...],
    unknown: int,
    above: str = "",
    number: str = "",
    below: str = "",
    language: str = "en",
) -> bytes:
    """A card as PNG. lengths: articles of each chapter but the first; empty where they are not known, and `unknown`
    says how many rings there are.
    """
    given = {name: quoted(text) for name, text in (("words", words), ("above", above), ("number", number))}
    given |= {"below": quoted(below), "language": quoted(language), "unknown": str(unknown)}
    given |= {"fonts": families(), "lengths": f"({''.join(f'{length},' for length in lengths)})"}
    source = "\n".join(f"#let {name} = {value}" for name, value in given.items()) + "\n" + PAGE
    png = typst.compile(source.encode(), format="png", ppi=144, font_paths=[str(fonts.folder())])
    return with_palette(png)


def with_palette(png: bytes) -> bytes:
    """The same picture in COLOURS colours: a fifth of the bytes."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()
