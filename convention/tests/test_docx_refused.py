"""Files that are no Word document, or none that can be read rightly: refused with one clear sentence."""

import io
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from convention.importing import docxfile, steps
from convention.importing.document import ImportRefused
from convention.models import Edition
from convention.tests import wordfiles
from convention.tests.test_import_kinds import run
from convention.tests.test_pdf_layouts import beginning


def written(change=None) -> bytes:
    return wordfiles.written(beginning(1), wordfiles.LAYOUTS["shape"], change)


def said(data: bytes, name: str = "text.docx") -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(ImportRefused) as refused:
        steps.prepare(name, data)
    (fault,) = refused.value.faults
    return str(fault)


def packed(change=lambda name, part: part, **more: bytes) -> bytes:
    """A sound file packed anew: `change` takes the name and bytes of each part; None drops it."""
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(written()))
    with source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if (part := change(name, source.read(name))) is not None:
                target.writestr(name, part)
        for name, part in more.items():
            target.writestr(name, part)
    return buffer.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def test_empty_file_and_other_kinds_are_refused():
    assert said(b"") == "The file is empty."
    assert said(b"%PDF-1.7 and so on") == "The name ends in .docx, and the file holds what ends in .pdf."
    assert said(b"Article 1\nWords.\n") == "This is not a DOCX, whatever its name says."
    assert said(written(), "text.pdf") == "The name ends in .pdf, and the file holds what ends in .docx."


def test_old_and_encrypted_word_files_are_refused():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert said(old) == "This is an old Word document (.doc). Save it as DOCX."
    assert said(old, "text.doc").startswith("Files of this kind are not read: text.doc.")
    locked = old + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    assert said(locked) == "This DOCX is encrypted. Save it without a password."


def test_zip_with_a_password_is_refused():
    data = bytearray(written())
    # The bit that says so, in the list at the end and before each part.
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + at] |= 1
    assert said(bytes(data)) == "This DOCX is encrypted. Save it without a password."


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
def test_file_that_is_cut_off_is_refused(share):
    data = written()
    assert said(data[: int(len(data) * share)]) == "This DOCX is damaged or cut off, and cannot be opened."


def test_file_with_a_broken_part_is_refused():
    data = bytearray(written())
    place = data.index(b"word/document.xml") + 400
    data[place : place + 40] = bytes(40)
    assert said(bytes(data)) == "This DOCX is damaged or cut off, and cannot be opened."
    cut = packed(lambda name, part: part[: len(part) // 2] if name == "word/document.xml" else part)
    assert said(cut) == "Part “word/document.xml” of this DOCX: The file is cut off here: its end is missing."
    lost = packed(lambda name, part: None if name == "word/document.xml" else part)
    assert said(lost).startswith("This is not a Word document (DOCX): its contents are an Office document")


def test_other_container_is_refused():
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    words = "This is not a Word document (DOCX): its contents are a container of another kind (OpenDocument, perhaps)."
    assert said(odt.getvalue()) == words


def test_bombs_are_refused(monkeypatch):
    words = "Unpacked, this DOCX is larger than any text; it may be made to do harm."
    for bomb in (packed(**{"bomb.xml": bytes(docxfile.LARGEST_XML + 1)}), packed(bomb=bytes(docxfile.LARGEST + 1))):
        assert len(bomb) < 1_000_000
        assert said(bomb) == words
    monkeypatch.setattr(docxfile, "MOST_PARTS", 20)
    assert said(packed(**{f"part{n}": b"x" for n in range(20)})) == words


def test_part_that_stands_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(**{"word/document.xml": b"<x/>"})
    assert said(data) == "This DOCX is damaged: a part of it stands there twice."


@pytest.mark.parametrize(("declared", "why"), [(BOMB, "declares entities"), (OUTSIDE, "names external entities")])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused_in_every_part(declared, why, part):
    data = packed(lambda name, xml: xml.replace(b"?>", b"?>" + declared.encode(), 1) if name == part else xml)
    assert said(data).startswith(f"Part “{part}” of this DOCX: This file {why}")


def test_other_encoding_is_refused():
    data = packed(lambda name, xml: xml.replace(b"UTF-8", b"UTF-7", 1) if name == "word/document.xml" else xml)
    assert said(data) == "Part “word/document.xml” of this DOCX is not in UTF-8."


@pytest.mark.parametrize("tag", ["ins", "del"])
def test_changes_that_nobody_accepted_are_refused(tag):
    def change(writer):
        runs = f"<w:r><w:{'delText' if tag == 'del' else 't'}>more</w:{'delText' if tag == 'del' else 't'}></w:r>"
        writer.word.paragraphs[20]._p.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="9">{runs}</w:{tag}>'))

    words = said(written(change))
    assert words == "21: This paragraph has changes that nobody has accepted or rejected: more. Do so in Word first."


def test_letters_without_a_meaning_are_refused():
    found = said(written(lambda writer: writer.word.paragraphs[20].add_run("\ue01f")))
    assert found == "21: A letter stands here that has no meaning (U+E01F)."


def test_file_without_words_and_file_over_the_limit_are_refused(monkeypatch):
    assert said(wordfiles.Writer().data()) == "This DOCX has no text."
    monkeypatch.setattr(steps, "LARGEST", 1_000_000)
    assert said(written() + bytes(1_000_000)) == "The file is larger than 1 million bytes."


@pytest.mark.django_db
def test_word_file_becomes_a_draft_and_a_refused_one_stores_nothing(tmp_path):
    path = tmp_path / "lake.docx"
    path.write_bytes(written()[:5000])
    with pytest.raises(Exception, match=r"Nothing was stored\."):
        run(path)
    assert not Edition.objects.exists()
    path.write_bytes(written())
    assert "new draft with 40 articles." in run(path)
    assert Edition.objects.get().report["kind"] == "docx"
    assert "this very edition is here already" in run(path)
