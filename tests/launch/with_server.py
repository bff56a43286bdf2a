"""Run a command with DATABASE_URL naming a PostgreSQL 16 on a TCP port, with a password: as on a server.

    python -m tests.launch.with_server COMMAND [ARGUMENT ...]

The server is made for this one command and removed after it. Exits with the command's exit code.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from portal import postgres


@contextlib.contextmanager
def server(version: str = "16") -> Iterator[str]:
    """A server of its own; gives its DATABASE_URL. The database `portal` is there and empty."""
    os.environ["PGSERVER_POSTGRES_VERSION"] = version
    home = Path(tempfile.mkdtemp(prefix="portal-server-"))
    identity = postgres.identity_of(home / "data")
    binaries = postgres.binaries()
    del os.environ["PGSERVER_POSTGRES_VERSION"]
    options = {"env": postgres.environment(), "cwd": "/", **identity}
    password = secrets.token_hex(16)
    (home / "password").write_text(password)
    if identity:
        for path in (home, home / "password"):
            os.chown(path, identity["user"], identity["group"])
    initdb = [
        binaries / "initdb",
        "--auth=scram-sha-256",
        f"--pwfile={home / 'password'}",
        "--encoding=UTF8",
        "--no-sync",
    ]
    subprocess.run([*initdb, "-U", "portal", "-D", home / "data"], check=True, stdout=subprocess.DEVNULL, **options)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", home]
    command = [binaries / "postgres", "-D", home / "data", "-p", str(port), *settings]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True, **options) as process:
        try:
            url = f"postgres://portal:{password}@127.0.0.1:{port}"
            end = time.monotonic() + 30
            while True:
                try:
                    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
                        connection.execute("CREATE DATABASE portal")
                    break
                except psycopg.OperationalError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.1)
            yield f"{url}/portal"
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast stop
            process.wait(30)
            shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    # So that a SIGTERM passes through the `finally` of the server.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with server() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
