"""Citations: as text, as files that other programs read, and as pages say them to Zotero and to schema.org."""

import datetime
import json
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode
from citeproc.source.json import CiteProcJSON
from django.utils import timezone

from convention.citations import cited as module
from convention.citations.cited import cited_in
from convention.citations.files import FILES, bibtex, csl_json, ris
from convention.citations.styles import STYLES
from convention.exporting.about import SPECIMEN_LINE
from convention.models import Edition, Instrument
from convention.tests.texts import SMALL, published

pytestmark = pytest.mark.django_db

TODAY = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
LAKE = "https://convention.test/editions/lake-en-1/article/2/"
SLUG = "specimen-en-1"


@pytest.fixture
def lake(monkeypatch) -> Edition:
    """The small text, published, its instrument with a title full of signs that files give a meaning to."""
    monkeypatch.setattr(module.timezone, "now", lambda: TODAY)
    edition = published(SMALL)
    Instrument.objects.filter(slug="lake").update(title="Lakes & {Boats}: 100% of #1_a ~ Ünï \\ ^$")
    return Edition.objects.select_related("instrument").get(pk=edition.pk)


# ---- text


def test_styles_say_what_their_guides_ask_for(lake):
    lake.instrument.title = "Charter of the Lake"
    found = cited_in(lake, 2)["art_2__para_1"]
    said = {code: write(found) for code, (_label, write) in STYLES.items()}
    place = f"{LAKE}#art_2__para_1"
    assert said == {
        "bluebook": f"Charter of the Lake, art. 2(1), version 1, Feb. 1, 2020, {place} (last visited Nov. 24, 2026).",
        "oscola": f"Charter of the Lake (version 1, 1 February 2020) art 2(1) <{place}> accessed 24 November 2026",
        "apa": f"Charter of the Lake, art. 2(1), version 1, February 1, 2020, {place}",
        "chicago": f"Charter of the Lake, version 1, February 1, 2020, art. 2(1), {place}.",
    }


def test_every_provision_is_cited_as_people_write_it(lake):
    assert [one.place for one in cited_in(lake, 1).values()] == ["1", "1(a)", "1(b)", "1(b)(i)", "1(b)(ii)"]
    assert [one.place for one in cited_in(lake, 2).values()] == ["2", "2(1)", "2(2)"]
    assert cited_in(lake, 99) == {}


def test_every_provision_of_the_specimen_has_a_citation_that_names_it_and_leads_to_it(specimen):
    edition = Edition.objects.select_related("instrument").get(slug=SLUG)
    eids = set(edition.provisions.values_list("eid", flat=True))
    for number in range(1, 214):
        found = cited_in(edition, number)
        assert {urlsplit(one.url).fragment or one.eid for one in found.values()} <= eids
        assert len({one.place for one in found.values()}) == len(found)


# ---- files, read by programs that are not ours


def test_bibtex_is_read_by_bibtexparser_with_every_sign(lake):
    found = cited_in(lake, 2)["art_2__para_1"]
    parser = BibTexParser(common_strings=True, customization=convert_to_unicode)
    (entry,) = bibtexparser.loads(bibtex(found), parser=parser).entries
    assert entry["ENTRYTYPE"] == "misc"
    assert entry["ID"] == "lake-en-1-art-2-para-1"
    title = entry["title"].replace("{", "").replace("}", "").replace("\\textbackslash", "\\")
    title = title.replace("\\textasciitilde", "~").replace("\\textasciicircum", "^")
    # The parser knows accents, not TeX's escapes of its own signs.
    for sign in "&%$#_":
        title = title.replace(f"\\{sign}", sign)
    assert "100% of #1_a" in title and "Ünï" in title and title.endswith("art. 2(1): Lights")
    assert entry["url"] == f"{LAKE}#art_2__para_1"
    assert (entry["year"], entry["urldate"], entry["language"]) == ("2020", "2026-11-24", "en")
    assert "note" not in entry


def test_bibtex_braces_are_even(lake):
    text = re.sub(r"\\[{}]", "", bibtex(cited_in(lake, 2)["art_2"]))
    assert text.count("{") == text.count("}")


def test_ris_is_read_by_rispy(lake):
    (entry,) = rispy.loads(ris(cited_in(lake, 2)["art_2__para_2"]))
    assert entry["type_of_reference"] == "STAT"
    assert entry["title"] == f"{lake.instrument.title}, art. 2(2): Lights"
    assert entry["urls"] == [f"{LAKE}#art_2__para_2"]
    assert (entry["year"], entry["language"]) == ("2020", "en")
    assert "unknown_tag" not in entry


def test_csl_json_is_read_by_citeproc(lake):
    found = cited_in(lake, 2)["art_2__para_1"]
    items = json.loads(csl_json(found))
    source = CiteProcJSON(items)  # warns, which is an error here, of names that CSL does not know
    read = source["lake-en-1-art-2-para-1"]
    said = [str(read.type), *("".join(map(str, read[name])) for name in ("title", "section", "URL"))]
    assert said == ["treaty", lake.instrument.title, "art. 2(1)", f"{LAKE}#art_2__para_1"]
    assert (read["issued"]["year"], read["issued"]["month"], read["issued"]["day"]) == (2020, 2, 1)


@pytest.mark.parametrize("code", [*STYLES, *FILES])
def test_citation_of_a_specimen_says_so_in_every_form(specimen, visitor, code):
    for query in ("", "?eid=art_12__para_2"):
        response = visitor.get(f"/convention/article/12/cite/{code}{query}")
        assert SPECIMEN_LINE in response.content.decode()
        assert response["X-Robots-Tag"] == "noindex"
        assert response.content == visitor.get(f"/editions/{SLUG}/article/12/cite/{code}{query}").content


@pytest.mark.parametrize("code", FILES)
def test_file_of_a_citation_has_a_type_and_a_name(specimen, visitor, code):
    response = visitor.get(f"/convention/article/12/cite/{code}?eid=art_12__para_2")
    assert response["Content-Type"] == FILES[code].content_type
    name = f"specimen-en-1-art-12-para-2.{FILES[code].ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"].startswith("public, max-age=60") and response["ETag"]


@pytest.mark.parametrize(
    "address",
    ["12/cite/mla", "214/cite/bibtex", "12/cite/ris?eid=art_13", "12/cite/ris?eid=art_12__para_99", "0/cite/ris"],
)
def test_citation_of_what_is_not_there_is_not_found(specimen, visitor, address):
    assert visitor.get(f"/convention/article/{address}").status_code == 404


# ---- the page of styles


def test_page_of_styles_has_every_style_and_leads_to_every_provision(specimen, visitor):
    edition = Edition.objects.select_related("instrument").get(slug=SLUG)
    found = cited_in(edition, 12)
    html = visitor.get("/convention/article/12/cite/?eid=art_12__para_2").content.decode()
    for code, (_label, write) in STYLES.items():
        words = write(found["art_12__para_2"]).replace("<", "&lt;").replace(">", "&gt;")
        assert f'<p data-style="{code}" lang="en" dir="ltr">{words}</p>' in html
    for eid in found:
        query = f"?eid={eid}" if "__" in eid else ""
        assert f'href="/convention/article/12/cite/{query}"' in html
    for code in FILES:
        assert f'href="/convention/article/12/cite/{code}?eid=art_12__para_2"' in html


def test_page_of_styles_says_what_an_article_does_not_have(specimen, visitor):
    response = visitor.get("/convention/article/12/cite/?eid=%3Cb%3Eart_99")
    assert response.status_code == 200
    assert "Article 12 has no provision “&lt;b&gt;art_99”" in response.content.decode()
    assert visitor.get("/convention/article/214/cite/").status_code == 404


def test_article_carries_its_citation_as_words(specimen, visitor):
    html = visitor.get("/convention/article/12/").content.decode()
    words = visitor.get("/convention/article/12/cite/chicago").content.decode().strip()
    assert f'<p class="quote" lang="en" dir="ltr">{words}</p>' in html


# ---- what pages say of themselves


class Head(HTMLParser):
    """The <meta> of a page by name, its canonical address, and its JSON-LD."""

    def __init__(self, html: str):
        super().__init__()
        self.meta, self.canonical, self.data, self.inside = {}, "", "", False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "meta" and "name" in attrs:
            self.meta.setdefault(attrs["name"], attrs["content"])
        if attrs.get("rel") == "canonical":
            self.canonical = attrs["href"]
        self.inside = tag == "script" and attrs.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self.inside:
            self.data += data

    def handle_endtag(self, tag):
        self.inside = False


def head(visitor, path: str) -> Head:
    return Head(visitor.get(path).content.decode())


def test_zotero_finds_its_fields_without_script(specimen, visitor):
    meta = head(visitor, "/convention/article/12/").meta
    assert meta["citation_title"].startswith("Specimen Convention on Human Mobility, art. 12: ")
    assert meta["citation_title"] == meta["DC.title"]
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", meta["citation_publication_date"])
    assert meta["citation_language"] == meta["DC.language"] == "en"
    assert meta["citation_public_url"] == f"https://convention.test/editions/{SLUG}/article/12/"
    assert meta["DC.description"] == SPECIMEN_LINE


# schema.org (version 29): the terms that a page may use, and what a value is.
TEXT, URL, DATE, WHOLE = str, "url", "date", int
TERMS = {
    "Legislation": {
        "name": TEXT,
        "alternateName": TEXT,
        "description": TEXT,
        "url": URL,
        "inLanguage": TEXT,
        "version": TEXT,
        "position": WHOLE,
        "legislationIdentifier": TEXT,
        "legislationDateVersion": DATE,
        "isPartOf": "Legislation",
        "hasPart": "Legislation",
        "encoding": "LegislationObject",
    },
    "LegislationObject": {"encodingFormat": TEXT, "contentUrl": URL, "sha256": TEXT},
}


def check(found: dict, kind: str, top: bool = True) -> None:
    """Every term is one of schema.org's for that type, with a value that it may have."""
    assert found.pop("@type") == kind
    assert found.pop("@context", "https://schema.org") == "https://schema.org"
    for name, value in found.items():
        asked = TERMS[kind][name]
        for one in value if isinstance(value, list) else [value]:
            if asked in TERMS:
                check(dict(one), asked, top=False)
            elif asked == URL:
                assert one.startswith("https://convention.test/")
            elif asked == DATE:
                datetime.date.fromisoformat(one)
            else:
                assert isinstance(one, asked), name


@pytest.mark.parametrize(
    "path", ["/convention/", "/convention/chapter/4/", "/convention/article/12/", f"/editions/{SLUG}/article/12/"]
)
def test_json_ld_has_terms_of_schema_org_and_says_what_a_specimen_is(specimen, visitor, path):
    page = head(visitor, path)
    found = json.loads(page.data)
    check(dict(found), "Legislation")
    assert found["description"] == SPECIMEN_LINE
    assert found["url"] == page.canonical == f"https://convention.test{path}"
    assert found["inLanguage"] == "en"


def test_json_ld_has_parts_and_encodings(specimen, visitor):
    whole = json.loads(head(visitor, "/convention/").data)
    assert [urlsplit(part["url"]).path for part in whole["hasPart"]] == [
        f"/convention/chapter/{n}/" for n in range(1, 9)
    ]
    chapter = json.loads(head(visitor, "/convention/chapter/1/").data)
    assert len(chapter["hasPart"]) == 40
    article = json.loads(head(visitor, "/convention/article/12/").data)
    assert article["isPartOf"]["name"].startswith("Chapter I. ")
    assert article["isPartOf"]["isPartOf"]["name"] == "Specimen Convention on Human Mobility"
    for part in whole["hasPart"] + chapter["hasPart"] + article["encoding"]:
        assert visitor.get(urlsplit(part.get("url") or part["contentUrl"]).path).status_code == 200


def test_json_ld_names_the_files_that_were_built(all_forms, visitor, settings):
    published(SMALL, instrument="convention")
    whole = json.loads(head(visitor, "/convention/").data)
    assert {one["encodingFormat"] for one in whole["encoding"]} >= {"application/pdf", "application/epub+zip"}
    assert all(visitor.get(urlsplit(one["contentUrl"]).path).status_code == 200 for one in whole["encoding"])


def test_headings_cannot_end_the_script_that_holds_them(visitor):
    published(SMALL.replace("Article 2. Lights", "Article 2. </script><b>Lights</b> & more"), instrument="convention")
    html = visitor.get("/convention/article/2/").content.decode()
    assert "</script><b>" not in html
    assert json.loads(Head(html).data)["name"] == "Article 2. </script><b>Lights</b> & more"


def test_sitemap_lists_every_article_of_a_text_and_none_of_a_specimen(visitor, settings):
    published(SMALL, instrument="convention")
    listed = re.findall(r"<loc>https://convention.test(.*?)</loc>", visitor.get("/sitemap.xml").content.decode())
    wanted = ["preamble/", "chapter/1/", "article/1/", "article/2/", "chapter/2/", "article/3/", "article/4/", "who/"]
    wanted += ["terms/boat/", "terms/harbour/"]
    assert {f"/convention/{path}" for path in wanted} <= set(listed)
    assert len(listed) == len(set(listed))
    for path in listed:
        if path.startswith("/convention/"):
            page = head(visitor, path)
            assert page.canonical == f"https://convention.test{path}"
            assert page.meta["robots"] == "index, follow", path


def test_sitemap_has_no_page_of_a_specimen(specimen, visitor):
    assert "/convention/" not in visitor.get("/sitemap.xml").content.decode()


def test_day_of_the_visit_is_that_of_the_citation(specimen, visitor):
    assert timezone.now().strftime("%Y/%m/%d/") in visitor.get("/convention/article/12/cite/ris").content.decode()
