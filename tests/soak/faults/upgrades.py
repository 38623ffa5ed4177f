"""Two versions of the dashboard at one database: it is upgraded while today's workers are at it, or before its time."""

import itertools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest import mock

import psycopg
from sqlalchemy import Connection, Engine

from lib import migrate
from lib.context.queue.worker import OUTAGE, Worker
from lib.database import database_clock, engine
from tests.soak.faults.invariants import Checker
from tests.soak.faults.world import PATCH, World
from tests.support.queue_site import Site, build
from tests.support.scripted_reader import ScriptedReader

OLDEST = "009"
"""The first migration that the older version may not have: before it today's workers find none of their tables."""
NUMBERS = itertools.count(1)


def upgraded_under_way(world: World) -> None:
    """Workers of today come to a database of an older version, which is upgraded while they are at it."""
    names = sorted(path.name for path in migrate.MIGRATIONS.glob("*.sql"))
    newest = world.choice.choice([name for name in names if name >= OLDEST])
    with _older(world, newest) as (database, url):
        with psycopg.connect(url, autocommit=True) as connection:
            row = connection.execute("select now()").fetchone()
        assert row
        site = Site(database, row[0])
        for _ in range(4):
            site.interaction(site.contact(), 200, body=f"My new garden is called {site.count}.")
        ahead = timedelta(0)

        def work() -> None:
            def clock(connection: Connection) -> object:
                return database_clock(connection) + ahead

            try:
                Worker(database, ScriptedReader(), clock=clock, parallel=2, log=world.logged).once()  # type: ignore[arg-type]
            except OUTAGE as error:
                world.sentence(error)

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        migrate.migrate(database, sources=no_mapping(world))
        for worker in workers:
            worker.join()
        for _ in range(3):
            ahead += PATCH
            work()
        with psycopg.connect(url, autocommit=True) as connection:
            world.wrong += Checker().violations(connection, is_at_rest=True, ahead=ahead)


@contextmanager
def _older(world: World, newest: str) -> Iterator[tuple[Engine, str]]:
    """A database of the version before the migration `newest`, with the site of the workers' tests."""
    name = f"older_{next(NUMBERS)}"
    world.sql(f"create database {name}")
    url = world.server.url_of(name)
    database = engine(url)
    with tempfile.TemporaryDirectory(prefix="orb soak ") as folder:
        for path in migrate.MIGRATIONS.glob("*.sql"):
            if path.name < newest:
                shutil.copy(path, folder)
        with mock.patch.object(migrate, "MIGRATIONS", Path(folder)):
            migrate.migrate(database, sources=no_mapping(world))
    build(database)
    try:
        yield database, url
    finally:
        database.dispose()
        world.sql(f"drop database {name} with (force)")


def no_mapping(world: World) -> Path:
    """A mapping that leaves the views of the site as they are."""
    path = world.scratch / "sources.sql"
    path.write_text("select 1;", "utf-8")
    return path
