"""The archive's pages and files: the same for everyone."""

from collections import Counter
from itertools import groupby

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from events import files, mapping
from events.models import Event, EventFact
from events.places import places
from portal.kit.caching import public_page


@public_page("rest")
def index(request):
    """All events: map, list by year, list by place."""
    events = list(Event.objects.public().in_order())
    found = places(events)
    context = {
        "section": "events",
        "events": events,
        "years": [(year, list(rows)) for year, rows in groupby(events, key=lambda event: event.starts_on.year)],
        "places": found,
        "map": mapping.draw(found),
        "unplaced": sum(len(place.events) for place in found if place.latitude is None),
    }
    return render(request, "events/index.html", context)


@public_page("rest")
def year(request, year):
    """The events of one year; 404 with the years that exist for any other."""
    counts = Counter(day.year for day in Event.objects.public().values_list("starts_on", flat=True))
    years = sorted(counts, reverse=True)
    if year not in map(str, years):
        return render(request, "events/no_year.html", {"section": "events", "years": years}, status=404)
    position = years.index(int(year))
    context = {
        "section": "events",
        "year": int(year),
        "years": years,
        "later": years[position - 1] if position else None,
        "earlier": years[position + 1] if position + 1 < len(years) else None,
        "events": list(Event.objects.public().in_order().filter(starts_on__year=int(year))),
    }
    return render(request, "events/year.html", context)


def grouped(event, facts):
    """(kinds, sources): facts by kind, in the kinds' order, with their sources' numbers; sources as (name, address).

    The event's own source, if it has one, is the first and the only one with a name.
    """
    sources = [(event.source, event.source_url)] if event.source or event.source_url else []
    numbers = {address: number for number, (_, address) in enumerate(sources, start=1) if address}
    for address in (address for fact in facts for address in fact.sources):
        if address not in numbers:
            sources.append(("", address))
            numbers[address] = len(sources)
    kinds = []
    for kind in EventFact.Kind:
        rows = [
            {"fact": fact, "numbers": sorted(numbers[address] for address in set(fact.sources))}
            for fact in facts
            if fact.kind == kind
        ]
        if rows:
            kinds.append((kind, rows))
    return kinds, sources


@public_page("rest")
def event(request, slug):
    """One event with all that is known of it, each thing with its source."""
    row = get_object_or_404(Event.objects.public(), slug=slug)
    context = shown(row)
    order = list(Event.objects.public().in_order().values("slug", "title", "city", "starts_on"))
    position = next((index for index, other in enumerate(order) if other["slug"] == slug), None)
    if position is None:  # withdrawn between two queries
        raise Http404
    context |= {
        "later": order[position - 1] if position else None,
        "earlier": order[position + 1] if position + 1 < len(order) else None,
    }
    return render(request, "events/event.html", context)


def shown(row):
    """What the page of an event shows of it, as its template's context."""
    kinds, sources = grouped(row, list(row.facts.all()))
    return {
        "section": "events",
        "event": row,
        "kinds": kinds,
        "time_told": any(kind == EventFact.Kind.TIME for kind, _ in kinds),
        "sources": sources,
        "base": [1] if row.source or row.source_url else [],
        "data_block": files.data_block(row),
    }


def _calendar(events, name):
    response = HttpResponse(files.calendar(events), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@public_page("rest")
def calendar(request):
    """All events as iCalendar."""
    return _calendar(Event.objects.public().in_order(), "launch-events")


@public_page("rest")
def event_calendar(request, slug):
    """One event as iCalendar."""
    return _calendar([get_object_or_404(Event.objects.public(), slug=slug)], slug)


@public_page("rest")
def feed(request):
    """All events as Atom."""
    events = Event.objects.public().in_order()
    return HttpResponse(files.feed(events), content_type="application/atom+xml; charset=utf-8")
