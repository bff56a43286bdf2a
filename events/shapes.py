"""The shapes that the map is made of; events/mapping.py places them, templates/events/map.html draws them."""

from dataclasses import dataclass

from events.labels import Box

TYPE = 20  # size of names on the wide drawing, in its units


@dataclass(frozen=True)
class Site:
    """What the map must know of a place. `address` is where its dot leads, `count` the number of its events."""

    anchor: str
    city: str
    words: str
    address: str
    latitude: float
    longitude: float
    count: int

    @property
    def label(self):
        return f"{self.city} ({self.count})" if self.count > 1 else self.city


@dataclass(frozen=True)
class Mark:
    """A place on a drawing: dot, name, and the box to press. `leader`: end points of a line to a name farther off."""

    place: Site
    x: float
    y: float
    r: float
    box: Box | None = None
    side: str = ""
    leader: tuple | None = None
    size: float = TYPE

    @property
    def text_x(self):
        return {"start": self.box.x + 4, "end": self.box.x + self.box.w - 4}.get(
            self.side, self.box.x + self.box.w / 2
        )

    @property
    def text_y(self):
        return self.box.y + self.box.h / 2 + self.size * 0.3

    @property
    def anchor(self):
        return self.side or "middle"

    @property
    def ground(self):
        """The part of the box behind the letters, cleared of land."""
        high = min(self.box.h, self.size * 1.15)
        return Box(self.box.x, self.box.y + (self.box.h - high) / 2, self.box.w, high)


@dataclass(frozen=True)
class Sheet:
    """A drawing with its own measure: size, land, marks."""

    width: float
    height: float
    land: str
    marks: tuple
    anchor: str = ""


@dataclass(frozen=True)
class Inset:
    """An enlarged part on the wide drawing: its frame, the frame of what it enlarges, two lines between them."""

    sheet: Sheet
    at: Box
    frame: Box
    ties: tuple
    marks: tuple


@dataclass(frozen=True)
class Circle:
    """One or more places on the narrow drawing: `part` is the Sheet it opens, or None where it is one place."""

    x: float
    y: float
    r: float
    places: tuple
    part: Sheet | None

    @property
    def count(self):
        return sum(place.count for place in self.places)


@dataclass(frozen=True)
class Drawing:
    """Everything on the map. `view` is the part of the world on the narrow drawing, `type` the size of its names,
    `beside` the names of single places there, `parts` what its circles open."""

    wide: Sheet
    insets: tuple
    view: Box
    circles: tuple
    parts: tuple
    type: float
    beside: tuple
