import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kit.uploads import DOCUMENTS, DOCX, EPUB, JPEG, PDF, PNG, TEXT, check_upload, safe_name, shown


def container(*entries):
    """The bytes of a ZIP file with these (name, content) entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


BYTES = {
    "a.pdf": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", PDF),
    "a.epub": (container(("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<x/>")), EPUB),
    "a.docx": (container(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")), DOCX),
    "a.txt": ("Città, naïve, 国際\n".encode(), TEXT),
    "a.md": (b"# Notes\n\n<b>bold</b>\n", TEXT),
    "a.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PNG),
    "a.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG),
    "a.jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG),
}
HTML = b"\n <!DOCTYPE html><html><script>alert(1)</script></html>"


def refusal(own, content, **options):
    """The words and the code of the refusal."""
    with pytest.raises(ValidationError) as caught:
        check_upload(SimpleUploadedFile(own, content), **options)
    return caught.value.messages[0], caught.value.code


@pytest.mark.parametrize("name", BYTES)
def test_file_that_is_what_its_name_says_is_accepted(name):
    content, kind = BYTES[name]
    upload = SimpleUploadedFile(name, content)
    checked = check_upload(upload)
    assert (checked.kind, checked.name, checked.size) == (kind, name, len(content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert upload.read() == content  # left at its start, whole


def test_web_page_named_pdf_is_refused_and_both_are_named():
    words, code = refusal("evil.pdf", HTML)
    assert code == "not_what_it_says"
    assert "“evil.pdf” is named as a PDF, but its contents are a web page (HTML or SVG)." in words
    assert "browsers cannot keep a chosen file, so choose one again" in words


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", BYTES["a.docx"][0], "a Word document (DOCX)"),
        ("a.docx", container(("x.txt", "x")), "a ZIP archive"),
        (
            "a.docx",
            container(("[Content_Types].xml", ""), ("xl/workbook.xml", "")),
            "an Office document, but not of Word",
        ),
        (
            "a.docx",
            container(("[Content_Types].xml", ""), ("word/document.xml", ""), ("word/vbaProject.bin", "")),
            "a Word document with macros",
        ),
        ("a.epub", b"PK\x03\x04 cut off", "a damaged ZIP archive"),
        ("a.txt", b"MZ\x90\0", "a Windows program"),
        ("a.txt", b"a\0b", "of an unknown kind"),
        ("a.txt", "Città".encode("latin-1"), "text that is not UTF-8"),
        ("a.txt", b"x" * 2_000_000 + b"\xff", "text that is not UTF-8"),
        ("a.txt", HTML, "a web page"),
        ("a.png", b"<?xml version='1.0'?><svg xmlns='x'/>", "a web page (HTML or SVG)"),
        ("a.jpg", b"GIF89a", "a GIF picture"),
    ],
)
def test_other_contents_than_the_name_says_are_named(name, content, said):
    words, code = refusal(name, content)
    assert code == "not_what_it_says"
    assert said in words


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_container_damaged_anywhere_is_refused_or_taken_but_no_fault_of_ours(packing):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<x/>" * 20)
    whole = buffer.getvalue()
    refused = 0
    for place in range(4, len(whole)):
        for bits in (0x01, 0xFF):
            damaged = bytearray(whole)
            damaged[place] ^= bits
            try:
                check_upload(SimpleUploadedFile("a.epub", bytes(damaged)))
            except ValidationError:
                refused += 1
    assert refused > 50


def test_kind_that_is_not_kept_is_refused_with_those_that_are():
    words, code = refusal("page.html", HTML)
    assert code == "kind"
    assert "Kept are .pdf, .epub, .docx, .txt, .md, .png, .jpg, .jpeg." in words
    words, code = refusal("a.png", BYTES["a.png"][0], allowed=DOCUMENTS)
    assert code == "kind"
    assert "Kept are .pdf, .epub, .docx, .txt, .md." in words


@pytest.mark.parametrize("name", ["booklet", "booklet.bin", ".pdf"])
def test_name_without_the_right_ending_is_refused(name):
    words, code = refusal(name, BYTES["a.pdf"][0])
    assert code == "not_what_it_says"
    assert "does not end in .pdf, but its contents are a PDF" in words


def test_public_name_of_another_ending_is_refused():
    assert check_upload(SimpleUploadedFile("a.pdf", b"%PDF-1"), name="booklet.pdf").name == "booklet.pdf"
    words, code = refusal("a.pdf", b"%PDF-1", name="booklet.epub")
    assert code == "not_what_it_says"
    assert "“booklet.epub” is named as an EPUB, but its contents are a PDF." in words


def test_empty_file_is_refused():
    assert refusal("a.pdf", b"")[1] == "empty"


def test_file_over_the_limit_is_refused_and_one_at_it_is_not(settings):
    settings.UPLOAD_LIMIT = 2048
    at_limit = b"%PDF-".ljust(2048, b"x")
    check_upload(SimpleUploadedFile("a.pdf", at_limit))
    words, code = refusal("a.pdf", at_limit + b"x")
    assert code == "too_large"
    assert "at most 2.0\xa0KB can be kept" in words


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Booklet.PDF", "booklet.pdf"),
        ("../../etc/passwd\0.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\Étude (final).pdf", "etude-final.pdf"),
        ("evil.php.pdf", "evil-php.pdf"),
        ("\u202efdp.exe.pdf", "fdp-exe.pdf"),
        ("国際.pdf", "file.pdf"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_safe_name_is_plain_and_stays_itself(name, safe):
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_name_in_a_message_has_no_control_or_direction_characters():
    assert shown("a\0b\u202ec\nd") == "abcd"
    assert len(shown("x" * 500)) == 80
    upload = SimpleUploadedFile("x.pdf", HTML)
    upload._name = "a\0b\u202e.pdf"
    with pytest.raises(ValidationError, match="“ab.pdf” is named as a PDF"):
        check_upload(upload)
