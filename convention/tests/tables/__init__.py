"""Tables of what has to be found, written before the code that finds it."""

from pathlib import Path


def rows(name: str) -> list[list[str]]:
    """The rows of a table: cells apart by |, without lines that begin with # and empty ones."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]
