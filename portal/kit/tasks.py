"""Jobs of the ground: letters are sent, jobs of a worker that died are taken up again, old jobs go."""

import smtplib
from typing import Any

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app

from portal.kit import letters

LONGEST_WAIT = 600  # seconds between two attempts
ATTEMPTS = 2_000  # about two weeks of them
ATTEMPTS_REFUSED = 5  # where the server says that it will never take this mail


class Patiently(BaseRetryStrategy):
    """Again after 15 seconds, 30, 60, … and then every ten minutes, for two weeks."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        refused = isinstance(exception, smtplib.SMTPRecipientsRefused) and all(
            code >= 500 for code, _words in exception.recipients.values()
        )
        if job.attempts >= (ATTEMPTS_REFUSED if refused else ATTEMPTS):
            return None
        return RetryDecision(retry_in={"seconds": min(15 * 2 ** min(job.attempts, 10), LONGEST_WAIT)})


@app.task(name="kit.send_letter", queue="default", retry=Patiently())
def send_letter(*, pk: int) -> bool:
    """Send one letter. Safe to run twice."""
    return letters.send(pk=pk)


@app.periodic(cron="* * * * *")
@app.task(name="kit.retry_stalled", queue="default", queueing_lock="kit.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Put the jobs of workers that are gone back into the queue; the number of them."""
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs())
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="17 3 * * *")
@app.task(name="kit.remove_old_jobs", queue="default", queueing_lock="kit.remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete the jobs that ended more than three days ago, the failed ones after thirty days."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=72)
    await manager.delete_old_jobs(nb_hours=720, include_failed=True, include_cancelled=True, include_aborted=True)
