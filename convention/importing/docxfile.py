"""Whether a DOCX can be read at all: packed as it should be, not locked, no bomb, XML without entities."""

import io
import re
import zipfile

import docx
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from docx.document import Document as Word

from convention.importing.document import Fault, ImportRefused
from convention.importing.xmlfile import parse
from portal.kit.uploads import DAMAGE, DOCX, Kind, recognise

LARGEST = 250_000_000  # bytes of all parts together, unpacked
LARGEST_XML = 40_000_000  # of one part that is parsed; 213 articles take two million
MOST_PARTS = 5_000
XML = (".xml", ".rels")
OLD = b"\xd0\xcf\x11\xe0"  # the container of old Office files, and of new ones that are encrypted
LOCKED = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED = 1  # bit of a ZIP member
ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-?8[\"']|utf-?16[\"'])", re.I)


def opened(data: bytes) -> Word:
    """The document of python-docx. Raises ImportRefused with one sentence for a file that is not to be read."""
    if data.startswith(OLD):
        if LOCKED in data:
            raise refused(_("This DOCX is encrypted. Save it without a password."))
        raise refused(_("This is an old Word document (.doc). Save it as DOCX."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            found = recognise(ContentFile(data))
            if found != DOCX:
                words = _("This is not a Word document (DOCX): its contents are %(contents)s.")
                raise refused(words % {"contents": found.label if isinstance(found, Kind) else _(found)})
            for info in archive.infolist():
                part = archive.read(info)
                if info.filename.lower().endswith(XML):
                    _check_xml(info.filename, part)
    except ImportRefused:
        raise
    except DAMAGE as error:
        if not data.startswith(b"PK"):
            raise refused(_("This is not a DOCX, whatever its name says.")) from error
        raise refused(_("This DOCX is damaged or cut off, and cannot be opened.")) from error
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises whatever a broken package makes it stumble over
        raise refused(_("This DOCX is damaged: its parts do not fit together.")) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(info.flag_bits & ENCRYPTED for info in parts):
        raise refused(_("This DOCX is encrypted. Save it without a password."))
    # zipfile unpacks no more of a member than the size that is said here.
    large = any(info.file_size > LARGEST_XML for info in parts if info.filename.lower().endswith(XML))
    if large or sum(info.file_size for info in parts) > LARGEST or len(parts) > MOST_PARTS:
        raise refused(_("Unpacked, this DOCX is larger than any text; it may be made to do harm."))
    names = [info.filename for info in parts]
    if len(names) != len(set(names)):
        raise refused(_("This DOCX is damaged: a part of it stands there twice."))


def _check_xml(name: str, part: bytes) -> None:
    """Raise ImportRefused for entities, a document type, another encoding, or XML that is not well-formed."""
    if ENCODING.match(part[:200]):
        raise refused(_("Part “%(name)s” of this DOCX is not in UTF-8.") % {"name": name[:80]})
    try:
        parse(part)
    except ImportRefused as found:
        words = _("Part “%(name)s” of this DOCX: %(why)s")
        raise refused(words % {"name": name[:80], "why": found.faults[0].message}) from found


def refused(words: str, line: int = 0) -> ImportRefused:
    """A refusal of the file, with the number of the paragraph that shows why."""
    return ImportRefused([Fault(line, words)])
