"""The desk: nobody, not even a superuser, adds, deletes or edits there; deeds go through verbs."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from portal.kit.models import VerbEvent
from signatories import verbs
from signatories.loading import load
from signatories.models import CorrectionRequest, Feedback, Signature, State
from signatories.tests.making import HTTPS, in_state, many, pending, published, rolls, staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/signatories/signature/"
MODELS = ["signature", "feedback", "correctionrequest"]


def signed_in(user: User) -> Client:
    browser = Client(headers=HTTPS)
    sign_in(browser, user)
    return browser


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root", password="x")


@pytest.fixture
def desk(root) -> Client:
    return signed_in(root)


@pytest.fixture
def moderator() -> Client:
    return signed_in(staff("mo", "view_signature", "change_signature"))


def act(browser: Client, action: str, *rows, model: str = "signature", **extra) -> str:
    """Choose an action of a list for these rows; the page that follows, as text."""
    data = {"action": action, "_selected_action": [row.pk for row in rows], **extra}
    response = browser.post(f"/admin/signatories/{model}/", data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def press(browser: Client, row, deed: str, **extra) -> str:
    """Press a button of a row's page; the page that follows, as text."""
    response = browser.post(f"{LIST}{row.pk}/change/", {f"_do_{deed}": "x", **extra}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def state(row) -> str:
    return Signature.objects.get(pk=row.pk).state


@pytest.mark.parametrize("model", MODELS)
def test_superuser_cannot_add_or_delete(desk, model):
    verbs.submit_feedback(by="visitor", about="site", text="Words")
    verbs.submit_correction(by="visitor", wish="remove", entry_name="Sam", text="Please", email="sam@example.org")
    pending()
    row = {"signature": Signature, "feedback": Feedback, "correctionrequest": CorrectionRequest}[model].objects.get()
    base = f"/admin/signatories/{model}/"
    for method in (desk.get, desk.post):
        assert method(f"{base}add/").status_code == 403
        assert method(f"{base}{row.pk}/delete/").status_code == 403
    page = desk.get(base).content.decode()
    assert "delete_selected" not in page
    assert f"{base}add/" not in page
    desk.post(base, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert type(row).objects.count() == 1


@pytest.mark.parametrize("model", MODELS)
def test_superuser_can_edit_no_field(desk, root, model, rf):
    model_admin = next(one for m, one in admin.site._registry.items() if m._meta.label_lower == f"signatories.{model}")
    request = rf.get("/")
    request.user = root
    assert not model_admin.get_form(request).base_fields
    assert {f.name for f in model_admin.model._meta.fields} <= set(model_admin.get_readonly_fields(request))


def test_posted_fields_change_nothing(desk):
    row = pending()
    before = Signature.objects.values().get(pk=row.pk)
    desk.post(f"{LIST}{row.pk}/change/", {"state": "published", "name": "Other", "_save": "Save"})
    assert Signature.objects.values().get(pk=row.pk) == before
    assert "_save" not in desk.get(f"{LIST}{row.pk}/change/").content.decode()


def test_action_publishes_and_the_name_stands_on_the_list(client, moderator):
    row, other = pending(name="Ada Example"), pending(name="Ben Example")
    page = act(moderator, "publish", row)
    assert "Publish: 1 done." in page
    assert (state(row), state(other)) == (State.PUBLISHED, State.PENDING)
    assert rolls(client, "/signatories/public/").names == ["Ada Example"]
    event = VerbEvent.objects.get(verb="signature.publish")
    assert event.by == f"user:{User.objects.get(username='mo').pk}"


@pytest.mark.parametrize(
    ("deed", "start", "end", "extra"),
    [
        ("publish", State.PENDING, State.PUBLISHED, {}),
        ("reject", State.PENDING, State.REJECTED, {"reason": "abuse"}),
        ("undo", State.PUBLISHED, State.PENDING, {}),
        ("remove", State.PUBLISHED, State.REMOVED, {"reason": "request"}),
        ("restore", State.REMOVED, State.PENDING, {}),
        ("reopen", State.REJECTED, State.PENDING, {}),
        ("withdraw", State.PUBLISHED, State.WITHDRAWN, {}),
    ],
)
@pytest.mark.parametrize("how", [act, press])
def test_deed_leads_to_its_state(moderator, how, deed, start, end, extra):
    row = in_state(start)
    if how is act:
        act(moderator, deed, row, **extra)
    else:
        assert f'name="_do_{deed}"' in moderator.get(f"{LIST}{row.pk}/change/").content.decode()
        press(moderator, row, deed, **extra)
    assert state(row) == end
    event = VerbEvent.objects.filter(subject_id=row.pk, subject="signatories.signature").first()
    assert (event.after, event.reason) == (end, extra.get("reason", "own_wish" if deed == "withdraw" else ""))


@pytest.mark.parametrize(("deed", "start"), [("reject", State.PENDING), ("remove", State.PUBLISHED)])
@pytest.mark.parametrize("reason", ["", "own_wish", "free text"])
def test_decision_against_wants_a_reason(moderator, deed, start, reason):
    row = in_state(start)
    for page in (act(moderator, deed, row, reason=reason), press(moderator, row, deed, reason=reason)):
        assert "Choose a reason" in page or "No action selected" in page
    assert state(row) == start


def test_what_is_not_possible_is_said_and_the_rest_is_done(moderator):
    waiting, gone = pending(name="Ada Example"), in_state(State.WITHDRAWN, name="Ben Example")
    page = act(moderator, "publish", waiting, gone)
    assert "Publish: 1 done." in page
    assert "“Ben Example” is “withdrawn” by now; nothing was changed." in page
    assert (state(waiting), state(gone)) == (State.PUBLISHED, State.WITHDRAWN)


def test_buttons_are_those_of_the_state(moderator):
    row = published()
    page = moderator.get(f"{LIST}{row.pk}/change/").content.decode()
    assert set(re.findall(r'name="_do_(\w+)"', page)) == {
        *("undo", "remove", "withdraw", "list_selected", "list_public")
    }


def test_bulk_stops_at_a_hundred(moderator):
    rows = [pending(name=f"Name {n}") for n in range(101)]
    page = act(moderator, "publish", *rows, select_across="1")
    assert "At most 100 at once; nothing was changed." in page
    assert not Signature.objects.filter(state=State.PUBLISHED).exists()
    assert "Publish: 100 done." in act(moderator, "publish", *rows[:100])


def test_list_shows_held_first_then_the_oldest_then_the_rest(moderator):
    published(name="Aaa Published")
    for name, held in (("Old Plain", []), ("New Plain", []), ("Late Held", ["trap"])):
        pending(name=name, held=held)
    page = moderator.get(LIST).content.decode()
    places = [page.index(name) for name in ("Late Held", "Old Plain", "New Plain", "Aaa Published")]
    assert places == sorted(places)
    assert "the field that people do not see was filled in" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=CREPEAU", {"François Crépeau"}),
        ("q=fuster+fabra", {"Alicia Amorós Fuster-Fabra"}),
        ("is_held=1", {"Held Example"}),
        ("state__exact=pending", {"Held Example"}),
        ("statement__exact=unrecorded&q=ergas", {"Yasmine Ergas"}),
    ],
)
def test_list_is_searched_and_filtered(moderator, query, names):
    load()
    pending(name="Held Example", held=["link"])
    page = moderator.get(f"{LIST}?{query}").content.decode()
    assert set(re.findall(r'<th class="field-name"><a[^>]*>([^<]*)</a>', page)) == names


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 10_000, "state__exact=%00", "is_held=x", "p=1000000000", "o=99"]
)
def test_strange_address_of_the_list_is_no_error(moderator, query):
    pending()
    assert moderator.get(f"{LIST}?{query}").status_code in (200, 302)


def test_page_of_a_row_shows_its_events(moderator):
    row = published(name="Ada Example", email="ada@example.org")
    page = moderator.get(f"{LIST}{row.pk}/change/").content.decode()
    assert page.index("signature.publish") < page.index("signature.submit")
    assert "ada@example.org" in page


def test_number_of_queries_of_the_list_does_not_grow(moderator, django_assert_max_num_queries):
    many(3)
    moderator.get(LIST)
    with django_assert_max_num_queries(8):
        moderator.get(LIST)
    many(100)
    with django_assert_max_num_queries(8):
        moderator.get(LIST)


def test_staff_without_permission_sees_and_does_nothing():
    row = pending(name="Ada Example")
    stranger = signed_in(staff("stranger"))
    assert stranger.get(LIST).status_code == 403
    assert stranger.post(f"{LIST}{row.pk}/change/", {"_do_publish": "x"}).status_code == 403
    reader = signed_in(staff("reader", "view_signature"))
    assert "Ada Example" in reader.get(LIST).content.decode()
    assert "_do_publish" not in reader.get(f"{LIST}{row.pk}/change/").content.decode()
    assert reader.post(f"{LIST}{row.pk}/change/", {"_do_publish": "x"}).status_code == 403
    reader.post(LIST, {"action": "publish", "_selected_action": [row.pk]})
    assert state(row) == State.PENDING


def test_row_leads_to_its_changed_words(moderator):
    row = published(affiliation="Univercity")
    address = f"{LIST}{row.pk}/change/"
    assert "/admin/amendments/" not in moderator.get(address).content.decode()
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="University")
    assert "/admin/amendments/" in moderator.get(address).content.decode()


def test_remark_is_answered_by_mail_from_its_page(desk):
    row = verbs.submit_feedback(by="visitor", about="site", text="Words", email="reader@example.org")
    address = f"/admin/signatories/feedback/{row.pk}/change/"
    assert "_do_reply" in desk.get(address).content.decode()
    desk.post(address, {"_do_reply": "x", "words": "Thank you."}, follow=True)
    row.refresh_from_db()
    assert row.reply == "Thank you."
    assert "_do_reply" not in desk.get(address).content.decode()


def test_button_wants_its_token(root):
    row = pending()
    browser = Client(enforce_csrf_checks=True, headers=HTTPS)
    sign_in(browser, root)
    assert browser.post(f"{LIST}{row.pk}/change/", {"_do_publish": "x"}).status_code == 403
    assert state(row) == State.PENDING


def test_reading_the_desk_changes_nothing(desk):
    row = pending()
    before, written = Signature.objects.values().get(pk=row.pk), VerbEvent.objects.count()
    desk.get(f"{LIST}{row.pk}/change/?_do_publish=x")
    desk.get(f"{LIST}?action=publish&_selected_action={row.pk}")
    assert Signature.objects.values().get(pk=row.pk) == before
    assert VerbEvent.objects.count() == written


def test_remarks_are_published_closed_and_hidden(desk):
    row = verbs.submit_feedback(by="visitor", about="site", text="Words", may_publish=True)
    private = verbs.submit_feedback(by="visitor", about="site", text="Words")
    page = act(desk, "publish", row, private, model="feedback")
    assert "Publish: 1 done." in page
    assert "Its author did not want this remark published" in page
    act(desk, "close", private, model="feedback")
    act(desk, "hide", row, model="feedback")
    assert {r.pk: r.state for r in Feedback.objects.all()} == {row.pk: "hidden", private.pk: "closed"}


@pytest.mark.parametrize(("deed", "end"), [("done", "done"), ("decline", "declined")])
def test_requests_are_done_or_declined(desk, deed, end):
    row = verbs.submit_correction(
        by="visitor", wish="remove", entry_name="Sam", text="Please", email="sam@example.org"
    )
    act(desk, deed, row, model="correctionrequest")
    assert CorrectionRequest.objects.get().state == end
    assert "already" in act(desk, deed, row, model="correctionrequest")


def test_record_is_only_shown(desk):
    published()
    event = VerbEvent.objects.first()
    base = "/admin/kit/verbevent/"
    assert "signature.publish" in desk.get(base).content.decode()
    assert desk.get(f"{base}{event.pk}/change/").status_code == 200
    assert desk.post(f"{base}{event.pk}/change/", {"verb": "x"}).status_code == 403
    assert desk.get(f"{base}add/").status_code == 403
    assert desk.post(f"{base}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in desk.get(base).content.decode()


@pytest.mark.parametrize("path", [LIST, "/admin/signatories/feedback/", "/admin/kit/verbevent/", "row"])
def test_desk_has_no_inline_script_or_style(desk, path):
    row = published()
    page = desk.get(f"{LIST}{row.pk}/change/" if path == "row" else path).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son\w+=", page)
