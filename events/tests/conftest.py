import pytest

from events.loading import load, read
from events.models import Event


@pytest.fixture
def loaded(db):
    """The events of the data file in the database, in the page's order."""
    load()
    return list(Event.objects.order_by("number"))


@pytest.fixture(scope="session")
def entries():
    """The events of the data file as they stand there."""
    return read()["events"]
