"""Citations as files that reference managers read: BibTeX, RIS, CSL-JSON."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from convention.citations.cited import Cited

# What TeX takes for a command. Everything else is UTF-8.
TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}  # fmt: skip


def _title(cited: Cited) -> str:
    heading = f": {cited.heading}" if cited.heading else ""
    return f"{cited.title}, art. {cited.place}{heading}"


def bibtex(cited: Cited) -> str:
    """An entry @misc: BibTeX has no type for treaties. `url` and `urldate` are those of biblatex and natbib."""
    fields = {
        # Double braces: no style may make small letters of a name.
        "title": f"{{{_tex(_title(cited))}}}",
        "howpublished": _tex(f"Version {cited.version}"),
        "year": str(cited.date.year),
        "date": cited.date.isoformat(),
        "language": cited.language,
        "url": cited.url,
        "urldate": cited.accessed.isoformat(),
    }
    if cited.notice:
        fields["note"] = _tex(cited.notice)
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}"]) + "\n"


def _tex(words: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in words)


def ris(cited: Cited) -> str:
    """A record of the type STAT: RIS has none for treaties, and reference managers keep a section of a statute."""
    lines = [
        ("TY", "STAT"),
        ("ID", cited.key),
        ("TI", _title(cited)),
        *([("ST", cited.short_title)] if cited.short_title else []),
        ("SE", f"art. {cited.place}"),
        ("PY", str(cited.date.year)),
        ("DA", cited.date.strftime("%Y/%m/%d/")),
        ("ET", f"Version {cited.version}"),
        ("LA", cited.language),
        ("UR", cited.url),
        ("Y2", cited.accessed.strftime("%Y/%m/%d/")),
        *([("N1", cited.notice)] if cited.notice else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines)


def _line(value: str) -> str:
    return re.sub(r"\s+", " ", value)


def csl_json(cited: Cited) -> str:
    """A list with one item of the type "treaty" (docs.citationstyles.org, CSL-JSON)."""
    item = {
        "id": cited.key,
        "type": "treaty",
        "title": cited.title,
        "section": f"art. {cited.place}",
        "version": cited.version,
        "language": cited.language,
        "issued": {"date-parts": [[cited.date.year, cited.date.month, cited.date.day]]},
        "accessed": {"date-parts": [[cited.accessed.year, cited.accessed.month, cited.accessed.day]]},
        "URL": cited.url,
    }
    if cited.short_title:
        item["title-short"] = cited.short_title
    if cited.notice:
        item["note"] = cited.notice
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Form:
    """A kind of file: what people call it, how its name ends, its media type, and what writes it."""

    label: str
    ending: str
    content_type: str
    write: Callable[[Cited], str]


FILES = {
    "bibtex": Form("BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Form("RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris),
    "csl-json": Form("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
}
