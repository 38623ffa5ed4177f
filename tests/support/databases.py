"""Fixtures: a Postgres server for the tests of one process, and databases in it."""

import fcntl
import itertools
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from lib.database import engine
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.migrate import migrate

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
NAMES = itertools.count(1)
PREFIX = "orb test "


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.Server]:
    """A Postgres server in a temporary folder; it ends with the tests of this process, even when they are killed."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    running = sharing.share(home, options=FAST)
    try:
        yield running
    finally:
        sharing.leave(home)
        while embedded.is_running(home):
            time.sleep(0.05)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def create_database(server: embedded.Server) -> Callable[..., str]:
    """A function that makes a database, empty or a copy of `template`, and gives its address."""

    def create(template: str = "template0") -> str:
        name = f"test_{next(NAMES)}"
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            statement = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
            connection.execute(statement)
        return server.url_of(name)

    return create


@pytest.fixture
def empty_database(create_database: Callable[..., str]) -> str:
    """The address of a database with nothing in it."""
    return create_database()


@pytest.fixture(scope="session")
def migrated_template(create_database: Callable[..., str]) -> str:
    """The name of a database with our tables and the demo's mapping, to copy from."""
    url = create_database()
    database = engine(url)
    migrate(database)
    database.dispose()
    return url.rsplit("/", 1)[1]


@pytest.fixture
def database_url(create_database: Callable[..., str], migrated_template: str) -> str:
    """The address of a fresh database with our tables."""
    return create_database(migrated_template)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with our tables."""
    made = engine(database_url)
    yield made
    made.dispose()


def _sweep() -> None:
    """Remove what killed test runs left in the temporary folder: folders whose server has no user."""
    for users in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/users.lock"):
        try:
            with users.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not embedded.is_running(users.parent):
                    shutil.rmtree(users.parent, ignore_errors=True)
        except OSError:
            continue
