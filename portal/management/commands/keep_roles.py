"""Make the roles of the desk what portal/roles.py says, should someone have changed a group by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.roles import keep_roles


class Command(BaseCommand):
    help = "Give the groups moderator, editor and administrator what portal/roles.py says, no less and no more."

    def handle(self, *args: Any, **options: Any) -> None:
        mended = keep_roles()
        self.stdout.write(f"Mended: {', '.join(mended)}." if mended else "The roles are as they should be.")
