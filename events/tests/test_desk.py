"""Events at the desk: through verbs alone."""

import pytest

from events import verbs
from events.models import Event
from events.tests.test_model import GOOD, SOURCE
from portal.kit.models import VerbEvent


@pytest.fixture
def desk(admin_client):
    admin_client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
    return admin_client


def form(**changes):
    """What the form of the desk sends for GOOD."""
    data = dict.fromkeys(verbs.EDITABLE, "") | {name: str(value) for name, value in GOOD.items()}
    facts = {
        "facts-TOTAL_FORMS": "1",
        "facts-INITIAL_FORMS": "0",
        "facts-MIN_NUM_FORMS": "0",
        "facts-MAX_NUM_FORMS": "1000",
    }
    return data | facts | changes


FACT = {"facts-0-position": "1", "facts-0-kind": "note", "facts-0-text": "Said.", "facts-0-sources": "\n".join(SOURCE)}


def test_adding_makes_a_draft_with_its_facts_on_record(desk):
    response = desk.post("/admin/events/event/add/", form(**FACT))
    assert response.status_code == 302, response.context and response.context["errors"]
    event = Event.objects.get()
    assert (event.title, event.state, event.facts.get().text) == ("A talk", "draft", "Said.")
    assert set(VerbEvent.objects.values_list("verb", flat=True)) == {"event.add", "event.facts"}


def test_changing_goes_through_the_verb(desk):
    event = verbs.save_event(by="system", fields=GOOD)
    response = desk.post(f"/admin/events/event/{event.pk}/change/", form(title="Another talk"))
    assert response.status_code == 302, response.context and response.context["errors"]
    event.refresh_from_db()
    assert event.title == "Another talk"
    assert VerbEvent.objects.get(verb="event.change").detail == {"fields": ["title"]}


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": "2019-01-01"},
        {"latitude": "59"},
        {"start_time": "10:00"},
        {"slug": "calendar"},
        {"title": "A\x00B"},
        {"city": "x" * 10_000},
        {"timezone": "../etc/passwd"},
        {"country": "ZZ"},
        {"number": "-1"},
        {"slips": "y" * 400},
        FACT | {"facts-0-sources": "no address"},
        FACT | {"facts-0-sources": ""},
    ],
)
def test_bad_input_comes_back_with_what_was_typed(desk, changes):
    response = desk.post("/admin/events/event/add/", form(**changes))
    assert response.status_code == 200 and response.context["errors"]
    assert 'value="2019-01-02"' in response.content.decode()
    assert not Event.objects.exists()


def test_new_address_of_a_published_event_is_refused_in_words(desk):
    event = verbs.save_event(by="system", fields=GOOD)
    verbs.publish_event(by="system", event=event)
    response = desk.post(f"/admin/events/event/{event.pk}/change/", form(slug="2019-01-02-bergen"))
    assert response.status_code == 200 and "stays" in response.content.decode()


def test_state_is_changed_by_actions_and_nothing_is_deleted(desk):
    event = verbs.save_event(by="system", fields=GOOD)
    for action, state in (("publish", "published"), ("withdraw_on_request", "withdrawn"), ("publish", "published")):
        desk.post("/admin/events/event/", {"action": action, "_selected_action": [event.pk]})
        event.refresh_from_db()
        assert event.state == state
    desk.post(f"/admin/events/event/{event.pk}/change/", form(state="draft"))
    assert Event.objects.get().state == "published"
    assert desk.post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post("/admin/events/event/", {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"})
    assert Event.objects.exists()


def test_list_and_form_of_the_desk_open(desk, loaded):
    for address in (
        "/admin/events/event/",
        "/admin/events/event/add/",
        f"/admin/events/event/{loaded[12].pk}/change/",
    ):
        assert desk.get(address).status_code == 200


def test_saving_without_a_change_writes_nothing(desk, loaded):
    import re
    from html import unescape

    event = loaded[12]
    before = VerbEvent.objects.count()
    page = desk.get(f"/admin/events/event/{event.pk}/change/")
    data = {}
    admin_form = page.context["adminform"].form
    for bound in [*admin_form, *page.context["inline_admin_formsets"][0].formset.management_form]:
        data[bound.html_name] = bound.value()
    for row in page.context["inline_admin_formsets"][0].formset.forms:
        for bound in row:
            data[bound.html_name] = bound.value()
    for name, value in data.items():
        field = re.search(rf'<textarea name="{re.escape(name)}".*?>\n?(.*?)</textarea>', page.content.decode(), re.S)
        data[name] = unescape(field[1]) if field else "" if value is None else str(value)
    response = desk.post(f"/admin/events/event/{event.pk}/change/", data)
    assert response.status_code == 302, response.context["errors"]
    assert VerbEvent.objects.count() == before
