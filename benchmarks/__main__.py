"""Time each kind of public page, with the real data and a register of many signatures, in a database of its own.

    python -m benchmarks [--signatures 20000] [--rounds 20]

Prints for each page: status, the median and the slowest time in milliseconds, and its size packed, in bytes.
The time is that of the application alone, in this process: no network, no web server, no cache in front.
"""

import argparse
import os
import statistics
import sys
import time
from typing import Any

import tests.environment  # noqa: F401  (settings of production, a database for tests)

FILE = "{:<34}{:>11}{:>11}"
HEAD = "{:<34}{:>7}{:>11}{:>11}{:>10}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--signatures", type=int, default=20_000, help="generated signatures beside the founding ones")
    parser.add_argument("--rounds", type=int, default=20, help="times each page is asked for")
    return parser.parse_args()


def fill(count: int) -> None:
    """Enter the real data, and signatures of invented people on the public list."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from signatories.models import Signature, Source, State

    call_command("collectstatic", interactive=False, verbosity=0)  # a fresh clone has none yet
    call_command("load_data", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    now = timezone.now()
    rows = []
    for number in range(count):
        row = Signature(
            name=f"Person {number * 7919 % count:06d} Example",
            sort_name=f"Example{number * 104_729 % count:06d}",
            affiliation=f"University of Place {number % 997}",
            source=Source.SITE,
            state=State.PUBLISHED,
            signed_at=now,
            publish_consent_at=now,
            confirmed_at=now,
            confirmed_by="system",
            published_at=now,
            published_by="system",
        )
        row.fill_derived()
        rows.append(row)
    Signature.objects.bulk_create(rows, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(rounds: int) -> None:
    """Ask for every page kind `rounds` times and print what was seen."""
    from django.test import Client

    from tests.pages import FILES, PAGES

    visitor = Client(headers={"host": "convention.test", "x-forwarded-proto": "https", "accept-encoding": "gzip"})
    pages = {
        **{kind: path for kind, (path, _status) in PAGES.items()},
        "list, far inside": "/signatories/public/?letter=E",
        "search in the register": "/signatories/public/?q=place+12",
        **{path: path for path in FILES},
    }
    line(HEAD, "page", "status", "median ms", "slowest ms", "bytes")
    for kind, path in pages.items():
        answer = visitor.get(path)
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            visitor.get(path).getvalue()
            times.append((time.perf_counter() - start) * 1000)
        middle, slowest = statistics.median(times), max(times)
        line(
            HEAD,
            kind[:33],
            answer.status_code,
            f"{middle:.1f}",
            f"{slowest:.1f}",
            len(answer.getvalue()),
        )


def measure_exports() -> list[str]:
    """Build every form of an edition, print what was seen, and say what was too slow."""
    from benchmarks.exporting import exports, faults

    line(FILE, "file of 213 articles", "ms", "bytes")
    measured = []
    for code, seconds, size in exports():
        measured.append((code, seconds, size))
        line(FILE, code, f"{seconds * 1000:.0f}", size)
    return faults(measured)


def measure_searches(rounds: int) -> list[str]:
    """Search the text in every way, print what was seen, and say what was too slow."""
    from benchmarks.searching import faults, searches

    line(FILE, "the text of 213 articles", "ms", "")
    measured = searches(rounds)
    for kind, seconds in measured.items():
        line(FILE, kind[:33], f"{seconds * 1000:.1f}", "")
    return faults(measured)


def measure_imports() -> list[str]:
    """Import a PDF of 200 pages, print what was seen, and say what was too slow or too large."""
    from benchmarks.importing import faults, imports

    line("{:<34}{:>11}{:>11}{:>11}", "a PDF", "pages", "ms", "MB")
    found = imports()
    for name, (pages, seconds, megabytes) in found.items():
        line("{:<34}{:>11}{:>11}{:>11}", name, pages, f"{seconds * 1000:.0f}", f"{megabytes:.0f}")
    return faults(found)


def line(form: str, *values: Any) -> None:
    sys.stdout.write(form.format(*values) + "\n")
    sys.stdout.flush()


def main() -> None:
    options = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        fill(options.signatures)
        line("{} signatures beside the founding ones, {} rounds", options.signatures, options.rounds)
        measure(options.rounds)
        slow = measure_exports() + measure_searches(options.rounds) + measure_imports()
    finally:
        teardown_databases(old, verbosity=0)
    if slow:
        sys.exit("; ".join(slow))


if __name__ == "__main__":
    main()
