"""Making and dropping databases on the embedded server, as its administrator."""

import psycopg
from psycopg import sql

from lib.embedded.server import Server


def administrator(server: Server) -> psycopg.Connection[tuple[str]]:
    """A connection to the server's own database in autocommit, which the caller closes."""
    return psycopg.connect(server.url_of("postgres"), autocommit=True)


def create_database(connection: psycopg.Connection[tuple[str]], name: str) -> None:
    """Create an empty database."""
    connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))


def drop_database(connection: psycopg.Connection[tuple[str]], name: str) -> None:
    """Drop a database where it exists; whoever is connected to it is cut off."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
