"""The databases that the settings name, ready for use: the embedded one installs itself, any other is only checked."""

from pathlib import Path

from sqlalchemy import Engine

from lib import migrate
from lib.database import engine
from lib.embedded import sharing
from lib.settings import ROOT, Settings

DEMO_SOURCES = ROOT / "sql" / "demo" / "sources.sql"


def database_url(settings: Settings) -> str:
    """The database with contexts and caches: the one that the settings name, or the embedded one, started if needed."""
    return settings.database_url or sharing.share(settings.home).url


def schema_database_url(settings: Settings) -> str:
    """The database that the schema explorer reads: the one that the settings name, or the one with the contexts."""
    return settings.schema_database_url or database_url(settings)


def context_database(settings: Settings, *, connections: int = 5) -> Engine:
    """The database with contexts and caches, for so many connections at once.

    Raises `NoDatabase`, `UnsupportedServer` or `MissingTables`.
    """
    database = engine(database_url(settings), connections=connections)
    if not settings.is_embedded:
        migrate.check(database)
    elif not migrate.is_current(database, sources=sources(settings)):
        migrate.migrate(database, sources=sources(settings))
    return database


def explored_database(settings: Settings) -> Engine:
    """The database that the schema explorer reads, never written to unless it is the one with the contexts."""
    return engine(schema_database_url(settings))


def sources(settings: Settings) -> Path:
    """The mapping to install: the demo business' own in the embedded database, the site's in any other."""
    return DEMO_SOURCES if settings.is_embedded and DEMO_SOURCES.exists() else migrate.SOURCES
