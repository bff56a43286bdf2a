"""The steps of every import, whatever the kind of file: read → check → name → layers. Nothing is stored here."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from convention.eids import name_all
from convention.importing import checks, layers, textformat
from convention.importing.akn import read_akn
from convention.importing.document import Document, Fault, ImportRefused
from convention.importing.docx import read_docx
from convention.importing.jsonfile import read_json
from convention.importing.lines import Progress
from convention.importing.pdf import read_pdf
from convention.importing.plaintext import read_plain, textformat_like
from convention.models import ProvisionKind as Kind

LARGEST = 60_000_000  # bytes of a file
Reader = Callable[[bytes, Progress], Document]
# A reader for each kind of file, by its ending. Other kinds come in here.
READERS: dict[str, Reader] = {
    ".txt": lambda data, progress: textformat.read(data) if textformat_like(data) else read_plain(data),
    ".pdf": lambda data, progress: read_pdf(data, progress)[0],
    ".docx": lambda data, progress: read_docx(data),
    ".xml": lambda data, progress: read_akn(data),
    ".json": lambda data, progress: read_json(data),
}


def prepare(
    name: str,
    data: bytes,
    beside: bytes | None = None,
    *,
    expected: dict[Kind, int] | None = None,
    progress: Progress = lambda done, of: None,
) -> tuple[Document, layers.Layers]:
    """The document and its layers from the bytes of a file, and of the data beside it if there is any.

    `expected` is how many provisions of a kind it has to have; `progress` hears how many pages of how many are read.
    Raises ImportRefused (LayersRefused for the data beside the text) with all faults of the first step that has some.
    """
    ending = Path(name).suffix.lower()
    if ending not in READERS:
        words = _("Files of this kind are not read: %(name)s. Known endings: %(endings)s.")
        raise _refused(words % {"name": Path(name).name, "endings": ", ".join(READERS)})
    if not data.strip():
        raise _refused(_("The file is empty."))
    if len(data) > LARGEST:
        raise _refused(_("The file is larger than %(n)d million bytes.") % {"n": LARGEST // 1_000_000})
    found = kind_of(data)
    if found and found != ending:
        words = _("The name ends in %(ending)s, and the file holds what ends in %(found)s.")
        raise _refused(words % {"ending": ending, "found": found})
    document = READERS[ending](data, progress)
    checks.check(document, expected)
    name_all(document)
    return document, layers.read(beside, document) if beside is not None else layers.Layers()


def kind_of(data: bytes) -> str:
    """The ending that the first bytes of a file call for; empty where they say nothing, as in plain text."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data[:4] == b"PK\x03\x04":
        return ".docx"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = data[:1024].decode("utf-16", "ignore").lstrip().encode()
    if start[:1] == b"<":
        return ".xml"
    return ".json" if start[:1] == b"{" else ""


def _refused(words: str) -> ImportRefused:
    return ImportRefused([Fault(0, words)])
