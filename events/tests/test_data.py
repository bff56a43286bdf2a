"""The data file: what the page says, and nothing without a source."""

import datetime

from django.utils.html import strip_tags

from events import words
from events.loading import load
from events.models import Event, EventFact
from events.tests.page import PAGE
from portal.kit.models import VerbEvent

WITHOUT_MORE = {5, 8, 9, 10, 14, 17, 20, 22, 23, 24}


def test_each_event_is_as_on_the_page(loaded):
    for event, (number, title, date, place) in zip(loaded, PAGE, strict=True):
        assert (event.number, event.title, strip_tags(words.days(event))) == (number, title, date)
        # "Columbia Global Centers | Amman" is venue and city in one.
        city = "" if event.venue.endswith(f"| {event.city}") else f", {event.city}"
        assert place.startswith(f"{event.venue}{city},"), number


def test_events_are_26_in_20_places(loaded):
    assert [event.number for event in loaded] == list(range(1, 27))
    assert len({(event.city, event.country.code) for event in loaded}) == 20


def test_every_fact_has_a_source(entries):
    for entry in entries:
        for fact in entry["facts"]:
            assert fact["text"].strip() and fact["kind"] in EventFact.Kind.values
            assert fact["sources"], (entry["number"], fact)
            assert all(address.startswith(("https://", "http://")) for address in fact["sources"])


def test_times_are_backed_by_a_fact(entries):
    for entry in entries:
        told = [fact for fact in entry["facts"] if fact["kind"] == "time"]
        assert bool(told) == ("start_time" in entry), entry["number"]


def test_unknown_stays_empty(entries):
    for entry in entries:
        assert bool(entry["facts"]) == (entry["number"] not in WITHOUT_MORE), entry["number"]


def test_every_slip_in_the_data_stands_in_its_readme(entries):
    from events.loading import FILE

    readme = (FILE.parent / "README.md").read_text(encoding="utf-8")
    for entry in entries:
        assert bool(entry["slips"]) == (f"\n| {entry['number']} | " in readme), entry["number"]


def test_sources_that_differ_are_both_shown(loaded):
    people = {fact.text: set(fact.sources) for fact in loaded[12].facts.filter(kind="speaker")}
    malone = next(sources for text, sources in people.items() if "Malone" in text)
    gass = next(sources for text, sources in people.items() if "Gass" in text)
    assert malone and gass and not malone & gass


def test_load_twice_adds_nothing(loaded):
    before = VerbEvent.objects.count(), EventFact.objects.count()
    assert load() == 0
    assert (VerbEvent.objects.count(), EventFact.objects.count()) == before
    assert Event.objects.count() == 26


def test_load_leaves_alone_what_an_editor_changed(loaded):
    from events import verbs

    event = verbs.save_event(by="system", event=loaded[0], fields={"title": "Another title"})
    verbs.withdraw_event(by="system", event=loaded[1], reason="mistake")
    load()
    event.refresh_from_db()
    assert event.title == "Another title"
    assert Event.objects.get(number=2).state == Event.State.WITHDRAWN


def test_loaded_events_have_the_date_of_the_file(loaded):
    from events.loading import read

    assert {event.changed_at for event in loaded} == {datetime.datetime.fromisoformat(read()["recorded_at"])}
