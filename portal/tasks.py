"""Work of the portal that the worker does (procrastinate)."""

from procrastinate.contrib.django import app

from portal import links


@app.task(name="portal.check_links", queue="default", queueing_lock="portal.check_links")
def check_links(*, pks: list[int] | None = None) -> int:
    """Check the addresses of resources, all or those in `pks`; the number of them. Safe to run twice."""
    return sum(1 for _ in links.check(pks=pks))
