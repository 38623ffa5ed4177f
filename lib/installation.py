"""The databases that the settings name, ready for use: the embedded one installs itself, any other is only checked."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from lib import migrate
from lib.database import engine, statement
from lib.embedded import sharing
from lib.settings import Settings

LOOK_SECONDS = 5.0
"""How long a dashboard that runs may go on beside a newer one that has upgraded the database meanwhile."""


def database_url(settings: Settings) -> str:
    """The database with contexts and caches: the one that the settings name, or the embedded one, started if needed."""
    return settings.database_url or sharing.share(settings.home).url


def schema_database_url(settings: Settings) -> str:
    """The database that the schema explorer reads: the one that the settings name, or the one with the contexts."""
    return settings.schema_database_url or database_url(settings)


def context_database(settings: Settings, *, connections: int = 5) -> Engine:
    """The database with contexts and caches, for so many connections at once.

    Raises `NoDatabase`, `UnsupportedServer`, `MissingTables` or `NewerTables`; the last one later on, too, whoever asks
    for a connection after a newer dashboard has upgraded the database.
    """
    database = engine(database_url(settings), connections=connections)
    if not settings.is_embedded:
        migrate.check(database)
    elif not migrate.is_current(database, sources=sources(settings)):
        migrate.migrate(database, sources=sources(settings))
    _refuse_when_newer(database)
    return database


def explored_database(settings: Settings) -> Engine:
    """The database that the schema explorer reads, never written to unless it is the one with the contexts."""
    return engine(schema_database_url(settings))


def sources(settings: Settings) -> Path:
    """The mapping to install: the demo business' own in the embedded database, the site's in any other."""
    is_demo = settings.is_embedded and migrate.DEMO_SOURCES.exists()
    return migrate.DEMO_SOURCES if is_demo else migrate.SOURCES


def _refuse_when_newer(database: Engine) -> None:
    """Look into the ledger every `LOOK_SECONDS` before a connection is lent: what runs on must not write as before."""
    looked_at = time.monotonic()
    ledger = str(statement("migration_applied")).encode()

    @event.listens_for(database, "checkout")
    def look(connection: Any, _record: object, _lent: object) -> None:
        nonlocal looked_at
        now = time.monotonic()
        if now - looked_at >= LOOK_SECONDS:
            rows = connection.execute(ledger).fetchall()
            connection.rollback()
            migrate.check_not_newer(name for name, _digest in rows)
            looked_at = now
