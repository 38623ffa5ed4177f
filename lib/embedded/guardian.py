"""The guardian of a private server: when its standard input closes, it ends the server and removes the folder.

A process of its own that imports nothing but the standard library, so that it starts at once and costs little.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

STOP_SECONDS = 30


def guard(folder: Path) -> None:
    """Wait until nobody holds the other end of standard input, then end the server of `folder` and remove it."""
    while os.read(0, 1024):
        pass
    end_server(folder)
    rmtree(folder, ignore_errors=True)


def end_server(folder: Path) -> None:
    """End the server whose data lie in `folder`, at once, and wait until it is gone; nothing of it has to last."""
    try:
        process = int((folder / "data" / "postmaster.pid").read_text("utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    if not _is_of(process, folder):
        return
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGQUIT)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_of(process, folder) and time.monotonic() < deadline:
        time.sleep(0.02)


def _is_of(process: int, folder: Path) -> bool:
    """Whether a process lives that was started as the server of `folder`: a number alone may be another's by now."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return f"cluster_name={folder.name}".encode() in command


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    guard(Path(sys.argv[1]))
