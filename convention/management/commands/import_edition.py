"""Read a file as an edition of a text: check it, and store it as a draft."""

import datetime
import json
import re
import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from convention.importing.document import Document, Fault, ImportRefused, LayersRefused
from convention.importing.drafts import Source, enter_draft, fingerprint
from convention.importing.report import blocking
from convention.importing.steps import READERS, prepare
from convention.models import ProvisionKind
from convention.verbs import publish_edition


def slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > 50:
        raise ArgumentTypeError(f"{value!r}: small letters, digits and hyphens, such as convention")
    return value


def version(value: str) -> str:
    if not value.strip() or len(value) > 40:
        raise ArgumentTypeError(f"{value!r}: one to forty characters, such as 1.0")
    return value


def language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value) or len(value) > 12:
        raise ArgumentTypeError(f"{value!r}: a language tag, such as en or pt-BR")
    return value


def day(value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise ArgumentTypeError(f"{value!r}: a day, such as 2018-01-31") from error


SLOW = 2.0  # seconds: from then on a file is long, and the command says how far it is


class Command(BaseCommand):
    help = "Read a file as an edition of a text and store it as a draft. The same file again changes nothing."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ArgumentParser:
        # Django's own --version would stand in the way of the edition's.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"a file that ends in {', '.join(READERS)}")
        parser.add_argument("--instrument", required=True, type=slug, help="slug of the instrument; made if it is new")
        parser.add_argument("--language", required=True, type=language, help="such as en")
        parser.add_argument("--version", required=True, dest="edition_version", type=version, help="such as 1.0")
        parser.add_argument("--date", required=True, type=day, help="day of the text, as its source gives it")
        parser.add_argument("--official", action="store_true", help="the text comes from its owner")
        parser.add_argument("--layers", type=Path, help="JSON with categories of person and rules of cumulation")
        parser.add_argument("--report", type=Path, help="where to write what was understood and what was not, as JSON")
        parser.add_argument("--expect-chapters", type=int, help="how many chapters the text has")
        parser.add_argument("--expect-articles", type=int, help="how many articles the text has")
        parser.add_argument("--check", action="store_true", help="read and check alone; store nothing")
        parser.add_argument("--publish", action="store_true", help="publish the edition at once")

    def handle(self, *args: Any, **options: Any) -> None:
        data = self._bytes(options["file"])
        beside = self._bytes(options["layers"]) if options["layers"] else None
        counts = {
            ProvisionKind.CHAPTER: options["expect_chapters"],
            ProvisionKind.ARTICLE: options["expect_articles"],
        }
        expected = {kind: wanted for kind, wanted in counts.items() if wanted is not None}
        self.began = time.monotonic()
        try:
            document, layers = prepare(options["file"].name, data, beside, expected=expected, progress=self._progress)
            if document.specimen and options["official"]:
                raise ImportRefused([Fault(0, _("A specimen is never official."))])
        except ImportRefused as refused:
            name = options["layers"] if isinstance(refused, LayersRefused) else options["file"]
            for fault in refused.faults:
                self.stderr.write(fault.at(name))
            if options["report"]:
                self._write(options["report"], {"refused": [str(fault) for fault in refused.faults]})
            raise CommandError("Nothing was stored.") from refused
        articles = len(document.articles())
        for note in document.notes:
            self.stdout.write(note.at(options["file"]))
        report = document.report.data() if document.report else {}
        if options["report"]:
            self._write(options["report"], {**report, **_outline(document)})
        doubts = len(blocking(report))
        faults = f"to settle before it can be published: {doubts}" if doubts else "no fault"
        if options["check"]:
            self.stdout.write(f"{options['file']}: {articles} articles, {faults}. Nothing was stored.")
            return
        source = Source(
            instrument=options["instrument"],
            language=options["language"],
            version=options["edition_version"],
            date=options["date"],
            official=options["official"],
            sha256=fingerprint(data, beside or b""),
        )
        try:
            edition, new = enter_draft(by="import", document=document, layers=layers, source=source)
        except ValueError as error:
            raise CommandError(f"{options['file']}: {error}. Nothing was stored.") from error
        said = f"this very edition is here already ({edition.state})"
        if new:
            said = f"new draft with {articles} articles" + (f", {faults}" if doubts else "")
        self.stdout.write(f"{options['file']}: {edition.slug}: {said}.")
        if options["publish"] and edition.state != "published":
            try:
                publish_edition(pk=edition.pk, by="import")
            except ValueError as error:
                raise CommandError(f"{error}. The draft is stored, and nothing was published.") from error
            self.stdout.write(f"{edition.slug}: published.")

    def _progress(self, done: int, of: int) -> None:
        """One line for each two seconds of reading, once a file has shown that it is long."""
        if time.monotonic() - self.began > SLOW and done < of:
            self.began = time.monotonic()
            self.stdout.write(f"page {done} of {of} is read")

    def _write(self, path: Path, data: dict[str, Any]) -> None:
        try:
            path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error

    def _bytes(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error


def _outline(document: Document) -> dict[str, Any]:
    """What became of the source: its notes, and every provision with the page and line at which it begins."""
    provisions = [
        {"eId": node.eid, "kind": str(node.kind), "page": node.page, "line": node.line} for node in document.walk()
    ]
    return {"notes": [str(note) for note in document.notes], "provisions": provisions}
