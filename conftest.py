"""For all tests: the static files as production serves them, collected once before the first test."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from whitenoise.middleware import WhiteNoiseMiddleware

ROOT = Path(__file__).resolve().parent


def pytest_configure(config):
    """Collect the static files, unless this is a worker of pytest-xdist: its controller has done it."""
    if hasattr(config, "workerinput"):
        return
    stamp = Path(os.environ["DATA"]) / "static" / "staticfiles.json"
    newest = max(path.stat().st_mtime for path in (ROOT / "static").rglob("*"))
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
        subprocess.run(command, cwd=ROOT, check=True)


@pytest.fixture(scope="session", autouse=True)
def static_files_read_once():
    """Each test client makes the middleware anew; walking over the static files anew took most of the tests' time."""
    walk, known = WhiteNoiseMiddleware.update_files_dictionary, {}

    def walk_once(self, root, prefix):
        if (root, prefix) not in known:
            walk(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "update_files_dictionary", walk_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_files_of_editions():
    """Publishing builds no files in tests of other things: a PDF of 213 articles for each would take longer than they.

    Those that are about files ask for the fixture `all_forms` (convention/tests/conftest.py).
    """
    from convention.exporting import building  # needs the settings, which stand only now

    kept = dict(building.FORMS)
    building.FORMS.clear()
    yield kept
    building.FORMS.update(kept)


@pytest.fixture
def admin_user(db, django_user_model):
    """An administrator. Without a password: the tests sign in without one, and making its hash takes half a second."""
    return django_user_model.objects.create_superuser("admin")


@pytest.fixture
def sign_in(db):
    """tests.signing_in.sign_in: signs a browser in as a user, sign_in(client, user, second_factor=True)."""
    from tests.signing_in import sign_in  # needs the settings, which stand only now

    return sign_in


@pytest.fixture
def admin_client(admin_user, sign_in):
    """The browser of an administrator who is signed in."""
    return sign_in(Client(), admin_user)


@pytest.fixture(scope="module")
def real_data(django_db_setup, django_db_blocker):
    """The data that comes with the project, as `make run` and a new server have it: entered once for a module's tests.

    It stands in a transaction around theirs, each of which is undone by itself.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_data", verbosity=0, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_jobs_are_left(request):
    """A test that commits leaves no jobs behind: procrastinate's tables are not Django's, which empties its own."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events CASCADE")
