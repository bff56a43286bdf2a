"""Real processes for the tests of the launcher and of the embedded server."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

BASE = Path(__file__).resolve().parent.parent.parent
# What tests/environment.py sets for this process, and a launcher must not inherit.
OURS = {
    *("SECRET_KEY", "EMAIL_KEY", "TRUSTED_PROXIES", "SITE_URL", "OPERATOR", "CONTACT", "EMAIL_URL"),
    *("DATABASE_URL", "TEST_DB"),
}
SECONDS = 60


def environment(data: Path, **more: str) -> dict[str, str]:
    """As `make run` sets it: development, with the data in this folder."""
    kept = {key: value for key, value in os.environ.items() if key not in OURS}
    return {**kept, "DEBUG": "1", "SPECIMEN": "1", "DATA": str(data), "PORTAL_DB_FAST": "1", **more}


def python(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess:
    """Run Python in the checkout until it ends."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE,
        env=environment(data, **more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def start(data: Path, port: int, output: Path | int) -> subprocess.Popen:
    """Start the launcher and go on. What it says goes to the file, or to the open descriptor."""
    file = output if isinstance(output, int) else os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "portal.launch"],
            cwd=BASE,
            env=environment(data, PORT=str(port)),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    finally:
        if not isinstance(output, int):
            os.close(file)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what: str, seconds: float = SECONDS):
    """The condition's first true value; fails with `what` after that time."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, what
        time.sleep(0.05)
    return value


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def said(output: Path, words: str) -> bool:
    return words in output.read_text()


def processes_of(folder: Path) -> list[psutil.Process]:
    """Every living process with its data below this folder: by environment, or by the server's command line."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.environ().get("DATA", "").startswith(str(folder)) or str(folder) in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def end_all(folder: Path) -> None:
    """After a test, whatever its outcome: nothing of this folder runs on."""
    for process in processes_of(folder):
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.Error:
            continue
