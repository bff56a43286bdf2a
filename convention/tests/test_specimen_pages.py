"""The specimen's pages hold the words of its file, each place once; and production shows nothing of it."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convention.numbers import roman
from convention.tests.specimen import ARTICLES, CHAPTERS, file, prepared
from convention.tests.texts import Words, words_of_file
from tests.crawling import crawl
from tests.pages import POLICIES

pytestmark = pytest.mark.usefixtures("specimen", "db")

# What stands beside the words of the text: numbers, marks for eyes or ears alone, lines of the site's own.
BESIDE = frozenset({"no", "vh", "folio", "runhead", "specimen", "applies", "gloss"})
SPLIT = re.compile(r"^(?=(?:PREAMBLE|CHAPTER|PART|SECTION|Article) ?)", re.MULTILINE)


def pieces() -> list[tuple[str, list[str]]]:
    """The file cut at its headings, without the importer: each heading's line, and the words with the heading's."""
    return [(cut.partition("\n")[0], words_of_file(cut)) for cut in SPLIT.split(file())[1:]]


def shown(line: str, words: list[str]) -> list[str]:
    """A piece's words as a page shows them: a part's number stands before its heading."""
    found = re.match(r"(PART|SECTION) (\d+)", line)
    return [found[1].capitalize(), found[2], "·", *words] if found else words


READ: dict[str, Words] = {}


def page_of(visitor, path: str) -> Words:
    """A page's words and ids, each asked for once by this module's tests: the specimen stays the same for them."""
    if path not in READ:
        response = visitor.get(path)
        assert response.status_code == 200, path
        READ[path] = Words(response.content.decode(), leave_out=BESIDE)
    return READ[path]


def test_every_article_page_has_the_words_of_the_file(visitor):
    articles = [(line, words) for line, words in pieces() if line.startswith("Article ")]
    assert len(articles) == ARTICLES
    for number, (line, words) in enumerate(articles, 1):
        assert line.startswith(f"Article {number}. ")
        assert page_of(visitor, f"/convention/article/{number}/").words == words, line


def test_every_chapter_page_has_the_words_of_the_file(visitor):
    chapters: list[list[str]] = []
    for line, words in pieces():
        if line.startswith("CHAPTER "):
            chapters.append([])
        if chapters:
            chapters[-1] += shown(line, words)
    assert len(chapters) == CHAPTERS
    for number, words in enumerate(chapters, 1):
        assert page_of(visitor, f"/convention/chapter/{number}/").words == words


def test_preamble_page_has_the_words_of_the_file(visitor):
    assert page_of(visitor, "/convention/preamble/").words == ["Preamble", *pieces()[0][1]]


def test_whole_text_page_has_the_words_of_the_file(visitor):
    words = ["Preamble"] + [word for line, words in pieces() for word in shown(line, words)]
    title = prepared()[0].title.split()
    assert page_of(visitor, "/convention/text/").words == title + words


def test_contents_have_every_heading_of_the_file(visitor):
    html = visitor.get("/convention/").content.decode()
    for line, words in pieces():
        if line.startswith(("CHAPTER", "Article", "PART")):
            heading = " ".join(words[: len(line.split()) - 2])
            assert f"{heading}</" in html, line


def test_every_place_of_the_text_is_an_anchor_once(visitor):
    document, _layers = prepared()
    for article in document.articles():
        ids = page_of(visitor, f"/convention/article/{article.number}/").ids
        assert [eid for eid in ids if eid.startswith("art_")] == [node.eid for node in article.walk()]
        assert len(ids) == len(set(ids))
    for chapter in document.nodes[1:]:
        number = chapter.eid.removeprefix("chp_")
        ids = page_of(visitor, f"/convention/chapter/{number}/").ids
        expected = [node.eid for node in chapter.walk()]
        assert [eid for eid in ids if eid.startswith(("art_", "chp_"))] == expected
        assert len(ids) == len(set(ids))
    ids = page_of(visitor, "/convention/text/").ids
    expected = [node.eid for node in document.walk()]
    assert [eid for eid in ids if eid.startswith(("art_", "chp_", "preamble"))] == expected
    assert len(ids) == len(set(ids))


# Of what stands at every article alike, a few are visited: the words tests open all JSON and text files.
SAMPLE = "(1|58|107|213)"
ALIKE = re.compile(
    rf"/editions/specimen-en-1/article/(?!{SAMPLE}\b)|/convention/article/(?!{SAMPLE}\b)\d+(\.|/cite/)"
    rf"|/card/article-(?!{SAMPLE}\b)|/feedback/\?article=(?!{SAMPLE}$)"
)


def test_every_internal_link_resolves(visitor):
    found = crawl(visitor, ["/convention/", "/convention/who/?status=student&status=trafficked"], leave_out=ALIKE)
    assert found.faults == []
    paths = {urlsplit(path).path for path in found.seen}
    wanted = {f"/convention/article/{n}/" for n in range(1, ARTICLES + 1)}
    for below in ("/convention/", "/editions/specimen-en-1/"):
        wanted |= {f"{below}chapter/{n}/" for n in range(1, CHAPTERS + 1)}
        wanted |= {below, f"{below}preamble/", f"{below}text/", f"{below}article/58/", f"{below}article/58.json"}
    assert wanted <= paths


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/12/", "/convention/article/12/"),
        ("/convention/chapter/iv/", "/convention/chapter/4/"),
        ("/convention/chapter/VIII/", "/convention/chapter/8/"),
        ("/editions/specimen-en-1/chapter/ii/", "/editions/specimen-en-1/chapter/2/"),
        ("/convention/search/?q=12", "/convention/article/12/"),
        ("/convention/search/?q=article+213", "/convention/article/213/"),
        ("/convention/search/?q=Art.+7", "/convention/article/7/"),
        ("/convention/search/?q=chapter+iv", "/convention/chapter/4/"),
        ("/convention/search/?q=preamble", "/convention/preamble/"),
        ("/convention/search/?q=art_3__para_3__point_b", "/convention/article/3/#art_3__para_3__point_b"),
    ],
)
def test_typed_citation_leads_to_its_place(visitor, path, target):
    response = visitor.get(path)
    assert response.status_code in (301, 302)
    assert response["Location"] == target


@pytest.mark.parametrize(
    "path",
    [
        "/convention/article/214/",
        "/convention/article/0/",
        "/convention/article/012/",
        "/convention/article/9999/",
        "/convention/article/214.json",
        "/convention/article/12.xml",
        "/convention/chapter/9/",
        "/convention/chapter/iiii/",
        "/editions/specimen-en-2/",
        "/editions/specimen-en-2/article/1/",
    ],
)
def test_place_that_the_text_does_not_have_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404


EVERY_KIND = {
    "contents": "/convention/",
    "preamble": "/convention/preamble/",
    "chapter": "/convention/chapter/4/",
    "article": "/convention/article/12/",
    "text": "/convention/text/",
    "search": "/convention/search/?q=border",
    "who": "/convention/who/",
    "who with a status": "/convention/who/?status=student",
    "article of an edition": "/editions/specimen-en-1/article/12/",
    "no article": "/convention/article/214/",
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_page_says_that_it_is_a_specimen_and_is_kept_out_of_search_engines(visitor, kind):
    html = visitor.get(EVERY_KIND[kind]).content.decode()
    assert "Specimen text for demonstration. Not the Convention." in html
    assert '<meta name="robots" content="noindex' in html


@pytest.mark.parametrize("form", ["json", "txt"])
def test_file_says_that_it_is_a_specimen_and_is_kept_out_of_search_engines(visitor, form):
    response = visitor.get(f"/convention/article/12.{form}")
    assert "Specimen text for demonstration. Not the Convention." in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"


def test_every_article_as_json_and_text_has_the_words_of_the_file(visitor):
    def texts(node: dict) -> list[str]:
        return node.get("text", "").split() + [word for part in node.get("parts", []) for word in texts(part)]

    for number, (line, words) in enumerate((p for p in pieces() if p[0].startswith("Article ")), 1):
        found = json.loads(visitor.get(f"/convention/article/{number}.json").content)
        said = found["heading"].split() + [word for p in found["paragraphs"] for word in texts(p)]
        assert said == words, line
        text = visitor.get(f"/convention/article/{number}.txt").content.decode()
        place = -1
        for word in words:
            place = text.find(word, place + 1)
            assert place >= 0, f"{line}: {word}"


# Queries of each kind of page. A higher number needs a reason; it may not depend on the article or the chapter.
QUERIES = {
    # Edition, and the files that its JSON-LD names.
    "contents": (["/convention/"], 2),
    "preamble": (["/convention/preamble/"], 2),
    "chapter": ([f"/convention/chapter/{n}/" for n in range(1, CHAPTERS + 1)], 2),
    # Edition, fragment, categories; and what signatories said of the article: statements, remarks.
    "article": ([f"/convention/article/{n}/" for n in (1, 2, 40, 58, 72, 107, 150, 183, 213)], 5),
    "article as json": ([f"/convention/article/{n}.json" for n in (1, 58, 213)], 2),
    "article as text": ([f"/convention/article/{n}.txt" for n in (1, 58, 213)], 2),
    "article of an edition": ([f"/editions/specimen-en-1/article/{n}/" for n in (1, 58, 213)], 3),
    "no article": (["/convention/article/214/", "/convention/article/999/"], 2),
    "text": (["/convention/text/"], 2),
    # Edition, synonyms, stems of words, hits, categories and whom the articles apply to, words around, numbers.
    "search of words": (["/convention/search/?q=border", "/convention/search/?q=visitor"], 8),
    "search that finds some of the words": (["/convention/search/?q=zebra+border"], 9),
    "search of a number": (["/convention/search/?q=12", "/convention/search/?q=999"], 1),
    "search of a citation": (["/convention/search/?q=12(2)(b)", "/convention/search/?q=chapter+iv"], 2),
    "terms": (["/convention/terms/"], 4),
    "term": (["/convention/terms/visitor/", "/convention/terms/committee/"], 5),
    "note": (["/convention/note/art_12__para_3/", "/convention/note/art_72/"], 4),
    "editions": (["/editions/"], 3),
    "who": (["/convention/who/", "/convention/who.csv"], 4),
    "compare": (["/convention/compare/", "/convention/compare/?left=student&right=worker"], 4),
    "cite": (["/convention/article/12/cite/", "/convention/article/12/cite/ris"], 2),
    "who with statuses": (
        ["/convention/who/?status=student", "/convention/who/?status=student&status=crisis&status=trafficked"],
        4,
    ),
}


@pytest.mark.parametrize("kind", QUERIES)
def test_page_kind_has_a_fixed_number_of_queries(visitor, kind):
    paths, expected = QUERIES[kind]
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            visitor.get(path)
        assert len(queries) == expected, path + "\n" + "\n".join(q["sql"][:200] for q in queries)


def test_chapters_are_numbered_as_printed(visitor):
    html = visitor.get("/convention/").content.decode()
    assert all(f">{roman(number)}<" in html for number in range(1, CHAPTERS + 1))


@pytest.mark.parametrize("kind", [kind for kind in EVERY_KIND if kind != "no article"])
def test_page_is_the_same_for_everyone_and_kept_by_caches(visitor, admin_client, kind):
    path = EVERY_KIND[kind]
    response = visitor.get(path)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    # What signatories said of an article stands on its page, so that it may not be kept for longer than their names.
    assert response["Cache-Control"] in (POLICIES["text"], POLICIES["names"])
    assert admin_client.get(path, secure=True, headers={"host": "convention.test"}).content == response.content
    again = visitor.get(path, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


STRANGE = [
    "%00",
    "%FF%FE",
    "x" * 10_000,
    "%E2%80%AEabc",
    "%25",
    "_",
    "%5C",
    "%3Cb%3E",
    "art_9999",
    "9" * 50,
    "chapter+xc",
]


@pytest.mark.parametrize("value", STRANGE)
@pytest.mark.parametrize("address", ["search/?q=", "who/?status=", "article/12/?q=", "?q="])
def test_strange_query_is_no_fault_of_ours(visitor, address, value):
    response = visitor.get(f"/convention/{address}{value}")
    assert response.status_code == 200
    assert b"<b>" not in response.content


def test_signs_that_databases_know_are_searched_as_they_stand(visitor):
    assert "No article holds" in visitor.get("/convention/search/?q=%25").content.decode()
    assert "No article holds" in visitor.get("/convention/search/?q=vis_tor").content.decode()
    assert "No article holds" not in visitor.get("/convention/search/?q=VISITOR").content.decode()


def test_search_finds_words_in_any_order_and_leads_to_their_place(visitor):
    document, _layers = prepared()
    first, last = (
        word.strip(".,;") for word in re.findall(r"[a-z]{7,}[.,;]?", document.articles()[57].children[0].text)[:2]
    )
    for typed in (f"{first}+{last}", f"{last}+{first}"):
        html = visitor.get(f"/convention/search/?q={typed}").content.decode()
        assert f'/convention/article/58/?q={typed}#art_58__para_1"' in html
    assert "No article holds" in visitor.get(f"/convention/search/?q={first}+zebra").content.decode()
    eid = next(node.eid for node in document.walk() if "lockable" in node.text)
    html = visitor.get("/convention/search/?q=lockable").content.decode()
    assert f'/convention/article/{eid.split("__")[0].removeprefix("art_")}/?q=lockable#{eid}"' in html


def test_get_changes_nothing(visitor):
    with CaptureQueriesContext(connection) as queries:
        for path in [*EVERY_KIND.values(), "/convention/article/12.json", "/editions/"]:
            visitor.get(path)
    assert [q["sql"] for q in queries if not q["sql"].lstrip().upper().startswith("SELECT")] == []
