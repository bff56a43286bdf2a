"""What has to be done once a day (a timer runs it, see docs/operation.md): old sessions and old rows go."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.accounts.limits import erase_past
from portal.roles import keep_roles
from signatories import limits, verbs


class Command(BaseCommand):
    help = "Daily housekeeping: ended sessions, and what the privacy page says is kept for a time."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("clearsessions")
        erase_past()
        keep_roles()
        unconfirmed = verbs.delete_unconfirmed(by="system")
        rejected = verbs.erase_rejected(by="system")
        addresses = verbs.forget_addresses(by="system")
        networks = verbs.forget_networks()
        counts = limits.erase_full()
        self.stdout.write(
            f"{unconfirmed} unconfirmed and {rejected} rejected signatures, {addresses} addresses of withdrawn ones, "
            f"{networks} codes of networks and {counts} counts of senders erased"
        )
