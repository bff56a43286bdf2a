"""Public answers of moderators, and the page of published remarks."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.models import Feedback, FeedbackState
from signatories.tests.making import HTTPS, rolls, staff
from signatories.tests.sending import fields_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/feedback/published/"


def remark(state: str = FeedbackState.PUBLISHED, **fields) -> Feedback:
    given = {"about": "convention", "text": "Wordsofsam", "name": "Sam Example", "may_publish": True}
    row = verbs.submit_feedback(by="visitor", **given | fields)
    return row if state == row.state else verbs.set_feedback_state(pk=row.pk, by="system", to=state)


@pytest.fixture
def moderator():
    return staff("mo", "view_feedback", "change_feedback")


@pytest.fixture
def desk(moderator):
    browser = Client(headers=HTTPS)
    sign_in(browser, moderator)
    return browser


def write(browser, row, words: str, deed: str = "answer"):
    address = f"/admin/signatories/feedback/{row.pk}/change/"
    return browser.post(address, {f"_do_{deed}": "x", "words": words}, follow=True)


def text(client, address: str = PAGE) -> str:
    return " ".join(rolls(client, address).text.split())


# The verb ---------------------------------------------------------------------------------------------------------


def test_answer_is_stored_with_who_and_when_and_its_words_are_not_on_record(moderator):
    row = verbs.answer_feedback(pk=remark().pk, by=moderator, text=" Thank\r\nyou ")
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("Thank\nyou", f"user:{moderator.pk}")
    assert row.answered_at
    event = VerbEvent.objects.get(verb="feedback.answer")
    assert (event.by, event.detail) == (f"user:{moderator.pk}", {"characters": 9})


@pytest.mark.parametrize("state", [s for s in FeedbackState if s != FeedbackState.PUBLISHED])
def test_remark_that_is_not_published_is_not_answered(state):
    row = remark(state)
    with pytest.raises(verbs.NotPossible, match="Only a published one"):
        verbs.answer_feedback(pk=row.pk, by="system", text="Thanks")
    assert Feedback.objects.get().answer == ""


@pytest.mark.parametrize("words", ["", " \r\n ", "x" * 5001, "a\u202eb", "a\x00b"])
def test_answer_that_cannot_stand_there_is_refused(words):
    row = remark()
    with pytest.raises(verbs.NotPossible):
        verbs.answer_feedback(pk=row.pk, by="system", text=words)
    assert not VerbEvent.objects.filter(verb="feedback.answer").exists()


def test_answer_is_replaced_and_taken_back():
    row = remark()
    verbs.answer_feedback(pk=row.pk, by="system", text="One")
    verbs.answer_feedback(pk=row.pk, by="system", text="Two")
    assert Feedback.objects.get().answer == "Two"
    verbs.answer_feedback(pk=row.pk, by="system", text="")
    row.refresh_from_db()
    assert (row.answer, row.answered_at, row.answered_by) == ("", None, "")
    assert VerbEvent.objects.filter(verb="feedback.take_answer_back").count() == 1


def test_answer_of_a_remark_that_was_hidden_is_hidden_with_it(client):
    row = remark()
    verbs.answer_feedback(pk=row.pk, by="system", text="Wordsofmo")
    assert "Wordsofmo" in text(client)
    verbs.set_feedback_state(pk=row.pk, by="system", to=FeedbackState.HIDDEN)
    assert "Wordsofmo" not in text(client)


# The desk ---------------------------------------------------------------------------------------------------------


def test_moderator_answers_on_the_page_of_the_remark(desk, client, moderator):
    row = remark()
    page = write(desk, row, "Wordsofmo <b>x</b>")
    assert page.redirect_chain
    assert "Wordsofmo &lt;b&gt;" in page.content.decode()
    assert Feedback.objects.get().answered_by == f"user:{moderator.pk}"
    assert "Answer of a moderator" in text(client)
    assert "Wordsofmo <b>x</b>" in text(client)


def test_box_holds_the_answer_that_is_there(desk):
    row = remark()
    verbs.answer_feedback(pk=row.pk, by="system", text="One\n\nTwo")
    shown = desk.get(f"/admin/signatories/feedback/{row.pk}/change/").content.decode()
    assert 'name="words"' in shown
    assert ">\nOne\n\nTwo</textarea>" in shown


def test_refused_answer_stands_in_its_box_again(desk):
    row = remark()
    page = write(desk, row, "a\u202eb <i>")
    shown = page.content.decode()
    assert page.status_code == 422
    assert "turns the direction of writing around" in shown
    assert "a\u202eb &lt;i&gt;</textarea>" in shown
    assert Feedback.objects.get().answer == ""


def test_answer_to_a_remark_that_someone_else_hid_meanwhile_is_not_lost(desk):
    row = remark()
    verbs.set_feedback_state(pk=row.pk, by="system", to=FeedbackState.HIDDEN)
    page = write(desk, row, "Longanswer")
    assert "What you wrote was not entered:" in page.content.decode()
    assert "Longanswer" in page.content.decode()
    assert Feedback.objects.get().answer == ""


@pytest.mark.parametrize("state", [s for s in FeedbackState if s != FeedbackState.PUBLISHED])
def test_box_stands_under_published_remarks_alone(desk, state):
    row = remark(state)
    assert 'name="words"' not in desk.get(f"/admin/signatories/feedback/{row.pk}/change/").content.decode()


def test_answering_is_no_action_of_the_list_and_wants_the_permission(desk):
    row = remark()
    assert 'value="answer"' not in desk.get("/admin/signatories/feedback/").content.decode()
    reader = Client(headers=HTTPS)
    sign_in(reader, staff("reader", "view_feedback"))
    assert 'name="words"' not in reader.get(f"/admin/signatories/feedback/{row.pk}/change/").content.decode()
    assert write(reader, row, "Words").status_code == 403
    assert Feedback.objects.get().answer == ""


# The page of published remarks ------------------------------------------------------------------------------------


def test_page_without_remarks_says_so(client):
    remark(FeedbackState.PENDING)
    assert "No remark has been published yet." in text(client)
    assert PAGE not in client.get("/feedback/").content.decode()


def test_page_says_what_each_remark_is_on(client):
    remark(text="Ontheconvention")
    remark(about="site", text="Onthesite", name="")
    remark(about="article", article=12, text="Onthearticle", email="planted@example.org")
    shown = text(client)
    assert shown.index("Onthearticle") < shown.index("Onthesite") < shown.index("Ontheconvention")
    assert "on article 12" in shown
    assert "on this site" in shown
    assert "on the Convention" in shown
    assert "Without a name" in shown
    assert "planted" not in client.get(PAGE).content.decode()


def test_feedback_leads_to_the_page_once_there_is_something_to_read(client):
    remark()
    assert PAGE in client.get("/feedback/").content.decode()


def test_paging_shows_each_remark_once_with_one_query(client):
    Feedback.objects.bulk_create(
        Feedback(about="site", text=f"Remark {n}.", may_publish=True, state="published") for n in range(120)
    )
    seen, address = [], PAGE
    while address:
        with CaptureQueriesContext(connection) as queries:
            shown = rolls(client, address)
        assert len(queries) == 1
        seen.append([int(n) for n in re.findall(r"Remark (\d+)\.", shown.text)])
        address = next((a["href"] for a in shown.links if a.get("rel") == "next"), "")
    assert [len(page) for page in seen] == [50, 50, 20]
    assert [n for page in seen for n in page] == list(range(119, -1, -1))


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "after=²", f"after={'9' * 19}", f"after={'9' * 5000}", "article=%00", "article=0"]
)
def test_strange_address_shows_the_beginning(client, query):
    remark()
    assert "Wordsofsam" in text(client, f"{PAGE}?{query}")


def test_place_after_the_last_remark_says_so(client):
    row = remark()
    assert "There are no older remarks." in text(client, f"{PAGE}?after={row.pk}")


def test_remarks_of_one_article_lead_to_its_form(client):
    remark(about="article", article=12, text="Twelve")
    remark(about="article", article=13, text="Thirteen")
    shown = rolls(client, f"{PAGE}?article=12")
    assert "Twelve" in shown.text
    assert "Thirteen" not in shown.text
    assert "/feedback/?article=12" in [a["href"] for a in shown.links]
    assert fields_of(client.get("/feedback/?article=12"))["article"] == "12"
