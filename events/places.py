"""Where the events took place: one Place for a city, with its events."""

from dataclasses import dataclass, field

from django.utils.text import slugify


@dataclass
class Place:
    """A city. `anchor` is its id on the page of the archive; the coordinates are None where no event gives them."""

    anchor: str
    city: str
    region: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    events: list = field(default_factory=list)

    @property
    def words(self):
        return self.events[0].place

    @property
    def address(self):
        """Where its dot leads: its one event's page, or its list on the page of the archive."""
        return self.events[0].get_absolute_url() if len(self.events) == 1 else f"#{self.anchor}"


def places(events):
    """Group events by city, region and country. Sorted by the city's name; the events keep their order."""
    found = {}
    anchors = set()
    for event in events:
        key = (event.city, event.region, event.country.code)
        if key not in found:
            stem = anchor = f"place-{slugify(event.city) or event.country.code.lower()}"
            number = 2
            while anchor in anchors:
                anchor, number = f"{stem}-{number}", number + 1
            anchors.add(anchor)
            found[key] = Place(anchor, event.city, event.region, event.country.code)
        place = found[key]
        place.events.append(event)
        if place.latitude is None and event.latitude is not None:
            place.latitude, place.longitude = float(event.latitude), float(event.longitude)
    return sorted(found.values(), key=lambda place: (slugify(place.city), place.region, place.country))
