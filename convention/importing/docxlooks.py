"""How words of a DOCX look, through styles and what they are based on: bold, slanted, size, centred, heading."""

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from convention.importing.docxnumbers import indent, value

W_VAL = qn("w:val")
OFF = ("0", "false", "off", "none")
USUAL_SIZE = 10.0  # points, where nothing is said
DEEPEST = 9
STRONG = ("w:b", "w:smallCaps")


@dataclass(frozen=True)
class Look:
    """The look of a paragraph by its style and settings; `heading` is its level from 1, or 0. Lengths in points."""

    style: str = ""  # as Word names it in English, small
    heading: int = 0
    strong: bool = False
    slanted: bool = False
    hidden: bool = False
    size: float = USUAL_SIZE
    centred: bool = False
    left: float | None = None
    first: float | None = None


class Looks:
    """The styles of one document."""

    def __init__(self, root: Any):
        """`root` is the element of styles.xml."""
        self.styles: dict[str, Any] = {each.get(qn("w:styleId")): each for each in root.iter(qn("w:style"))}
        self.usual = next(
            (name for name, each in self.styles.items() if _usual(each) and each.get(qn("w:type")) == "paragraph"), ""
        )
        self.defaults = root.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault", "w:rPr"))))

    def style_of(self, settings: Any | None) -> str:
        """The id of the style of a paragraph with these settings."""
        found = value(settings, "w:pStyle") if settings is not None else ""
        return found if found in self.styles else self.usual

    def chain(self, style: str) -> list[Any]:
        """The style and all that it is based on, itself first."""
        found: list[Any] = []
        while style in self.styles and self.styles[style] not in found:
            found.append(self.styles[style])
            style = value(found[-1], "w:basedOn")
        return found

    def paragraph(self, settings: Any | None) -> Look:
        """How a paragraph with these settings (w:pPr) looks, before its runs say more."""
        chain = self.chain(self.style_of(settings))
        names = [value(each, "w:name").lower() for each in chain]
        pages = [each.find(qn("w:pPr")) for each in chain]
        pages = [page for page in (settings, *pages) if page is not None]
        runs = [each.find(qn("w:rPr")) for each in chain]
        runs = [run for run in (*runs, self.defaults) if run is not None]
        indents = [indent(page) for page in pages]
        return Look(
            style=names[0] if names else "",
            heading=_level(names, pages),
            strong=any(said(runs, name) for name in STRONG),
            slanted=said(runs, "w:i"),
            hidden=said(runs, "w:vanish"),
            size=size(runs) or USUAL_SIZE,
            centred=next((v for page in pages if (v := value(page, "w:jc"))), "") == "center",
            left=next((left for left, _first in indents if left is not None), None),
            first=next((first for _left, first in indents if first is not None), None),
        )

    def run(self, settings: Any | None) -> list[Any]:
        """The settings of a run and of its style, nearest first."""
        if settings is None:
            return []
        styles = [each.find(qn("w:rPr")) for each in self.chain(value(settings, "w:rStyle"))]
        return [settings, *(each for each in styles if each is not None)]


def said(settings: list[Any], name: str) -> bool | None:
    """What the first of some settings that speaks of it says: on, off, or None where none does."""
    for each in settings:
        if (found := each.find(qn(name))) is not None:
            return found.get(W_VAL, "1") not in OFF
    return None


def size(settings: list[Any]) -> float | None:
    """The size of letters in points that the first of some settings gives."""
    found = next((v for each in settings if (v := value(each, "w:sz"))), "")
    return float(found) / 2 if found.isdecimal() else None


def _usual(style: Any) -> bool:
    return style.get(qn("w:default"), "0") not in OFF


def _level(names: list[str], pages: list[Any]) -> int:
    for page in pages[:1]:
        if (own := value(page, "w:outlineLvl")).isdecimal() and int(own) < DEEPEST:
            return int(own) + 1
    for name in names:
        if name.startswith("heading ") and name[8:].isdecimal():
            return int(name[8:])
    found = next((v for page in pages if (v := value(page, "w:outlineLvl")).isdecimal()), "")
    return int(found) + 1 if found and int(found) < DEEPEST else 0
