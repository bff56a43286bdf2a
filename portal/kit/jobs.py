"""Queueing jobs for the worker: in the transaction of who queues them, wherever that runs."""

from datetime import datetime
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task


def defer(task: str, *, at: datetime | None = None, **arguments: Any) -> None:
    """Queue a job of the task of that name, not before `at`. It is there once the transaction is, and gone with it.

    A task's own `defer` does so in the web process alone. Inside the worker procrastinate puts a connector of its own
    in place of Django's: a job that is queued by a job would be taken by another worker before the row that it is
    about is there.
    """
    manager = JobManager(DjangoConnector(alias="default"))
    configure_task(name=task, job_manager=manager, schedule_at=at).defer(**arguments)
