"""One article as JSON and as text, and as HTML, to the letter."""

import json

import pytest

from convention.marks import html, plain
from convention.tests.texts import SMALL, published

pytestmark = pytest.mark.django_db

TEXT = """text-format: 1
title: Charter of the Lake

Article 1. Words & <marks>
1. A star is \\*, a *bold word* is not <b>bold</b> & “quoted”.
2. One of:
  (a) a boat, that is:
    (i) a *hull*; and
    (ii) an oar
    > together;
  (b) a net
  > but not both.

Article 2. Plain
No number here.
Nor here.
"""


@pytest.fixture
def edition():
    return published(TEXT, instrument="convention")


def test_json_is_exact(visitor, edition):
    response = visitor.get("/convention/article/1.json")
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content) == {
        "instrument": "Charter of the Lake",
        "edition": {
            "slug": "convention-en-1",
            "language": "en",
            "version": "1",
            "date": "2020-02-01",
            "text_sha256": edition.text_sha256,
        },
        "url": "https://convention.test/convention/article/1/",
        "eId": "art_1",
        "number": 1,
        "heading": "Words & <marks>",
        "paragraphs": [
            {
                "eId": "art_1__para_1",
                "kind": "paragraph",
                "number": "1",
                "text": "A star is *, a bold word is not <b>bold</b> & “quoted”.",
                "text_marked": "A star is \\*, a *bold word* is not <b>bold</b> & “quoted”.",
            },
            {
                "eId": "art_1__para_2",
                "kind": "paragraph",
                "number": "2",
                "text": "One of:",
                "parts": [
                    {
                        "eId": "art_1__para_2__point_a",
                        "kind": "point",
                        "number": "a",
                        "text": "a boat, that is:",
                        "parts": [
                            {
                                "eId": "art_1__para_2__point_a__point_i",
                                "kind": "subpoint",
                                "number": "i",
                                "text": "a hull; and",
                                "text_marked": "a *hull*; and",
                            },
                            {
                                "eId": "art_1__para_2__point_a__point_ii",
                                "kind": "subpoint",
                                "number": "ii",
                                "text": "an oar",
                            },
                            {"eId": "art_1__para_2__point_a__wrapup_1", "kind": "wrapUp", "text": "together;"},
                        ],
                    },
                    {"eId": "art_1__para_2__point_b", "kind": "point", "number": "b", "text": "a net"},
                    {"eId": "art_1__para_2__wrapup_1", "kind": "wrapUp", "text": "but not both."},
                ],
            },
        ],
    }


def test_text_is_exact(visitor, edition):
    response = visitor.get("/convention/article/1.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        """Article 1. Words & <marks>

1. A star is *, a bold word is not <b>bold</b> & “quoted”.

2. One of:
   (a) a boat, that is:
      (i) a hull; and
      (ii) an oar
   together;
   (b) a net
but not both.

Charter of the Lake, en, version 1, 2020-02-01
https://convention.test/convention/article/1/
SHA-256 of the text: """
        + edition.text_sha256
        + "\n"
    )


def test_text_of_paragraphs_without_numbers_has_none(visitor, edition):
    text = visitor.get("/convention/article/2.txt").content.decode()
    assert text.startswith("Article 2. Plain\n\nNo number here.\n\nNor here.\n\nCharter")


def test_article_one_does_not_take_what_stands_below_article_ten(visitor):
    articles = "\n".join(f"Article {n}. A{n}\nText of {n}." for n in range(1, 13))
    published(f"text-format: 1\ntitle: X\n{articles}\n", instrument="convention")
    text = visitor.get("/convention/article/1.txt").content.decode()
    assert "Text of 1." in text
    assert "Text of 10." not in text


def test_file_of_another_edition_names_its_own_address(visitor):
    published(SMALL)
    text = visitor.get("/editions/lake-en-1/article/2.txt").content.decode()
    assert "https://convention.test/editions/lake-en-1/article/2/" in text
    found = json.loads(visitor.get("/editions/lake-en-1/article/2.json").content)
    assert found["url"] == "https://convention.test/editions/lake-en-1/article/2/"


def test_html_has_emphasis_and_escapes_everything_else(visitor, edition):
    page = visitor.get("/convention/article/1/").content.decode()
    assert "A star is *, a <em>bold word</em> is not &lt;b&gt;bold&lt;/b&gt; &amp; “quoted”." in page
    assert "Words &amp; &lt;marks&gt;" in page
    assert "<marks>" not in page
    assert "<b>" not in page


def test_html_of_a_list_is_a_list(edition):
    found = edition.fragments.get(eid="art_1").html
    assert '<li id="art_1__para_2__point_a__point_i">' in found
    assert '<p class="closing" id="art_1__para_2__wrapup_1">but not both.</p>' in found
    assert found.count("<ol") == found.count("</ol>") == 2
    assert found.count("<li ") == found.count("</li>") == 4


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("plain", "plain", "plain"),
        ("*so*", "so", "<em>so</em>"),
        ("a *b c* d *e*", "a b c d e", "a <em>b c</em> d <em>e</em>"),
        (r"5 \* 3", "5 * 3", "5 * 3"),
        (r"\*not so\*", "*not so*", "*not so*"),
        (r"*a \* b*", "a * b", "<em>a * b</em>"),
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("one * alone", "one * alone", "one * alone"),
        ("*<i>*", "<i>", "<em>&lt;i&gt;</em>"),
        ("&amp; 'x' \"y\"", "&amp; 'x' \"y\"", "&amp;amp; &#x27;x&#x27; &quot;y&quot;"),
        ("**", "**", "**"),
    ],
)
def test_mark_of_emphasis(text, words, marked):
    assert plain(text) == words
    assert html(text) == marked
