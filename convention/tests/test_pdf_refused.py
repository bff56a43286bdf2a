"""Files that are no sound PDF: each is refused in one sentence with its reason and page, and nothing is stored."""

import hashlib
import re
import struct
import zlib

import pytest
import typst
from django.core.management import call_command
from django.core.management.base import CommandError

from convention.importing import pdfsound, steps
from convention.importing.document import ImportRefused
from convention.models import Edition, Instrument

TEXT = "= Chapter I. Boats\n*Article 1. Lights*\n\nA boat shows a light.\n#pagebreak()\nIt is put out at dawn.\n"


def typeset(source: str = TEXT) -> bytes:
    return typst.compile(source.encode(), format="pdf")


def said(data: bytes, name: str = "lake.pdf") -> str:
    """The one sentence of the refusal."""
    with pytest.raises(ImportRefused) as refused:
        steps.prepare(name, data)
    assert len(refused.value.faults) == 1
    return str(refused.value.faults[0])


def picture() -> bytes:
    """A grey PNG of one pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    at = 0
    for n in range(256):
        at = (at + box[n] + key[n % len(key)]) % 256
        box[n], box[at] = box[at], box[n]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def as_hex(data: bytes) -> bytes:
    return data.hex().encode()


PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def encrypted(password: bytes) -> bytes:
    """A PDF under the standard handler, revision 2: locked for readers, or, without a password, for changes alone."""
    owner = rc4(hashlib.md5(PAD).digest()[:5], (password + PAD)[:32])
    mark = b"0123456789abcdef"
    key = hashlib.md5((password + PAD)[:32] + owner + struct.pack("<i", -4) + mark).digest()[:5]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        % (owner.hex().encode(), rc4(key, PAD).hex().encode()),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    mark = mark.hex().encode()
    trailer = b"<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<%s> <%s>] >>" % (mark, mark)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        rows,
        trailer,
        len(data),
    )


@pytest.mark.parametrize("password", [b"secret", b""], ids=["for readers", "for changes alone"])
def test_encrypted(password):
    assert said(encrypted(password)) == "This PDF is encrypted. Save it without a password."


def test_scanned(tmp_path):
    source = TEXT + "#pagebreak()\n#set page(margin: 0pt)\n#image(bytes({data}), width: 100%, height: 100%)"
    data = "(" + ", ".join(map(str, picture())) + ")"
    words = "page 3: This page is a picture without a text layer. Have its words recognised first."
    assert said(typeset(source.replace("{data}", data))) == words


def test_glyphs_without_letters():
    """The table that says which letter a glyph is, taken out: the page looks the same, and nothing can be read."""
    data = typeset()
    assert b"/ToUnicode" in data
    assert re.fullmatch(
        r"page 1: The text layer is broken: \d+ letters have no meaning, though the eye sees them\.",
        said(data.replace(b"/ToUnicode", b"/NoUnicode")),
    )


def test_letters_of_a_wrong_script():
    letters = [{"text": letter} for letter in "Тhе bоаt shоws а light"]
    with pytest.raises(ImportRefused, match="page 7: .* words of this page mix letters of different scripts"):
        pdfsound.check_letters(letters, 7)
    pdfsound.check_letters([{"text": letter} for letter in "The boat and лодка"], 7)


def test_right_to_left():
    """Sound letters, and still no order of words that a PDF would tell."""
    letters = [{"text": letter} for letter in "القارب"]
    with pytest.raises(ImportRefused, match="page 2: This page runs from right to left"):
        pdfsound.check_letters(letters, 2)


def test_cut_off():
    assert said(typeset()[:-1000]) == "This PDF is cut off: its end is missing."


def test_cut_off_and_ended_again():
    assert said(typeset()[:400] + b"\n%%EOF\n") == "This PDF is damaged and cannot be opened."


def test_page_that_is_damaged():
    data = typeset()
    place = data.index(b"stream") + 10
    with pytest.raises(ImportRefused) as refused:
        steps.prepare("lake.pdf", data[:place] + b"\0" * 200 + data[place + 200 :])
    assert refused.value.faults


def test_empty():
    assert said(b"") == "The file is empty."
    assert said(typeset("")) == "This PDF has no text."


def test_not_what_its_name_says():
    assert said(typeset(), "lake.txt") == "The name ends in .txt, and the file holds what ends in .pdf."
    assert said(b"text-format: 1\n", "lake.pdf") == "This is not a PDF, whatever its name says."
    assert said(b"PK\x03\x04 and so on") == "The name ends in .pdf, and the file holds what ends in .docx."
    assert said(b"<akomaNtoso/>") == "The name ends in .pdf, and the file holds what ends in .xml."


def test_too_large(monkeypatch):
    monkeypatch.setattr(steps, "LARGEST", 1_000)
    assert said(typeset()).startswith("The file is larger than")


def test_too_many_pages(monkeypatch):
    monkeypatch.setattr(pdfsound, "MOST_PAGES", 1)
    assert said(typeset()) == "This PDF has more than 1 pages."


def test_text_without_articles():
    assert said(typeset("Dear Sir or Madam,\n\nI write to you.")) == "The file holds no article."


@pytest.mark.django_db
def test_nothing_is_stored(tmp_path, capsys):
    path = tmp_path / "lake.pdf"
    path.write_bytes(encrypted(b""))
    where = tmp_path / "report.json"
    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command(
            "import_edition",
            path,
            instrument="lake",
            language="en",
            edition_version="1",
            date="2020-02-01",
            report=where,
        )
    assert (Instrument.objects.count(), Edition.objects.count()) == (0, 0)
    assert "encrypted" in where.read_text()
