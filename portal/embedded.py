"""The embedded PostgreSQL of development and small trials: who uses it, and so when it starts and stops.

`ensure()` finds the server running or starts it, in any process, and counts this process as one that uses it. The last
process to leave stops the server: a single `manage.py` command leaves nothing behind, and neither does the launcher.
A process that was killed is not counted: each is known by its number and its moment of birth.
"""

import atexit
import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from portal import postgres
from portal.postgres import EmbeddedError

__all__ = ["EmbeddedError", "check_folder", "cluster", "ensure", "is_running", "release", "same_process", "stop"]

_held: set[Path] = set()


# What others call ------------------------------------------------------------------------------------------------


def ensure(data_dir: Path) -> dict:
    """Have the server of this data folder running and return its entry for Django's DATABASES.

    This process counts as a user of the server until it ends or calls `release()`. With PORTAL_DB_FAST=1 a server that
    is started here gives up safety against power loss for speed: for tests. PGSERVER_POSTGRES_VERSION names another
    major version than 18; each has a folder of its own. Raises EmbeddedError.
    """
    home = cluster(data_dir)
    check_folder(home.parent)
    try:
        with _locked(home):
            state = _read_state(home)
            others = [user for user in _living(state["users"]) if user[0] != os.getpid()]
            state["users"] = [*others, _this_process()]
            _write_state(home, state)
            _hold(home)
            if not (postgres.is_running(home) and state["database"]):
                postgres.start(home)
                postgres.create_database(home)
                _write_state(home, {**state, "database": True})
    except PermissionError as error:
        raise EmbeddedError(
            f"{error.filename} belongs to another user: run as that one, or choose another folder with DATA=/a/folder."
        ) from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": postgres.DATABASE,
        "USER": postgres.SUPERUSER,
        "PASSWORD": "",
        "HOST": str(postgres.socket_folder(home)),
        "PORT": postgres.PORT,
    }


def release(data_dir: Path) -> list[int]:
    """This process uses the server no more; the last to leave stops it. Returns the process numbers of the others."""
    return _release(cluster(data_dir))


def stop(data_dir: Path) -> None:
    """Stop the server, whoever uses it; open transactions are rolled back. Does nothing where none runs."""
    home = cluster(data_dir)
    if home.parent.is_dir():
        with _locked(home):
            postgres.stop(home)


def is_running(data_dir: Path) -> bool:
    """Whether the server of this data folder takes connections. Costs a fraction of a millisecond."""
    return postgres.is_running(cluster(data_dir))


def cluster(data_dir: Path) -> Path:
    """The folder of the server's data, one for each major version of PostgreSQL. Raises EmbeddedError."""
    return Path(data_dir).expanduser().resolve() / f"postgres-{postgres.version()}"


def check_folder(folder: Path) -> None:
    """Make the data folder if needed and see that files can be written into it. Raises EmbeddedError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise EmbeddedError(
            f"The data folder {folder} cannot be written to ({reason}): choose another with DATA=/a/folder."
        ) from None


# Who uses the server ---------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time for this server. The lock ends with its holder, however that one ends."""
    with open(home.with_suffix(".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read_state(home: Path) -> dict:
    """{"database": whether ours was created, "users": [[process number, moment of birth], ...]}"""
    try:
        state = json.loads(home.with_suffix(".json").read_text())
        return {"database": bool(state["database"]) and home.is_dir(), "users": list(state["users"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"database": False, "users": []}


def _write_state(home: Path, state: dict) -> None:
    draft = home.with_suffix(".json.new")
    draft.write_text(json.dumps(state))
    draft.replace(home.with_suffix(".json"))


def _this_process() -> list:
    return [os.getpid(), psutil.Process().create_time()]


def _living(users: list) -> list:
    return [user for user in users if same_process(*user)]


def same_process(pid: int, created: float) -> bool:
    """Whether the process that had this number and moment of birth (seconds) still runs: numbers are used again."""
    try:
        process = psutil.Process(pid)
        # The moment is reckoned from the machine's start; a corrected clock moves it a little.
        return abs(process.create_time() - created) < 2 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _hold(home: Path) -> None:
    if home not in _held:
        _held.add(home)
        atexit.register(_release_at_exit, home, os.getpid())


def _release_at_exit(home: Path, pid: int) -> None:
    # A forked child inherits this call, but it never was a user of its own.
    if os.getpid() == pid and home in _held:
        with contextlib.suppress(OSError, EmbeddedError):
            _release(home)


def _release(home: Path) -> list[int]:
    _held.discard(home)
    if not home.parent.is_dir():
        return []
    with _locked(home):
        state = _read_state(home)
        state["users"] = [user for user in _living(state["users"]) if user[0] != os.getpid()]
        _write_state(home, state)
        if not state["users"]:
            postgres.stop(home)
    return [pid for pid, _ in state["users"]]
