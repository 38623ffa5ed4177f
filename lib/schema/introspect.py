"""Reads the whole schema of a database in one round trip."""

from typing import Any

import psycopg
from psycopg.errors import LockNotAvailable
from sqlalchemy import Engine

from lib.database import driver_connection
from lib.errors import UnsupportedServer
from lib.schema.catalog.build import build
from lib.schema.catalog.rows import Rows, fetch
from lib.schema.model import Schema

OLDEST = 150000


def read(source: Engine | str) -> Schema:
    """The schema of the database that `source` (an engine or an address) names, as its catalogs are at this moment.

    Only reads, in one READ ONLY REPEATABLE READ transaction; CONNECT is all that its role needs.
    """
    with driver_connection(source) as connection:
        if connection.info.server_version < OLDEST:
            raise UnsupportedServer(f"The server runs Postgres {connection.info.server_version // 10000}.")
        return build(_rows(connection))


def _rows(connection: psycopg.Connection[Any]) -> Rows:
    try:
        return fetch(connection)
    except LockNotAvailable:
        connection.rollback()
        return fetch(connection, locked=None)
