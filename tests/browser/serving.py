"""The real site as production runs it: gunicorn over TLS, production settings, a database of its own, real data."""

import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.request import urlopen

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.conf import settings
from psycopg import sql

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CERTIFICATE = HERE / "localhost-test-only.crt"


@dataclass(frozen=True)
class Site:
    """The running site: its address, its database, its environment, and the mails that it sent."""

    url: str
    dsn: str
    environment: dict[str, str]
    mails: list[bytes]

    def mail_to(self, address: str, seconds: float = 60) -> EmailMessage:
        """The newest mail to an address, when the worker has sent it. A second attempt would take 15 seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for raw in reversed(self.mails):
                message = message_from_bytes(raw, policy=policy.default)
                if address in message["To"]:
                    return message
            time.sleep(0.1)
        jobs = self.query(
            "SELECT j.id, task_name, status, attempts, j.scheduled_at, args, now(), "
            "(SELECT array_agg((e.type, e.at) ORDER BY e.at) FROM procrastinate_events e WHERE e.job_id = j.id) "
            "FROM procrastinate_jobs j ORDER BY j.id DESC LIMIT 8"
        )
        raise AssertionError(f"no mail to {address} within {seconds} s; the last jobs: {jobs}")

    def link_to(self, address: str) -> str:
        """The first link in the newest mail to an address."""
        text = self.mail_to(address).get_body(("plain",)).get_content()
        return next(word for word in text.split() if word.startswith(self.url))

    def query(self, text: str, *values: object) -> list[tuple]:
        """Rows straight from the database (the ORM refuses to run beside Playwright's loop)."""
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(text, values).fetchall()

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py on this site."""
        _manage(self.environment, *arguments)


class Mailbox:
    """An SMTP server on a free port, which keeps what it is given."""

    def __init__(self, mails: list[bytes]):
        class Keep:
            async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
                mails.append(envelope.content)
                return "250 kept"

        self.port = _free_port()
        self.controller = Controller(Keep(), hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
    )


@contextmanager
def running_site(**variables: str) -> Iterator[Site]:
    """Start the site as production runs it, on https://localhost and a free port; stop it at the end.

    variables: of the environment, such as SPECIMEN="1", where they differ from the tests' own.
    """
    server = settings.DATABASES["default"]
    options = dict(server.get("OPTIONS") or {})
    host = options.get("host") or server["HOST"]
    port_of_database = options.get("port") or server["PORT"] or "5432"
    login = f"{server['USER']}:{server['PASSWORD']}"
    name = f"journeys_{secrets.token_hex(4)}"
    dsn = f"postgres://{login}@/%s?host={host}&port={port_of_database}"
    with psycopg.connect(dsn % "postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": dsn % name,
        "SITE_URL": f"https://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        **variables,
    }
    mails: list[bytes] = []
    mailbox = Mailbox(mails)
    environment["EMAIL_URL"] = f"smtp://127.0.0.1:{mailbox.port}"
    _manage(environment, "migrate", "--verbosity=0")
    _manage(environment, "load_data")
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--threads=8", "--log-level=error"]
    command += [f"--certfile={CERTIFICATE}", f"--keyfile={HERE / 'localhost-test-only.key'}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=environment)
    try:
        _wait(f"https://localhost:{port}/healthz", process)
        yield Site(environment["SITE_URL"], dsn % name, environment, mails)
    finally:
        for child in (process, worker):
            child.terminate()
        for child in (process, worker):
            child.wait(timeout=20)
        mailbox.stop()
        with psycopg.connect(dsn % "postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def text_site() -> Iterator[Site]:
    """The same with a text on it: the specimen, and a short edition that is written from right to left."""
    with running_site(SPECIMEN="1") as running:
        arabic = ["--instrument=arabic", "--language=ar", "--version=1", "--date=2026-11-24", "--publish"]
        running.manage("import_edition", str(ROOT / "convention" / "tests" / "arabic.txt"), *arabic)
        yield running


def _wait(address: str, process: subprocess.Popen, seconds: float = 30) -> None:
    context = ssl.create_default_context(cafile=CERTIFICATE)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the web server stopped"
        try:
            with urlopen(address, context=context, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within {seconds} s")
