"""Fixtures: the servers that exactness is tested on, and the real schemas beside the checkout."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from lib.embedded import server as embedded
from lib.embedded.binaries import program
from tests.support.servers import DEBIAN_15, postgres_15

BESIDE = [folder / "shared" / "schemas" for folder in Path(__file__).resolve().parents[4:]]
SCHEMAS = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
FAULTS = Path(__file__).with_name("faults")
"""Small schemas, one for each kind of answer that was once wrong."""
NAMES = count(1)


@dataclass(frozen=True)
class ServerUnderTest:
    """A server to test on: how to make a database in it, and the pg_dump of its version."""

    create: Callable[[], str]
    pg_dump: Path
    version: int


@pytest.fixture(scope="session")
def server_15() -> Iterator[str]:
    """The address of Debian's Postgres 15; skipped where it is not installed."""
    with postgres_15() as url:
        yield url


@pytest.fixture(params=["Postgres 18", "Postgres 15", "the server named"])
def server_under_test(request: pytest.FixtureRequest) -> Iterator[ServerUnderTest]:
    """Each server at hand: the embedded one, Debian's 15, and the one that ORB_TEST_DATABASE_URL names."""
    if request.param == "Postgres 18":
        server: embedded.Server = request.getfixturevalue("server")
        yield _described(server.url_of("postgres"), program("pg_dump"))
    elif request.param == "Postgres 15":
        yield _described(request.getfixturevalue("server_15"), DEBIAN_15 / "pg_dump")
    else:
        url = os.environ.get("ORB_TEST_DATABASE_URL", "")
        if not url:
            pytest.skip("ORB_TEST_DATABASE_URL names no server (its role must be a superuser)")
        named = _described(url, program("pg_dump"))
        yield named
        _drop(url)


def load(url: str, *scripts: Path) -> str:
    """Run scripts in a database; its address."""
    with psycopg.connect(url, autocommit=True) as connection:
        for script in scripts:
            connection.execute(script.read_bytes())
    return url


def _described(url: str, pg_dump: Path) -> ServerUnderTest:
    with psycopg.connect(url) as connection:
        return ServerUnderTest(lambda: _database(url), pg_dump, connection.info.server_version // 10000)


def _prefix() -> str:
    return f"orb_exactness_{os.getpid()}_"


def _database(url: str) -> str:
    name = f"{_prefix()}{next(NAMES)}"
    statement = sql.SQL("create database {} template template0 encoding 'UTF8' locale 'C'")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name)))
    return conninfo.make_conninfo(url, dbname=name)


def _drop(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("select datname from pg_database where starts_with(datname, %s)", [_prefix()])
        for (name,) in found.fetchall():
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        connection.execute('drop role if exists trap_reader, "Trap Role"')
