"""What an uploaded file really is, told by its bytes and not by its name, and the checks before one is kept.

A form calls `check_upload`; the verb that keeps the file calls it again, since a form is not the only way in.
"""

import codecs
import hashlib
import lzma
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from portal.kit.folding import fold

HEAD = 4096  # bytes that are looked at first
NAME_LENGTH = 100


@dataclass(frozen=True)
class Kind:
    """A kind of file that may be kept. `label` fits into “its contents are …”; the first ending is the usual one."""

    code: str
    label: str | Promise
    endings: tuple[str, ...]
    content_type: str
    inline: bool = False  # browsers show it themselves; everything else is saved


@dataclass(frozen=True)
class Checked:
    """What is known of an upload after the checks. Size in bytes."""

    kind: Kind
    name: str
    size: int
    sha256: str


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = Kind("pdf", gettext_lazy("a PDF"), ("pdf",), "application/pdf", inline=True)
EPUB = Kind("epub", gettext_lazy("an EPUB"), ("epub",), "application/epub+zip")
DOCX = Kind("docx", gettext_lazy("a Word document (DOCX)"), ("docx",), WORD)
TEXT = Kind("txt", gettext_lazy("plain text"), ("txt", "md"), "text/plain; charset=utf-8")
PNG = Kind("png", gettext_lazy("a PNG picture"), ("png",), "image/png")
JPEG = Kind("jpeg", gettext_lazy("a JPEG picture"), ("jpg", "jpeg"), "image/jpeg")
DOCUMENTS = (PDF, EPUB, DOCX, TEXT)
PICTURES = (PNG, JPEG)
BY_ENDING = {ending: kind for kind in DOCUMENTS + PICTURES for ending in kind.endings}

KEPT = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
# Never kept; named only so that a refusal can say what the file is.
REFUSED = (
    (b"GIF8", noop("a GIF picture")),
    (b"MZ", noop("a Windows program")),
    (b"\x7fELF", noop("a program")),
    (b"#!", noop("a script")),
    (b"%!PS", noop("PostScript")),
    (rb"{\rtf", noop("an RTF document")),
    (b"\xd0\xcf\x11\xe0", noop("an old Office document")),
    (b"\x1f\x8b", noop("a compressed archive")),
    (b"7z\xbc\xaf", noop("a compressed archive")),
    (b"Rar!", noop("a compressed archive")),
)
# What the standard library raises for a ZIP file that is damaged, encrypted or packed in a strange way.
DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
MARKUP = re.compile(rb"<(!doctype html|html|head|body|script|iframe|meta|title|svg)\b", re.IGNORECASE)
# Control characters that no text has: all but tab, line feed, form feed and carriage return.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def shown(name: str) -> str:
    """A file's name as it may stand in a sentence: no control or direction characters, at most 80 characters."""
    clean = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()
    return clean if len(clean) <= 80 else f"{clean[:79]}…"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text).encode("ascii", "ignore").decode()).strip("-")


def ending(name: str) -> str:
    """The ending of a file's name in lower case, without its dot; empty where it has none."""
    stem, _dot, end = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    return _letters(end)[:10] if stem else ""


def safe_name(name: str, kind: Kind | None = None) -> str:
    """A name fit for an address: small ASCII letters, digits and single hyphens, one ending (of the kind, if given).

    >>> safe_name("../Étude (final).PDF")
    'etude-final.pdf'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    end = ending(last)
    stem = last[: last.rfind(".")] if end else last
    if kind and end not in kind.endings:
        end = kind.endings[0]
    letters = _letters(stem)[: NAME_LENGTH - len(end) - 1].strip("-") or "file"
    return f"{letters}.{end}" if end else letters


def _zip(file: File) -> Kind | str:
    """What a ZIP container holds, by its list of contents; nothing but a short `mimetype` is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= 100:
                if archive.read("mimetype").strip() == EPUB.content_type.encode():
                    return EPUB
                return noop("a container of another kind (OpenDocument, perhaps)")
    except DAMAGE:
        return noop("a damaged ZIP archive")
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return noop("a Word document with macros") if "word/vbaProject.bin" in names else DOCX
    if "[Content_Types].xml" in names:
        return noop("an Office document, but not of Word")
    return noop("a ZIP archive")


def _text(file: File) -> Kind | str:
    """Plain text in UTF-8, read to its end; else what stands against it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            if NOT_TEXT.search(decoder.decode(chunk)):
                return noop("of an unknown kind")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return noop("of an unknown kind, or text that is not UTF-8")
    return TEXT


def recognise(file: File) -> Kind | str:
    """What the file is: a Kind that may be kept, or words (yet to translate) for one that may not. Rewinds it."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        for start, kind in KEPT:
            if head.startswith(start):
                return kind
        for start, words in REFUSED:
            if head.startswith(start):
                return words
        if head.startswith(b"PK\x03\x04"):
            return _zip(file)
        bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
        if MARKUP.search(head) and bare.startswith(b"<"):
            return noop("a web page (HTML or SVG)")
        if bare.startswith(b"<?xml"):
            return noop("XML")
        return _text(file)
    finally:
        file.seek(0)


def digest(file: File) -> str:
    """The file's sha256 in hexadecimal. Rewinds the file."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found


def _refuse(words: str, code: str) -> ValidationError:
    # A browser never keeps a chosen file when a form comes back; say so, or people think that it is still there.
    choose = _(
        "Nothing was saved. All else on this form was kept; browsers cannot keep a chosen file, so choose one again."
    )
    return ValidationError(f"{words} {choose}", code=code)


def check_upload(upload: File, *, allowed: tuple[Kind, ...] = DOCUMENTS + PICTURES, name: str = "") -> Checked:
    """Check an upload's size, name and bytes, and say what it is. Leaves it at its start.

    allowed: the kinds that may be kept here. name: the public name it is to have, if not the upload's own.
    The limit of size is settings.UPLOAD_LIMIT, in bytes.
    Raises ValidationError in words for the person who chose the file: empty, too large, of a kind not kept, or not
    what its name says.
    """
    raw = name or upload.name or ""
    words = {"name": shown(raw.replace("\\", "/").rsplit("/", 1)[-1]) or _("unnamed")}
    if not upload.size:
        raise _refuse(_("“%(name)s” is empty.") % words, "empty")
    if upload.size > settings.UPLOAD_LIMIT:
        words |= {"size": filesizeformat(upload.size), "limit": filesizeformat(settings.UPLOAD_LIMIT)}
        raise _refuse(_("“%(name)s” has %(size)s; at most %(limit)s can be kept.") % words, "too_large")
    found, end = recognise(upload), ending(raw)
    named = BY_ENDING.get(end)
    if found in allowed and named == found:
        return Checked(found, safe_name(raw, found), upload.size, digest(upload))
    words["contents"] = found.label if isinstance(found, Kind) else _(found)
    if named and named != found:
        words["named"] = named.label
        refusal = _("“%(name)s” is named as %(named)s, but its contents are %(contents)s.")
        raise _refuse(refusal % words, "not_what_it_says")
    if found in allowed:
        words["ending"] = found.endings[0]
        refusal = _("“%(name)s” does not end in .%(ending)s, but its contents are %(contents)s.")
        raise _refuse(refusal % words, "not_what_it_says")
    words["endings"] = ", ".join(f".{e}" for kind in allowed for e in kind.endings)
    refusal = _("“%(name)s” is of a kind that is not kept: its contents are %(contents)s. Kept are %(endings)s.")
    raise _refuse(refusal % words, "kind")
