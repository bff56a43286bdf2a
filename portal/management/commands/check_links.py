"""Ask whether the addresses of the resources still answer, and write down what was seen."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal import links


class Command(BaseCommand):
    help = "Check the addresses of the resources: 2xx confirms one, 404 and 410 mark it dead, all else is only noted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="ask and print, but write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for resource, seen in links.check(dry_run=options["dry_run"]):
            outcome = seen.outcome.value if seen.outcome else "unclear"
            self.stdout.write(f"{outcome:<10} {resource.pk:>4}  {resource.address}  ({seen.note})")
            count += 1
        end = "nothing was written" if options["dry_run"] else "written down"
        self.stdout.write(f"{count} addresses asked, {end}" if count else "No resource has an address.")
