"""Names beside dots, none over another: a small search over the places where a name can stand."""

from dataclasses import dataclass

NARROW, WIDE = set("ijlft.,:;'’()|! "), set("mwMWGOQ@&")


def width(text, size):
    """Width of text in the italic of the map at this type size; a little too wide rather than too narrow."""
    ems = 0.0
    for letter in text:
        if ord(letter) > 0x2E7F:  # ideographs and their like fill the em
            ems += 1
        elif letter in NARROW:
            ems += 0.27
        elif letter in WIDE:
            ems += 0.8
        else:
            ems += 0.66 if letter.isupper() else 0.47
    return ems * size


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    w: float
    h: float

    def meets(self, other, gap=0.0):
        return (
            self.x < other.x + other.w + gap
            and other.x < self.x + self.w + gap
            and self.y < other.y + other.h + gap
            and other.y < self.y + self.h + gap
        )

    def meets_circle(self, x, y, r):
        dx = max(self.x - x, 0, x - self.x - self.w)
        dy = max(self.y - y, 0, y - self.y - self.h)
        return dx * dx + dy * dy < r * r

    def inside(self, other):
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.w <= other.x + other.w
            and self.y + self.h <= other.y + other.h
        )


@dataclass(frozen=True)
class Dot:
    """A dot that wants a name: centre, radius, and the width of its name."""

    x: float
    y: float
    r: float
    name: float


@dataclass(frozen=True)
class Spot:
    """Where a name stands: the box that can be pressed, and its side that looks at the dot ("" for above or below)."""

    box: Box
    side: str
    cost: float

    @property
    def nearest(self):
        """The point of the box that a leader from the dot would meet."""
        x = {"start": self.box.x, "end": self.box.x + self.box.w}.get(self.side, self.box.x + self.box.w / 2)
        return x, self.box.y + self.box.h / 2


def spots(dot, row, leaders):
    """All spots for a dot, best first: beside it, then above and below, then (with leaders) farther away."""
    w = max(dot.name + 8, row)
    out = []
    for reach in (0, 12, 26, 44, 70) if leaders else (0,):
        for step in range(-7, 8) if leaders else range(-2, 3):
            dy = step * row * (0.4 if reach else 0.22 if not leaders else 0.07)
            cost = reach + abs(dy) * 0.9
            x = dot.x + dot.r + 2 + reach
            out.append(Spot(Box(x, dot.y - row / 2 + dy, w, row), "start", cost))
            x = dot.x - dot.r - 2 - reach - w
            out.append(Spot(Box(x, dot.y - row / 2 + dy, w, row), "end", cost + 1))
    for shift in (0, -0.3, 0.3):
        x = dot.x - w / 2 + shift * w
        out.append(Spot(Box(x, dot.y - dot.r - row, w, row), "", 16 + abs(shift)))
        out.append(Spot(Box(x, dot.y + dot.r, w, row), "", 17 + abs(shift)))
    return sorted(out, key=lambda spot: spot.cost)


def crosses(a, b, box):
    """Whether the line from a to b meets the box (Liang and Barsky)."""
    (x, y), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    low, high = 0.0, 1.0
    for p, q in ((-dx, x - box.x), (dx, box.x + box.w - x), (-dy, y - box.y), (dy, box.y + box.h - y)):
        if p == 0:
            if q < 0:
                return False
            continue
        if p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
    return low < high


def cross(a, b, c, d):
    """Whether the lines a to b and c to d cut each other."""

    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def passes(a, b, x, y, r):
    """Whether the line a to b comes nearer than r to the point (x, y)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = ((x - a[0]) * dx + (y - a[1]) * dy) / ((dx * dx + dy * dy) or 1)
    t = min(max(t, 0), 1)
    return (a[0] + t * dx - x) ** 2 + (a[1] + t * dy - y) ** 2 < r * r


def arrange(dots, *, sheet, row, taken=(), leaders=False, patience=1500):
    """A Spot for every dot, in the order of `dots`: no two boxes or leaders meet, none covers a dot.

    row: height of a box, so that it can be pressed. taken: boxes that are not free. leaders: names may stand farther
    off, at the end of a line. Returns None where the search finds nothing within `patience` steps. Deterministic.
    """
    if sum(max(dot.name, row) * row for dot in dots) > 0.7 * sheet.w * sheet.h:
        return None
    choices = []
    for dot in dots:
        free = [
            spot
            for spot in spots(dot, row, leaders)
            if spot.box.inside(sheet)
            and not any(spot.box.meets(box) for box in taken)
            and not any(
                spot.box.meets_circle(other.x, other.y, other.r + 1)
                or passes((dot.x, dot.y), spot.nearest, other.x, other.y, other.r)
                for other in dots
                if other is not dot
            )
        ]
        if not free:
            return None
        choices.append(free)
    order = sorted(range(len(dots)), key=lambda index: (len(choices[index]), dots[index].y, index))
    chosen = {}
    steps = 0

    def fits(index, spot):
        dot = dots[index]
        for other, there in chosen.items():
            if spot.box.meets(there.box):
                return False
            here, away = (dot.x, dot.y), (dots[other].x, dots[other].y)
            if crosses(away, there.nearest, spot.box) or crosses(here, spot.nearest, there.box):
                return False
            if cross(here, spot.nearest, away, there.nearest):
                return False
        return True

    def search(depth):
        nonlocal steps
        if depth == len(order):
            return True
        index = order[depth]
        for spot in choices[index]:
            steps += 1
            if steps > patience:
                return False
            if fits(index, spot):
                chosen[index] = spot
                if search(depth + 1):
                    return True
                del chosen[index]
        return False

    return [chosen[index] for index in range(len(dots))] if search(0) else None
