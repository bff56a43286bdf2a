"""Another treaty, of 165 articles in seven chapters, is read, listed, counted and drawn as any other."""

import re

import pytest

from convention.models import Edition, Instrument
from convention.outline import facts
from convention.tests.texts import Words, enter, published, treaty, words_of_file
from tests.crawling import crawl

pytestmark = pytest.mark.django_db

CHAPTERS = [30, 25, 20, 40, 15, 25, 10]
TEXT = treaty(CHAPTERS)
TITLE = "Charter of the Lake"
LAYERS = {
    "categories": [
        {"slug": f"c{n}", "name": f"Group {n}", "one": f"a member of group {n}", "own": [f"chp_{n}"]}
        for n in range(1, 7)
    ],
    "institutional": ["chp_7"],
    "rules": [{"category": f"c{n}", "from": "chp_1", "mode": "whole"} for n in range(2, 7)],
}


def get(visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_second_instrument_has_its_own_addresses(visitor):
    edition = published(TEXT, LAYERS)
    base = f"/editions/{edition.slug}/"
    contents = get(visitor, base)
    assert "165 articles" in contents
    assert len(set(re.findall(rf'href="{base}article/(\d+)/"', contents))) == 165
    assert len(set(re.findall(rf'href="{base}chapter/(\d+)/"', contents))) == 7
    words = ["Preamble", *words_of_file(TEXT)]
    found = Words(
        get(visitor, f"{base}text/"), leave_out=frozenset({"no", "vh", "folio", "runhead", "specimen"})
    ).words
    assert found == TITLE.split() + words
    last = get(visitor, f"{base}article/165/")
    assert "165 of 165" in last
    assert f'href="{base}article/164/"' in last
    assert f"{base}article/166/" not in last
    assert visitor.get(f"{base}article/166/").status_code == 404
    assert TITLE in get(visitor, "/editions/")
    # The Convention itself is as it was: not here.
    assert visitor.get("/convention/article/12/").status_code == 404
    assert TITLE not in get(visitor, "/convention/")


def test_links_of_an_edition_stay_within_it(visitor):
    edition = published(TEXT, LAYERS)
    leave_out = re.compile(r"/(?!editions/)|/editions/[^/]+/article/\d+\.|/editions/[^/]+/article/\d*[02-9]/")
    found = crawl(visitor, [f"/editions/{edition.slug}/"], leave_out=leave_out)
    assert found.faults == []
    assert len(found.seen) > 7 + 16
    article = Words(get(visitor, f"/editions/{edition.slug}/article/31/"), within="main")
    assert article.words
    links = re.findall(
        r'href="(/convention/(?:article|chapter|preamble|text)[^"]*)"',
        get(visitor, f"/editions/{edition.slug}/article/31/"),
    )
    assert links == []


@pytest.fixture
def convention():
    """The same text as the Convention's own official edition, published where there was none."""
    Instrument.objects.create(**facts())
    return published(TEXT, LAYERS, instrument="convention", official=True)


def test_published_edition_of_the_convention_takes_the_place_of_the_frames(visitor, settings, convention):
    assert not settings.SPECIMEN
    assert "165 articles" in get(visitor, "/convention/")
    assert "Stone 12 stands by the water." in get(visitor, "/convention/article/12/")
    assert visitor.get("/12/")["Location"] == "/convention/article/12/"
    chapter = get(visitor, "/convention/chapter/7/")
    assert "Articles 156–165" in chapter
    assert "Specimen" not in chapter
    assert '<meta name="robots" content="index, follow">' in get(visitor, "/convention/article/12/")
    assert "The towns of the lake agree." in get(visitor, "/convention/preamble/")
    assert "X-Robots-Tag" not in visitor.get("/convention/article/12.json")


def test_edition_of_the_convention_is_counted_and_drawn_at_home(visitor, convention):
    home = get(visitor, "/")
    assert "165" in home
    assert "213" not in home
    svg = home[home.index('<svg class="rings"') :].partition("</svg>")[0]
    assert svg.count('class="ring"') == 6
    for number, articles in enumerate(CHAPTERS[1:], 2):
        assert f'href="/convention/chapter/{number}/"' in svg
        assert f"Shore {number}: {articles} articles" in svg


def test_rights_of_the_convention_are_drawn_with_a_ring_for_each_chapter(visitor, convention):
    plain = get(visitor, "/convention/who/")
    assert plain.count('name="status"') == 6
    html = get(visitor, "/convention/who/?status=c4")
    svg = html[html.index('<svg class="chart"') :].partition("</svg>")[0]
    assert re.findall(r'href="#ch-(\d)"', svg) == list("1234567")
    assert ">70<" in svg
    assert "of 165" in svg
    assert "Of 165 articles, 70 apply: 40 own, 30 inherited" in html


def test_specimen_makes_room_for_the_convention(visitor, settings, convention):
    settings.SPECIMEN = True
    published(TEXT.replace("\n\n", "\nspecimen: yes\n\n", 1).replace("Stone", "Pebble"), instrument="specimen")
    article = get(visitor, "/convention/article/12/")
    assert "Stone 12 stands" in article
    assert "Pebble" not in article
    assert "Pebble 12 stands" in get(visitor, "/editions/specimen-en-1/article/12/")


def test_edition_without_categories_says_so_on_the_page_of_rights(visitor):
    published(TEXT, instrument="convention", official=True)
    html = get(visitor, "/convention/who/")
    assert 'name="status"' not in html
    assert "Show the rights" not in html
    assert "not recorded for this edition yet" in html
    assert visitor.get("/convention/who/?status=student").status_code == 200


def test_treaty_without_chapters_is_read(visitor):
    text = "text-format: 1\ntitle: Short Note\n\n" + "\n".join(f"Article {n}. Point {n}\nText {n}." for n in (1, 2, 3))
    edition = published(
        text,
        {"categories": [{"slug": "all", "name": "All", "one": "anybody", "own": ["art_1", "art_2", "art_3"]}]},
        instrument="convention",
    )
    assert "3 articles" in get(visitor, "/convention/")
    for path in ("text/", "article/1/", "article/2/", "article/3/", "who/", "who/?status=all", "search/?q=text"):
        get(visitor, f"/convention/{path}")
    assert visitor.get("/convention/chapter/1/").status_code == 404
    assert visitor.get("/convention/preamble/").status_code == 404
    assert get(visitor, "/")
    found = crawl(visitor, ["/convention/"], leave_out=re.compile(r"/(?!convention|editions)"))
    assert found.faults == []
    assert Edition.objects.get() == edition


def test_draft_has_no_address(visitor):
    edition = enter(TEXT, instrument="convention")
    assert visitor.get(f"/editions/{edition.slug}/").status_code == 404
    assert visitor.get("/convention/article/1/").status_code == 404
