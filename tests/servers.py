"""Fixtures: the other Postgres servers that exactness is tested on, and the real schemas beside the checkout."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import sleep

import psycopg
import pytest
from psycopg import conninfo, sql

from lib import embedded
from lib.binaries import program

DEBIAN = Path("/usr/lib/postgresql/15/bin")
BESIDE = [folder / "shared" / "schemas" for folder in Path(__file__).resolve().parents[2:]]
SCHEMAS = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
NAMES = count(1)


@dataclass(frozen=True)
class Place:
    """A server to test on: how to make a database in it, and the pg_dump of its version."""

    create: Callable[[], str]
    pg_dump: Path
    version: int


@pytest.fixture(params=["embedded", "Debian's 15", "ORB_TEST_DATABASE_URL"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each server at hand: the embedded one, Debian's 15, and the one that ORB_TEST_DATABASE_URL names."""
    if request.param == "embedded":
        server: embedded.Server = request.getfixturevalue("server")
        _roles(server.url_of("postgres"))
        return Place(request.getfixturevalue("create_database"), program("pg_dump"), 18)
    if request.param == "Debian's 15":
        url = request.getfixturevalue("postgres_15")
        return Place(lambda: _database(url), DEBIAN / "pg_dump", 15)
    url = os.environ.get("ORB_TEST_DATABASE_URL", "")
    if not url:
        pytest.skip("ORB_TEST_DATABASE_URL names no server")
    _roles(url)
    with psycopg.connect(url) as connection:
        version = connection.info.server_version // 10000
    return Place(lambda: _database(url), program("pg_dump"), version)


@pytest.fixture(scope="session")
def postgres_15() -> Iterator[str]:
    """The address of Debian's Postgres 15 in a temporary folder; skipped where Debian has none."""
    if not (DEBIAN / "postgres").exists():
        pytest.skip("there is no /usr/lib/postgresql/15")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _folder() as (folder, user):
        run = [str(DEBIAN / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*run, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, user=user, cwd="/")
        start = [str(DEBIAN / "postgres"), "-D", str(folder / "data"), "-c", f"port={port}", "-c", "fsync=off"]
        start += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        with (folder / "log").open("wb") as log, subprocess.Popen(start, user=user, cwd="/", stderr=log) as process:
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            _wait(url)
            _roles(url)
            yield url
            process.send_signal(2)  # SIGINT: Postgres' fast shutdown


def load(url: str, *scripts: Path) -> str:
    """Run scripts in a database; its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        for script in scripts:
            connection.execute(script.read_bytes())
    return url


def _roles(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("select from pg_roles where rolname = 'postgres'").fetchall():
            connection.execute("create role postgres superuser")


def _database(url: str) -> str:
    name = f"orb_test_{os.getpid()}_{next(NAMES)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    return conninfo.make_conninfo(url, dbname=name)


@contextmanager
def _folder() -> Iterator[tuple[Path, int | None]]:
    """A temporary folder for a server, and the user that it runs as: Postgres refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="orb_test_15_"))
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user, -1)
    try:
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError:
            sleep(0.05)
        else:
            return
    raise AssertionError("Postgres 15 did not start")
