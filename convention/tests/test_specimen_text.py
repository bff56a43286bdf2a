"""The specimen edition as a text: of the Convention's shape, varied enough to try everything on, and our own."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from convention.marks import plain
from convention.models import ProvisionKind as Kind
from convention.tests.specimen import ARTICLES, CHAPTERS, file, prepared

# Where the texts of treaties lie beside a checkout, if somebody has put them there. None is in the project.
TREATIES = Path(__file__).resolve().parents[3] / "shared" / "treaties"

EIDS = {
    Kind.PREAMBLE: r"preamble",
    Kind.RECITAL: r"preamble__rec_\d+",
    Kind.CHAPTER: r"chp_[1-8]",
    Kind.PART: r"chp_[1-8]__part_\d+",
    Kind.SECTION: r"chp_[1-8](__part_\d+)?__sec_\d+",
    Kind.ARTICLE: r"art_\d+",
    Kind.PARAGRAPH: r"(art_\d+|annex_[a-z]|conclusions)__para_\d+",
    Kind.POINT: r"art_\d+__para_\d+__point_[a-z]+",
    Kind.SUBPOINT: r"art_\d+__para_\d+__point_[a-z]+__point_[ivxl]+",
    Kind.WRAP: r"art_\d+__para_\d+(__point_[a-z]+)?__wrapup_\d+",
}

REFERENCES = {
    "article 12": r"\barticle \d+(?! to)",
    "articles 12 and 14": r"\barticles \d+(?:, \d+)* (?:and|or) \d+",
    "articles 12, 14 and 15": r"\barticles \d+(?:, \d+)+ (?:and|or) \d+",
    "articles 12 to 15": r"\barticles \d+ to \d+",
    "article 12, paragraph 2": r"\barticle \d+, paragraphs? \d+",
    "article 12 (2)": r"\barticle \d+ \(\d+\)",
    "paragraph 2 (a)": r"\b[Pp]aragraph \d+ \([a-z]\)",
    "paragraph 2": r"\b[Pp]aragraph \d+",
    "paragraphs 2 and 3": r"\b[Pp]aragraphs \d+(?:, \d+)* (?:and|or|to) \d+",
    "paragraph 2 of the preceding article": r"\bparagraph \d+(?: \([a-z]\))? of the preceding article",
    "the following article": r"\bthe following article",
    "chapter IV": r"\bchapter [IV]+",
    "chapters I to III": r"\bchapters [IV]+ to [IV]+",
    "Part 2 of chapter V": r"\bPart \d of chapter [IV]+",
    "this article": r"\bthis article\b",
    "this chapter": r"\bthis chapter\b",
}
INSTRUMENTS = (
    "Charter of the United Nations",
    "Convention on the Rights of the Child",
    "Convention relating to the Status of Refugees",
    "Convention on the Reduction of Statelessness",
    "Vienna Convention",
)


def texts() -> list[str]:
    return [node.text for node in prepared()[0].walk() if node.text]


def counted() -> Counter[Kind]:
    return Counter(node.kind for node in prepared()[0].walk())


def test_shape_is_the_conventions():
    document, layers = prepared()
    kinds = counted()
    assert (kinds[Kind.PREAMBLE], kinds[Kind.CHAPTER], kinds[Kind.ARTICLE]) == (1, CHAPTERS, ARTICLES)
    assert kinds[Kind.RECITAL] >= 10
    assert kinds[Kind.PART] >= 6
    assert document.specimen
    assert "Convention" in document.title
    assert document.title != "Model International Mobility Convention"
    assert layers.working_titles == [4, 5, 6, 7, 8]


def test_there_is_every_kind_of_provision_that_articles_have():
    kinds = counted()
    assert kinds[Kind.POINT] > 500
    assert kinds[Kind.SUBPOINT] > 20
    assert kinds[Kind.WRAP] >= 15
    numbered = Counter(bool(a.children[0].number) for a in prepared()[0].articles())
    assert numbered[True] > 100
    assert numbered[False] > 20
    assert sum("*" in text for text in texts()) >= 10


def test_most_chapters_have_definitions():
    having = [
        chapter.number
        for chapter in prepared()[0].nodes
        if chapter.kind == Kind.CHAPTER
        and sum(bool(re.search(r"^“[^”]+” means ", node.text)) for node in chapter.walk()) >= 3
    ]
    assert len(having) >= 6


def test_there_are_references_in_many_forms():
    found = {name: len(re.findall(form, plain(file()))) for name, form in REFERENCES.items()}
    assert [name for name, count in found.items() if count < 3] == []
    assert found["article 12"] >= 250
    assert [name for name in INSTRUMENTS if name not in file()] == []


def test_there_are_institutional_articles_and_many_exceptions():
    layers = prepared()[1]
    exceptions = sum(len(rule.get("changed", [])) + len(rule.get("excluded", [])) for rule in layers.rules)
    assert exceptions >= 20
    assert any(rule.get("excluded") for rule in layers.rules)
    assert layers.institutional
    assert len(layers.categories) >= 8


def test_references_lead_somewhere():
    document, _layers = prepared()
    known = {node.eid for node in document.walk()}
    places = r"(?:paragraphs? (?P<a>\d+)(?: \((?P<b>[a-z])\))?(?:(?: and| or| to) (?P<c>\d+))?)"
    faults = []

    def look(where: str, article: int, found: re.Match[str]) -> None:
        for paragraph, point in ((found["a"], found["b"]), (found["c"], None)):
            eid = (
                f"art_{article}" + (f"__para_{paragraph}" if paragraph else "") + (f"__point_{point}" if point else "")
            )
            if eid not in known:
                faults.append(f"{where}: {found[0]}")

    for article in document.articles():
        number = int(article.number)
        for node in article.walk():
            text = plain(node.text)
            for first, last in re.findall(r"\b[Aa]rticles? (\d+)(?: to (\d+))?", text):
                if not 1 <= int(first) <= int(last or ARTICLES) <= ARTICLES or (last and int(last) <= int(first)):
                    faults.append(f"{node.eid}: article {first} to {last}")
            for others in re.findall(r"\b[Aa]rticles ((?:\d+(?:, | and | or | to )?)+)", text):
                faults += [f"{node.eid}: articles {n}" for n in re.findall(r"\d+", others) if int(n) > ARTICLES]
            # Those that name an article are taken out; what is left is of the article itself.
            for found in re.finditer(rf"\barticle (?P<n>\d+), {places}", text):
                look(node.eid, int(found["n"]), found)
            text = re.sub(rf"\barticle \d+, {places}", "", text)
            for found in re.finditer(rf"\b{places} of the (?P<n>preceding|following) article", text):
                look(node.eid, number + (1 if found["n"] == "following" else -1), found)
            text = re.sub(rf"\b{places} of the (preceding|following) article", "", text)
            for found in re.finditer(rf"\b(?i:{places})", text):
                look(node.eid, number, found)
            for paragraph, target in re.findall(r"\barticle (\d+) \((\d+)\)", text):
                if f"art_{paragraph}__para_{target}" not in known:
                    faults.append(f"{node.eid}: article {paragraph} ({target})")
    assert faults == []


def test_eids_have_the_forms_of_the_page_on_the_format():
    odd = [n.eid for n in prepared()[0].walk() if not re.fullmatch(EIDS[n.kind], n.eid)]
    assert odd == []


def test_no_article_is_too_long_and_every_line_ends_as_a_line_does():
    long = [
        (article.number, words)
        for article in prepared()[0].articles()
        if (words := sum(len(node.text.split()) for node in article.walk())) > 220
    ]
    assert long == []
    endings = [n.eid for n in prepared()[0].walk() if n.text and not re.search(r"[.,;:]$|; (and|or)$|, and$", n.text)]
    wraps = {n.eid.rpartition("__")[0] for n in prepared()[0].walk() if n.kind == Kind.WRAP}
    # What goes before a closing text ends without a mark.
    assert [eid for eid in endings if eid.rpartition("__")[0] not in wraps] == []
    assert [text for text in texts() if re.search(r"\b(\w+) \1\b|  | [,.;:]|['\"]", text)] == []


class HtmlText(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for below in inner for text in strings(below)]


def folded(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower().replace("’", "").replace("'", ""))


def runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[place : place + length]) for place in range(len(words) - length + 1)}


@pytest.mark.skipif(not TREATIES.is_dir(), reason=f"no texts of treaties to compare with in {TREATIES}")
def test_no_sentence_is_taken_from_a_treaty():
    sources = [text for path in TREATIES.glob("json/*.json") for text in strings(json.loads(path.read_text()))]
    sources += [path.read_text() for path in TREATIES.glob("pdf/*/text.txt")]
    sources += ["".join(HtmlText((TREATIES / "udhr" / "eng.html").read_text()).pieces)]
    assert len(sources) > 100
    treaties: set[tuple[str, ...]] = set()
    sentences: set[str] = set()
    for source in sources:
        treaties |= runs(folded(source), 8)
        sentences |= {" ".join(folded(s)) for s in re.split(r"[.;:]\s", source)}
    assert len(treaties) > 30_000
    names = {run for name in INSTRUMENTS for run in runs(folded(name), 3)}
    shared_runs = set()
    for text in texts():
        for run in runs(folded(plain(text)), 8) & treaties:
            # Names of instruments are what all treaties share.
            if not names & runs(list(run), 3):
                shared_runs.add(" ".join(run))
    ours = {" ".join(folded(s)) for text in texts() for s in re.split(r"[.;:]\s", plain(text) + " ")}
    shared = {sentence for sentence in ours & sentences if len(sentence.split()) >= 4}
    assert (shared_runs, shared) == (set(), set())
