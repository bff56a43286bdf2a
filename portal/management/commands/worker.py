"""The process that does what pages leave for later (jobs in PostgreSQL, run by procrastinate)."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run the jobs that wait, and those to come, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("procrastinate", "worker", "--concurrency=2")
