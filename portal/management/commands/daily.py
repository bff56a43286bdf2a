"""What has to be done once a day (a timer runs it, see docs/operation.md): old sessions and old rows go."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from signatories import limits
from signatories.verbs import erase_rejected

REJECTED_KEPT = timedelta(days=90)


class Command(BaseCommand):
    help = "Daily housekeeping: ended sessions, rejected signatures after 90 days, counts of senders that are over."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("clearsessions")
        erased = erase_rejected(by="system", older_than=REJECTED_KEPT)
        counts = limits.erase_full()
        self.stdout.write(f"{erased} rejected signatures and {counts} counts of senders erased")
