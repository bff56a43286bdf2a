"""The site's typefaces for the PDF: static/fonts/*.woff2 unpacked once for each process, each under a name of its own.

The site's files share a family and differ in their ranges of letters; a PDF needs a list of families instead.
"""

import atexit
import functools
import tempfile
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

# Family in the PDF: the files with its upright and its italic cut. In the order in which a letter is looked for.
FAMILIES = {
    "Portal Garamond": ("garamond-roman", "garamond-italic"),
    **{
        f"Portal Garamond {script}": (f"garamond-roman-{script}", f"garamond-italic-{script}")
        for script in ("latin-ext", "greek", "cyrillic", "vietnamese")
    },
    "Portal Ysabeau": ("ysabeau-500",),
}
NAME_IDS = {"family": (1, 16), "style": (2, 17), "full": (4,), "postscript": (6,)}


@functools.cache
def folder() -> Path:
    """A folder with the unpacked fonts, removed when the process ends."""
    place = tempfile.TemporaryDirectory(prefix="portal-fonts-")
    atexit.register(place.cleanup)
    for family, files in FAMILIES.items():
        for file, style in zip(files, ("Regular", "Italic"), strict=False):
            font = TTFont(settings.BASE_DIR / "static" / "fonts" / f"{file}.woff2")
            font.flavor = None
            _rename(font, family, style)
            font.save(Path(place.name) / f"{file}.ttf")
    return Path(place.name)


def _rename(font: TTFont, family: str, style: str) -> None:
    values = {"family": family, "style": style, "full": f"{family} {style}"}
    values["postscript"] = values["full"].replace(" ", "-")
    for part, ids in NAME_IDS.items():
        for number in ids:
            font["name"].setName(values[part], number, 3, 1, 0x409)
            font["name"].removeNames(nameID=number, platformID=1)
