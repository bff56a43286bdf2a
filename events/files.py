"""The archive for machines: calendar, feed, and a data block on an event's page. Links come from SITE_URL alone."""

import datetime
import json
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from events import words

# Names of events for machines must not change when the site moves, so they hold no host.
FAMILY = uuid.uuid5(uuid.NAMESPACE_URL, "model-international-mobility-convention/events")
SCRIPT_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def identity(event):
    """The event's name for machines, the same for ever: its address is permanent."""
    return uuid.uuid5(FAMILY, event.slug)


def absolute(path):
    """An address of this site in full."""
    return settings.SITE_URL + path


def where(event):
    """Venue and place on one line."""
    return ", ".join(part for part in (event.venue, event.place) if part)


def summary(event):
    """Days, hours, venue and place as plain text."""
    day, hour = strip_tags(words.days(event)), strip_tags(words.hours(event))
    return ". ".join(part for part in (f"{day}, {hour}" if hour else day, where(event)) if part) + "."


def entry(event):
    """The event as a VEVENT: whole days, or local times with their zone where both ends are known or it is one day."""
    out = Entry()
    out.add("uid", str(identity(event)))
    out.add("dtstamp", event.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    start, end = words.moments(event)
    if start and (end or event.starts_on == event.ends_on):
        out.add("dtstart", start)
        if end:
            out.add("dtend", end)
    else:
        out.add("dtstart", event.starts_on)
        out.add("dtend", event.ends_on + datetime.timedelta(days=1))  # the first day after it
    out.add("summary", event.title)
    out.add("location", where(event))
    if event.latitude is not None:
        out.add("geo", (float(event.latitude), float(event.longitude)))
    out.add("url", absolute(event.get_absolute_url()))
    out.add("transp", "TRANSPARENT")
    return out


def calendar(events):
    """An iCalendar file (RFC 5545) of these events, as bytes. The same rows give the same bytes."""
    out = Calendar()
    out.add("prodid", "-//Model International Mobility Convention//Launch events//EN")
    out.add("version", "2.0")
    out.add("method", "PUBLISH")
    out.add("x-wr-calname", _("Launch events of the Model International Mobility Convention"))
    events = list(events)
    for event in events:
        out.add_component(entry(event))
    if events:
        first = min(event.starts_on for event in events) - datetime.timedelta(days=400)
        last = max(event.ends_on for event in events) + datetime.timedelta(days=400)
        out.add_missing_timezones(first_date=first, last_date=last)
    return out.to_ical()


class Feed(Atom1Feed):
    """Atom whose date of change is its newest entry's, and a fixed day (not the present) where there is none."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime.datetime(2017, 4, 26, tzinfo=datetime.UTC))


def feed(events):
    """The Atom feed of these events, as a string."""
    out = Feed(
        title=_("Launch events of the Model International Mobility Convention"),
        link=absolute(reverse("events:index")),
        description=_("Where the Convention was presented, and when."),
        language=settings.LANGUAGE_CODE,
        author_name=settings.OPERATOR,
        feed_url=absolute(reverse("events:feed")),
        feed_guid=f"urn:uuid:{FAMILY}",
    )
    for event in events:
        out.add_item(
            title=event.title,
            link=absolute(event.get_absolute_url()),
            description=summary(event),
            unique_id=f"urn:uuid:{identity(event)}",
            updateddate=event.changed_at,
        )
    return out.writeString("utf-8")


def data_block(event):
    """The event as schema.org/Event in JSON safe inside a script element. No coordinates: ours are the city's."""
    start, end = words.moments(event)
    address = {
        "@type": "PostalAddress",
        "addressLocality": event.city,
        "addressRegion": event.region,
        "addressCountry": event.country.code,
    }
    block = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"urn:uuid:{identity(event)}",
        "name": event.title,
        "url": absolute(event.get_absolute_url()),
        "startDate": start.isoformat() if start else event.starts_on.isoformat(),
        "endDate": end.isoformat() if end else event.ends_on.isoformat(),
        "location": {
            "@type": "Place",
            "name": event.venue or event.city,
            "address": {key: value for key, value in address.items() if value},
        },
    }
    return mark_safe(json.dumps(block, ensure_ascii=False).translate(SCRIPT_SAFE))
