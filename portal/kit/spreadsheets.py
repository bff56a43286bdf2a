"""Files for spreadsheets: CSV that opens with every accent and in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV injection"); the wide forms count in some.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what could begin one."""
    return f"'{value}" if value.startswith(FORMULA) else value


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV (RFC 4180), every cell made safe.

    It begins with a byte order mark: without one, spreadsheets take the file for an 8-bit one and spoil every accent.
    """
    text = io.StringIO(newline="")
    text.write("\ufeff")
    csv.writer(text).writerows([cell(str(value)) for value in row] for row in rows)
    return text.getvalue()
