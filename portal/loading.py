"""Enters the resources that come with the project, from portal/data/resources.json."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.kit.locks import lock_writes
from portal.models import Resource
from portal.verbs import add_resource, publish_resource

FILE = Path(__file__).parent / "data" / "resources.json"


def _enter(entry: dict[str, Any], position: int, by: Any, parent: Resource | None = None) -> int:
    children = entry.pop("commentaries", [])
    row = add_resource(by=by, parent=parent, position=position, **entry)
    publish_resource(pk=row.pk, by=by)
    return 1 + sum(
        _enter({"kind": "commentary", **child}, place, by, row) for place, child in enumerate(children, start=1)
    )


@transaction.atomic
def load(*, by: Any = "import", path: Path = FILE) -> int:
    """Enter and publish the resources of the file; the number of rows.

    Only where there is no resource at all: what an editor changed or withdrew is never overwritten or brought back.
    """
    lock_writes(Resource)
    if Resource.objects.exists():
        return 0
    entries = json.loads(path.read_text(encoding="utf-8"))["resources"]
    return sum(_enter(entry, position, by) for position, entry in enumerate(entries, start=1))
