"""Feedback: on the Convention, on one article, on the site."""

import pytest

from portal.kit.models import VerbEvent
from signatories.models import Feedback
from signatories.tests.sending import REMARK, assert_kept, assert_refused, fields_of, post

pytestmark = pytest.mark.django_db


def test_remark_is_stored_and_waits(client, convention):
    response = post(client, "/feedback/", REMARK)
    assert (response.status_code, response["Location"]) == (303, "/feedback/received/")
    remark = Feedback.objects.get()
    assert (remark.about, remark.article, remark.may_publish, remark.state) == ("article", 12, True, "pending")
    assert remark.text == "A remark on this article.\nIn two lines."
    assert (remark.name, remark.email, remark.held) == ("Sam Example", "sam@example.org", [])
    assert VerbEvent.objects.filter(verb="feedback.submit", by="visitor").count() == 1


def test_remark_needs_neither_name_nor_address(client):
    short = {"about": "site", "text": "It works.", "may_publish": "private"}
    assert post(client, "/feedback/", short).status_code == 303
    remark = Feedback.objects.get()
    assert (remark.name, remark.email, remark.article, remark.may_publish) == ("", "", None, False)


def test_form_begins_as_private(client):
    fields = fields_of(client.get("/feedback/", secure=True))
    assert fields["may_publish"] == "private"
    assert "about" not in fields


@pytest.mark.parametrize(
    ("asked", "about", "article"),
    [
        ("12", "article", "12"),
        ("213", "article", "213"),
        ("214", None, ""),
        ("0", None, ""),
        ("1000000000", None, ""),
        ("9" * 5000, None, ""),
        ("abc", None, ""),
        ("", None, ""),
        ("12%00", None, ""),
        ("%ff", None, ""),
        ("²", None, ""),
    ],
)
def test_article_in_the_address_is_chosen_where_there_is_one(client, convention, asked, about, article):
    response = client.get(f"/feedback/?article={asked}", secure=True)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert fields_of(response).get("about") == about
    assert fields_of(response)["article"] == article


@pytest.mark.parametrize("typed", ["12", " 12 ", "art. 12", "Article 12"])
def test_article_may_be_written_as_people_do(client, typed):
    assert post(client, "/feedback/", REMARK | {"article": typed}).status_code == 303
    assert Feedback.objects.get().article == 12


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"about": ""}, "Choose what your remark is about."),
        ({"about": "weather"}, "Choose what your remark is about."),
        ({"article": ""}, "Write the number of the article, from 1 to 213."),
        ({"article": "1000000000"}, "Write the number of the article, from 1 to 213."),
        ({"article": "abc"}, "Write the number of the article, from 1 to 213."),
        ({"article": "0"}, "Write the number of the article, from 1 to 213."),
        ({"article": "214"}, "Write the number of the article, from 1 to 213."),
        ({"article": "-1"}, "Write the number of the article, from 1 to 213."),
        ({"about": "site"}, "Empty the box, or choose “One article of it”."),
        ({"text": " \r\n "}, "Write your remark."),
        ({"text": "😀😀"}, "Write your remark in words."),
        ({"text": "x" * 5001}, "This has 5,001 characters; at most 5,000 fit. Shorten it by 1 character."),
        ({"may_publish": "perhaps"}, "Choose who may read your remark."),
        ({"email": "sam@"}, "Write the address as in name@example.org."),
    ],
)
def test_error_is_said_twice_and_what_was_typed_stays(client, convention, change, message):
    sent = REMARK | change
    response = post(client, "/feedback/", sent)
    assert_refused(response, message)
    assert_kept(response, {n: v for n, v in sent.items() if v not in ("", "weather", "perhaps")})
    assert not Feedback.objects.exists()


def test_remark_sent_twice_is_entered_once(client):
    post(client, "/feedback/", REMARK)
    post(client, "/feedback/", REMARK)
    assert Feedback.objects.count() == 1
    post(client, "/feedback/", REMARK | {"article": "13"})
    assert Feedback.objects.count() == 2


def test_odd_remark_is_held_not_refused(client):
    assert post(client, "/feedback/", REMARK | {"subject": "x", "name": "www.example.com"}).status_code == 303
    assert Feedback.objects.get().held == ["trap", "link"]
