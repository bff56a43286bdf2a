"""A statement at its own address: what it says, where it leads, and that it is gone when its signature is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convention.loading import load_specimen
from signatories import verbs
from signatories.loading import load
from signatories.models import Signature, State
from signatories.tests.making import in_state, published, rolls

pytestmark = pytest.mark.django_db

MADE = {
    "name": "Ines Example",
    "affiliation": "Example University",
    "country": "KE",
    "statement": "reservation",
    "statement_text": "First <b>line</b>\n\nSecond",
    "statement_articles": ["art_2__para_1", "chp_4", "art_999"],
}
NAMES = "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"


def text_of(client, row) -> str:
    return " ".join(rolls(client, row.statement_url).text.split())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("reservation", "Reservation made upon signing by Ines Example"),
        ("understanding", "Understanding made upon signing by Ines Example"),
        ("declaration", "Declaration made upon signing by Ines Example"),
    ],
)
def test_statement_has_a_page_in_the_words_of_treaty_practice(client, kind, words):
    row = published(**MADE | {"statement": kind})
    assert row.statement_url == f"/signatories/reservations/{row.pk}/"
    response = client.get(row.statement_url)
    assert response["Cache-Control"] == NAMES
    html, text = response.content.decode(), text_of(client, row)
    assert words in text
    assert "First &lt;b&gt;line&lt;/b&gt;</p>" in html
    for fact in ("Example University", "Kenya", "Public signatories", f"{row.signed_at.day} {row.signed_at:%B %Y}"):
        assert fact in text
    assert "Names article 2(1), chapter IV, article 999" in text


def test_provisions_are_plain_while_there_is_no_text(client):
    row = published(**MADE)
    assert [a["href"] for a in rolls(client, row.statement_url).links if "/convention/article" in a["href"]] == []


def test_provisions_lead_to_their_places_in_the_current_edition(client, settings):
    settings.SPECIMEN = True
    load_specimen()
    row = published(**MADE)
    with CaptureQueriesContext(connection) as queries:
        links = [a["href"] for a in rolls(client, row.statement_url).links]
    assert len(queries) == 4
    assert "/convention/article/2/#art_2__para_1" in links
    assert "/convention/chapter/4/" in links
    assert not [link for link in links if "999" in link]
    assert "The links lead into a specimen, which is not the Convention’s text." in text_of(client, row)


def test_statement_that_is_not_on_record_says_so(client):
    load()
    row = Signature.objects.with_statement().first()
    text = text_of(client, row)
    assert f"Reservation, understanding or declaration of {row.name}" in text
    assert "its kind and its words are not on record here" in text
    assert "Date of signing not on record here" in text
    assert "made upon signing" not in text


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_statement_of_a_signature_that_is_not_public_is_not_there(client, state):
    row = in_state(state, **MADE)
    response = client.get(row.statement_url)
    assert response.status_code == 404
    assert "Ines" not in response.content.decode()


def test_signature_without_a_statement_has_no_such_page(client):
    assert client.get(published(name="Ada").statement_url).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30, "9" * 5000, "-1", "x", "%00"])
def test_number_that_is_none_of_a_statement_is_not_there(client, number):
    assert client.get(f"/signatories/reservations/{number}/").status_code == 404


def test_statement_is_gone_once_it_is_withdrawn(client):
    row = published(**MADE)
    tag = client.get(row.statement_url)["ETag"]
    verbs.withdraw_signature(pk=row.pk, by="signer")
    assert client.get(row.statement_url, headers={"if-none-match": tag}).status_code == 404


def test_list_of_reservations_leads_to_each_and_keeps_its_anchors(client):
    row = published(**MADE)
    shown = rolls(client, "/signatories/reservations/")
    assert row.statement_url in [a["href"] for a in shown.links]
    assert f"signature-{row.pk}" in shown.ids


def test_articles_named_follow_the_words_that_are_saved():
    row = published(**MADE | {"statement_articles": ["art_12__para_2", "art_3", "art_12", "preamble", "art_99999"]})
    assert Signature.objects.get(pk=row.pk).articles_named == [3, 12]
