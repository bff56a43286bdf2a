"""The map: every place has its dot, names never meet, and what can be pressed is large enough."""

import itertools
import random

import pytest

from events import land, mapping
from events.labels import Box
from events.models import Event
from events.places import places
from events.shapes import Site


def sites(points):
    return tuple(
        Site(f"place-{n}", f"City {n}", f"City {n}, Land", f"#{n}", lat, lon, 1 + n % 3)
        for n, (lat, lon) in enumerate(points)
    )


def scattered(count, seed):
    pick = random.Random(seed)
    return [(pick.uniform(-50, 70), pick.uniform(-180, 180)) for _ in range(count)]


def crowded(count, seed):
    pick = random.Random(seed)
    return [(50 + pick.gauss(0, 1.5), 8 + pick.gauss(0, 2)) for _ in range(count)]


CASES = {
    "one": [(0, 0)],
    "two at one point": [(48.86, 2.35), (48.86, 2.35)],
    "poles and edges": [(90, 0), (-90, 0), (0, 180), (0, -180), (71, -179)],
    "scattered": scattered(40, 1),
    "crowded": crowded(14, 2),
    "both": scattered(30, 3) + crowded(25, 4),
}


@pytest.fixture(params=["data", *CASES])
def drawing(request):
    if request.param == "data":
        rows = request.getfixturevalue("entries")
        found = places([Event(**{name: value for name, value in row.items() if name != "facts"}) for row in rows])
        return mapping.draw(found), [place.anchor for place in found]
    made = sites(CASES[request.param])
    return mapping.shapes(made), [site.anchor for site in made]


def sheets(drawing):
    """(marks, sheet, CSS pixels of a unit at the narrowest width) of everything that has names to press."""
    wide = mapping.WIDE_FROM / drawing.wide.width
    yield drawing.wide.marks, Box(0, 0, drawing.wide.width, drawing.wide.height), wide
    for inset in drawing.insets:
        yield inset.sheet.marks, Box(0, 0, inset.sheet.width, inset.sheet.height), wide
    for part, _ in drawing.parts:
        yield part.marks, Box(0, 0, part.width, part.height), mapping.NARROW_FROM / part.width


def test_every_place_has_one_dot_on_each_drawing(drawing):
    shapes, anchors = drawing
    wide = [mark.place.anchor for mark in shapes.wide.marks]
    wide += [mark.place.anchor for inset in shapes.insets for mark in inset.sheet.marks]
    assert sorted(wide) == sorted(anchors)
    assert sorted(site.anchor for circle in shapes.circles for site in circle.places) == sorted(anchors)
    for circle in shapes.circles:
        if circle.part:
            assert sorted(m.place.anchor for m in circle.part.marks) == sorted(s.anchor for s in circle.places)


def test_names_do_not_meet_and_stay_on_the_sheet(drawing):
    for marks, sheet, _ in sheets(drawing[0]):
        for mark in marks:
            assert mark.box.inside(sheet)
        for a, b in itertools.combinations(marks, 2):
            assert not a.box.meets(b.box, -0.01), (a.place.city, b.place.city)


def test_names_can_be_pressed_at_the_narrowest_width(drawing):
    for marks, _, pixels in sheets(drawing[0]):
        for mark in marks:
            assert min(mark.box.w, mark.box.h) * pixels >= 24, mark.place.city


def test_circles_can_be_pressed_and_do_not_meet(drawing):
    shapes = drawing[0]
    pixels = mapping.NARROW_FROM / shapes.view.w
    for circle in shapes.circles:
        assert circle.r * 2 * pixels >= 24
        assert (
            shapes.view.x <= circle.x - circle.r + 0.01 and circle.x + circle.r <= shapes.view.x + shapes.view.w + 0.01
        )
        assert (
            shapes.view.y <= circle.y - circle.r + 0.01 and circle.y + circle.r <= shapes.view.y + shapes.view.h + 0.01
        )
    for a, b in itertools.combinations(shapes.circles, 2):
        assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= (a.r + b.r - 0.01) ** 2


def test_enlarged_parts_cover_no_dot_and_no_other_part(drawing):
    shapes = drawing[0]
    for inset in shapes.insets:
        assert not any(inset.at.meets_circle(mark.x, mark.y, mark.r) for mark in shapes.wide.marks)
        assert not any(inset.at.meets(mark.box) for mark in shapes.wide.marks)
    for a, b in itertools.combinations(shapes.insets, 2):
        assert not a.at.meets(b.at)


def test_same_places_give_the_same_map():
    made = sites(CASES["both"])
    first = mapping.shapes(made)
    mapping.shapes.cache_clear()
    assert mapping.shapes(made) == first


def test_places_without_coordinates_are_left_out(loaded):
    Event.objects.update(latitude=None, longitude=None)
    assert mapping.draw(places(Event.objects.all())) is None


def test_cities_of_one_name_are_two_places(loaded):
    first, second = Event.objects.filter(city="Vancouver").order_by("number")
    Event.objects.filter(pk=second.pk).update(region="Washington", country="US")
    found = [place for place in places(Event.objects.all()) if place.city == "Vancouver"]
    assert len(found) == 2 and len({place.anchor for place in found}) == 2


def test_land_is_a_small_file_of_the_whole_world():
    assert land.FILE.stat().st_size < 40_000
    rings = land.rings()
    assert len(rings) > 200
    assert {min(x for ring in rings for x, _ in ring), max(x for ring in rings for x, _ in ring)} == {-180, 180}
    assert all(ring[0] == ring[-1] or abs(ring[0][0]) == 180 for ring in rings)
