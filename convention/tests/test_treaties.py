"""Real texts in ten languages, brought into the text format: all of them load, in the right direction and script."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from lxml import html as lxml_html

from convention.exporting import akn
from convention.exporting.about import about, document_of
from convention.importing.akn import read_akn
from convention.marks import plain
from convention.models import ProvisionKind
from convention.reader import Reader
from convention.tests.texts import published

SHARED = Path(__file__).resolve().parents[3] / "shared" / "treaties"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHARED.is_dir(), reason="real texts are not here: ../shared/treaties"),
]

# File: language, direction, the word that the Unicode names of its letters begin with.
UDHR = {
    "arb": ("ar", "rtl", "ARABIC"),
    "cmn_hans": ("zh", "ltr", "CJK"),
    "eng": ("en", "ltr", "LATIN"),
    "fra": ("fr", "ltr", "LATIN"),
    "heb": ("he", "rtl", "HEBREW"),
    "hin": ("hi", "ltr", "DEVANAGARI"),
    "rus": ("ru", "ltr", "CYRILLIC"),
    "spa": ("es", "ltr", "LATIN"),
    "swh": ("sw", "ltr", "LATIN"),
    "urd": ("ur", "rtl", "ARABIC"),
}
TREATIES = {"udhr": 30, "refugee": 46, "crpd": 50, "iccpr": 53}
LANGUAGES = {"en": ("ltr", "LATIN"), "zh": ("ltr", "CJK")}


def escaped(text: str) -> str:
    """One line of the text format: single spaces, and stars that are stars."""
    return re.sub(r"\s+", " ", text).strip().replace("*", r"\*")


def from_html(path: Path) -> str:
    """A declaration in HTML: its header is the preamble, each <article> an article with its own heading."""
    page = lxml_html.fromstring(path.read_text(encoding="utf-8"))
    lines = ["text-format: 1", f"title: {escaped(page.find('.//h1').text_content())}", "", "PREAMBLE"]
    lines += [escaped(p.text_content()) for p in page.findall(".//header//p")]
    for number, article in enumerate(page.findall(".//article"), 1):
        lines += ["", f"Article {number}. {escaped(article.find('h2').text_content())}"]
        numbered = article.findall("ol/li") if not article.findall("p") else []
        if numbered:
            lines += [f"{place}. {escaped(item.text_content())}" for place, item in enumerate(numbered, 1)]
        else:
            lines += [escaped(p.text_content()) for p in article.iter("p")]
    return "\n".join(lines) + "\n"


def from_json(path: Path, language: str) -> str:
    """A treaty in JSON: an entry for each article, taken as one paragraph, since its numbers are not reliable."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    lines = ["text-format: 1", f"title: {escaped(raw[f'treaty_{language}'])}", "", "PREAMBLE"]
    lines.append(escaped(raw[f"preamble_{language}"]))
    for number, entry in enumerate(raw["articles"], 1):
        heading = escaped(entry[f"title_{language}"]) or entry["article"]
        text = re.sub(r"^(\d+)[.．]?\s*(?=\D)", r"\1. ", escaped(entry[f"content_{language}"]))
        lines += ["", f"Article {number}. {heading}", text]
    return "\n".join(lines) + "\n"


def holds(text: str, visitor, *, language: str, direction: str, script: str, articles: int) -> None:
    """Load the text and see that it is whole, in its direction and script, on its page and in Akoma Ntoso."""
    edition = published(text, instrument="other", language=language)
    assert edition.contents["articles"] == articles
    rows = list(edition.provisions.all())
    words = " ".join(plain(row.text) for row in rows)
    scripts = Counter(unicodedata.name(letter, "?").split()[0] for letter in words if letter.isalpha())
    assert scripts.most_common(1)[0][0] == script
    assert Reader(edition).direction == direction
    page = visitor.get(f"/editions/{edition.slug}/article/2/").content.decode()
    assert f'<article lang="{language}" dir="{direction}">' in page
    # Every word of the file is in the rows, once and in order; a number has become a number.
    file = [plain(line) for line in text.splitlines() if line and not re.match(r"text-format:|title:|PREAMBLE$", line)]
    marks = {ProvisionKind.ARTICLE: "Article {}. ", ProvisionKind.PARAGRAPH: "{}. "}
    kept = [
        (marks[row.kind].format(row.number) if row.number else "") + plain(row.heading) + plain(row.text)
        for row in rows
        if row.kind != ProvisionKind.PREAMBLE
    ]
    assert kept == file
    document = document_of(edition)
    again = read_akn(akn.build(document, about(edition)))
    assert [(n.kind, n.number, n.text) for n in again.walk()] == [(n.kind, n.number, n.text) for n in document.walk()]


@pytest.mark.parametrize("name", UDHR)
def test_declaration_in_ten_languages(visitor, name):
    language, direction, script = UDHR[name]
    text = from_html(SHARED / "udhr" / f"{name}.html")
    holds(text, visitor, language=language, direction=direction, script=script, articles=30)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TREATIES)
def test_treaty_in_two_languages(visitor, name, language):
    direction, script = LANGUAGES[language]
    text = from_json(SHARED / "json" / f"{name}.json", language)
    holds(text, visitor, language=language, direction=direction, script=script, articles=TREATIES[name])
