"""The embedded Postgres: its data folder, start and stop. Who shares it is `lib.embedded.sharing`'s subject."""

import os
import pwd
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import psutil
import psycopg

from lib.driver import driver_errors
from lib.embedded.binaries import UNPRIVILEGED, program
from lib.embedded.failures import ServerFailed, failure, is_full
from lib.embedded.locks import locked
from lib.errors import NoDatabase, NoSpace

START_SECONDS = 120
STOP_SECONDS = 60
ORPHAN_SECONDS = 10
SUPERUSER = "postgres"  # not "orb": a schema named like the login comes first in the search path
QUIET = ("log_error_verbosity=terse", "log_min_error_statement=panic")
"""Neither statements nor the values of a failed row reach the server's log."""


@dataclass(frozen=True)
class Server:
    """A running embedded server: where its files are and where it listens."""

    home: Path
    port: int

    @property
    def url(self) -> str:
        """The address of its database `orb`, with the password from the data folder."""
        return self.url_of("orb")

    def url_of(self, database: str) -> str:
        """The address of one of its databases, with the password from the data folder."""
        try:
            password = (self.home / "password").read_text("ascii").strip()
        except OSError as error:
            raise ServerFailed(
                f"The password of the embedded Postgres cannot be read: {error.strerror}.",
                next_step="Put the file `password` back into the data folder, or move the folder away to begin anew.",
            ) from error
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/{database}"


def start(home: Path, *, options: tuple[str, ...] = ()) -> Server:
    """Start the server whose files are in `home`, creating them on first use; raises `ServerFailed` or `NoSpace`.

    It listens on one port of 127.0.0.1 only. A first creation that was interrupted is begun again; after a crash
    Postgres replays its log, so nothing that was committed is lost. The caller holds a lock on `home`.
    """
    running = find(home)
    if running is not None:
        return running
    last = _pid_file(home)
    with _alone(home) as lock:
        if lock is None:
            return _wait(home)
        _create(home, lock, durable="fsync=off" not in options)
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)  # none of its processes lives: `lock` says so
        port = _free_port(int(last[3]) if len(last) > 3 else 0)
        process = _launch(home, (f"port={port}", *options), lock)
    server = _wait(home, process)
    _create_database(server)
    return server


def find(home: Path) -> Server | None:
    """The server that runs on `home` now and answers, or None."""
    process, words = _process(home), _pid_file(home)  # in this order: a dead server's "ready" is no new one's
    is_ready = len(words) > 7 and words[7].startswith("ready") and process is not None
    return Server(home, int(words[3])) if is_ready else None


def is_running(home: Path) -> bool:
    """Whether any process of a server on `home` lives, be it ready, starting or left over."""
    with locked(home / "server.lock", wait=False) as lock:
        return lock is None


def stop(home: Path) -> None:
    """Stop the server of `home` in order (open transactions are rolled back) and wait until it has ended."""
    for sent in (signal.SIGINT, signal.SIGQUIT):  # Postgres' fast and immediate shutdown; after the second it recovers
        deadline = time.monotonic() + STOP_SECONDS
        while is_running(home) and time.monotonic() < deadline:
            process = _process(home)
            if process is not None:
                with suppress(psutil.Error):
                    process.send_signal(sent)
            _until(lambda: not is_running(home), STOP_SECONDS if process else 0.1)


@contextmanager
def _alone(home: Path) -> Iterator[int | None]:
    """The lock that every process of a server on `home` holds for its life, once they all have ended.

    It is handed to Postgres as an open file, so it tells of processes that no pid file knows any more: those that a
    killed server left behind. None when a server is starting meanwhile.
    """
    orphans_until = time.monotonic() + ORPHAN_SECONDS
    while True:
        with locked(home / "server.lock", wait=False) as lock:
            if lock is not None or _process(home) is not None:
                yield lock
                return
        if time.monotonic() > orphans_until:
            _end_orphans(home)
        time.sleep(0.05)


def _create(home: Path, lock: int, *, durable: bool) -> None:
    """Make the data folder; it gets its final name only when it is complete.

    The program that makes it holds the lock as the server does: left behind by a killed process, it writes on.
    """
    data, unfinished = home / "data", home / "data.unfinished"
    if data.exists():
        return
    rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    password = home / "password"
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24), "ascii")
    with as_server(unfinished, password) as (path, how):
        arguments = [str(program("initdb")), "-D", path, "-U", SUPERUSER, "-A", "scram-sha-256", "-E", "UTF8"]
        arguments += ["--locale=C.UTF-8", f"--pwfile=/dev/fd/{how['pass_fds'][-1]}", *([] if durable else ["-N"])]
        how["pass_fds"] += (lock,)
        result = subprocess.run(arguments, capture_output=True, text=True, check=False, **how)
    if result.returncode:
        raise failure(home, "could not be created", result.stderr)
    unfinished.rename(data)


def _launch(home: Path, options: tuple[str, ...], lock: int) -> subprocess.Popen[bytes]:
    settings = (f"cluster_name={_cluster_name(home)}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *QUIET)
    log_file = home / "server.log"
    if log_file.exists():
        log_file.replace(home / "server.log.before")
    with as_server(home / "data") as (path, how), log_file.open("wb") as log:
        arguments = [str(program("postgres")), "-D", path]
        arguments += [word for setting in (*settings, *options) for word in ("-c", setting)]
        how["pass_fds"] += (lock,)
        return subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **how
        )


@contextmanager
def as_server(*files: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of the folder, the first of `files`, for Postgres, and how its programs run: as whom, with what open.

    Postgres refuses to run as root, and the system's unprivileged user cannot enter most of root's folders. So root
    opens the folder and hands it over as an open file; no permission outside it has to change.
    """
    how: dict[str, Any] = {"env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}, "cwd": "/"}
    is_root = os.geteuid() == 0
    if is_root:
        user = pwd.getpwnam(UNPRIVILEGED)
        how |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for file in files:
            os.chown(file, user.pw_uid, user.pw_gid)
    opened = tuple(os.open(file, os.O_RDONLY) for file in files)
    try:
        yield f"/proc/self/fd/{opened[0]}" if is_root else str(files[0]), {**how, "pass_fds": opened}
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _wait(home: Path, process: subprocess.Popen[bytes] | None = None) -> Server:
    """The server once it answers; replaying a long log takes its time."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        server = find(home)
        if server is not None:
            return server
        if process is not None and process.poll() is not None:
            raise failure(home, "did not start", (home / "server.log").read_text("utf-8", "replace"))
        time.sleep(0.02)
    raise ServerFailed("The embedded Postgres has not answered in time.", next_step="Wait a minute, then start again.")


def _create_database(server: Server) -> None:
    try:
        with driver_errors(), psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            if not connection.execute("select from pg_database where datname = 'orb'").fetchall():
                connection.execute("create database orb")
    except NoDatabase as error:
        if is_full(server.home):
            raise NoSpace("There is no disk space for the embedded Postgres.") from error
        raise


def _process(home: Path) -> psutil.Process | None:
    """The postmaster of `home`, if the pid file's process really is that: its command line names our cluster."""
    try:
        process = psutil.Process(int(_pid_file(home)[0]))
        return process if f"cluster_name={_cluster_name(home)}" in process.cmdline() else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _end_orphans(home: Path) -> None:
    """End what a killed server left behind; Postgres' processes show their cluster's name in their title."""
    title = f"postgres: {_cluster_name(home)}: "
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if " ".join(process.cmdline()).startswith(title):
                process.kill()


def _cluster_name(home: Path) -> str:
    """A name that no other folder's server has, by which our processes are known before they are signalled."""
    folder = home.stat()
    return f"orb-{folder.st_dev:x}-{folder.st_ino:x}"


def _pid_file(home: Path) -> list[str]:
    """The lines of `postmaster.pid`: process, folder, start, port, …, status; none without the file."""
    try:
        return (home / "data" / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def _free_port(wanted: int) -> int:
    """`wanted` where it is free, so that who knew the server finds it again after a crash; else another."""
    for port in (wanted, 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            free_port: int = probe.getsockname()[1]
            return free_port
    raise ServerFailed("No port of 127.0.0.1 is free for the embedded Postgres.")


def _until(is_done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_done() and time.monotonic() < deadline:
        time.sleep(0.02)
