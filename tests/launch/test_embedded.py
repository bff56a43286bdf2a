"""The embedded PostgreSQL: found or started, counted, stopped by the last, and well again after a kill."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from portal import embedded, postgres
from tests.launch.processes import BASE, environment, processes_of, python, wait_until

# A process that uses the server: it says "ready" and stays until its input ends; or does one thing and leaves.
STAY = "import sys; from pathlib import Path; from portal import embedded; embedded.ensure(Path(sys.argv[1])); "
STAY += "print('ready', flush=True); sys.stdin.read()"
LEAVE = "import sys; from pathlib import Path; from portal import embedded; embedded.ensure(Path(sys.argv[1]))"


def stay(data: Path, **more: str) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", STAY, str(data)],
        cwd=BASE,
        env=environment(data, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def leave(data: Path, **more: str) -> subprocess.CompletedProcess:
    return python("-c", LEAVE, str(data), data=data, **more)


def end(process: subprocess.Popen) -> None:
    process.communicate("", timeout=30)


def server(data: Path) -> int:
    """The server's process number."""
    return int((embedded.cluster(data) / "postmaster.pid").read_text().splitlines()[0])


def connect(data: Path) -> psycopg.Connection:
    host = str(postgres.socket_folder(embedded.cluster(data)))
    return psycopg.connect(host=host, port=postgres.PORT, user="postgres", dbname="portal", autocommit=True)


def test_server_stops_when_its_last_user_leaves(data):
    first = stay(data)
    second = stay(data)
    end(first)
    assert embedded.is_running(data)
    end(second)
    assert not embedded.is_running(data)
    assert processes_of(data) == []


def test_killed_user_does_not_keep_the_server_up(data):
    killed = stay(data)
    killed.kill()
    killed.communicate()
    assert embedded.is_running(data)
    assert leave(data).returncode == 0
    assert not embedded.is_running(data)


def test_number_of_a_dead_user_that_another_process_has_now_does_not_count(data):
    leave(data)
    record = embedded.cluster(data).with_suffix(".json")
    record.write_text(json.dumps({"database": True, "users": [[os.getpid(), 1.0]]}))
    end(stay(data))
    assert not embedded.is_running(data)


def test_server_keeps_its_data_when_it_is_killed(data):
    user = stay(data, PORTAL_DB_FAST="")
    with connect(data) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")
    os.kill(server(data), signal.SIGKILL)
    wait_until(lambda: not embedded.is_running(data), "the killed server still answers")
    again = stay(data)
    with connect(data) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("here",)]
    end(again)
    end(user)


def test_process_number_of_a_killed_server_that_another_process_has_now_is_no_hindrance(data):
    user = stay(data)
    record = embedded.cluster(data) / "postmaster.pid"
    lines = record.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    record.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert leave(data).returncode == 0
    end(user)


def test_two_processes_at_once_on_an_empty_folder_share_one_server(data):
    together = [
        subprocess.Popen([sys.executable, "-c", STAY, str(data)], cwd=BASE, env=environment(data),
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]  # fmt: skip
    assert [process.stdout.readline() for process in together] == ["ready\n"] * 3
    assert [p for p in processes_of(data) if "-D" in p.cmdline()] != []
    with connect(data) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = 'portal'").fetchone() == (1,)
    for process in together:
        end(process)
    assert not embedded.is_running(data)


@pytest.mark.parametrize("name", ["with a space, a 'quote' and a $sign", "long" * 30])
def test_odd_path_does(folder, name):
    data = folder / name
    user = stay(data)
    try:
        with connect(data) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        end(user)
    assert not embedded.is_running(data)


def test_unwritable_folder_gets_a_sentence(folder):
    (folder / "file").write_text("")
    done = leave(folder / "file" / "data")
    assert done.returncode == 1
    assert "cannot be written to" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_version_gets_a_sentence(data):
    done = leave(data, PGSERVER_POSTGRES_VERSION="9")
    assert (done.returncode, done.stderr) == (
        1,
        "PGSERVER_POSTGRES_VERSION is '9'; the embedded PostgreSQL comes as 16 or 18.\n",
    )


def test_server_that_does_not_start_says_why(data):
    leave(data)
    with open(embedded.cluster(data) / "postgresql.conf", "a") as settings:
        settings.write("no_such_setting = 1\n")
    done = leave(data)
    assert done.returncode == 1
    assert "PostgreSQL did not start" in done.stderr
    assert str(embedded.cluster(data).with_suffix(".log")) in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupted_making_of_the_folder_is_begun_again(data):
    half = embedded.cluster(data).with_suffix(".new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert leave(data).returncode == 0
    assert not half.exists()


def test_server_listens_on_no_network_address(data):
    user = stay(data)
    with connect(data) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW unix_socket_permissions").fetchone() == ("0700",)
    end(user)


def test_folder_that_holds_something_else_is_left_alone(data):
    home = embedded.cluster(data)
    home.mkdir(parents=True)
    (home / "letter.txt").write_text("mine")
    done = leave(data)
    assert done.returncode == 1
    assert f"{home} holds something, but no database: move it away, then start again." in done.stderr
    assert (home / "letter.txt").read_text() == "mine"


@pytest.mark.slow
def test_version_16_has_a_folder_of_its_own(data):
    assert leave(data, PGSERVER_POSTGRES_VERSION="16").returncode == 0
    assert leave(data).returncode == 0
    assert (data / "postgres-16" / "PG_VERSION").read_text() == "16\n"
    assert (data / "postgres-18" / "PG_VERSION").read_text() == "18\n"
