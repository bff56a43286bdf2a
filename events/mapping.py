"""The map of the archive: from places to shapes. No words and no colours here; templates/events/map.html has them.

Two drawings of one world. The wide one (from 64rem) names every place; places too near to be pressed apart stand in an
enlarged part that is let into the sea. The narrow one joins them to one circle with their number, which opens the
enlarged part below. Every size is worked out so that what can be pressed is 24 CSS pixels or more at the narrowest
width of its drawing (WCAG 2.5.8).
"""

import functools
import math

from events import land
from events.labels import Box, Dot, arrange, width
from events.shapes import TYPE, Circle, Drawing, Inset, Mark, Sheet, Site

PRESS = 24.5  # CSS pixels
WIDE_FROM = 954  # CSS pixels: width of the wide drawing in a window of 64rem
NARROW_FROM = 280  # CSS pixels: width of the narrow drawing in a window of 320 pixels
PART = 300  # units: width of an enlarged part on the narrow drawing
PARTS = [(PART, high) for high in (200, 240, 280, 330, 400)]
INSETS = [(w, high) for high in (240, 280, 320, 360, 420) for w in (308, 340, 380)]


def radius(place, most=9.0):
    return min(5.5 + 1.7 * (math.sqrt(place.count) - 1) * 1.6, most)


def marks_of(placed, sheet, row, size, taken=(), leaders=False):
    """Marks for [(place, x, y)], or None where the names do not fit."""
    dots = [Dot(x, y, radius(place), width(place.label, size)) for place, x, y in placed]
    chosen = arrange(dots, sheet=sheet, row=row, taken=taken, leaders=leaders)
    if chosen is None:
        return None
    out = []
    for (place, x, y), dot, spot in zip(placed, dots, chosen, strict=True):
        ex, ey = spot.nearest
        far = spot.side and (abs(ex - x) > dot.r + 6 or abs(ey - y) > row * 0.5)
        out.append(Mark(place, x, y, dot.r, spot.box, spot.side, ((x, y), (ex, ey)) if far else None, size))
    return tuple(out)


def enlarged(places, *, sizes, row, size, anchor, pitch=4):
    """A Sheet that shows these places large enough to be pressed: the first of `sizes` on which all names fit.

    sizes: (width, height) in units, in order of preference. row: height of a name's box. Where none fits, the names
    stand in a column at the right, one under another, each at the end of its line, on a sheet as high as they need.
    """
    west, east = min(p.longitude for p in places), max(p.longitude for p in places)
    south, north = min(p.latitude for p in places), max(p.latitude for p in places)
    narrowing = max(math.cos(math.radians((south + north) / 2)), 0.1)
    middle = (west + east) / 2, (south + north) / 2

    def part(across, high, share):
        """A part of this size whose places fill `share` of its width or height."""
        degrees = max((east - west) * narrowing / across, (north - south) / high, 2 / across) / share
        dx, dy = degrees * across / 2 / narrowing, degrees * high / 2
        return land.Part((middle[0] - dx, middle[1] - dy, middle[0] + dx, middle[1] + dy), across)

    for across, high in sizes:
        for share in (0.8, 0.68, 0.56, 0.46):
            sheet = part(across, high, share)
            placed = [(place, *sheet.point(place.longitude, place.latitude)) for place in places]
            marks = marks_of(placed, Box(2, 2, across - 4, sheet.height - 4), row, size, leaders=True)
            if marks:
                return Sheet(across, sheet.height, land.path(land.lines(sheet, pitch)), marks, anchor)
    across = sizes[-1][0]
    sheet = part(across, max(sizes[-1][1], (len(places) + 1) * row), 0.4)
    placed = sorted(((place, *sheet.point(place.longitude, place.latitude)) for place in places), key=lambda at: at[2])
    top = (sheet.height - len(placed) * row) / 2
    marks = []
    for index, (place, x, y) in enumerate(placed):
        w = min(max(width(place.label, size) + 8, row), across * 0.45)
        box = Box(across - 2 - w, top + index * row, w, row)
        marks.append(Mark(place, x, y, 4, box, "start", ((x, y), (box.x, box.y + row / 2)), size))
    return Sheet(across, sheet.height, land.path(land.lines(sheet, pitch)), tuple(marks), anchor)


def joined(points, reach):
    """Indexes of points in groups: two points nearer than `reach` are in one group."""
    groups = [[index] for index in range(len(points))]
    while True:
        pair = next(
            (
                (a, b)
                for a in range(len(groups))
                for b in range(a + 1, len(groups))
                if any(math.dist(points[i], points[j]) < reach for i in groups[a] for j in groups[b])
            ),
            None,
        )
        if pair is None:
            return groups
        groups[pair[0]] += groups.pop(pair[1])


def frame_of(points, pad=10):
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs) - pad, min(ys) - pad, max(xs) - min(xs) + 2 * pad, max(ys) - min(ys) + 2 * pad)


def ties(frame, box):
    """Two lines from the corners of a frame to the corners of its enlargement that look at it."""
    left, right = (frame.x, box.x), (frame.x + frame.w, box.x + box.w)
    if box.y >= frame.y + frame.h:
        y = frame.y + frame.h, box.y
    elif box.y + box.h <= frame.y:
        y = frame.y, box.y + box.h
    else:
        side = right[0] if box.x > frame.x else left[0]
        other = left[1] if box.x > frame.x else right[1]
        return (((side, frame.y), (other, box.y)), ((side, frame.y + frame.h), (other, box.y + box.h)))
    return (((left[0], y[0]), (left[1], y[1])), ((right[0], y[0]), (right[1], y[1])))


def free_water(sheet, rows, avoid, dots, w, h, near):
    """Where a box of w by h covers the least land and no dot: its corner, or None. Nearer to `near` is better."""
    best = None
    for y in range(4, max(int(sheet.height - h - 3), 5), 12):
        for x in range(4, max(int(sheet.width - w - 3), 5), 12):
            box = Box(x, y, w, h)
            if y + h > sheet.height or any(box.meets(other, 6) for other in avoid):
                continue
            if any(box.meets_circle(dx, dy, 60) for dx, dy in dots):
                continue
            covered = sum(
                max(0, min(end, x + w) - max(start, x))
                for at, spans in rows
                if y <= at <= y + h
                for start, end in spans
            )
            cost = covered + 2.5 * math.dist((x + w / 2, y + h / 2), near)
            if best is None or cost < best[0]:
                best = (cost, x, y)
    return best[1:] if best else None


def wide_drawing(located):
    """The drawing of the wide page: (Sheet, insets)."""
    world = land.World()
    unit = world.width / WIDE_FROM
    row = PRESS * unit
    rows = land.lines(world, 4)
    points = [world.point(place.longitude, place.latitude) for place in located]
    groups = [group for group in joined(points, row) if len(group) > 2]
    while True:
        grouped = {index for group in groups for index in group}
        single = [index for index in range(len(located)) if index not in grouped]
        dots = [points[index] for index in single]
        height = float(world.height)
        insets, taken = [], []
        frames = [frame_of([points[index] for index in group]) for group in groups]
        for number, (group, frame) in enumerate(zip(groups, frames, strict=True), start=1):
            sheet = enlarged([located[i] for i in group], sizes=INSETS, row=row, size=TYPE, anchor=f"inset-{number}")
            near = (frame.x + frame.w / 2, frame.y + frame.h / 2)
            corner = free_water(world, rows, [*frames, *taken], dots, sheet.width, sheet.height, near)
            if corner is None:  # no water left: a strip below the world
                below = [box for box in taken if box.y >= world.height]
                x = max((box.x + box.w + 12 for box in below), default=4)
                corner = (x, world.height + 8)
                height = max(height, corner[1] + sheet.height + 8)
            at = Box(*corner, sheet.width, sheet.height)
            taken.append(at)
            insets.append(Inset(sheet, at, frame, ties(frame, at), tuple((points[i], 3) for i in group)))
        marks = marks_of(
            [(located[index], *points[index]) for index in single],
            Box(0, 0, world.width, world.height),
            row,
            TYPE,
            [*taken, *frames],
        )
        if marks is not None:
            return Sheet(world.width, height, land.path(rows), marks), tuple(insets)
        groups = crowd(points, groups, single)


def crowd(points, groups, single):
    """Join the two nearest of what still stands alone, and of the groups, to one more group."""
    nodes = [*groups, *([index] for index in single)]
    a, b = min(
        (
            (a, b)
            for a in range(len(nodes))
            for b in range(a + 1, len(nodes))
            if len(nodes[a]) == 1 or len(nodes[b]) == 1
        ),
        key=lambda pair: min(math.dist(points[i], points[j]) for i in nodes[pair[0]] for j in nodes[pair[1]]),
        default=(None, None),
    )
    if a is None:
        return [sorted(index for node in nodes for index in node)]
    rest = [node for index, node in enumerate(nodes) if index not in (a, b) and len(node) > 1]
    return [*rest, nodes[a] + nodes[b]]


def circles_of(located, points, r):
    """Circles for the narrow drawing, joined until none meets another: [(x, y, indexes)]."""
    nodes = [(x, y, [index]) for index, (x, y) in enumerate(points)]
    while len(nodes) > 1:
        distance, a, b = min(
            (math.dist(nodes[a][:2], nodes[b][:2]), a, b) for a in range(len(nodes)) for b in range(a + 1, len(nodes))
        )
        if distance >= 2 * r:
            break
        members = nodes[a][2] + nodes[b][2]
        middle = [sum(points[index][axis] for index in members) / len(members) for axis in (0, 1)]
        nodes = [node for index, node in enumerate(nodes) if index not in (a, b)] + [(*middle, members)]
    return nodes


def narrow_drawing(located):
    """The drawing of a phone: (view, circles, parts, type size, names beside circles)."""
    world = land.World()
    points = [world.point(place.longitude, place.latitude) for place in located]
    box = frame_of(points, 70)
    # Wide enough for a look at the world, high enough for its circles, and no larger than the sheet.
    w = min(max(box.w, 700), world.width)
    h = min(max(box.h, w * 0.5), world.height)
    x = min(max(box.x + box.w / 2 - w / 2, 0), world.width - w)
    y = min(max(box.y + box.h / 2 - h / 2, 0), world.height - h)
    view = Box(round(x), round(y), round(w), round(h))
    unit = view.w / NARROW_FROM
    r = PRESS / 2 * unit
    inside = [
        (min(max(px, view.x + r), view.x + view.w - r), min(max(py, view.y + r), view.y + view.h - r))
        for px, py in points
    ]
    circles, parts = [], []
    nodes = sorted(circles_of(located, inside, r), key=lambda node: (node[0], node[1]))
    for cx, cy, members in nodes:
        here = tuple(located[index] for index in sorted(members))
        part = None
        if len(here) > 1:
            row = PRESS * PART / NARROW_FROM
            part = enlarged(here, sizes=PARTS, row=row, size=17, anchor=f"part-{len(parts) + 1}")
            parts.append((part, here))
        circles.append(Circle(cx, cy, r, here, part))
    size = 14 * unit
    beside = names_beside(circles, view, size)
    return view, tuple(circles), tuple(parts), size, beside


def names_beside(circles, view, size):
    """Names of single places beside their circles, as far as they fit; the others are told by their titles."""
    out, taken = [], []
    for circle in circles:
        if circle.part:
            continue
        name = circle.places[0].city
        others = [Box(c.x - c.r, c.y - c.r, 2 * c.r, 2 * c.r) for c in circles if c is not circle]
        spot = arrange(
            [Dot(circle.x, circle.y, circle.r, width(name, size))], sheet=view, row=size * 1.2, taken=[*others, *taken]
        )
        if spot:
            taken.append(spot[0].box)
            out.append(Mark(circle.places[0], circle.x, circle.y, circle.r, spot[0].box, spot[0].side, None, size))
    return tuple(out)


@functools.lru_cache(maxsize=8)
def shapes(sites):
    """The Drawing of these Sites; kept, since it is the same until an event changes."""
    sheet, insets = wide_drawing(sites)
    view, circles, parts, size, beside = narrow_drawing(sites)
    return Drawing(sheet, insets, view, circles, parts, size, beside)


def draw(places):
    """The Drawing of these places, or None where none has coordinates. Places without coordinates are left out."""
    sites = tuple(
        Site(place.anchor, place.city, place.words, place.address, place.latitude, place.longitude, len(place.events))
        for place in places
        if place.latitude is not None
    )
    return shapes(sites) if sites else None
