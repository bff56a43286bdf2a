"""The picture of an article for those who share its link: its page names it, and it follows the text."""

import io
import re

import pytest
from PIL import Image

from convention.models import Instrument
from convention.reader import CONVENTION

pytestmark = pytest.mark.usefixtures("specimen", "db")


@pytest.fixture
def listed(db):
    """The text as one that search engines may list, which a specimen is not."""
    Instrument.objects.filter(slug=CONVENTION).update(slug="another")
    Instrument.objects.filter(specimen=True).update(specimen=False, slug=CONVENTION)


def test_specimen_is_shared_with_nobody(visitor):
    assert "og:" not in visitor.get("/convention/article/12/").content.decode()


def test_page_of_an_article_names_its_own_picture(visitor, listed):
    html = visitor.get("/convention/article/12/").content.decode()
    address = re.search(r'property="og:image" content="([^"]*)"', html)[1]
    assert address == "https://convention.test/card/article-12.png"
    picture = visitor.get("/card/article-12.png")
    assert picture["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)
    assert picture.content != visitor.get("/card/article-13.png").content
    assert visitor.get("/card/article-214.png").status_code == 404


def test_other_pages_of_the_text_have_the_picture_of_the_site(visitor, listed):
    html = visitor.get("/convention/chapter/2/").content.decode()
    assert 'property="og:image" content="https://convention.test/card.png"' in html
