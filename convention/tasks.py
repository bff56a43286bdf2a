"""Work of the text that the worker does (procrastinate)."""

from procrastinate.contrib.django import app

from convention import intake


@app.task(name="convention.read_intake", queue="default")
def read_intake(*, pk: int) -> None:
    """Read a file that was brought to the desk. Safe to run twice."""
    intake.read_intake(pk=pk)
