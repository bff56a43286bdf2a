"""Following the specimen: every reference leads somewhere, every term to its definition, on pages and in files."""

import re
from collections import Counter

import pytest
from lxml import etree

from convention.importing.akn import AKN
from convention.marks import plain
from convention.models import Reference, Term, TermUse
from convention.reader import current_reader
from convention.terms import plural
from convention.tests.specimen import prepared

pytestmark = pytest.mark.usefixtures("specimen", "db")
NS = {"a": AKN}
# What a reference begins with, and what another instrument is called, seen without the grammar.
BEGINS = re.compile(
    r"\b(?:[Aa]rticles?|[Cc]hapters?|[Pp]aragraphs?|[Ss]ubparagraphs?|Parts?) (?=\(?(?:\d|[IVX]+\b|[a-e]\)))"
)
NAMES = re.compile(r"\b(?:Convention|Charter) (?:on|of|relating|against) (?:the )?[A-Z]")


@pytest.fixture(autouse=True)
def served(settings):
    settings.SPECIMEN = True


@pytest.fixture
def edition():
    return current_reader().edition


def texts() -> dict[str, str]:
    return {node.eid: plain(node.text) for node in prepared()[0].walk()}


def test_every_reference_is_there_and_leads_somewhere_or_is_another_instrument(edition):
    rows = list(edition.references.all())
    known = {node.eid for node in prepared()[0].walk()}
    assert {eid for row in rows for eid in (row.target, row.until) if eid} <= known
    at = {(row.eid, place) for row in rows for place in range(row.start, row.end)}
    missed = [
        (eid, text[found.start() : found.end() + 20])
        for eid, text in texts().items()
        for found in [*BEGINS.finditer(text), *NAMES.finditer(text)]
        if (eid, found.start()) not in at
    ]
    assert missed == []
    assert len(rows) > 700
    assert Counter(row.instrument for row in rows)["Convention on the Rights of the Child"] == 6


def test_words_of_a_reference_are_those_of_the_text(edition):
    words = texts()
    for row in edition.references.all():
        text = words[row.eid][row.start : row.end]
        assert text.strip() == text and (not row.instrument or text == row.instrument)
        if re.fullmatch(r"art_\d+", row.target) and not row.until and re.search(r"\d", text):
            assert re.search(rf"\b{row.target.removeprefix('art_')}\b", text), (row.eid, text)


def test_every_use_of_a_term_stands_in_its_scope_and_has_a_definition(edition):
    chapter_of = {a.eid: c.eid for c in prepared()[0].nodes for a in c.walk() if a.kind == "article"}
    words = texts()
    uses = list(TermUse.objects.filter(term__edition=edition).select_related("term"))
    assert len(uses) > 1000
    for use in uses:
        term = use.term
        assert not term.scope or chapter_of[use.eid.partition("__")[0]] == term.scope
        assert f"“{term.words}”" in words[term.eid] or f"“the {term.words}”" in words[term.eid]
        found = words[use.eid][use.start : use.end].lower().split()
        assert all(a in (b, plural(b)) for a, b in zip(found, term.words.lower().split(), strict=True))


def test_terms_are_understood_in_plural_and_capitals_and_not_inside_other_things(edition):
    words = texts()
    forms = {words[u.eid][u.start : u.end] for u in TermUse.objects.filter(term__edition=edition)}
    assert {"States Parties", "children", "Visitors", "working days", "home States", "Family members"} <= forms
    instruments = [(r.eid, r.start, r.end) for r in edition.references.exclude(instrument="")]
    inside = [
        use
        for use in TermUse.objects.filter(term__edition=edition)
        for eid, start, end in instruments
        if use.eid == eid and start <= use.start < end
    ]
    assert inside == []
    assert not TermUse.objects.filter(term__edition=edition, term__slug="student", eid__startswith="art_99").exists()


def test_pages_link_references_and_the_first_use_of_a_term_in_each_paragraph(visitor):
    html = visitor.get("/convention/article/16/").content.decode()
    assert (
        '<a href="/convention/article/15/#art_15__para_3__point_a">paragraph 3 (a) of the preceding article</a>'
        in html
    )
    html = visitor.get("/convention/article/38/").content.decode()
    assert 'data-of="art_17..art_21">17 to 21</a>' in html
    paragraph = re.search(
        r'id="art_12__para_1">.*?</div>', visitor.get("/convention/article/12/").content.decode(), re.S
    )[0]
    assert paragraph.count('href="/convention/terms/visitor/"') == 1
    assert paragraph.count('href="/convention/terms/state-party/"') == 1
    html = visitor.get("/convention/article/1/").content.decode()
    assert "“<dfn>visitor</dfn>” means" in html
    own = visitor.get("/convention/article/69/").content.decode()
    assert (
        "This article is about" in own
        and 'href="/convention/article/69/"' not in re.search(r'class="body".*?</article>', own, re.S)[0]
    )


def test_links_of_another_edition_stay_in_it(visitor):
    html = visitor.get("/editions/specimen-en-1/article/16/").content.decode()
    assert 'href="/editions/specimen-en-1/article/15/#art_15__para_3__point_a"' in html
    assert "~/" not in html
    assert visitor.get("/editions/specimen-en-1/terms/visitor/").status_code == 200
    assert visitor.get("/editions/specimen-en-1/note/art_15/").status_code == 200


def test_every_link_has_a_note_with_its_words(visitor, edition):
    of = {f"{r.target}..{r.until}" if r.until else r.target for r in edition.references.exclude(target="")}
    of |= {f"term_{slug}" for slug in edition.terms.values_list("slug", flat=True)}
    words = texts()
    faults = []
    for one in sorted(of):
        response = visitor.get(f"/convention/note/{one}/")
        html = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
        first = one.partition("..")[0]
        text = " ".join(words.get(first, "").split()[:3]).replace("’", "’")
        if response.status_code != 200 or text not in html or ' id="' in response.content.decode():
            faults.append(one)
    assert faults == []
    assert len(of) > 300


@pytest.mark.parametrize(
    "of", ["art_999", "art_16..art_14", "art_14..art_999", "term_zebra", "x", "..", "art_1..", "%00"]
)
def test_note_of_nothing_is_not_found(visitor, of):
    assert visitor.get(f"/convention/note/{of}/").status_code == 404


def test_article_says_what_cites_it(visitor):
    # Seen without the grammar: who says "article 118", alone or in a list.
    expected = {eid for eid, text in texts().items() if re.search(r"\b[aA]rticles? (?:\d+ (?:and|or) )?118\b", text)}
    html = visitor.get("/convention/article/118/").content.decode()
    cited = re.search(r'<ul class="cited lf">.*?</ul>', html, re.S)[0]
    linked = {href.partition("#")[2] or f"art_{href.split('/')[-2]}" for href in re.findall(r'href="([^"]+)"', cited)}
    assert linked == expected
    assert len(expected) >= 4


def test_glossary_has_every_term_and_a_term_every_use(visitor, edition):
    html = visitor.get("/convention/terms/").content.decode()
    for term in edition.terms.all():
        assert f'href="/convention/terms/{term.slug}/">{term.words}</a>' in html
    term = edition.terms.get(slug="recruiter")
    page = visitor.get("/convention/terms/recruiter/").content.decode()
    assert "that, for gain, finds workers in one country" in page
    for use in term.uses.all():
        assert f'#{use.eid}"' in page
    assert f"{term.uses.count()} uses" in page


def test_akoma_ntoso_carries_references_and_terms(visitor, edition):
    from convention.exporting import akn
    from convention.exporting.about import about, document_of
    from convention.links import links_of

    root = etree.fromstring(akn.build(document_of(edition), about(edition, links_of(edition))))
    rows = list(edition.references.all())
    refs = [ref.get("href") for ref in root.iterfind(".//a:ref", NS)]
    ranges = [(r.get("from"), r.get("upTo")) for r in root.iterfind(".//a:rref", NS)]
    assert Counter(refs) == Counter(f"#{r.target}" for r in rows if r.target and not r.until)
    assert Counter(ranges) == Counter((f"#{r.target}", f"#{r.until}") for r in rows if r.until)
    eids = {element.get("eId") for element in root.iter() if element.get("eId")}
    assert {ref.removeprefix("#") for ref in refs} <= eids
    assert len(root.findall(".//a:entity", NS)) == sum(bool(r.instrument) for r in rows)
    assert len(root.findall(".//a:term", NS)) == TermUse.objects.filter(term__edition=edition).count()
    assert len(root.findall(".//a:def", NS)) == edition.terms.count()
    for element in root.iterfind(".//*[@refersTo]", NS):
        assert element.get("refersTo").removeprefix("#") in eids
    named = {t.get("showAs") for t in root.iterfind(".//a:TLCTerm", NS)}
    assert named == set(Term.objects.filter(edition=edition).values_list("words", flat=True))


def test_article_as_akoma_ntoso_refers_to_the_edition(visitor):
    root = etree.fromstring(visitor.get("/convention/article/16.akn.xml").content)
    hrefs = [ref.get("href") for ref in root.iterfind(".//a:ref", NS)]
    assert any(href.endswith("/~art_15__para_3__point_a") for href in hrefs)
    found = visitor.get(next(href for href in hrefs if href.endswith("/~art_15__para_3__point_a")))
    assert found["Location"] == "/convention/article/15/#art_15__para_3__point_a"


def test_database_keeps_a_reference_to_one_thing(edition):
    from django.db import IntegrityError, transaction

    for values in (
        {"target": "", "instrument": ""},
        {"target": "art_1", "instrument": "X"},
        {"until": "art_2", "instrument": "X"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reference.objects.create(edition=edition, eid="art_1", start=9000, end=9001, **values)
