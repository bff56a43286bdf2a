"""Correcting an entry at the desk, and moving it between the public lists: what the pages promise to signatories."""

import pytest
from django.test import Client

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.loading import load
from signatories.models import Group, Signature, State
from signatories.tests.making import HTTPS, in_state, pending, published, rolls, staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Client:
    browser = Client(headers=HTTPS)
    sign_in(browser, staff("mo", "view_signature", "change_signature"))
    return browser


def address(row: Signature) -> str:
    return f"/admin/signatories/signature/{row.pk}/correct/"


def words(row: Signature, **changes: str) -> dict[str, str]:
    names = ("name", "sort_name", "affiliation", "statement", "statement_text")
    return {name: getattr(row, name) for name in names} | {"country": "", "statement_articles": ""} | changes


def test_moderator_corrects_a_name_and_it_stands_on_the_list(client, moderator):
    row = published(name="Ada Exmaple")
    assert address(row) in moderator.get(f"/admin/signatories/signature/{row.pk}/change/").content.decode()
    assert moderator.get(address(row)).status_code == 200
    answer = moderator.post(address(row), words(row, name="Ada Example", sort_name="Example", country="CH"))
    assert answer.status_code == 302
    assert rolls(client, "/signatories/public/").names == ["Ada Example"]
    event = VerbEvent.objects.get(verb="signature.correct")
    assert event.detail == {"fields": ["country", "name", "sort_name"]}
    assert event.by.startswith("user:")


def test_what_was_typed_stays_where_something_is_not_right(moderator):
    row = published()
    answer = moderator.post(address(row), words(row, name="Ada \u202eelpmaxE", affiliation="Kept <here>"))
    assert answer.status_code == 200
    assert "Kept &lt;here&gt;" in answer.content.decode()
    answer = moderator.post(address(row), words(row, statement="reservation"))
    assert "Write the words, as the signatory gave them." in answer.content.decode()
    answer = moderator.post(address(row), words(row, statement_text="Words"))
    assert "Empty the box, or choose what this is." in answer.content.decode()
    assert not VerbEvent.objects.filter(verb="signature.correct").exists()


def test_reservation_of_the_commission_can_be_put_on_record(client, convention, moderator):
    load()
    row = Signature.objects.get(name="Yasmine Ergas")
    text = "Words that only a test knows."
    moderator.post(address(row), words(row, statement="declaration", statement_text=text, statement_articles="12(3)"))
    row.refresh_from_db()
    assert (row.statement, row.statement_articles) == ("declaration", ["art_12__para_3"])
    assert text in client.get("/signatories/reservations/").content.decode()
    again = moderator.get(address(row)).context["form"].initial
    moderator.post(address(row), words(row, statement_articles=again["statement_articles"]))
    row.refresh_from_db()
    assert row.statement_articles == ["art_12__para_3"]


def test_nothing_changed_is_nothing_on_record():
    row = published()
    verbs.correct_signature(pk=row.pk, by="system", name=row.name)
    assert not VerbEvent.objects.filter(verb="signature.correct").exists()


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED, State.WITHDRAWN])
def test_entry_that_is_not_public_and_does_not_wait_cannot_be_corrected(moderator, state):
    row = in_state(state)
    page = moderator.post(address(row), words(row, name="Other Name"), follow=True).content.decode()
    assert "nothing was changed" in page
    assert Signature.objects.get().name == row.name


def test_state_address_and_consent_cannot_be_corrected():
    row = pending()
    for field in ("state", "email", "publish_consent_at", "source", "signed_at"):
        with pytest.raises(ValueError, match=field):
            verbs.correct_signature(pk=row.pk, by="system", **{field: "x"})


def test_only_those_who_may_change_signatures_reach_the_page():
    row = published()
    browser = Client(headers=HTTPS)
    assert browser.get(address(row)).status_code == 302
    sign_in(browser, staff("reader", "view_signature"))
    assert browser.get(address(row)).status_code == 403
    assert browser.post(address(row), words(row, name="Other Name")).status_code == 403
    assert Signature.objects.get().name == row.name


def test_signature_moves_to_the_selected_list_and_back(client, moderator):
    row = published(name="Ada Example")
    change = f"/admin/signatories/signature/{row.pk}/change/"
    moderator.post(change, {"_do_list_selected": "x"})
    assert rolls(client, "/signatories/selected/").names == ["Ada Example"]
    moderator.post(change, {"_do_list_public": "x"})
    assert rolls(client, "/signatories/public/").names == ["Ada Example"]
    assert VerbEvent.objects.filter(verb="signature.list").count() == 2


def test_nobody_moves_into_or_out_of_the_commission_or_unpublished():
    waiting, row = pending(), published(name="Ada Example")
    for pk, group in ((waiting.pk, Group.SELECTED), (row.pk, Group.COMMISSION), (row.pk, Group.PUBLIC)):
        with pytest.raises(verbs.NotPossible):
            verbs.list_signature(pk=pk, by="system", group=group)
    load()
    member = Signature.objects.filter(group=Group.COMMISSION).first()
    with pytest.raises(verbs.NotPossible):
        verbs.list_signature(pk=member.pk, by="system", group=Group.PUBLIC)
