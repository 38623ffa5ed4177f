"""The database that the `orb context` commands and the worker use."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from lib import installation, settings


@contextmanager
def context_database(*, connections: int = 5) -> Iterator[Engine]:
    """An engine on the database with the contexts, for so many connections at once; closed afterwards."""
    database = installation.context_database(settings.load(), connections=connections)
    try:
        yield database
    finally:
        database.dispose()
