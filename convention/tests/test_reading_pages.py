"""What the reading pages say beside the words: of whom an article is, where one is, and that a specimen is one."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convention.loading import load_specimen
from convention.machine import SPECIMEN_LINE
from convention.models import Edition, Instrument
from convention.tests.specimen import ARTICLES, CHAPTERS
from convention.tests.texts import SMALL, published

TITLE = "Specimen Convention on Human Mobility"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The specimen, entered once for this module's tests, each of which is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_specimen()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def get(loaded, db, settings):
    """A function: the page at an address, where the specimen is served."""
    settings.SPECIMEN = True
    client = Client(headers={"host": "convention.test", "x-forwarded-proto": "https"})
    return lambda address, status=200: page(client, address, status)


def page(client: Client, address: str, status: int) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def slug() -> str:
    return Edition.objects.get(instrument__slug="specimen").slug


def margin(html: str) -> str:
    return re.search(r"<aside.*?</aside>", html, re.S)[0]


def words(html: str) -> str:
    """The text of a piece of HTML, in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split()).replace(" ,", ",")


# ---- a specimen says so

PLACES = [
    "",
    "preamble/",
    "text/",
    *(f"chapter/{n}/" for n in range(1, CHAPTERS + 1)),
    *(f"article/{n}/" for n in range(1, ARTICLES + 1, 9)),
]
OTHERS = [
    "/convention/search/",
    "/convention/search/?q=lawyer",
    "/convention/search/?q=zebra",
    "/convention/who/",
    "/convention/who/?status=student",
    "/convention/who/?status=student&status=trafficked",
]


def test_every_page_of_the_specimen_says_so_on_screen_and_paper_and_is_not_for_indexes(get):
    for address in ["/convention/" + place for place in PLACES] + OTHERS:
        html = get(address)
        assert '<meta name="robots" content="noindex' in html, address
        on_paper = re.search(r'<p class="only-print colophon".*?</p>', html, re.S)[0]
        assert SPECIMEN_LINE in on_paper, address
        assert f"https://convention.test{address}".replace("&", "&amp;") in on_paper or "search" in address, address
        assert SPECIMEN_LINE in html.replace(on_paper, ""), address


def test_same_pages_below_editions_say_so_as_well(get):
    for place in ["", "preamble/", "text/", "chapter/4/", "article/12/"]:
        html = get(f"/editions/{slug()}/{place}")
        # On screen, on paper, and in the citation of an article.
        body = html[html.index("<body") :]
        assert body.count(SPECIMEN_LINE) == 2 + place.startswith("article/"), place
        assert '<meta name="robots" content="noindex' in html, place
    assert '<meta name="robots" content="noindex' in get("/convention/article/214/", 404)


def test_list_of_editions_and_home_say_which_text_is_a_specimen(get):
    assert SPECIMEN_LINE in get("/editions/")
    home = get("/")
    assert "specimen edition" in home
    assert '<meta name="robots" content="noindex' in home


@pytest.mark.parametrize("form", ["json", "txt"])
def test_every_file_of_the_specimen_says_so_and_is_not_for_indexes(get, form):
    client = Client(headers={"host": "convention.test", "x-forwarded-proto": "https"})
    for number in (1, 12, 108, 213):
        response = client.get(f"/convention/article/{number}.{form}")
        assert SPECIMEN_LINE in response.content.decode()
        assert response["X-Robots-Tag"] == "noindex"


def test_specimen_is_a_work_with_its_own_title(get):
    for address in ("/convention/", "/convention/article/12/", "/convention/chapter/1/", "/convention/who/"):
        title = re.search(r"<title>(.*?)</title>", get(address), re.S)[1]
        assert title.endswith(f" · {TITLE}"), address
        assert "Model International" not in title, address


def test_text_of_its_owner_is_for_indexes_and_no_specimen(db, client):
    published(SMALL, instrument="convention")
    Instrument.objects.filter(slug="convention").update(title="The Convention")
    html = client.get("/convention/article/2/", secure=True).content.decode()
    assert "Specimen" not in html
    assert '<meta name="robots" content="index, follow">' in html
    assert "<title>Article 2: Lights · The Convention</title>" in html


# ---- where one is


def test_turning_leads_from_the_preamble_to_the_last_article(get):
    assert re.findall(r'<a class="on" href="([^"]+)" rel="next">', get("/convention/preamble/")) == [
        "/convention/article/1/"
    ]
    first, last = get("/convention/article/1/"), get(f"/convention/article/{ARTICLES}/")
    assert re.findall(r'<a href="([^"]+)" rel="prev">', first) == ["/convention/preamble/"]
    assert 'rel="next"' not in last
    assert re.findall(r'<a href="([^"]+)" rel="prev">', get("/convention/chapter/1/")) == ["/convention/preamble/"]


def test_contents_beside_an_article_open_its_chapter_and_mark_its_place(get):
    html = get("/convention/article/12/")
    rail = re.search(r'<nav class="rail.*?</nav>', html, re.S)[0]
    assert len(re.findall(r'href="/convention/article/\d+/"', rail)) == 40
    assert re.findall(r'href="([^"]+)" aria-current="page"', rail) == ["/convention/article/12/"]
    assert "12 of 213" in words(html)


def test_whole_text_has_a_place_for_every_link_of_its_contents(get):
    html = get("/convention/text/")
    rail = re.search(r'<nav class="rail.*?</nav>', html, re.S)[0]
    targets = re.findall(r'href="#([^"]+)"', rail)
    assert len(targets) == CHAPTERS + 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_parts_of_a_chapter_are_headings(get):
    headings = re.findall(r'<h2 class="part" id="chp_4__part_\d">.*?</h2>', get("/convention/chapter/4/"), re.S)
    assert [words(heading) for heading in headings] == [
        "Part 1 · Workers",
        "Part 2 · Investors",
        "Part 3 · Residents",
    ]


def test_find_says_where_in_the_article_it_stands(get):
    assert words(get("/convention/search/?q=lawyers+treatment")).count("161 Compensation paragraph 1 (d)") == 1
    # A paragraph without a number has none to be named by.
    assert "108 Words used in this chapter point (h) (i)" in words(get("/convention/search/?q=instruction+violence"))


# ---- whose it is


def test_article_of_the_floor_is_everyones(get):
    said = words(margin(get("/convention/article/12/")))
    assert "Everyone. Own to a visitor Inherited by a tourist, a student, a migrant worker" in said


def test_article_that_others_change_names_them_with_links(get):
    aside = margin(get("/convention/article/6/"))
    assert "Inherited and changed" in aside
    assert (
        '<a href="/convention/who/?status=student">a student</a> <a class="nb" href="/convention/article/54/">'
        in aside
    )
    assert "a student by 54" in words(aside)


def test_article_of_some_is_not_everyones(get):
    said = words(margin(get("/convention/article/108/")))
    assert "Everyone" not in said
    assert "Own to a forced migrant, a refugee" in said


def test_article_about_institutions_is_nobodys(get):
    said = words(margin(get("/convention/article/205/")))
    assert "Institutions. It is about no one person’s rights." in said
    assert "Own to" not in said


@pytest.mark.parametrize(
    ("number", "rings"),
    [(12, "on on on on on on off"), (108, "off off off on off off off"), (205, "off off off off off off on")],
)
def test_emblem_draws_the_rings_that_have_the_article(get, number, rings):
    emblem = re.search(r'<svg class="emblem".*?</svg>', margin(get(f"/convention/article/{number}/")), re.S)[0]
    assert re.findall(r'<path class="(on|off)"', emblem) == rings.split()
    assert ('class="fl off"' in emblem) == (number != 12)


def test_rights_of_two_stand_own_first_and_every_ring_leads_to_its_list(get):
    html = get("/convention/who/?status=student&status=trafficked")
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Own", "Inherited", "Nothing from"]
    assert "18 of 18 articles, as a student" in words(html)
    ids = re.findall(r' id="(ch-\d+)"', html)
    assert sorted(ids) == sorted(re.findall(r'href="#(ch-\d+)"', html)) == [f"ch-{n}" for n in range(1, CHAPTERS + 1)]
    listed = [int(n) for n in re.findall(r'<li><a href="/convention/article/(\d+)/">', html)]
    assert len(listed) == len(set(listed)) == int(re.search(r"Of 213 articles, (\d+) apply", html)[1])


def test_rights_without_a_choice_show_every_group_with_its_counts(get):
    rows = re.findall(r'<tr><th scope="row"><a href="([^"]+)">(.*?)</a>.*?class="sum">(\d+)<', get("/convention/who/"))
    assert len(rows) == 10
    assert rows[0] == (reverse("convention:who") + "?status=visitor", "A visitor", "40")


def test_article_takes_the_same_number_of_queries_whatever_it_holds(get):
    counts = set()
    for number in (1, 6, 12, 108, 205):
        with CaptureQueriesContext(connection) as queries:
            get(f"/convention/article/{number}/")
        counts.add(len(queries))
    assert len(counts) == 1
    assert counts.pop() <= 6
