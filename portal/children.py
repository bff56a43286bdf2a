"""The children of a run of the site: the record of them, and the end of those that outlived their run."""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path

import psutil


def read_record(path: Path) -> dict | None:
    """What `Launcher.record` wrote; None where there is nothing whole."""
    try:
        record = json.loads(path.read_text())
        children = [(str(name), int(pid), float(created)) for name, pid, created in record["children"]]
        return {"pid": int(record["pid"]), "address": str(record["address"]), "children": children}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def end_leftovers(path: Path) -> str:
    """End the children of a run that was killed, known by the sessions that it made. Returns their names.

    Called under the lock, so the run that wrote the record is over. A child may have gone and left a child of its own.
    """
    record = read_record(path)
    if record is None:
        return ""
    sessions = {pid: (name, created) for name, pid, created in record["children"]}
    found, names = [], set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            name, created = sessions.get(os.getsid(process.pid), ("", 0.0))
            # Two seconds of grace: a corrected clock moves the moment of birth a little.
            if name and process.create_time() > created - 2 and process.status() != psutil.STATUS_ZOMBIE:
                process.terminate()
                found.append(process)
                names.add(name)
    for process in psutil.wait_procs(found, timeout=5)[1]:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(found, timeout=5)
    return ", ".join(sorted(names))


def signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def end_with_parent():
    """On Linux: a function for the child to call, so that it gets SIGTERM when this process is killed outright."""
    if sys.platform != "linux":
        return None
    import ctypes

    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, int(signal.SIGTERM))  # PR_SET_PDEATHSIG
