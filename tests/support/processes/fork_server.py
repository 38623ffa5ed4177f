"""Starts Python programs by forking a process that has imported everything of ours, which takes seconds otherwise.

Run as a program with the path of a socket. A connection says with its first byte what it wants: HOLD, that the server
lives as long as the connection does, or START, that a new process becomes the program that a `launcher` describes.
"""

import functools
import gc
import importlib
import inspect
import os
import pkgutil
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from streamlit.components.v2 import manifest_scanner

import lib
from tests.support import components
from tests.support.processes import program

HOLD, START = b"h", b"s"
ALONE_SECONDS = 60
SCRIPTS = ("lib.ui.app.router",)
"""What Streamlit runs and nobody imports."""
BESIDE = (
    "streamlit.web.cli",
    "streamlit.web.bootstrap",
    "streamlit.web.server.starlette.starlette_app",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
    "tests.support.processes.refresh_faces",
    "tests.support.site",
)
"""What a dashboard, a server for agents and the tests' own programs need beside `lib`."""


def prepare() -> None:
    """Import all that a program may need, read the tables of words, which take long to compile, and find components.

    None of it counts as new to the collector in a new process.
    """
    names = [found.name for found in pkgutil.walk_packages(lib.__path__, "lib.") if found.name not in SCRIPTS]
    for name in (*names, *BESIDE):
        importlib.import_module(name)
    for name in names:
        for value in list(vars(sys.modules[name]).values()):
            is_table = name.startswith("lib.context.") and isinstance(value, functools._lru_cache_wrapper)
            if is_table and value.__module__ == name and not inspect.signature(value).parameters:
                value()
    components.remember()
    manifest_scanner.scan_component_manifests()
    gc.collect()
    gc.freeze()


class ForkServer:
    """A socket, and its connections with the process that each has started, or none where it holds the server."""

    def __init__(self, path: str) -> None:
        self._listening = socket.socket(socket.AF_UNIX)
        self._woken, self._wakes = socket.socketpair()
        self._connections: dict[socket.socket, int | None] = {}
        self._waiting = selectors.DefaultSelector()
        self._listening.bind(path)
        self._listening.listen(128)
        for end in (self._listening, self._woken):
            self._waiting.register(end, selectors.EVENT_READ)
        for end in (self._woken, self._wakes):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wakes.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> list[int] | None:
        """Serve until nobody holds this, then kill what is left; in a new process, give the open files passed on."""
        alone_until = time.monotonic() + ALONE_SECONDS
        while None in self._connections.values() or time.monotonic() < alone_until:
            for key, _ in self._waiting.select(timeout=ALONE_SECONDS):
                ready = key.fileobj
                assert isinstance(ready, socket.socket)
                if ready is self._listening:
                    self._accept()
                elif ready is self._woken:
                    self._report_what_ended()
                elif ready in self._connections and (passed_on := self._hear(ready)):
                    return passed_on
                alone_until = 0
        for process in filter(None, self._connections.values()):
            os.kill(process, signal.SIGKILL)
        return None

    def _accept(self) -> None:
        connection, _ = self._listening.accept()
        self._connections[connection] = None
        self._waiting.register(connection, selectors.EVENT_READ)

    def _hear(self, connection: socket.socket) -> list[int] | None:
        """Do what a connection says; in the new process that it may ask for, the open files that came with it."""
        word, files = b"", list[int]()
        with suppress(ConnectionError):
            word, files, _, _ = socket.recv_fds(connection, 1, program.FILES)
        process = self._connections[connection]
        if process is not None:  # it passes a signal on, or was killed
            with suppress(ProcessLookupError):
                os.kill(process, word[0] if word else signal.SIGKILL)
        elif word == HOLD:
            connection.send(HOLD)
        elif word == START:
            process = self._connections[connection] = os.fork()
            if process == 0:
                self._leave()
                return files
        for file in files:
            os.close(file)
        if not word:
            self._end(connection)
        return None

    def _report_what_ended(self) -> None:
        self._woken.recv(4096)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                for connection in [its for its, process in self._connections.items() if process == ended[0]]:
                    with suppress(ConnectionError):
                        connection.sendall(str(os.waitstatus_to_exitcode(ended[1])).encode())
                    self._end(connection)

    def _end(self, connection: socket.socket) -> None:
        del self._connections[connection]
        self._waiting.unregister(connection)
        connection.close()

    def _leave(self) -> None:
        """Keep nothing of all this, in a new process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._waiting.close()
        for end in (self._listening, self._woken, self._wakes, *self._connections):
            end.close()


def main(path: str) -> None:
    """Serve at `path`, whose folder goes at the end; in a new process, become what it was started for."""
    prepare()
    passed_on = ForkServer(path).serve()
    if passed_on is None:
        Path(path).unlink(missing_ok=True)
        Path(path).parent.rmdir()
    else:
        program.become(*passed_on)


if __name__ == "__main__":
    main(*sys.argv[1:])
