"""`python -m portal.launch`, what `make run` runs: real processes from start to stop."""

import fcntl
import json
import os
import signal
import socket

import psutil
import pytest

from portal import children, embedded, launch
from tests.launch.processes import (
    answers,
    free_port,
    processes_of,
    python,
    said,
    start,
    wait_until,
)


def refused(*arguments, **more) -> str:
    """What a launcher says that refuses to start."""
    done = python("-m", "portal.launch", *arguments, **more)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    return (done.stdout + done.stderr).strip()


def running(data, port, output):
    """A launcher whose site answers and which has said so. What an earlier one said is forgotten."""
    output.write_text("")
    launcher = start(data, port, output)
    wait_until(lambda: launcher.poll() is not None or said(output, "The site is at"), "the launcher did not come up")
    assert launcher.poll() is None, output.read_text()
    return launcher


# Sentences -------------------------------------------------------------------------------------------------------


def test_port_in_use_gets_a_sentence(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused(data=data, PORT=str(port)) == (
            f"Port {port} is in use by another program: stop that one, or choose another port, as in PORT={port + 1}."
        )


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000 "])
def test_port_that_is_no_port_gets_a_sentence(port):
    with pytest.raises(launch.Refusal, match="it must be a number from 1 to 65535"):
        launch.read_port(port)


def test_host_that_is_none_gets_a_sentence(data):
    assert "this machine has no such address" in refused(data=data, HOST="no host at all", PORT=str(free_port()))


def test_unwritable_folder_gets_a_sentence(folder):
    (folder / "file").write_text("")
    folder = folder / "file" / "data"
    assert refused(data=folder).startswith(f"The data folder {folder} cannot be written to")


def test_second_copy_gets_a_sentence_with_the_first_one_in_it(data):
    data.mkdir()
    record = {"pid": 4321, "address": "http://localhost:8000/", "children": []}
    (data / "run.json").write_text(json.dumps(record))
    with open(data / "run.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sentence = refused(data=data)
    assert sentence.startswith(
        f"The site already runs with the data in {data} (process 4321, at http://localhost:8000/)"
    )
    assert json.loads((data / "run.json").read_text()) == record


def test_unreachable_server_gets_a_sentence(data):
    port = free_port()
    said = refused(data=data, PORT=str(free_port()), DATABASE_URL=f"postgres://nobody@127.0.0.1:{port}/none")
    assert "The database cannot be reached" in said
    assert not embedded.cluster(data).exists()


def test_record_that_is_broken_is_no_hindrance(folder):
    (folder / "run.json").write_text('{"pid": 1, "children": [["site"')
    assert children.read_record(folder / "run.json") is None
    assert children.end_leftovers(folder / "run.json") == ""


def test_process_that_has_a_leftovers_number_now_is_left_alone(folder):
    mine = psutil.Process()
    session = os.getsid(0)
    record = {"pid": 1, "address": "", "children": [["site", session, mine.create_time() + 3600]]}
    (folder / "run.json").write_text(json.dumps(record))
    assert children.end_leftovers(folder / "run.json") == ""
    assert mine.is_running()


# Start and stop --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_everything(data, output, number):
    port = free_port()
    launcher = running(data, port, output)
    assert answers(port)
    assert embedded.is_running(data)
    launcher.send_signal(number)
    assert launcher.wait(30) == 0, output.read_text()
    assert processes_of(data) == []
    assert not answers(port)
    assert "Traceback" not in output.read_text()
    assert not (data / "run.json").exists()


@pytest.mark.slow
def test_second_ctrl_c_stops_everything_as_well(data, output):
    launcher = running(data, free_port(), output)
    launcher.send_signal(signal.SIGINT)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(30) == 0
    assert processes_of(data) == []
    assert "database system is shut down" in embedded.cluster(data).with_suffix(".log").read_text()


@pytest.mark.slow
def test_ctrl_c_during_the_start_stops_everything(data, output):
    launcher = start(data, free_port(), output)
    wait_until(lambda: (data / "run.json").exists(), "no record of the run")
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(30) == 0, output.read_text()
    assert processes_of(data) == []


@pytest.mark.slow
def test_closed_terminal_stops_everything(data):
    """A terminal that goes away without a SIGHUP for the launcher, as where make is the first in its session."""
    master, slave = os.openpty()
    port = free_port()
    launcher = start(data, port, slave)
    os.close(slave)
    os.set_blocking(master, False)

    def up() -> bool:
        try:
            while os.read(master, 65536):
                pass
        except BlockingIOError:
            pass
        return answers(port)

    wait_until(up, "the site does not answer")
    os.close(master)
    assert launcher.wait(30) == 0
    assert processes_of(data) == []


@pytest.mark.slow
def test_kill_is_recovered_from_with_the_data_kept(data, output):
    port = free_port()
    launcher = running(data, port, output)
    before = {child.pid for child in processes_of(data)} - {launcher.pid}
    made = python("manage.py", "shell", "-v0", "-c", MAKE_USER, data=data)
    assert made.returncode == 0, made.stderr
    launcher.kill()
    launcher.wait()
    again = running(data, port, output)
    assert before.isdisjoint({p.pid for p in processes_of(data) if "-D" not in p.cmdline()[:2]} - {again.pid})
    counted = python("manage.py", "shell", "-v0", "-c", COUNT_USERS, data=data)
    assert counted.stdout.strip() == "1", counted.stderr
    again.send_signal(signal.SIGINT)
    assert again.wait(30) == 0
    assert processes_of(data) == []


MAKE_USER = "from django.contrib.auth.models import User; User.objects.create_user('kept')"
COUNT_USERS = "from django.contrib.auth.models import User; print(User.objects.filter(username='kept').count())"


@pytest.mark.slow
def test_everything_killed_is_recovered_from(data, output):
    """As after a power cut: launcher, site, worker and every process of PostgreSQL gone at once."""
    port = free_port()
    launcher = running(data, port, output)
    server = psutil.Process(int((embedded.cluster(data) / "postmaster.pid").read_text().splitlines()[0]))
    for process in [*processes_of(data), *server.children()]:
        process.kill()
    launcher.wait()
    again = running(data, port, output)
    assert answers(port)
    again.send_signal(signal.SIGINT)
    assert again.wait(30) == 0


@pytest.mark.slow
def test_site_left_over_is_ended_and_its_port_used_again(data, output):
    """The site's own child may outlive both the launcher and its parent, and hold the port."""
    port = free_port()
    launcher = running(data, port, output)
    (site,) = [p for p in psutil.Process(launcher.pid).children() if "runserver" in p.cmdline()]
    (held,) = site.children()
    for process in (launcher, site):
        process.kill()
    launcher.wait()
    assert held.is_running()
    again = running(data, port, output)
    assert said(output, "ended what it left behind")
    assert not held.is_running()
    again.send_signal(signal.SIGINT)
    assert again.wait(30) == 0
    assert processes_of(data) == []


@pytest.mark.slow
def test_worker_that_dies_is_started_again(data, output):
    launcher = running(data, free_port(), output)

    def worker():
        return [p for p in psutil.Process(launcher.pid).children() if "worker" in p.cmdline()]

    (first,) = worker()
    first.kill()
    wait_until(lambda: said(output, "The worker stopped unexpectedly (signal 9)"), "its death was not noticed")
    second = wait_until(worker, "no new worker")
    assert second[0].pid != first.pid
    launcher.send_signal(signal.SIGTERM)
    assert launcher.wait(30) == 0
    assert processes_of(data) == []


@pytest.mark.slow
def test_database_that_dies_is_started_again(data, output):
    launcher = running(data, free_port(), output)
    os.kill(int((embedded.cluster(data) / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    wait_until(lambda: said(output, "PostgreSQL stopped unexpectedly"), "its death was not noticed")
    wait_until(lambda: embedded.is_running(data), "PostgreSQL does not run")
    launcher.send_signal(signal.SIGTERM)
    assert launcher.wait(30) == 0
    assert processes_of(data) == []


@pytest.mark.slow
def test_site_that_dies_ends_the_run(data, output):
    launcher = running(data, free_port(), output)
    (site,) = [p for p in psutil.Process(launcher.pid).children() if "runserver" in p.cmdline()]
    site.kill()
    assert launcher.wait(30) == 1
    assert said(output, "The site stopped unexpectedly (signal 9)")
    assert processes_of(data) == []


@pytest.mark.slow
def test_command_in_another_terminal_keeps_the_database_until_it_ends(data, output):
    launcher = running(data, free_port(), output)
    assert python("manage.py", "shell", "-v0", "-c", MAKE_USER, data=data).returncode == 0
    assert embedded.is_running(data)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(30) == 0
    assert not embedded.is_running(data)


@pytest.mark.slow
def test_single_command_starts_the_database_and_stops_it(data):
    assert python("manage.py", "migrate", "-v0", data=data).returncode == 0
    assert processes_of(data) == []
