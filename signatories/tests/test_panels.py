"""Under an article: what signatories and readers said of it, and of no other."""

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from convention.loading import load_specimen
from convention.models import Edition
from signatories import panels, verbs
from signatories.loading import load
from signatories.models import FeedbackState, State
from signatories.tests.making import in_state, many, published, rolls

pytestmark = pytest.mark.django_db

PAGE = "/convention/article/2/"
NAMES = "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"
TEXT = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"


@pytest.fixture(scope="module", autouse=True)
def specimen(django_db_setup, django_db_blocker):
    """The specimen's text and no signatories, in a transaction around the module's tests."""
    with django_db_blocker.unblock(), override_settings(SPECIMEN=True), transaction.atomic():
        load_specimen()
        yield
        transaction.set_rollback(True)


def said(client, address: str = PAGE) -> str:
    return " ".join(rolls(client, address).text.split())


def reserving(*eids: str, **fields):
    given = {"name": "Ines Example", "statement": "reservation", "statement_text": "Wordsofines"}
    return published(**given | {"statement_articles": list(eids)} | fields)


def remark(state: str = FeedbackState.PUBLISHED, **fields):
    given = {"about": "article", "article": 2, "text": "Wordsofsam", "name": "Sam Example", "may_publish": True}
    row = verbs.submit_feedback(by="visitor", **given | fields)
    return row if state == row.state else verbs.set_feedback_state(pk=row.pk, by="system", to=state)


@pytest.mark.parametrize("eid", ["art_2", "art_2__para_1", "art_2__para_1__point_a"])
def test_statement_stands_under_the_article_that_it_names(client, eid):
    row = reserving(eid, "chp_4")
    shown = rolls(client, PAGE)
    text = " ".join(shown.text.split())
    assert "Reservation made upon signing by Ines Example" in text
    assert "Wordsofines" in text
    assert "chapter IV" in text
    assert row.statement_url in [a["href"] for a in shown.links]


@pytest.mark.parametrize("eid", ["art_20", "art_12", "chp_1", "preamble"])
def test_statement_stands_under_no_other_article(client, eid):
    reserving(eid)
    assert "Ines" not in said(client)


def test_statement_that_is_not_on_record_stands_under_no_article(client):
    load()
    assert "signing" not in said(client).partition("About article")[0].lower().replace("sign the convention", "")
    assert panels.statements(2, "art_2") is None


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_statement_of_a_signature_that_is_not_public_is_not_shown(client, state):
    in_state(state, name="Ines", statement="reservation", statement_text="Words", statement_articles=["art_2"])
    assert panels.statements(2, "art_2") is None


def test_long_statement_is_cut_and_leads_to_the_whole(client):
    row = reserving("art_2", statement_text="word " * 390 + "theend")
    shown = rolls(client, PAGE)
    assert "theend" not in shown.text
    assert "All of the words of Ines Example" in " ".join(shown.text.split())
    assert "theend" in rolls(client, row.statement_url).text


def test_published_remark_stands_under_its_article_with_name_and_day(client):
    row = remark(text="First <b>x</b>\n\nSecond")
    html = client.get(PAGE).content.decode()
    assert "<p>First &lt;b&gt;x&lt;/b&gt;</p>" in html
    assert f'id="remark-{row.pk}"' in html
    assert f"Sam Example, {row.created_at.day} {row.created_at:%B %Y}" in said(client)
    assert "Sam Example" not in said(client, "/convention/article/3/")


def test_remark_without_a_name_says_so_and_no_address_is_shown(client):
    remark(name="", email="planted@example.org")
    assert "Without a name" in said(client)
    assert "planted" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("state", [s for s in FeedbackState if s != FeedbackState.PUBLISHED])
def test_remark_that_is_not_published_is_not_shown(client, state):
    remark(state)
    assert "Wordsofsam" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("about", ["site", "convention"])
def test_remark_on_something_else_stands_under_no_article(client, about):
    remark(about=about, article=None)
    assert "Wordsofsam" not in client.get(PAGE).content.decode()


def test_page_shows_twenty_of_each_and_leads_to_the_others(client):
    many(21, statement="declaration", statement_text="Words", statement_articles=["art_2"])
    for n in range(21):
        remark(text=f"Remark {n}.")
    shown = rolls(client, PAGE)
    text = " ".join(shown.text.split())
    assert text.count("Declaration made upon signing by") == 20
    assert "More name this article" in text
    assert "Remark 20." in text
    assert "Remark 0." not in text
    links = [a["href"] for a in shown.links]
    assert "/feedback/published/?article=2" in links
    assert "/signatories/reservations/" in links
    assert "Remark 0." in said(client, "/feedback/published/?article=2")


def test_number_of_queries_does_not_grow_with_what_was_said(client):
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    for n in range(5):
        reserving("art_2", name=f"Ines {'abcde'[n]}")
        verbs.answer_feedback(pk=remark().pk, by="system", text="Thanks.")
    with CaptureQueriesContext(connection) as after:
        client.get(PAGE)
    assert len(after) == len(before)
    assert len([q for q in after if "signatories_" in q["sql"]]) == 2


def test_page_with_names_is_kept_no_longer_than_names_and_its_tag_follows(client):
    empty = client.get(PAGE)
    assert empty["Cache-Control"] == TEXT
    row = reserving("art_2")
    full = client.get(PAGE, headers={"if-none-match": empty["ETag"]})
    assert (full.status_code, full["Cache-Control"]) == (200, NAMES)
    verbs.withdraw_signature(pk=row.pk, by="signer")
    again = client.get(PAGE, headers={"if-none-match": full["ETag"]})
    assert (again.status_code, again["ETag"], again["Cache-Control"]) == (200, empty["ETag"], TEXT)


def test_edition_at_its_own_address_has_no_panels(client):
    reserving("art_2")
    slug = Edition.objects.get(state="published").slug
    assert "Ines" not in said(client, f"/editions/{slug}/article/2/")


def test_specimen_says_that_what_follows_is_not_said_of_it(client):
    reserving("art_2")
    assert "The text above is a specimen and not that article." in said(client)
    assert "The text above is a specimen" not in said(client, "/convention/article/3/")
