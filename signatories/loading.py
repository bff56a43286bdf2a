"""Fills an empty register with the signatories of the Convention's page, from signatories/data/founding.json."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.kit.locks import lock_writes
from signatories import verbs
from signatories.models import Signature, Source, Statement

FILE = Path(__file__).parent / "data" / "founding.json"

# Entries of the page, list by list. One person stands twice in the selected list, so that it has one row less.
PAGE_ENTRIES = {"commission": 42, "selected": 37, "public": 62}


def read(path: Path = FILE) -> dict[str, Any]:
    """The data file as it stands: `source` and `rows`, in the page's order. Its README says what the fields mean."""
    return json.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def load(by: Any = "import") -> int:
    """Enter and publish the founding rows, all or none, and return how many were entered.

    Only where no founding row is there, whatever its state: what was corrected, removed or withdrawn since is never
    overwritten or brought back.
    """
    lock_writes(Signature)
    if Signature.objects.filter(source=Source.FOUNDING).exists():
        return 0
    rows = read()["rows"]
    for row in rows:
        verbs.enter_founding(
            by=by,
            group=row["group"],
            page_entries=row["entries"],
            people=row["people"],
            name=row["name"],
            sort_name=row["sort_name"],
            affiliation=row["affiliation"],
            statement=Statement.UNRECORDED if row["statement"] else Statement.NONE,
        )
    return len(rows)
