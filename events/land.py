"""Land as engravers drew it: one horizontal line under another, broken by the sea."""

import functools
import json
import math
from pathlib import Path

FILE = Path(__file__).parent / "data" / "land.json"
MIDDLE = 8  # degrees east at the middle of the world map: no place of the archive is cut by its edge


@functools.cache
def rings():
    """Outlines of all land as lists of (longitude, latitude) in degrees; see events/drawing/make_land.py."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    out = []
    for flat in document["rings"]:
        x = y = 0
        points = []
        for dx, dy in zip(flat[::2], flat[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / document["grid"], y / document["grid"]))
        out.append(points)
    return out


def equal_earth(longitude, latitude):
    """Equal Earth projection (Savric, Patterson, Jenny 2018): degrees to radii of the sphere, y northwards."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    m = math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    t2, t6 = t * t, t**6
    x = math.radians(longitude) * math.cos(t) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)))
    return x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


class World:
    """The whole world but the poles, `width` units wide."""

    def __init__(self, width=1344, north=77, south=-56):
        self.scale = width / (2 * equal_earth(180, 0)[0])
        self.width = width
        self.top = equal_earth(0, north)[1]
        self.height = round((self.top - equal_earth(0, south)[1]) * self.scale)

    def outline(self, longitude, latitude):
        """A point of an outline; what lies west of the left edge stays there, so that no line crosses the map."""
        x, y = equal_earth(longitude - MIDDLE, latitude)
        return x * self.scale + self.width / 2, (self.top - y) * self.scale

    def point(self, longitude, latitude):
        """A place, moved to the other edge where the map wraps, and kept on the sheet."""
        turned = (longitude - MIDDLE + 180) % 360 - 180
        x, y = equal_earth(turned, latitude)
        y = (self.top - y) * self.scale
        return x * self.scale + self.width / 2, min(max(y, 8), self.height - 8)

    def nearby(self):
        return rings()


class Part:
    """An enlarged part: `box` is west, south, east, north in degrees; `width` in units; to scale at its middle."""

    def __init__(self, box, width):
        self.west, self.south, self.east, self.north = box
        narrowing = max(math.cos(math.radians((self.south + self.north) / 2)), 0.05)
        self.x_scale = width / (self.east - self.west)
        self.y_scale = self.x_scale / narrowing
        self.width = width
        self.height = round((self.north - self.south) * self.y_scale)

    def point(self, longitude, latitude):
        return (longitude - self.west) * self.x_scale, (self.north - latitude) * self.y_scale

    outline = point

    def nearby(self):
        """Rings that can reach into the box; the others cost time only."""
        for ring in rings():
            xs, ys = [x for x, _ in ring], [y for _, y in ring]
            if min(xs) < self.east and max(xs) > self.west and min(ys) < self.north and max(ys) > self.south:
                yield ring


def lines(sheet, pitch, shortest=1.5):
    """The land's lines on a World or Part: a list of (y, [(start, end), ...]) in whole units, `pitch` apart."""
    edges = []
    for ring in sheet.nearby():
        points = [sheet.outline(*point) for point in ring]
        edges += [(a, b) for a, b in zip(points, points[1:], strict=False) if a[1] != b[1]]
    rows = {}
    first = pitch // 2
    for (ax, ay), (bx, by) in edges:
        low, high = (ay, by) if ay < by else (by, ay)
        row = max(0, math.ceil((low - first) / pitch))
        while (y := first + row * pitch) < min(high, sheet.height):
            if y >= low:
                rows.setdefault(y, []).append(ax + (y - ay) / (by - ay) * (bx - ax))
            row += 1
    out = []
    for y in sorted(rows):
        crossings = sorted(rows[y])
        spans = []
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            start, end = max(start, 0), min(end, sheet.width)
            if end - start < shortest:
                continue
            if spans and start - spans[-1][1] < 1.5:
                spans[-1][1] = round(end)
            else:
                spans.append([round(start), round(end)])
        if spans:
            out.append((y, spans))
    return out


def path(rows):
    """Path data of such lines, in the fewest characters."""
    out = []
    for y, spans in rows:
        at = None
        for start, end in spans:
            out.append(f"M{start} {y}h{end - start}" if at is None else f"m{start - at} 0h{end - start}")
            at = end
    return "".join(out)
