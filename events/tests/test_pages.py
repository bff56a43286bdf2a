"""The archive's pages: complete, the same for everyone, and calm about bad addresses."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from events import words
from events.models import Event
from events.verbs import withdraw_event

SECURE = {"secure": True}


def text(response):
    """The page's words, each space single."""
    html = re.sub(r"<(script|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(strip_tags(html)))


def test_every_event_stands_in_the_list_with_its_day_venue_and_place(client, loaded):
    for address in ("/events/2017/", "/events/2018/", "/events/"):
        shown = text(client.get(address, **SECURE))
        for event in loaded:
            if address == "/events/" or str(event.starts_on.year) in address:
                assert event.title in shown
                day = strip_tags(words.days(event, year=False))
                assert f"{day} {event.title} {event.venue} {event.place}" in shown


def test_every_event_has_its_page_with_all_that_is_known(client, loaded):
    for event in loaded:
        response = client.get(event.get_absolute_url(), **SECURE)
        assert response.status_code == 200
        shown = text(response)
        html = unescape(response.content.decode())
        for part in (
            event.title,
            strip_tags(words.days(event)),
            event.venue,
            event.city,
            event.country.name,
            *event.slips,
        ):
            assert part in shown, (event.number, part)
        assert re.search(rf"Number on the Convention’s page ?{event.number} ", shown)
        assert "City level, added by us" in shown
        for fact in event.facts.all():
            assert fact.text in shown, (event.number, fact.text)
            for address in [*fact.sources, *([fact.url] if fact.url else [])]:
                assert f'href="{address}"' in html, (event.number, address)


def test_numbers_of_sources_lead_to_their_addresses(client, loaded):
    event = loaded[12]
    html = unescape(client.get(event.get_absolute_url(), **SECURE).content.decode())
    listed = dict(re.findall(r'<li id="source-(\d+)">.*?href="([^"]+)"', html))
    assert listed["1"] == event.source_url
    for fact in event.facts.filter(kind="speaker"):
        row = re.search(rf"<dd>(?:<span>)?{re.escape(fact.text)}.*?</dd>", html, re.S)[0]
        assert {listed[number] for number in re.findall(r'href="#source-(\d+)"', row)} == set(fact.sources)


def test_times_are_said_with_their_zone(client, loaded):
    assert "18:30–20:30, local time (UTC+9)" in text(client.get("/events/2018-05-31-tokyo/", **SECURE))
    assert "local time" not in text(client.get("/events/2018-02-21-princeton/", **SECURE))


def test_names_in_other_languages_are_marked(client, loaded):
    assert b'lang="fr">D' in client.get("/events/2017-09-30-paris/", **SECURE).content
    assert b'<span lang="sv">Drottning' in client.get("/events/2018-05-24-stockholm/", **SECURE).content


def test_event_without_more_says_so(client, loaded):
    assert "No more is on record of this event." in text(client.get("/events/2018-02-21-princeton/", **SECURE))


def test_neighbours_form_one_chain(client, loaded):
    address, seen = "/events/2018-05-31-tokyo/", []
    while address:
        seen.append(address)
        following = re.search(r'href="([^"]+)" rel="next"', client.get(address, **SECURE).content.decode())
        address = following and following[1]
    assert seen == [event.get_absolute_url() for event in Event.objects.public().in_order()] and len(seen) == 26


def test_map_and_list_by_place_lead_to_every_event(client, loaded):
    html = client.get("/events/", **SECURE).content.decode()
    figure = re.search(r"<figure.*?</figure>", html, re.S)[0]
    ids = set(re.findall(r'id="([^"]+)"', html))
    links = set(re.findall(r'href="([^"]+)"', figure))
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert len([link for link in links if not link.startswith("#")]) == 17  # places with one event
    assert {link for link in links if link.startswith("#place")} == {
        "#place-new-york",
        "#place-philadelphia",
        "#place-vancouver",
    }
    assert len(figure.encode()) < 40_000
    assert "style=" not in html


def test_data_block_is_json_and_cannot_close_its_element(client, loaded):
    Event.objects.filter(number=1).update(title="</script><script>alert(1)</script> & more")
    html = client.get("/events/2018-05-31-tokyo/", **SECURE).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
    data = json.loads(block)
    assert data["name"] == "</script><script>alert(1)</script> & more"
    assert data["startDate"] == "2018-05-31T18:30:00+09:00"
    assert "<script>alert" not in html


@pytest.mark.parametrize("year", ["0", "1066", "02018", "99999", "9" * 5000])
def test_year_without_events_is_404_and_names_the_years(client, loaded, year):
    response = client.get(f"/events/{year}/", **SECURE)
    assert response.status_code == 404
    assert "2018" in text(response) and "2017" in text(response)


@pytest.mark.parametrize(
    "slug",
    ["no-such-event", "a%00-b", "%F0%9F%98%80", "2018-05-31-tokyo%0A", "2018-05-31-TOKYO", "-", "a-" * 3000 + "b"],
)
def test_unknown_event_is_404(client, loaded, slug):
    assert client.get(f"/events/{slug}/", **SECURE).status_code == 404
    assert client.get(f"/events/{slug}.ics", **SECURE).status_code == 404


def test_withdrawn_event_is_nowhere(client, loaded):
    withdraw_event(by="system", event=loaded[0], reason="mistake")
    assert client.get("/events/2018-05-31-tokyo/", **SECURE).status_code == 404
    assert client.get("/events/2018-05-31-tokyo.ics", **SECURE).status_code == 404
    for name in ("index", "calendar", "feed"):
        assert b"UNU Conversation" not in client.get(reverse(f"events:{name}"), **SECURE).content


@pytest.mark.django_db
def test_empty_archive_is_honest(client):
    assert "No event is on record here yet." in text(client.get("/events/", **SECURE))
    assert client.get("/events/2018/", **SECURE).status_code == 404
    for name in ("calendar", "feed"):
        assert client.get(reverse(f"events:{name}"), **SECURE).status_code == 200


ADDRESSES = {
    "/events/": 1,
    "/events/2018/": 2,
    "/events/2017-12-18-barcelona/": 3,
    "/events/2018-02-21-princeton/": 3,
    "/events/2018-05-31-tokyo.ics": 1,
    "/events/calendar.ics": 1,
    "/events/feed.atom": 1,
}


def test_pages_take_a_fixed_number_of_queries_and_set_no_cookie(client, loaded, django_assert_num_queries):
    for address, queries in ADDRESSES.items():
        with django_assert_num_queries(queries):
            response = client.get(address, **SECURE)
        assert response.status_code == 200
        assert not response.cookies and "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, stale-if-error=3600"
        again = client.get(address, headers={"if-none-match": response["ETag"]}, **SECURE)
        assert again.status_code == 304
