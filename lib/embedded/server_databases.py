"""Making and dropping databases on the embedded server, as its administrator."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from lib.driver import driver_errors
from lib.embedded.server import Server
from lib.errors import OrbError


@contextmanager
def administrator(server: Server) -> Iterator[psycopg.Connection[tuple[str]]]:
    """A connection to the server's own database in autocommit, closed afterwards; its errors are raised as ours."""
    with driver_errors(), psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        yield connection


def create_database(connection: psycopg.Connection[tuple[str]], name: str) -> None:
    """Create an empty database."""
    connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))


def drop_database(connection: psycopg.Connection[tuple[str]], name: str) -> None:
    """Drop a database where it exists; whoever is connected to it is cut off."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def drop_afterwards(server: Server, *names: str) -> None:
    """Drop databases once their work has ended, however it did; a server that cannot do it now leaves them there.

    On a full disk it cannot. Whoever asks next drops them first, and what ended the work stays the error that is told.
    """
    with suppress(OrbError), administrator(server) as connection:
        for name in names:
            drop_database(connection, name)
