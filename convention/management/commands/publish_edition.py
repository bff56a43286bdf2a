"""Let readers see an edition; publishing the one before undoes it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from convention.models import Edition
from convention.verbs import publish_edition, rebuild_files


class Command(BaseCommand):
    help = "Publish an edition by its slug, in place of the one that is published. Without a slug: list the editions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="such as convention-en-1")
        parser.add_argument("--files", action="store_true", help="make its files for download anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["slug"] is None:
            for edition in Edition.objects.select_related("instrument").order_by("instrument__slug", "language", "pk"):
                self.stdout.write(f"{edition.slug}: {edition}, {edition.date}, {edition.state}")
            return
        edition = Edition.objects.filter(slug=options["slug"]).first()
        if edition is None:
            raise CommandError(f"There is no edition {options['slug']!r}; without a slug the editions are listed.")
        try:
            publish_edition(pk=edition.pk, by="import")
        except ValueError as error:
            raise CommandError(f"{error}. Nothing was published.") from error
        if options["files"]:
            rebuild_files(pk=edition.pk, by="import")
        self.stdout.write(f"{edition.slug}: published.")
