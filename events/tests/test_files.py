"""Calendar and feed: valid, equal to the rows, the same tomorrow."""

import datetime
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from events import words
from events.models import Event

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://convention.test"


def entries_of(content):
    calendar = Calendar.from_ical(content)
    return calendar, {str(entry["url"]): entry for entry in calendar.walk("VEVENT")}


def test_calendar_equals_the_rows(client, loaded):
    response = client.get("/events/calendar.ics", secure=True)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar, found = entries_of(response.content)
    assert calendar["version"] == "2.0" and len(found) == 26
    for event in loaded:
        entry = found[SITE + event.get_absolute_url()]
        assert not entry.errors
        assert str(entry["summary"]) == event.title
        assert event.city in str(entry["location"]) and event.venue in str(entry["location"])
        assert (entry["geo"].latitude, entry["geo"].longitude) == (float(event.latitude), float(event.longitude))
        assert entry["dtstamp"].dt == event.changed_at
        start, end = words.moments(event)
        if start:
            assert (entry["dtstart"].dt, entry["dtend"].dt) == (start, end)
            assert entry["dtstart"].params["TZID"] == event.timezone
        else:
            assert entry["dtstart"].params["VALUE"] == "DATE"
            assert entry["dtstart"].dt == event.starts_on
            assert entry["dtend"].dt == event.ends_on + datetime.timedelta(days=1)


def test_calendar_holds_every_zone_it_names_with_the_right_offset(client, loaded):
    calendar, found = entries_of(client.get("/events/calendar.ics", secure=True).content)
    zones = {str(zone["tzid"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}
    timed = [event for event in loaded if event.start_time]
    assert set(zones) == {event.timezone for event in timed} and len(timed) == 10
    for event in timed:
        start, _ = words.moments(event)
        assert start.replace(tzinfo=zones[event.timezone]).utcoffset() == start.utcoffset(), event.timezone


def test_files_are_the_same_each_time(client, loaded):
    for address in ("/events/calendar.ics", "/events/feed.atom", "/events/2018-05-31-tokyo.ics"):
        assert client.get(address, secure=True).content == client.get(address, secure=True).content


def test_identities_are_distinct_and_do_not_hang_on_the_site(client, loaded, settings):
    def uids():
        return {
            str(entry["uid"])
            for entry in entries_of(client.get("/events/calendar.ics", secure=True).content)[1].values()
        }

    before = uids()
    settings.SITE_URL = "https://moved.test"
    assert uids() == before and len(before) == 26


def test_one_event_has_its_calendar(client, loaded):
    response = client.get("/events/2018-01-18-new-york.ics", secure=True)
    assert response["Content-Disposition"] == 'attachment; filename="2018-01-18-new-york.ics"'
    _, found = entries_of(response.content)
    (entry,) = found.values()
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (datetime.date(2018, 1, 18), datetime.date(2018, 1, 20))


def test_feed_is_atom_with_links_of_the_site_alone(client, loaded, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "elsewhere.test"]
    response = client.get("/events/feed.atom", secure=True, headers={"host": "elsewhere.test"})
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed" and b"elsewhere.test" not in response.content
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert links and all(link.startswith(SITE + "/events/") for link in links)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        e.title for e in Event.objects.public().in_order()
    ]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 26
    for parent in (root, *entries):
        moment = datetime.datetime.fromisoformat(parent.findtext(f"{ATOM}updated"))
        assert moment == loaded[0].changed_at
    assert root.find(f"{ATOM}author/{ATOM}name").text == settings.OPERATOR


@pytest.mark.django_db
def test_feed_without_events_does_not_give_the_present_as_its_date(client):
    first = client.get("/events/feed.atom", secure=True).content
    assert ElementTree.fromstring(first).findtext(f"{ATOM}updated").startswith("2017-04-26")
