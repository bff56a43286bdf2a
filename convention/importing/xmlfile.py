"""XML from someone else: parsed with entities and network off, every refusal with the name of its fault."""

import re

from django.utils.translation import gettext as _
from lxml import etree

from convention.importing.document import Fault, ImportRefused

EXTERNAL = re.compile(r"<!(ENTITY|DOCTYPE)\s[^>]*\b(SYSTEM|PUBLIC)\b")
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# What no text has: control characters but tab and line ends, and the letter that stands for a lost one.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd\ufffe\uffff]")


def parse(data: bytes) -> etree._Element:
    """The root of an XML file, without comments and processing instructions.

    Raises ImportRefused: not UTF-8 (nor UTF-16 with its mark), a document type or entities, cut off, not well-formed.
    """
    text = _decoded(data)
    if found := EXTERNAL.search(text):
        words = _("This file names external entities or a document type elsewhere; nothing is fetched.")
        raise _refused(_line(text, found[0]), words)
    if "<!ENTITY" in text:
        words = _("This file declares entities, which can grow without end; write the text itself.")
        raise _refused(_line(text, "<!ENTITY"), words)
    if "<!DOCTYPE" in text:
        words = _("This file has a document type (DOCTYPE); write it without.")
        raise _refused(_line(text, "<!DOCTYPE"), words)
    if found := UNFIT.search(text):
        words = _("A control character or broken letter stands here (%(code)s).") % {"code": f"U+{ord(found[0]):04X}"}
        raise _refused(_line(text, found[0]), words)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        if error.code == etree.ErrorTypes.ERR_TAG_NOT_FINISHED or not text.rstrip().endswith(">"):
            raise _refused(line, _("The file is cut off here: its end is missing.")) from error
        raise _refused(line, _("This is not well-formed XML: %(why)s.") % {"why": error.msg}) from error


def _decoded(data: bytes) -> str:
    """The file as text. What it says of its own encoding is not believed."""
    try:
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _refused(line, _("This is not UTF-8. Save the file as UTF-8.")) from error
    # Lines are kept: only the declaration itself goes.
    return DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1) if "<?xml" in text[:100] else text


def _line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def _refused(line: int, words: str) -> ImportRefused:
    return ImportRefused([Fault(line, words)])
