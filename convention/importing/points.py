"""The numbers of points: which list the next point belongs to, whether (i) is a letter or a roman number."""

from dataclasses import dataclass

from convention.importing.blocks import SET_IN, kind_of
from convention.importing.checks import letter
from convention.importing.document import Node
from convention.numbers import from_roman

LETTERS = {letter(place): place for place in range(1, 105)}


@dataclass
class List:
    """An open list: the node that holds it, how its numbers are written, the last of them, and where they stand."""

    owner: Node
    written: str
    roman: bool
    last: int
    indent: float
    node: Node  # its last point

    def value(self, number: str) -> int | None:
        """What a number counts in this list, None where it cannot be one of it."""
        return value(number, self.roman)


def value(number: str, roman: bool) -> int | None:
    """What a number without its brackets counts, read as letter or digits, or as a small roman number."""
    if number.isdecimal():
        return None if roman else int(number)
    return from_roman(number) if roman else LETTERS.get(number)


def home(lists: list[List], marker: str, indent: float, upcoming: list[str]) -> int | None:
    """The place, in the open lists from outermost, of the list that goes on with this number.

    None for a number that goes on with none of them. `upcoming` are the next numbers of the source.
    """
    number, written = marker.strip("()."), kind_of(marker)
    fitting = [
        place
        for place, found in enumerate(lists)
        if found.written == written and found.value(number) == found.last + 1
    ]
    if not fitting:
        return None
    place = fitting[-1]
    # (i) behind (h): the ninth letter, or the first of a list below (h)?
    if begins(number) is not None and not lists[place].roman and _is_roman_one(number):
        further = indent - lists[place].indent > SET_IN
        following = next((other.strip("().") for other in upcoming if kind_of(other) == written), "")
        if further or following == "ii":
            return None if following != letter(lists[place].last + 2) or further else place
    return place


def again(lists: list[List], marker: str, indent: float) -> int | None:
    """The place of the list that this first number repeats: written as its numbers are, and set in as they are."""
    number, written = marker.strip("()."), kind_of(marker)
    alike = [
        place
        for place, found in enumerate(lists)
        if found.written == written and found.roman == _is_roman_one(number) and abs(found.indent - indent) < SET_IN
    ]
    return alike[-1] if alike else None


def begins(number: str) -> bool | None:
    """Whether a number can be the first of a list: True for a roman one, False for a letter or digit, else None."""
    if _is_roman_one(number):
        return True
    return False if number in ("a", "1") else None


def _is_roman_one(number: str) -> bool:
    return number == "i"
