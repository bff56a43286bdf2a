"""The reader of our own JSON (convention/exporting/jsonfile.py): an edition as one object."""

import json
from typing import Any

from django.utils.translation import gettext as _

from convention.importing.document import LONGEST_TITLE, Document, Fault, ImportRefused, Node
from convention.importing.shape import once
from convention.importing.xmlfile import UNFIT
from convention.marks import marked, segments
from convention.models import ProvisionKind as Kind

FORMAT = "convention-portal edition 1"
KNOWN = {"eId", "kind", "number", "heading", "heading_marked", "text", "text_marked", "parts"}
LONGEST = {"number": 16, "title": LONGEST_TITLE}


def read_json(data: bytes) -> Document:
    """The document that the bytes hold, not yet checked nor named: eIds are given anew.

    Raises ImportRefused where this is not such a file, or a provision in it is not built as it should be.
    """
    try:
        raw = json.loads(data.decode("utf-8-sig"), object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise ImportRefused([Fault(error.lineno, _("This is not JSON: %(why)s.") % {"why": error.msg})]) from error
    except (ValueError, RecursionError) as error:
        raise _refused(_("This cannot be read: %(why)s.") % {"why": error}) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise _refused(_("This is not an edition in JSON: “format” is to be “%(format)s”.") % {"format": FORMAT})
    document = Document(title=_text(raw, "instrument", "title"), specimen=raw.get("specimen") is True, explicit=True)
    document.nodes = _nodes(raw.get("provisions"), "provisions")
    return document


def _nodes(raw: Any, where: str) -> list[Node]:
    if not isinstance(raw, list):
        raise _refused(_("%(where)s: here a list, […], was to come.") % {"where": where})
    return [_node(entry, f"{where} › {place}") for place, entry in enumerate(raw, 1)]


def _node(raw: Any, where: str) -> Node:
    if not isinstance(raw, dict):
        raise _refused(_("%(where)s: here an object, {…}, was to come.") % {"where": where})
    if unknown := raw.keys() - KNOWN:
        raise _refused(_("%(where)s: “%(name)s” is not known here.") % {"where": where, "name": min(unknown)[:80]})
    if raw.get("kind") not in Kind.values:
        raise _refused(_("%(where)s: this kind of provision is not known.") % {"where": where})
    return Node(
        Kind(raw["kind"]),
        line=0,
        number=_text(raw, "number", "number", where),
        heading=_marked(raw, "heading", where),
        text=_marked(raw, "text", where),
        children=_nodes(raw["parts"], f"{where} › parts") if "parts" in raw else [],
    )


def _marked(raw: dict[str, Any], name: str, where: str) -> str:
    """Text with its marks: as it stands with them, else the words alone, in which a star is a star."""
    plain, text = _text(raw, name, "", where), _text(raw, f"{name}_marked", "", where)
    try:
        return marked(segments(text) if text else [(False, plain)])
    except ValueError as error:
        raise _refused(_("%(where)s: these marks have no meaning.") % {"where": where}) from error


def _text(raw: dict[str, Any], name: str, length: str, where: str = "") -> str:
    value = raw.get(name, "")
    words = {"where": f"{where} › {name}" if where else name}
    if not isinstance(value, str) or UNFIT.search(value) or "\n" in value or "\t" in value:
        raise _refused(_("%(where)s: here a text was to come, in one line and without control characters.") % words)
    if length in LONGEST and len(value) > LONGEST[length]:
        raise _refused(_("%(where)s: this is longer than %(n)d characters.") % {**words, "n": LONGEST[length]})
    return value.strip()


def _refused(words: str) -> ImportRefused:
    return ImportRefused([Fault(0, words)])
