"""Invite someone to the desk from the command line: how the first administrator comes in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.accounts import invitations, verbs
from portal.roles import Role


class Command(BaseCommand):
    help = "Invite someone to the desk: sends the invitation by mail, and prints its link."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("email", help="the person's address, by which she signs in")
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--name", default="", help="the person's name, as it is shown at the desk")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = verbs.invite_account(
                email=options["email"], role=Role(options["role"]), name=options["name"], by="system"
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(
            f"An invitation goes to {user.email}. Its link works once, and lasts {invitations.LASTS.days} days:\n"
            f"{invitations.address(user)}"
        )
