"""What an import says of a file beside its text: what it left out, what it doubts, and what blocks publishing."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Place:
    """Words at a place of the source, and what is said of them: page from 1 and line on that page."""

    page: int
    line: int
    text: str
    why: str


@dataclass
class Report:
    """Everything of a source that is not in the text, and every doubt about what is.

    `furniture` are words that belong to the pages and not to the text; `doubts` stop nothing; a place under `blocking`
    keeps the edition from being published until a person has settled it.
    """

    kind: str
    pages: int = 0
    printed: list[str] = field(default_factory=list)  # the number that is printed on each page, or nothing
    furniture: list[Place] = field(default_factory=list)
    doubts: list[Place] = field(default_factory=list)
    blocking: list[Place] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """The report as it stands in Edition.report, places in the order of the source."""
        found = asdict(self)
        for name in ("furniture", "doubts", "blocking"):
            found[name].sort(key=lambda place: (place["page"], place["line"]))
        for place in found["blocking"]:
            place["settled"] = ""
        return found


def blocking(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The places of Edition.report that block publishing: no person has written in `settled` what became of them."""
    return [place for place in report.get("blocking", []) if not place["settled"]]
