"""The register of panels under the articles of the current edition."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe

from convention import slots
from convention.models import Edition

NAMES = "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"
TEXT = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"

pytestmark = pytest.mark.usefixtures("specimen", "db")


@pytest.fixture(autouse=True)
def empty(monkeypatch, settings):
    """No panel but those that a test enters."""
    settings.SPECIMEN = True
    monkeypatch.setattr(slots, "_panels", {})


def one_line(number, eid):
    return [mark_safe(f"<p>Said of {eid}</p>")] if number == 2 else None


def test_panel_stands_under_its_article_alone(visitor):
    slots.enter("line", one_line)
    assert "<p>Said of art_2</p>" in visitor.get("/convention/article/2/").content.decode()
    assert "Said of" not in visitor.get("/convention/article/3/").content.decode()


def test_panels_stand_in_the_order_in_which_they_were_entered():
    slots.enter("b", lambda number, eid: ["first", "second"])
    slots.enter("none", lambda number, eid: None)
    slots.enter("a", lambda number, eid: ["third"])
    assert slots.under_article(2, "art_2") == ["first", "second", "third"]


def test_words_that_are_not_marked_safe_are_escaped(visitor):
    slots.enter("line", lambda number, eid: ["<b>bold</b>"])
    assert "&lt;b&gt;bold&lt;/b&gt;" in visitor.get("/convention/article/2/").content.decode()


def test_another_panel_of_the_same_name_is_an_error():
    slots.enter("line", one_line)
    slots.enter("line", one_line)
    with pytest.raises(ValueError, match="line"):
        slots.enter("line", lambda number, eid: None)
    assert slots.under_article(2, "art_2") == ["<p>Said of art_2</p>"]


def test_page_with_a_panel_is_kept_no_longer_than_names(visitor):
    assert visitor.get("/convention/article/2/")["Cache-Control"] == TEXT
    slots.enter("line", one_line)
    assert visitor.get("/convention/article/2/")["Cache-Control"] == NAMES
    assert visitor.get("/convention/article/3/")["Cache-Control"] == TEXT


def test_panel_changes_the_tag_of_the_page(visitor):
    before = visitor.get("/convention/article/2/")["ETag"]
    slots.enter("line", one_line)
    again = visitor.get("/convention/article/2/", headers={"if-none-match": before})
    assert again.status_code == 200
    assert again["ETag"] != before


def test_article_without_panels_costs_no_further_query(visitor):
    with CaptureQueriesContext(connection) as without:
        visitor.get("/convention/article/2/")
    slots.enter("line", one_line)
    with CaptureQueriesContext(connection) as with_panel:
        visitor.get("/convention/article/2/")
    assert len(with_panel) == len(without)


def test_edition_at_its_own_address_has_no_panels(visitor):
    slots.enter("line", one_line)
    slug = Edition.objects.get(state="published").slug
    assert "Said of" not in visitor.get(f"/editions/{slug}/article/2/").content.decode()
