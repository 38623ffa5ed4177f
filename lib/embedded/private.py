"""A Postgres for one process alone: no port, a socket in a private folder, gone with whoever started it.

It is for statements that nobody trusts. Who starts it owns its superuser, whose password nobody else knows; no process
of it may take more memory than `MEMORY_BYTES`, and none survives its user: a guardian, told by a pipe that closes with
the user's process however that ends, stops the server and removes the folder.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage, rmtree

import psutil
import psycopg
from psycopg import conninfo

from lib.embedded.binaries import WHEEL, program
from lib.embedded.failures import ServerFailed, failure
from lib.embedded.guardian import end_server
from lib.embedded.locks import locked, writable
from lib.embedded.server import QUIET, START_SECONDS, as_server
from lib.errors import NoSpace
from lib.settings import ROOT

PREFIX = "orb-private-"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder is private, and its name not to be foreseen
PLENTY_BYTES = 8 << 30
"""Four times what a draft may write."""
MEMORY_BYTES = 2 << 30
"""Address space of one server process, its 64 MB of shared memory and the programs' own text included."""
LIMITED = ("/bin/sh", "-c", 'ulimit -v "$0" 2>/dev/null; exec "$@"', str(MEMORY_BYTES >> 10))
"""Runs what follows with that limit; a system that has none starts it all the same."""
LONGEST_SOCKET = 107
"""Bytes that Linux allows for a socket's path."""
PORT = 5432
SPARING = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"),
    *("autovacuum=off", "max_connections=20", "max_worker_processes=2", "max_parallel_workers=0", "jit=off"),
    *("shared_buffers=64MB", "huge_pages=off", "max_wal_size=128MB", "max_locks_per_transaction=4096"),
)
"""Nothing in it has to last, and one statement at a time runs."""


@dataclass(frozen=True)
class PrivateServer:
    """A running server of this process; `password` is its superuser's."""

    folder: Path
    superuser: str
    """A name that no other server has: a role of the same name would be one with it."""
    password: str
    process: subprocess.Popen[bytes]

    def url_of(self, database: str, *, user: str = "", password: str = "", options: str = "") -> str:
        """The address of one of its databases for libpq, for its superuser unless another user is named."""
        return conninfo.make_conninfo(
            host=str(self.folder / "socket"),
            port=PORT,
            dbname=database,
            user=user or self.superuser,
            password=password or self.password,
            options=options or None,
        )

    def is_running(self) -> bool:
        """Whether its main process still lives."""
        return self.process.poll() is None


@contextmanager
def private_server(*, options: tuple[str, ...] = ()) -> Iterator[PrivateServer]:
    """A new, empty server; when the block ends nothing of it is left. Raises `ServerFailed` or `NoSpace`."""
    parent = _parent()
    if not (WHEEL / "pginstall" / "bin" / "postgres").exists():
        raise ServerFailed("The programs of the embedded Postgres are missing.", next_step="Run `make` again.")
    with writable(parent):
        _sweep(parent)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    with locked(folder / "user.lock") as lock, _guarded(folder, lock):
        with writable(folder):
            superuser = f"orb_private_{secrets.token_hex(8)}"
            password = _create(folder, superuser)
        process = _launch(folder, options)
        try:
            server = PrivateServer(folder, superuser, password, process)
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()


def _parent() -> Path:
    """Where the folder is made: in memory where there is plenty, else among temporary files, which are far slower.

    A folder that TMPDIR names is taken as it is.
    """
    if "TMPDIR" not in os.environ and os.access(SHARED_MEMORY, os.W_OK | os.X_OK):
        free = min(disk_usage(SHARED_MEMORY).free, psutil.virtual_memory().available)
        if free > PLENTY_BYTES:
            return SHARED_MEMORY
    return Path(tempfile.gettempdir())


@contextmanager
def _guarded(folder: Path, lock: int | None) -> Iterator[None]:
    """The guardian of `folder` while this process lives; when the block ends, the folder is gone."""
    readable, held = os.pipe()
    command = [sys.executable, "-m", "lib.embedded.guardian", str(folder)]
    guardian = subprocess.Popen(
        command, cwd=ROOT, stdin=readable, stdout=subprocess.DEVNULL, start_new_session=True, pass_fds=(lock or 0,)
    )
    os.close(readable)
    try:
        yield
    finally:
        os.close(held)
        guardian.wait()


def _create(folder: Path, superuser: str) -> str:
    """Make the data folder; the superuser's password, which is written down nowhere else."""
    if len(os.fsencode(folder / "socket" / f".s.PGSQL.{PORT}.lock")) > LONGEST_SOCKET:
        raise ServerFailed("The path of the temporary folder is too long for a socket.", next_step="Set TMPDIR.")
    data, password = folder / "data", folder / "password"
    data.mkdir(mode=0o700)
    (folder / "socket").mkdir(mode=0o700)
    password.touch(mode=0o600)
    secret = secrets.token_urlsafe(24)
    password.write_text(secret, "ascii")
    with as_server(data, password) as (path, how):
        arguments = [str(program("initdb")), "-D", path, "-U", superuser, "-A", "scram-sha-256", "-E", "UTF8", "-N"]
        arguments += ["--locale=C.UTF-8", "--no-instructions", f"--pwfile=/dev/fd/{how['pass_fds'][-1]}"]
        result = subprocess.run(arguments, capture_output=True, text=True, check=False, **how)
    password.unlink()
    if result.returncode:
        raise failure(folder, "could not be created", result.stderr)
    return secret


def _launch(folder: Path, options: tuple[str, ...]) -> subprocess.Popen[bytes]:
    with as_server(folder / "data", folder / "socket") as (path, how), (folder / "server.log").open("wb") as log:
        is_handed_over = path.startswith("/proc/")
        socket = f"/proc/self/fd/{how['pass_fds'][1]}" if is_handed_over else str(folder / "socket")
        quoted = '"' + socket.replace('"', '""') + '"'
        closed = ("listen_addresses=", f"unix_socket_directories={quoted}", "unix_socket_permissions=0700")
        settings = (*closed, f"port={PORT}", f"cluster_name={folder.name}", *QUIET, *SPARING, *options)
        arguments = [str(program("postgres")), "-D", path, *(word for item in settings for word in ("-c", item))]
        return subprocess.Popen(
            [*LIMITED, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **how
        )


def _wait(server: PrivateServer) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not server.is_running():
            raise failure(server.folder, "did not start", (server.folder / "server.log").read_text("utf-8", "replace"))
        if (server.folder / "socket" / f".s.PGSQL.{PORT}").exists():
            try:
                psycopg.connect(server.url_of("postgres")).close()
            except psycopg.OperationalError as error:
                if "No space left" in str(error):
                    raise NoSpace("There is no disk space for the embedded Postgres.") from error
            else:
                return
        time.sleep(0.02)
    raise ServerFailed("The embedded Postgres has not answered in time.", next_step="Wait a minute, then try again.")


def _sweep(parent: Path) -> None:
    """Remove what was left where user and guardian were killed together."""
    for folder in parent.glob(f"{PREFIX}*"):
        try:
            if folder.stat(follow_symlinks=False).st_uid != os.geteuid():
                continue
            with locked(folder / "user.lock", wait=False) as lock:
                is_new = time.time() - folder.stat().st_mtime < START_SECONDS  # its user may be about to lock it
                if lock is not None and not is_new:
                    end_server(folder)
                    rmtree(folder, ignore_errors=True)
        except (OSError, psutil.Error):
            continue
