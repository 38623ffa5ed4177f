"""The big business: 100,000 contacts, a million interactions, one client with 500 versions, 3,000 tables to explore."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import text

from lib.database import engine, transaction
from lib.embedded import server as embedded
from lib.migrate import migrate
from tests.bench.client_crowd import CONTACT, HISTORY
from tests.bench.schemas.made_database import script
from tests.support import crowd_site

ROWS = Path(__file__).with_name("rows.sql")
OPTIONS = ("fsync=off", "max_locks_per_transaction=1024", "shared_buffers=512MB", "max_wal_size=4GB")
AT_ONCE = 200
"""Statements of the explored database's making in one transaction."""


@dataclass(frozen=True)
class Size:
    """How big the business is, and who visits it for how long."""

    people: int
    letters: int
    versions: int
    tables: int
    visitors: int
    seconds: int
    warm_up: int
    """Seconds of visits before those that count, until the server has what it keeps, gone sessions included."""


SIZES = {
    "full": Size(people=100_000, letters=10, versions=500, tables=3000, visitors=30, seconds=180, warm_up=150),
    "small": Size(people=2_000, letters=5, versions=60, tables=150, visitors=6, seconds=20, warm_up=10),
}


@dataclass(frozen=True)
class Business:
    """Where the business is: its contexts, what is explored, and who has letters that nobody has read."""

    url: str
    explored_url: str
    busiest: UUID
    unread: tuple[UUID, ...]


@contextmanager
def business(size: Size) -> Iterator[Business]:
    """The business on a server of its own, which ends with the block."""
    home = Path(tempfile.mkdtemp(prefix="orb soak "))
    try:
        server = embedded.start(home, options=OPTIONS)
        for name in ("business", "explored"):
            with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
                connection.execute(f"create database {name}")  # type: ignore[call-overload]
        unread = min(2000, size.people // 10)
        _fill(server.url_of("business"), size, unread)
        _make_tables(server.url_of("explored"), size.tables)
        waiting = tuple(UUID(int=CONTACT.int - 1 + int(str(number), 16)) for number in range(2, 2 + unread))
        yield Business(server.url_of("business"), server.url_of("explored"), CONTACT, waiting)
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def _fill(url: str, size: Size, unread: int) -> None:
    database = engine(url)
    migrate(database)
    crowd_site.build(database, crowd=size.people)
    with transaction(database) as connection:
        connection.execute(text("set local session_replication_role = replica"))  # written as a history, not as runs
        values = {"contact": CONTACT, "versions": size.versions, "facts": min(200, size.versions)}
        for statement in HISTORY.split(";\n"):
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
    database.dispose()
    rows = ROWS.read_text("utf-8").format(people=size.people, letters=size.letters, contact=CONTACT, unread=unread)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in rows.split(";\n"):
            connection.execute(statement)  # type: ignore[call-overload]


def _make_tables(url: str, tables: int) -> None:
    lines = script(tables).split("\n")
    with psycopg.connect(url, autocommit=True) as connection:
        for start in range(0, len(lines), AT_ONCE):
            connection.execute("\n".join(lines[start : start + AT_ONCE]))  # type: ignore[call-overload]
