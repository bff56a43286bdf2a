"""Enter the real data that comes with the project: the Convention's frame, its signatories, events and resources."""

import importlib
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

LOADERS = ("convention", "signatories", "events", "portal")


class Command(BaseCommand):
    help = "Enter the data that comes with the project. What is there already stays as it is; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="say nothing where there is nothing to do")

    def handle(self, *args: Any, **options: Any) -> None:
        for app in LOADERS:
            made = importlib.import_module(f"{app}.loading").load(by="import")
            if made or not options["if_empty"]:
                self.stdout.write(f"{app}: {made} rows entered")
