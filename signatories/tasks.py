"""Work of the register that the worker does (procrastinate)."""

from procrastinate.contrib.django import app

from portal.kit.tasks import Patiently
from signatories import digest, receiving


@app.task(name="signatories.receive", queue="default", retry=Patiently())
def receive(*, pk: int) -> None:
    """Deal with what a form sent. Safe to run twice."""
    receiving.receive(pk=pk)


@app.periodic(cron="5 * * * *")
@app.task(name="signatories.tell_moderators", queue="default", queueing_lock="signatories.tell_moderators")
def tell_moderators(timestamp: int) -> int:
    """Write to the moderators if something waits and they have not heard for some hours; how many letters."""
    return digest.tell_moderators()
