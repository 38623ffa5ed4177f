"""The limits of what a draft may take, kept from outside: it could lift every limit of its own session."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg
from psycopg import sql

from lib.errors import OrbError

LOOK_SECONDS = 0.1
LOOKS_A_SIZE = 10
"""Looks at the clock to one at the size, for which the server asks after every file of the database."""
SIZE = "select pg_catalog.pg_database_size(%s)"
END = """
select pg_catalog.pg_terminate_backend(pid)
from pg_catalog.pg_stat_activity
where datname = %s and usename <> current_user
"""


class DraftEnded(OrbError):
    title = "The draft took too long."
    next_step = "Nothing outside of the shadow was touched; look for a statement that never ends."


@dataclass(frozen=True)
class DraftLimits:
    """What one run of a draft may take."""

    seconds: float = 60.0
    disk_bytes: int = 2 << 30


@dataclass
class Watch:
    """Which limit was reached, if any, in words."""

    reached: str = ""


@contextmanager
def limited(administrator_url: str, database: str, limits: DraftLimits) -> Iterator[Watch]:
    """End every session in `database` when a limit is reached, the administrator's own left alone.

    When the block ends for that reason, or in an error that comes of it, `DraftEnded` is raised.
    """
    watch, done = Watch(), threading.Event()
    thread = threading.Thread(
        target=_look, args=(administrator_url, database), kwargs=vars(_Looking(limits, watch, done))
    )
    thread.start()
    try:
        yield watch
    except psycopg.Error as error:
        if watch.reached:
            raise DraftEnded(watch.reached) from error
        raise
    finally:
        done.set()
        thread.join()
    if watch.reached:
        raise DraftEnded(watch.reached)


@dataclass
class _Looking:
    limits: DraftLimits
    watch: Watch
    done: threading.Event


def _look(url: str, database: str, *, limits: DraftLimits, watch: Watch, done: threading.Event) -> None:
    deadline = time.monotonic() + limits.seconds
    with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
        looks = 0
        while not done.wait(LOOK_SECONDS):
            looks += 1
            if time.monotonic() > deadline:
                watch.reached = f"The draft was ended after {limits.seconds:g} seconds."
            elif looks % LOOKS_A_SIZE == 0 and _size(connection, database) > limits.disk_bytes:
                watch.reached = f"The draft was ended when it had written {limits.disk_bytes >> 20:,} MB."
            if watch.reached:
                connection.execute(sql.SQL(END), (database,))


def _size(connection: psycopg.Connection[tuple[int]], database: str) -> int:
    row = connection.execute(SIZE, (database,)).fetchone()
    return int(row[0]) if row else 0
