"""A folder for each of these tests, and nothing left running in it."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.launch.processes import end_all


@pytest.fixture
def folder():
    """Not pytest's own tmp_path: as root PostgreSQL runs as another user, and pytest closes its own to all."""
    path = Path(tempfile.mkdtemp(prefix="portal-test-"))
    yield path
    end_all(path)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def data(folder):
    """A data folder that is not there yet."""
    return folder / "data"


@pytest.fixture
def output(folder):
    """A file for what a launcher says."""
    return folder / "output.txt"
