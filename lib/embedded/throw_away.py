"""A database on the embedded server that lives as long as one piece of work and is dropped after it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import clear_frames

import psutil
from psycopg import sql

from lib.driver import one_reading
from lib.embedded import sharing
from lib.embedded.server import Server
from lib.embedded.server_databases import administrator, create_database, drop_afterwards, drop_database

PREFIX = "orb_throw_away_"
"""Its databases are named so, with the process that made them behind it."""


@contextmanager
def throw_away_database(home: Path) -> Iterator[str]:
    """The address of an empty database on the server of `home`; it is dropped whatever happens meanwhile.

    What a process left behind that was killed is dropped by the next one. A crash may lose its last rows: nobody would
    miss them.
    """
    server = sharing.share(home)
    name = f"{PREFIX}{os.getpid()}"
    _sweep(server)
    try:
        with administrator(server) as connection:
            create_database(connection, name)
            connection.execute(sql.SQL("alter database {} set synchronous_commit = off").format(sql.Identifier(name)))
        yield server.url_of(name)
    except BaseException as error:
        # one that was interrupted while it connected is closed with the frames that hold it: before it drops anything
        # the server would wait a minute for its password
        clear_frames(error.__traceback__)
        raise
    finally:
        drop_afterwards(server, name)


def _sweep(server: Server) -> None:
    """Drop the databases of processes that live no more, and of this one's number, which it has not used yet."""
    with administrator(server) as connection:
        names = [name for (name,) in one_reading(connection, "throw_away_databases", {"beginning": PREFIX})]
    for name in names:
        process = name.removeprefix(PREFIX)
        if process == str(os.getpid()) or not (process.isdigit() and psutil.pid_exists(int(process))):
            with administrator(server) as connection:
                drop_database(connection, name)
