"""Fixtures: a database of its own on each kind of server that the dashboard supports."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tests.support.browsers import free_port
from tests.support.databases import FAST, folder_of_servers

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
KINDS = ("Postgres 18", "Postgres 15", "a pooler by transaction", "a pooler by session", "the server named")
START_SECONDS = 60


@pytest.fixture(params=KINDS)
def any_database(request: pytest.FixtureRequest, create_database: Callable[..., str]) -> Iterator[str]:
    """The address of an empty database, once on each kind of server; what is not there is skipped with its reason."""
    if request.param == "Postgres 18":
        yield create_database()
    elif request.param == "Postgres 15":
        with postgres_15() as url:
            yield url
    elif request.param == "the server named":
        with named() as url:
            yield url
    else:
        with pooler(create_database(), request.param.split()[-1]) as url:
            yield url


@contextmanager
def postgres_15(superuser: str = "postgres") -> Iterator[str]:
    """A server of Debian's Postgres 15 in a temporary folder."""
    if not DEBIAN_15.is_dir():
        pytest.skip("Debian's Postgres 15 is not installed")
    with _own_folder() as (folder, how):
        data, port = folder / "data", free_port()
        subprocess.run([DEBIAN_15 / "initdb", "-D", data, "-U", superuser, "-A", "trust", "-N"], check=True, **how)
        options = (f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "jit=off", *FAST)
        words = [word for option in options for word in ("-c", option)]
        with _running([str(DEBIAN_15 / "postgres"), "-D", str(data), *words], how):
            url = f"postgresql://{superuser}@127.0.0.1:{port}/postgres"
            wait_until_up(url)
            yield url


@contextmanager
def pooler(url: str, mode: str) -> Iterator[str]:
    """The address of the same database through PgBouncer, as strict as it comes."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed (Debian: apt-get install pgbouncer)")
    target = make_url(url)
    with _own_folder() as (folder, how):
        port, configuration = free_port(), folder / "pgbouncer.ini"
        configuration.write_text(
            f"[databases]\n"
            f"* = host={target.host} port={target.port} user={target.username} password={target.password}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
            f"pool_mode = {mode}\ndefault_pool_size = 2\n"
        )
        configuration.chmod(0o644)
        with _running([program, str(configuration)], how):
            pooled = f"postgresql://anybody@127.0.0.1:{port}/{target.database}"
            wait_until_up(pooled)
            yield pooled


@contextmanager
def named() -> Iterator[str]:
    """A new database on the server that ORB_TEST_DATABASE_URL names; it is dropped afterwards."""
    given = os.environ.get("ORB_TEST_DATABASE_URL")
    if not given:
        pytest.skip("ORB_TEST_DATABASE_URL names no server (its role must be allowed to create databases)")
    name = f"orb_test_{secrets.token_hex(6)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            yield make_url(given).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@contextmanager
def _own_folder() -> Iterator[tuple[Path, dict[str, Any]]]:
    """A temporary folder and how to run a program as its owner: servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="orb server ", dir=folder_of_servers()))
    how: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        how |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    try:
        yield folder, how
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(command: list[str], how: dict[str, Any]) -> Iterator[None]:
    process = subprocess.Popen(command, **how)
    try:
        yield
    finally:
        process.send_signal(2)
        process.wait(30)


def wait_until_up(url: str) -> None:
    """Wait until a server answers; raises its last error where it does not in time."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
