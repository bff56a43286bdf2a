"""Days and hours of an event in words."""

import datetime
import zoneinfo

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _


def _time(day, words):
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words)


def days(event, *, year=True):
    """The event's day or range as HTML: "31 May 2018", "18–19 January 2018", "28 August – 1 September 2017".

    year=False leaves the year out where one year holds all of it and the reader knows it from the heading.
    """
    first, last = event.starts_on, event.ends_on
    whole = "j F Y" if year or first.year != last.year else "j F"
    if first == last:
        return _time(first, date_format(first, whole))
    if first.year != last.year:
        parts = date_format(first, whole), " – "
    elif first.month != last.month:
        parts = date_format(first, "j F"), " – "
    else:
        parts = date_format(first, "j"), "–"
    return format_html("{}{}{}", _time(first, parts[0]), parts[1], _time(last, date_format(last, whole)))


def moments(event):
    """Start and end as aware datetimes in the event's own zone; None for each that is not known."""
    if event.start_time is None:
        return None, None
    zone = zoneinfo.ZoneInfo(event.timezone)
    start = datetime.datetime.combine(event.starts_on, event.start_time, zone)
    end = datetime.datetime.combine(event.ends_on, event.end_time, zone) if event.end_time else None
    return start, end


def offset(moment):
    """The distance from UTC as "UTC+9", "UTC−4", "UTC+5:30"."""
    minutes = int(moment.utcoffset().total_seconds()) // 60
    sign, minutes = ("−" if minutes < 0 else "+"), abs(minutes)
    return f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def hours(event):
    """Local times as HTML, "18:30–20:30, local time (UTC+9)", or "" where none is known."""
    start, end = moments(event)
    if start is None:
        return ""
    begun = format_html('<time datetime="{}">{}</time>', start.isoformat(timespec="minutes"), f"{start:%H:%M}")
    if end:
        ended = format_html('<time datetime="{}">{}</time>', end.isoformat(timespec="minutes"), f"{end:%H:%M}")
        begun = format_html("{}–{}", begun, ended)
    return format_html(_("{hours}, local time ({zone})"), hours=begun, zone=offset(start))
