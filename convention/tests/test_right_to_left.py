"""An edition that is written from right to left, beside the site's own words that are not."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

TEXT = Path(__file__).parent / "arabic.txt"
EDITION = "/editions/arabic-ar-1/"


@pytest.fixture
def get(db, settings, capsys):
    """A function: a page of the Arabic edition."""
    settings.SPECIMEN = True
    options = {"instrument": "arabic", "language": "ar", "edition_version": "1", "date": "2026-11-24"}
    call_command("import_edition", TEXT, publish=True, **options)
    client = Client(headers={"host": "convention.test", "x-forwarded-proto": "https"})

    def page(place: str) -> str:
        response = client.get(EDITION + place)
        assert response.status_code == 200, place
        return response.content.decode()

    return page


@pytest.mark.parametrize("place", ["preamble/", "chapter/1/", "article/2/", "text/"])
def test_words_carry_their_language_and_direction(get, place):
    html = get(place)
    assert '<html lang="en">' in html
    assert '<article lang="ar" dir="rtl">' in html
    assert '<div class="page sheet" dir="rtl">' in html
    assert '<p class="runhead" dir="ltr">' in html


def test_heading_names_the_article_in_the_language_of_the_site(get):
    heading = re.search(r"<h1.*?</h1>", get("article/2/"), re.S)[0]
    assert '<span class="vh" lang="en-gb">Article </span>2' in heading
    assert "الجواب المكتوب" in heading


def test_arrows_point_the_way_the_text_runs(get):
    turn = re.search(r'<nav class="turn".*?</nav>', get("article/2/"), re.S)[0]
    assert 'dir="rtl"' in turn
    assert re.search(r'/article/1/" rel="prev"><span>→ 1<', turn)
    assert re.search(r'/article/3/" rel="next"><span>3 ←<', turn)


def test_margin_does_not_lead_to_rights_that_this_edition_does_not_have(get):
    aside = re.search(r"<aside.*?</aside>", get("article/2/"), re.S)[0]
    assert "Not recorded for this edition." in aside
    assert "/convention/who/" not in aside
    assert "emblem" not in aside


def test_list_of_editions_names_the_language_for_both_readers(get):
    html = Client(headers={"host": "convention.test", "x-forwarded-proto": "https"}).get("/editions/").content.decode()
    assert f'<a href="{EDITION}" lang="ar" dir="rtl">نص تجريبي عن السفر</a>' in html
    assert "Arabic (العربيّة)" in html
