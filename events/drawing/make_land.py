"""Makes events/data/land.json, the land that events/land.py engraves. Run by hand, once; the portal needs the result.

Source: Natural Earth (public domain), as packed in the npm package `world-atlas` 2.0.2:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python events/drawing/make_land.py package/land-50m.json

The outlines are thinned to about 0.2 degrees, islands that no line of the engraving would meet are dropped, and
every ring is kept as steps of 1/25 degree from its first point: [longitude, latitude, step, step, ...].
"""

import json
import sys
from pathlib import Path

GRID = 25  # steps of a degree
TOLERANCE = 0.2  # degrees
SMALLEST = 0.35  # degrees: extent of the smallest island kept
SOUTH = -60  # no event is held on Antarctica


def rings(topology):
    """All rings of the land as lists of (longitude, latitude)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for indexes in polygon:
                points = []
                for index in indexes:
                    part = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += part if not points else part[1:]
                yield points


def thinned(points, tolerance):
    """Douglas and Peucker's line, without recursion."""
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        farthest, distance = None, tolerance
        for index in range(first + 1, last):
            x, y = points[index]
            if length:
                d = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            else:
                d = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if d > distance:
                farthest, distance = index, d
        if farthest is not None:
            keep.add(farthest)
            todo += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(keep)]


def main(source):
    out = []
    for points in rings(json.loads(Path(source).read_text())):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(ys) < SOUTH or max(max(xs) - min(xs), max(ys) - min(ys)) < SMALLEST:
            continue
        points = [(round(x * GRID), round(y * GRID)) for x, y in thinned(points, TOLERANCE)]
        flat, last = [*points[0]], points[0]
        for point in points[1:]:
            if point == last:
                continue
            flat += [point[0] - last[0], point[1] - last[1]]
            last = point
        if len(flat) >= 8:
            out.append(flat)
    out.sort(key=len, reverse=True)
    target = Path(__file__).parent.parent / "data" / "land.json"
    target.write_text(json.dumps({"grid": GRID, "rings": out}, separators=(",", ":")) + "\n")
    print(f"{target}: {len(out)} rings, {target.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
