"""What a reader makes of a file, before it becomes rows: a tree of nodes, each with the line it came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from convention.importing.report import Report
from convention.models import ProvisionKind as Kind

MOST_FAULTS = 50
LONGEST_TITLE = 400  # of an instrument


@dataclass
class Node:
    """One provision. `number` is as printed, without its dot or brackets; `eid` is given by convention.eids.

    `page` counts the pages of the source from 1, and `line` the lines of that page; where a source has no pages,
    `page` is 0 and `line` one of the file.
    """

    kind: Kind
    line: int
    number: str = ""
    heading: str = ""
    text: str = ""
    eid: str = ""
    children: list["Node"] = field(default_factory=list)
    page: int = 0

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Document:
    """A whole text: what the file says of its instrument, and its top nodes."""

    title: str = ""
    specimen: bool = False
    nodes: list[Node] = field(default_factory=list)
    # True where the file says itself what each provision is (Akoma Ntoso, JSON) and nothing was worked out from
    # numbers: odd numbers inside an article are then the text's own, and a note instead of a fault.
    explicit: bool = False
    # What whoever imports the file has to know, and what stops nothing.
    notes: list["Fault"] = field(default_factory=list)
    # What the source has beside this text (convention/importing/report.py); None where the file says all itself.
    report: Report | None = None

    def walk(self) -> Iterator[Node]:
        """All nodes in the order of the text."""
        for node in self.nodes:
            yield from node.walk()

    def articles(self) -> list[Node]:
        """The articles in the order of the text."""
        return [node for node in self.walk() if node.kind == Kind.ARTICLE]


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong at a line (from 1; 0 for the file as a whole), in words for the person who made the file.

    In a file with pages the line is one of its page, which counts from 1.
    """

    line: int
    message: str | Promise
    page: int = 0

    def __str__(self) -> str:
        place = _("page %(page)d, line %(line)d") if self.page and self.line else _("page %(page)d")
        if self.page:
            return f"{place % {'page': self.page, 'line': self.line}}: {self.message}"
        return f"{self.line}: {self.message}" if self.line else str(self.message)

    def at(self, name: object) -> str:
        """The fault as compilers write it, with the name of the file: "text.txt:12: message"."""
        return f"{name}:{self}" if self.line and not self.page else f"{name}: {self}"


class ImportRefused(Exception):
    """The file was not taken, and nothing was stored. `faults` says why, at most MOST_FAULTS of them."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(faults, key=lambda fault: (fault.page, fault.line))[:MOST_FAULTS]
        super().__init__("\n".join(map(str, self.faults)))


class LayersRefused(ImportRefused):
    """The same for the data beside a text: the faults and their lines are of that file."""
