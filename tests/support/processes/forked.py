"""Python programs of ours in processes of their own, without the seconds that each takes to import everything.

`[*python(), "-m", "lib.cli", …]` is for `subprocess` what `[sys.executable, "-m", "lib.cli", …]` is: streams, signals,
exit code, folder and environment are the program's own. That a program starts all by itself is for other tests.
"""

import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from lib.settings import ROOT
from tests.support.processes.fork_server import HOLD

LAUNCHER = Path(__file__).with_name("launcher.py")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
"""What the processes of one test run share: a name, and with it the server."""
START_SECONDS = 60


def python() -> tuple[str, ...]:
    """The words that stand before `-m` or `-c`; the server behind them lives as long as this process."""
    path, _ = _server()
    return sys.executable, "-I", "-S", str(LAUNCHER), path


@cache
def _server() -> tuple[str, socket.socket]:
    """The address of the run's server, which is started where there is none yet, and what holds it."""
    folder, deadline = Path(tempfile.gettempdir(), f"orb forks {RUN}"), time.monotonic() + START_SECONDS
    path = str(folder / "socket")
    with Path(__file__).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder.mkdir(mode=0o700, exist_ok=True)
        if (held := _hold(path)) is not None:
            return path, held
        Path(path).unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.support.processes.fork_server", path]
        nothing = subprocess.DEVNULL
        started = subprocess.Popen(
            command, cwd=ROOT, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
        while (held := _hold(path)) is None:
            assert started.poll() is None, f"The server does not start: {' '.join(command)}"
            assert time.monotonic() < deadline, "The server does not answer."
            time.sleep(0.02)
        return path, held


def _hold(path: str) -> socket.socket | None:
    """A connection that holds the server, or None where there is none."""
    connection = socket.socket(socket.AF_UNIX)
    with suppress(OSError):
        connection.connect(path)
        connection.sendall(HOLD)
        if connection.recv(1) == HOLD:
            return connection
    connection.close()
    return None
