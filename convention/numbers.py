"""Numbers of chapters, as they are printed and as they stand in addresses."""

ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
HIGHEST = 89


def roman(number: int) -> str:
    """The number in roman capitals. Raises ValueError outside 1 to 89, which no treaty's chapters reach.

    >>> roman(8)
    'VIII'
    """
    if not 1 <= number <= HIGHEST:
        raise ValueError(f"{number} has no roman form here: 1 to {HIGHEST}")
    letters = ""
    for value, letter in ROMAN:
        while number >= value:
            letters += letter
            number -= value
    return letters


FROM_ROMAN = {roman(number): number for number in range(1, HIGHEST + 1)}


def from_roman(letters: str) -> int | None:
    """The number that well-formed roman letters of either case stand for, else None."""
    return FROM_ROMAN.get(letters.upper())
