"""`make run`: one command that runs the whole site for development and small trials, and one Ctrl-C that stops it.

Order of work: look at data folder, other copies and port; PostgreSQL; tables and data; site and worker. Whatever ends
this process (Ctrl-C, SIGTERM, a closed terminal), the two children stop first and PostgreSQL last, with everything
written. After `kill -9` the next start ends what was left over. Settings come from the environment: PORT, HOST, DATA,
DATABASE_URL.
"""

import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from portal import embedded
from portal.children import end_leftovers, end_with_parent, read_record, signal_group

BASE = Path(__file__).resolve().parent.parent
WEB_SECONDS = 60  # from its start to its first answer
STOP_SECONDS = {"site": 5, "worker": 20, "preparation": 20}  # the worker finishes the job that it is in
POLL = 0.1
DATABASE_POLL = 5
LONGEST_PAUSE = 30  # between two starts of a worker that keeps dying


class Refusal(Exception):
    """A reason not to start: a sentence for the person at the terminal."""


class Stopped(Exception):
    """Somebody asked this process to stop."""


def main() -> int:
    """Run until told to stop. Returns the exit code: 0 after a stop that was asked for, else 1 with a sentence."""
    launcher = None
    try:
        launcher = Launcher()
        launcher.listen()
        launcher.start()
        launcher.watch()
    except Stopped:
        pass
    except (Refusal, embedded.EmbeddedError) as reason:
        say(str(reason))
        return 1
    finally:
        if launcher is not None:
            launcher.stop()
    return 0


class Launcher:
    """One run of the site: its settings, its children, and the record of them in the data folder."""

    def __init__(self) -> None:
        self.data = Path(os.environ.get("DATA") or BASE / "var").expanduser().resolve()
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = read_port(os.environ.get("PORT") or "8000")
        name = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host
        self.address = f"http://{name}:{self.port}/"
        self.own_server = not os.environ.get("DATABASE_URL")
        self.children: dict[str, subprocess.Popen] = {}
        self.asked = 0
        self.terminal: int | None = None
        self.lock = None

    # Signals ---------------------------------------------------------------------------------------------------------

    def listen(self) -> None:
        """From here on a signal only counts; the steps look at the count between two pieces of work."""
        signal.signal(signal.SIGINT, self.note)
        signal.signal(signal.SIGTERM, self.note)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks to go on
            signal.signal(signal.SIGHUP, self.note)
            # SIGHUP goes to the first process of a session alone. Where that is make, it waits for this one, in vain.
            self.terminal = next((number for number in (0, 1, 2) if os.isatty(number)), None)

    def note(self, number: int, frame: object) -> None:
        self.asked += 1

    def pause(self, seconds: float) -> None:
        """Wait, or raise Stopped."""
        end = time.monotonic() + seconds
        while not self.is_asked() and time.monotonic() < end:
            time.sleep(min(POLL, seconds))
        if self.is_asked():
            raise Stopped

    def is_asked(self) -> bool:
        """Whether somebody asked this process to stop, or closed its terminal."""
        if self.terminal is not None and not os.isatty(self.terminal):
            self.terminal = None
            self.asked += 1
        return self.asked > 0

    # Start -----------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        embedded.check_folder(self.data)
        self.take_lock()
        ended = end_leftovers(self.data / "run.json")
        if ended:
            say(f"The last run was killed; ended what it left behind: {ended}.")
        self.record()
        check_port(self.host, self.port)
        self.pause(0)
        if self.own_server:
            if not embedded.cluster(self.data).exists():
                say(f"Making the database in {self.data}.")
            embedded.ensure(self.data)
            self.pause(0)
        self.spawn("preparation", "-m", "portal.launch", "prepare")
        while (code := self.children["preparation"].poll()) is None:
            self.pause(POLL)
        if code:
            raise Refusal("The database could not be prepared; the reason stands above.")
        del self.children["preparation"]
        where = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        self.spawn("site", "manage.py", "runserver", where)
        self.spawn("worker", "manage.py", "worker")
        self.wait_for_answer()
        say(
            "",
            f"The site is at {self.address}",
            f"Its mails are at {self.address}dev/mail/",
            f"Its data are in {self.data}",
            f"First administrator: {self.admin_command()} (in another terminal)",
            "Stop it with Ctrl-C.",
            "",
        )

    def take_lock(self) -> None:
        """Held until this process ends, however it ends; children do not inherit it."""
        self.lock = open(self.data / "run.lock", "a")  # noqa: SIM115 (held for the whole run)
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.lock = None
            other = read_record(self.data / "run.json")
            which = f"process {other['pid']}, at {other['address']}" if other else "still starting"
            raise Refusal(
                f"The site already runs with the data in {self.data} ({which}): "
                "stop that copy, or run this one with PORT=8001 DATA=/another/folder."
            ) from None

    def spawn(self, name: str, *arguments: str) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches this process alone; and put it on record."""
        environment = {
            **os.environ,
            "DATA": str(self.data),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_RUNSERVER_HIDE_WARNING": "true",
        }
        self.children[name] = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=BASE,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent(),
        )
        self.record()

    def record(self) -> None:
        """Who runs, for the next start and for a second copy. Written whole or not at all."""
        children = []
        for name, child in self.children.items():
            with contextlib.suppress(psutil.Error):
                children.append([name, child.pid, psutil.Process(child.pid).create_time()])
        draft = self.data / "run.json.new"
        draft.write_text(json.dumps({"pid": os.getpid(), "address": self.address, "children": children}))
        draft.replace(self.data / "run.json")

    def wait_for_answer(self) -> None:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}/healthz"
        end = time.monotonic() + WEB_SECONDS
        while True:
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
                    return
            except urllib.error.HTTPError:
                return  # it answers: what it says is its own affair
            except OSError:
                pass
            self.check_site()
            if time.monotonic() > end:
                raise Refusal(f"The site does not answer at {self.address} after {WEB_SECONDS} seconds.")
            self.pause(POLL)

    def admin_command(self) -> str:
        """`make admin`, with the data folder where it is not the usual one."""
        return "make admin" + ("" if self.data == BASE / "var" else f" DATA='{self.data}'")

    # Watch -----------------------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """Until told to stop: a worker that dies is started again, so is PostgreSQL; a dead site ends the run."""
        pause, started, looked = 1.0, time.monotonic(), time.monotonic()
        while True:
            self.pause(POLL)
            self.check_site()
            if self.own_server and time.monotonic() - looked > DATABASE_POLL:
                looked = time.monotonic()
                if not embedded.is_running(self.data):
                    say("PostgreSQL stopped unexpectedly; starting it again.")
                    embedded.ensure(self.data)
            code = self.children["worker"].poll()
            if code is not None:
                pause = 1.0 if time.monotonic() - started > 60 else min(pause * 2, LONGEST_PAUSE)
                say(f"The worker stopped unexpectedly ({meaning(code)}); starting it again in {pause:.0f} seconds.")
                self.pause(pause)
                self.spawn("worker", "manage.py", "worker")
                started = time.monotonic()

    def check_site(self) -> None:
        code = self.children["site"].poll()
        if code is not None:
            raise Refusal(f"The site stopped unexpectedly ({meaning(code)}); its last words stand above.")

    # Stop ------------------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Children first, PostgreSQL last. A second Ctrl-C hurries the children, never PostgreSQL."""
        if self.lock is None:
            return
        before = self.asked
        if self.asked:
            say("", "Stopping.")
        for child in self.children.values():
            signal_group(child.pid, signal.SIGTERM)
        for name, child in self.children.items():
            end = time.monotonic() + STOP_SECONDS[name]
            while child.poll() is None and time.monotonic() < end and self.asked <= max(before, 1):
                time.sleep(0.02)
            signal_group(child.pid, signal.SIGKILL)  # the reloader's own child, or a job that takes too long
            child.wait()
        self.children = {}
        if self.own_server:
            others = embedded.release(self.data)
            if others:
                numbers = ", ".join(map(str, others))
                say(f"PostgreSQL stays up for process {numbers}, which still uses it, and stops with that.")
        (self.data / "run.json").unlink(missing_ok=True)


# Pieces --------------------------------------------------------------------------------------------------------------


def say(*lines: str) -> None:
    """Print; where nobody listens any more (a closed terminal or pipe), stay silent from then on."""
    try:
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
    except OSError:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)


def meaning(code: int) -> str:
    """An exit code in words."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def read_port(text: str) -> int:
    """The port as a number. Raises Refusal."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Refusal(f"PORT is {text!r}: it must be a number from 1 to 65535.")


def check_port(host: str, port: int) -> None:
    """See that the port can be had, the way the site will ask for it. Raises Refusal."""
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen()
    except socket.gaierror:
        raise Refusal(f"HOST is {host!r}: this machine has no such address.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            example = f"PORT={port % 65535 + 1}"
            raise Refusal(
                f"Port {port} is in use by another program: stop that one, or choose another port, as in {example}."
            ) from None
        raise Refusal(f"Port {port} on {host} cannot be had ({(error.strerror or '').lower()}).") from None


def prepare() -> int:
    """Tables up to date, and the real data where there are none. Runs in a child: one start of Django for both."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django
    from django.core.management import CommandError, call_command
    from django.db import OperationalError, connection

    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        sys.stderr.write(f"The database cannot be reached: {str(error).strip().splitlines()[0]}\n")
        return 1
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_data", "--if-empty")
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(prepare() if sys.argv[1:] == ["prepare"] else main())
