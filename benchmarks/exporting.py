"""Time to build each form of an edition of 213 articles (the specimen): what publishing waits for."""

import time
from collections.abc import Iterator

from django.db import transaction

MOST_TOGETHER = 10.0  # seconds, all forms
MOST_PDF = 1.0  # seconds


def exports() -> Iterator[tuple[str, float, int]]:
    """Each form with the seconds that it took and its size in bytes. Leaves the database as it was.

    The PDF comes twice: the first one in a process unpacks the fonts too.
    """
    from convention import loading
    from convention.exporting.building import FORMS, build
    from convention.importing.drafts import Source, enter_draft
    from convention.importing.steps import prepare

    data, beside = loading.SPECIMEN.read_bytes(), loading.SPECIMEN.with_suffix(".json").read_bytes()
    document, layers = prepare(loading.SPECIMEN.name, data, beside)
    source = Source("bench", "en", loading.SPECIMEN_VERSION, loading.SPECIMEN_DATE, False, "0" * 64)
    with transaction.atomic():
        edition, _new = enter_draft(by="import", document=document, layers=layers, source=source)
        for code in ("pdf", *FORMS):
            start = time.perf_counter()
            built = build(edition, [code])[code]
            yield code, time.perf_counter() - start, len(built)
        transaction.set_rollback(True)


def faults(measured: list[tuple[str, float, int]]) -> list[str]:
    """What took longer than it may: all forms together, with the fonts; a PDF without them."""
    together, pdf = sum(seconds for _code, seconds, _size in measured), measured[1][1]
    found = []
    if together > MOST_TOGETHER:
        found.append(f"all forms together took {together:.1f} s, more than {MOST_TOGETHER:.0f} s")
    if pdf > MOST_PDF:
        found.append(f"the PDF took {pdf:.1f} s, more than {MOST_PDF:.0f} s")
    return found
