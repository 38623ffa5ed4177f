"""A pseudo-terminal with one command in it, as a person's shell would run it there."""

import ctypes
import fcntl
import os
import pty
import signal
import socket
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from select import select

SECONDS = 120
LOOK_SECONDS = 0.1
NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <linux/sched.h>
GET_FLAGS, SET_FLAGS, IS_UP = 0x8913, 0x8914, 1  # of <linux/sockios.h> and <net/if.h>


class Terminal:
    """A command in a terminal of its own: what it prints, keys for it, and its end."""

    def __init__(
        self, *command: str, cwd: Path, env: Mapping[str, str], user: int | None = None, is_offline: bool = False
    ) -> None:
        self.text, self._is_open = "", True
        self._end, inside = pty.openpty()
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            preexec_fn=lambda: _prepare(inside, user, is_offline),  # noqa: PLW1509 - it takes no lock
        )
        os.close(inside)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def until(self, words: str) -> str:
        """What was printed so far, once it holds the words; fails where the command ends before."""
        deadline = time.monotonic() + SECONDS
        while words not in self.text:
            assert self._reading.is_alive(), f"It ended without {words!r}: {self.text}"
            assert time.monotonic() < deadline, f"It never printed {words!r}: {self.text}"
            time.sleep(0.02)
        return self.text

    def press(self, keys: str) -> None:
        """Type something; `\\x03` is Ctrl+C."""
        os.write(self._end, keys.encode())

    def close(self) -> None:
        """Close the terminal's window: whoever runs in it is hung up."""
        self._is_open = False
        self._reading.join()  # whoever still reads would keep it open
        os.close(self._end)

    def ended(self) -> int:
        """The exit code, once the command has ended."""
        code = self.process.wait(SECONDS)
        self._reading.join(SECONDS)
        return code

    def kill(self) -> None:
        """End whatever still runs in it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._is_open:
            self.close()

    def _read(self) -> None:
        while self._is_open:
            if not select([self._end], [], [], LOOK_SECONDS)[0]:
                continue
            try:
                piece = os.read(self._end, 4096)
            except OSError:  # nobody holds the other end any more
                return
            self.text += piece.decode("utf-8", "replace").replace("\r\n", "\n")


def _prepare(inside: int, user: int | None, is_offline: bool) -> None:
    """In the new process: its terminal, the signals as a shell leaves them, no network, another user."""
    fcntl.ioctl(inside, termios.TIOCSCTTY, 0)
    for sent in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(sent, signal.SIG_DFL)
    if is_offline:
        _leave_the_network()
    if user is not None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)


def _leave_the_network() -> None:
    """Keep nothing but this machine's own addresses; raises `OSError` where that is not allowed."""
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "unshare")
    with socket.socket() as probe:
        asked = struct.pack("16sH14s", b"lo", 0, b"")
        _, flags, rest = struct.unpack("16sH14s", fcntl.ioctl(probe, GET_FLAGS, asked))
        fcntl.ioctl(probe, SET_FLAGS, struct.pack("16sH14s", b"lo", flags | IS_UP, rest))
