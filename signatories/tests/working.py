"""For tests of what the worker does: its jobs done in this thread, and an SMTP server that keeps what it is given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def waiting_jobs(*, later: bool = False) -> list[ProcrastinateJob]:
    """The jobs that a worker would take now, or with `later` also those that are not due yet."""
    due = Q() if later else Q(scheduled_at=None) | Q(scheduled_at__lte=timezone.now())
    return list(ProcrastinateJob.objects.filter(due, status="todo").order_by("pk"))


def work(*, later: bool = False) -> list[Exception]:
    """Do the jobs that wait, and those that they make, each once. A job that fails stays; returns what was raised."""
    faults, tried = [], set()
    while jobs := [job for job in waiting_jobs(later=later) if job.pk not in tried]:
        for job in jobs:
            tried.add(job.pk)
            try:
                app.tasks[job.task_name].func(**job.args)
            except Exception as fault:
                faults.append(fault)
                continue
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])
    return faults


class Mailbox:
    """What arrived at the SMTP server."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller: Controller | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.raw.append(envelope.content)
        return "250 kept"

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, the oldest first."""
        return [mail for mail in self.mails if mail["To"] == address]

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None


@contextmanager
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A running SMTP server, to which this process sends its mail."""
    box = Mailbox()
    box.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
    yield box
    box.stop()


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def links_in(mail: EmailMessage) -> list[str]:
    """The paths of the links in a mail's text."""
    start = "https://convention.test"
    return [word.removeprefix(start) for word in text_of(mail).split() if word.startswith(start)]
