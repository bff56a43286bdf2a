"""Two editions compared for readers."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convention.tests.texts import LAYERS, SMALL, published
from tests.pages import POLICIES

pytestmark = pytest.mark.django_db

NEW = (
    SMALL.replace("shows a light after dusk", "shows two lights after sunset")
    .replace("One line is written for each day.", "One line is written for each week.")
    .replace("Article 4. Spring\nIn spring nobody fishes at the mouth of a river.", "Article 4. Autumn\nAll may fish.")
)
ADDRESS = "/editions/compare/?left=lake-en-1&right=lake-en-2"


@pytest.fixture
def page(visitor):
    """A function: the page of an address, for two editions of which one was superseded."""
    published(SMALL, LAYERS)
    published(NEW, version="2")
    return lambda address=ADDRESS, status=200: answered(visitor, address, status)


def answered(visitor, address: str, status: int) -> str:
    response = visitor.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_only_what_differs_is_shown_with_the_words_marked(page):
    html = page()
    assert re.findall(r'<section class="versions"><h2>(.*?) <small>(.*?)</small>', html) == [
        ("Article 2", "changed"),
        ("Article 4", "changed"),
        ("Annex A", "changed"),
    ]
    article = re.search(r'<section class="versions"><h2>Article 2.*?</section>', html, re.S)[0]
    assert re.findall(r"<del>(.*?)</del>", article) == ["a light", "dusk"]
    assert re.findall(r"<ins>(.*?)</ins>", article) == ["two lights", "sunset"]
    assert 'href="/editions/lake-en-1/article/2/"' in article and 'href="/editions/lake-en-2/article/2/"' in article
    assert "4 the same, 3 changed." in html


def test_article_that_one_edition_alone_has_is_new_or_gone(visitor):
    published(SMALL)
    published(SMALL.replace("ANNEX A.", "Article 5. Ice\nNobody walks on it.\n\nANNEX A."), version="2")
    html = answered(visitor, ADDRESS, 200)
    assert "<h2>Article 5 <small>new</small>" in html and "Not in this edition." in html
    back = answered(visitor, "/editions/compare/?left=lake-en-2&right=lake-en-1", 200)
    assert "<h2>Article 5 <small>gone</small>" in back


def test_same_words_are_said_to_be_the_same(visitor):
    published(SMALL)
    published(SMALL, version="2", sha256="0" * 64)
    assert "Every word is the same." in answered(visitor, ADDRESS, 200)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", 'name="left"'),
        ("?left=lake-en-1", 'name="left"'),
        ("?left=lake-en-1&right=lake-en-1", "Both are the same edition"),
        ("?left=%00&right=" + "x" * 5000, 'name="left"'),
        (ADDRESS[18:] + "&page=x%00", "Article 2"),
        (ADDRESS[18:] + "&page=999", "Article 2"),
    ],
)
def test_page_asks_for_what_is_missing(page, query, words):
    assert words in page(f"/editions/compare/{query}")


def test_page_says_what_will_be_there(visitor):
    assert "No edition of the text is on this site yet." in answered(visitor, "/editions/compare/", 200)
    published(SMALL)
    assert "There is one edition on this site so far." in answered(visitor, "/editions/compare/", 200)


def test_two_languages_stand_side_by_side_without_marks(visitor):
    published(SMALL)
    published(NEW.replace("dusk", "dusk & <dawn>"), language="fr")
    html = answered(visitor, "/editions/compare/?left=lake-en-1&right=lake-fr-1", 200)
    assert "nothing is marked" in html
    assert "<ins>" not in html and "<del>" not in html
    assert "two lights after sunset." in html


def test_page_is_kept_by_caches_and_asks_the_database_a_fixed_number_of_times(page, visitor):
    response = visitor.get(ADDRESS)
    assert response["Cache-Control"] == POLICIES["text"]
    assert visitor.get(ADDRESS, headers={"if-none-match": response["ETag"]}).status_code == 304
    with CaptureQueriesContext(connection) as queries:
        page()
    assert len(queries) == 5


def test_words_of_a_text_are_no_markup(visitor):
    published(SMALL)
    published(SMALL.replace("dusk", "<script>x</script>"), version="2")
    assert "<script>x" not in answered(visitor, ADDRESS, 200)
