"""The steps of every import, whatever the kind of file: read → check → name → layers. Nothing is stored here."""

from pathlib import Path

from django.utils.translation import gettext as _

from convention.eids import name_all
from convention.importing import checks, layers, textformat
from convention.importing.document import Document, Fault, ImportRefused

# A reader for each kind of file, by its ending. Other kinds come in here.
READERS = {".txt": textformat.read}


def prepare(name: str, data: bytes, beside: bytes | None = None) -> tuple[Document, layers.Layers]:
    """The document and its layers from the bytes of a file, and of the data beside it if there is any.

    Raises ImportRefused (LayersRefused for the data beside the text) with all faults of the first step that has some.
    """
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        words = _("Files of this kind are not read: %(name)s. Known endings: %(endings)s.")
        raise ImportRefused([Fault(0, words % {"name": Path(name).name, "endings": ", ".join(READERS)})])
    if not data.strip():
        raise ImportRefused([Fault(0, _("The file is empty."))])
    document = reader(data)
    checks.check(document)
    name_all(document)
    return document, layers.read(beside, document) if beside is not None else layers.Layers()
