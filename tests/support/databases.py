"""Fixtures: a Postgres server for the tests of one process, and databases in it."""

import fcntl
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from lib.database import engine
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.migrate import migrate

FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",  # whether it came would decide a plan by chance
    "max_connections=200",
)
START_SECONDS = 300
Administer = Callable[[sql.Composed], None]
NAMES = itertools.count(1)
PREFIX = "orb test "
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""A file system in memory, and the free bytes that the servers of all test processes need there."""


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.Server]:
    """A Postgres server in a temporary folder; it ends with the tests of this process, even when they are killed."""
    folder = folder_of_servers()
    _sweep(folder)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    running = sharing.share(home, options=FAST)
    try:
        _let_in_quickly(running)
        yield running
    finally:
        sharing.leave(home)
        while embedded.is_running(home):
            time.sleep(0.05)
        shutil.rmtree(home, ignore_errors=True)


def _let_in_quickly(server: embedded.Server) -> None:
    """Have the password hashed once instead of 4096 times, at every one of the tests' thousands of connections."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute("set scram_iterations = 1")
        role, password = sql.Identifier(connection.info.user), sql.Literal(connection.info.password)
        connection.execute(sql.SQL("alter role {} password {}").format(role, password))


@pytest.fixture(scope="session")
def administer(server: embedded.Server) -> Iterator[Administer]:
    """A function that runs a statement beside all databases of the tests, by one connection that stays."""
    connection = psycopg.connect(server.url_of("postgres"), autocommit=True)

    def run(statement: sql.Composed) -> None:
        nonlocal connection
        try:
            connection.execute(statement)
        except psycopg.OperationalError:
            if not connection.broken:
                raise
            connection = psycopg.connect(server.url_of("postgres"), autocommit=True)  # a test has ended all there were
            connection.execute(statement)

    yield run
    connection.close()


@pytest.fixture(scope="session")
def create_database(server: embedded.Server, administer: Administer) -> Callable[..., str]:
    """A function that makes a database, empty or a copy of `template`, and gives its address."""

    def create(template: str = "template0") -> str:
        name = f"test_{next(NAMES)}"
        statement = sql.SQL("create database {} template {} strategy file_copy")
        administer(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return server.url_of(name)

    return create


@pytest.fixture
def empty_database(administer: Administer, create_database: Callable[..., str]) -> Iterator[str]:
    """The address of a database with nothing in it; it is dropped after the test."""
    with _dropped_afterwards(administer, create_database()) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_template(create_database: Callable[..., str]) -> str:
    """The name of a database with our tables and the demo's mapping, to copy from."""
    url = create_database()
    database = engine(url)
    migrate(database)
    database.dispose()
    return url.rsplit("/", 1)[1]


@pytest.fixture
def database_url(administer: Administer, create_database: Callable[..., str], migrated_template: str) -> Iterator[str]:
    """The address of a fresh database with our tables; it is dropped after the test."""
    with _dropped_afterwards(administer, create_database(migrated_template)) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with our tables."""
    made = engine(database_url)
    yield made
    made.dispose()


@contextmanager
def _dropped_afterwards(administer: Administer, url: str) -> Iterator[str]:
    """A thousand databases would fill the folder; those of the tests that are over are gone."""
    yield url
    administer(sql.SQL("drop database {} with (force)").format(sql.Identifier(url.rsplit("/", 1)[1])))


def folder_of_servers() -> Path:
    """Where servers keep their files: in memory where there is room, which makes a database five times as fast."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if has_room else Path(tempfile.gettempdir())


def _sweep(folder: Path) -> None:
    """Remove what killed test runs left in `folder`: folders whose server has no user."""
    for users in folder.glob(f"{PREFIX}*/users.lock"):
        try:
            with users.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_new = time.time() - users.stat().st_mtime < START_SECONDS  # another process may be about to use it
                if not is_new and not embedded.is_running(users.parent):
                    shutil.rmtree(users.parent, ignore_errors=True)
        except OSError:
            continue
