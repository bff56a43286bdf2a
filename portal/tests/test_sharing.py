"""What other sites show beside a link: the page's own title, description and address, and a picture from the data."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from PIL import Image

from convention.outline import known_outline
from portal import cards
from tests.pages import FORMS, PAGES

HTTPS = {"x-forwarded-proto": "https"}
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[a-z_:]+)" content="([^"]*)">')


@pytest.fixture
def visitor():
    return Client(headers=HTTPS)


def shared(html: str) -> dict[str, str]:
    return {key: unescape(value) for key, value in META.findall(html)}


@pytest.mark.parametrize("kind", [kind for kind, (path, status) in PAGES.items() if status == 200])
def test_page_that_may_be_listed_says_what_it_is_and_no_other_does(kind, visitor, real_data, db):
    html = visitor.get(PAGES[kind][0]).content.decode()
    found = shared(html)
    if 'name="robots" content="noindex' in html:
        assert found == {}
        return
    title = unescape(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]).strip()
    assert title.startswith(found["og:title"])
    assert found["og:title"]
    assert found["og:url"] == f"https://convention.test{PAGES[kind][0].partition('?')[0]}"
    assert found["og:description"] in " ".join(unescape(html).split())
    assert found["og:image"] == "https://convention.test/card.png"
    assert found["twitter:card"] == "summary_large_image"


def test_pages_that_are_not_there_share_nothing(visitor, db):
    assert shared(visitor.get("/nowhere/").content.decode()) == {}


def test_every_form_but_the_lost_mail_is_shared(visitor, real_data, db):
    kinds = {path: bool(shared(visitor.get(path).content.decode())) for path in FORMS}
    assert kinds["/sign/"]


def pixels(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png)).convert("L")
    assert picture.size == (cards.WIDTH, cards.HEIGHT)
    assert len(png) < 150_000
    return picture


def crossings(png: bytes) -> int:
    """How many lines the picture has straight above the middle of its rings."""
    picture = pixels(png)
    column = [picture.getpixel((1024, y)) < 235 for y in range(522)]
    return sum(now and not before for before, now in zip(column, column[1:], strict=False))


def test_site_has_a_card_with_a_ring_for_each_chapter_whose_length_is_not_known(visitor, real_data, db):
    response = visitor.get("/card.png")
    assert response["Content-Type"] == "image/png"
    assert response["ETag"]
    again = visitor.get("/card.png", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    rings = len(known_outline().chapters) - 1
    assert crossings(response.content) == 2 * rings


def test_card_has_a_line_for_each_article_of_the_rings():
    assert crossings(cards.drawn("Words", lengths=(3, 1, 7), unknown=3)) == 11
    assert crossings(cards.drawn("Words", lengths=(3, 1, 7, 12), unknown=4)) == 23


def test_words_of_any_script_and_length_make_a_card():
    for words in ("", '"#" $x$ \\ *', "ب" * 40, "word " * 80, "x" * 400):
        pixels(cards.drawn(cards.shortened(words), lengths=(), unknown=0))


def test_article_that_is_not_there_has_no_card(visitor, real_data, db):
    assert visitor.get("/card/article-12.png").status_code == 404
    assert visitor.get("/card/article-99999999999.png").status_code == 404
