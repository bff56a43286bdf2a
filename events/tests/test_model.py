"""What the database refuses, and what the verbs write."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import verbs
from events.models import Event, EventFact
from portal.kit.models import VerbEvent

GOOD = {
    "slug": "2019-01-02-oslo",
    "title": "A talk",
    "starts_on": datetime.date(2019, 1, 2),
    "ends_on": datetime.date(2019, 1, 2),
    "city": "Oslo",
    "country": "NO",
}
SOURCE = ["https://example.org/a"]


def row(**changes):
    return Event(changed_at=timezone.now(), **{**GOOD, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"slug": "2019"}, "event_slug_form"),
        ({"slug": "calendar"}, "event_slug_form"),
        ({"slug": "2019-Oslo"}, "event_slug_form"),
        ({"slug": "2019-01-02-oslo\n"}, "event_slug_form"),
        ({"title": ""}, "event_has_title"),
        ({"city": ""}, "event_has_city"),
        ({"country": ""}, "event_has_country"),
        ({"state": "hidden"}, "event_state_known"),
        ({"number": 0}, "event_number_from_one"),
        ({"ends_on": datetime.date(2019, 1, 1)}, "event_ends_after_start"),
        ({"end_time": datetime.time(10), "timezone": "Europe/Oslo"}, "event_end_needs_start"),
        (
            {"start_time": datetime.time(11), "end_time": datetime.time(10), "timezone": "Europe/Oslo"},
            "event_end_time_after_start",
        ),
        ({"start_time": datetime.time(10)}, "event_time_needs_zone"),
        ({"latitude": 59}, "event_coordinates_whole"),
        ({"longitude": 10}, "event_coordinates_whole"),
        ({"latitude": 91, "longitude": 10}, "event_coordinates_whole"),
        ({"latitude": 59, "longitude": -181}, "event_coordinates_whole"),
    ],
)
def test_database_refuses_a_bad_event(changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row(**changes).save()


@pytest.mark.django_db
def test_database_refuses_a_number_or_an_address_twice():
    row(number=1).save()
    for changes in ({"number": 1, "slug": "another-one"}, {"number": 2}):
        with pytest.raises(IntegrityError, match="unique"), transaction.atomic():
            row(**changes).save()
    row(slug="no-number").save()
    row(slug="no-number-either").save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sources": []}, "fact_has_source"),
        ({"text": ""}, "fact_has_text"),
        ({"kind": "rumour"}, "fact_kind_known"),
    ],
)
def test_database_refuses_a_bad_fact(changes, constraint):
    event = row()
    event.save()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EventFact(event=event, **{"position": 1, "kind": "note", "text": "Said.", "sources": SOURCE, **changes}).save()


def written():
    return list(VerbEvent.objects.order_by("id").values_list("verb", "before", "after", "by"))


@pytest.mark.django_db
def test_life_of_an_event_is_on_record(django_user_model):
    editor = django_user_model.objects.create_user("editor")
    event = verbs.save_event(by=editor, fields=GOOD)
    assert event not in Event.objects.public()
    verbs.save_facts(by=editor, event=event, facts=[{"kind": "note", "text": "Said.", "sources": SOURCE}])
    verbs.publish_event(by=editor, event=event)
    assert event in Event.objects.public()
    verbs.withdraw_event(by=editor, event=event, reason="on-request")
    assert event not in Event.objects.public()
    who = f"user:{editor.pk}"
    assert written() == [
        ("event.add", "", "draft", who),
        ("event.facts", "draft", "draft", who),
        ("event.publish", "draft", "published", who),
        ("event.withdraw", "published", "withdrawn", who),
    ]
    assert VerbEvent.objects.get(verb="event.withdraw").reason == "on-request"


@pytest.mark.django_db
def test_saving_the_same_again_writes_nothing():
    event = verbs.save_event(by="system", fields=GOOD)
    facts = [{"kind": "note", "text": "Said.", "sources": SOURCE}]
    verbs.save_facts(by="system", event=event, facts=facts)
    verbs.publish_event(by="system", event=event)
    before = written(), Event.objects.get().changed_at
    verbs.save_event(by="system", event=event, fields=GOOD)
    verbs.save_facts(by="system", event=event, facts=facts)
    verbs.publish_event(by="system", event=event)
    assert (written(), Event.objects.get().changed_at) == before


@pytest.mark.django_db
def test_published_address_stays():
    event = verbs.save_event(by="system", fields=GOOD)
    verbs.save_event(by="system", event=event, fields={"slug": "2019-01-02-bergen"})
    verbs.publish_event(by="system", event=event)
    with pytest.raises(ValidationError, match="stays"):
        verbs.save_event(by="system", event=event, fields={"slug": "2019-01-02-oslo"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"state": "published"}, {"timezone": "Middle-earth"}, {"source_url": "javascript:alert(1)"}],
)
def test_verb_refuses_bad_fields(fields):
    with pytest.raises(ValidationError):
        verbs.save_event(by="system", fields={**GOOD, **fields})
    assert not Event.objects.exists() and not VerbEvent.objects.exists()


@pytest.mark.django_db
def test_withdrawal_needs_a_known_reason():
    event = verbs.save_event(by="system", fields=GOOD)
    for reason in ("", "they asked by mail"):
        with pytest.raises(ValidationError):
            verbs.withdraw_event(by="system", event=event, reason=reason)


@pytest.mark.django_db
def test_facts_without_source_are_refused_and_the_old_ones_kept():
    event = verbs.save_event(by="system", fields=GOOD)
    verbs.save_facts(by="system", event=event, facts=[{"kind": "note", "text": "Said.", "sources": SOURCE}])
    with pytest.raises(ValidationError):
        verbs.save_facts(by="system", event=event, facts=[{"kind": "note", "text": "Heard.", "sources": []}])
    assert event.facts.get().text == "Said."
