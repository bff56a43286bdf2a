"""A real worker is killed after the mail server took a letter and before it is marked as sent."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection, transaction

from portal.kit.models import Letter
from signatories import verbs
from signatories.models import State
from signatories.tests.making import in_state
from signatories.tests.working import Mailbox

SECONDS = 180  # a worker counts as gone after half a minute, and is looked for once a minute


class Killing(Mailbox):
    """Takes the first mail, then kills the worker that sent it before it hears so."""

    worker: subprocess.Popen | None = None

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.worker:
            os.kill(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None
        return answer


def start_worker(box: Mailbox) -> subprocess.Popen:
    database = connection.settings_dict
    options = database.get("OPTIONS") or {}
    host, port = options.get("host") or database["HOST"], options.get("port") or database["PORT"] or 5432
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={host}&port={port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{box.port}",
    }
    return subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=settings.BASE_DIR, env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_marking_sends_the_letter_twice_and_never_not_at_all():
    row = in_state(State.UNCONFIRMED)
    with transaction.atomic():
        verbs.write_to(row, "confirm")
    box = Killing()
    box.start()
    box.worker = first = start_worker(box)
    second = None
    try:
        wait(lambda: first.poll() is not None)
        assert Letter.objects.get().sent_at is None
        assert len(box.to(row.email)) == 1
        second = start_worker(box)
        wait(lambda: Letter.objects.get().sent_at is not None)
        one, other = box.to(row.email)
        assert one["Message-ID"] == other["Message-ID"]
    finally:
        for process in (first, second):
            if process and process.poll() is None:
                process.terminate()
                process.wait(timeout=20)
        box.stop()


def wait(happened) -> None:
    end = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < end, f"not within {SECONDS} s"
        time.sleep(0.2)
