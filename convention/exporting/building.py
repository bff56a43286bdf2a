"""All forms of an edition: built before it is published, kept with it, offered at /convention/downloads/."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from convention.eids import name_all
from convention.exporting import CannotBuild, akn, docx, epub, jsonfile, markdown, pdf, plaintext, textfile
from convention.exporting.about import About, about, document_of
from convention.importing import checks, textformat
from convention.importing.akn import read_akn
from convention.importing.document import Document, ImportRefused
from convention.importing.docx import read_docx
from convention.importing.drafts import text_sum
from convention.importing.jsonfile import read_json
from convention.links import links_of
from convention.models import Edition, ExportedFile, OfficialFile

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Form:
    """A form that an edition is offered in. `read` reads it back; such a file is offered only if it is the edition."""

    label: str | Promise
    ending: str
    content_type: str
    build: Callable[[Document, About], bytes]
    read: Callable[[bytes], Document] | None = None
    inline: bool = False


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {
    "pdf": Form(_("PDF"), "pdf", "application/pdf", pdf.build, inline=True),
    "epub": Form(_("EPUB, for e-readers"), "epub", epub.MIMETYPE, epub.build),
    "docx": Form(_("Word (DOCX)"), "docx", WORD, docx.build, read_docx),
    "plain": Form(_("Plain text"), "txt", "text/plain; charset=utf-8", plaintext.build, inline=True),
    "markdown": Form(_("Markdown"), "md", "text/markdown; charset=utf-8", markdown.build),
    "akn": Form(_("Akoma Ntoso 3.0 (XML)"), "akn.xml", akn.CONTENT_TYPE, akn.build, read_akn),
    "json": Form(_("JSON"), "json", "application/json", jsonfile.build, read_json),
    "text": Form(
        _("Text format of this site"),
        "text-format.txt",
        "text/plain; charset=utf-8",
        textfile.build,
        textformat.read,
        inline=True,
    ),
}

Built = dict[str, bytes]


def build_missing(edition: Edition) -> Built:
    """The files of an edition that are not kept yet, by form. Changes nothing; takes some seconds at most."""
    kept = set(edition.exports.values_list("form", flat=True))
    wanted = [code for code in FORMS if code not in kept]
    return build(edition, wanted) if wanted else {}


def build(edition: Edition, codes: list[str]) -> Built:
    """These forms of an edition. One that it cannot have here is left out, and the log says why."""
    document, said = document_of(edition), about(edition, links_of(edition))
    found: Built = {}
    with override(edition.language):
        for code in codes:
            try:
                data = FORMS[code].build(document, said)
                if read := FORMS[code].read:
                    _compare(read, data, edition)
                found[code] = data
            except CannotBuild as reason:
                log.warning("edition %s goes without the form %s: %s", edition.slug, code, reason)
    return found


def _compare(read: Callable[[bytes], Document], data: bytes, edition: Edition) -> None:
    """Raise CannotBuild unless the file, read back, is the edition: the same eIds, numbers, headings and words."""
    try:
        document = read(data)
        checks.check(document)
    except ImportRefused as refused:
        raise CannotBuild(f"it is refused when read back: {refused.faults[0]}") from refused
    name_all(document)
    if text_sum(document) != edition.text_sha256 or document.specimen != edition.specimen:
        raise CannotBuild("read back, it is not the edition")


def keep(edition: Edition, built: Built) -> None:
    """Store files; a form that is kept already is replaced, and keeps its name. Within a transaction."""
    with transaction.atomic():
        for code, data in built.items():
            values = {"content": data, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            if not edition.exports.filter(form=code).update(**values):
                ExportedFile.objects.create(edition=edition, form=code, name=_name(edition, code), **values)


def _name(edition: Edition, code: str) -> str:
    """The name of a file in its address: after the edition. An official file that has it keeps it."""
    name = f"{edition.slug}.{FORMS[code].ending}"
    return f"made-here-{name}" if OfficialFile.objects.filter(name=name).exists() else name
