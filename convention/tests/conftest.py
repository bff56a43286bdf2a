"""The specimen as `make run` has it: entered once for a module's tests."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from convention.exporting import building


@pytest.fixture(scope="module")
def all_forms(no_files_of_editions):
    """Every form of an edition is built when it is published, as on the site, for a module's tests."""
    building.FORMS.update(no_files_of_editions)
    yield
    building.FORMS.clear()


@pytest.fixture(scope="module")
def specimen(django_db_setup, django_db_blocker):
    """All data of the project with SPECIMEN on, in a transaction around the module's tests."""
    with django_db_blocker.unblock(), override_settings(SPECIMEN=True), transaction.atomic():
        call_command("load_data", verbosity=0, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def visitor():
    """Someone without a session, over https."""
    return Client(headers={"host": "convention.test", "x-forwarded-proto": "https"})
