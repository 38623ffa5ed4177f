"""Reads the whole schema of a database in one round trip, and the mark that tells cheaply whether it has changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Engine

from lib.collector import collector_off
from lib.database import driver_connection
from lib.errors import LoginRefused, NoDatabase, NotEncrypted, TooSlow, UnsupportedServer
from lib.schema.catalog.build import build
from lib.schema.catalog.locked_texts import tables_without_texts, with_kept_texts
from lib.schema.catalog.rows import CatalogRows, ask, fetch, locked_tables
from lib.schema.model import Schema

OLDEST = 150000
ATTEMPTS = 5
"""A table that is dropped while its text is printed makes Postgres report an internal error: then it is read again."""

Previous = Callable[[], Schema | None]
PASSING = (errors.InternalError_, errors.UndefinedTable, errors.UndefinedObject, errors.UndefinedColumn)


class Unreadable(TooSlow):
    title = "The schema could not be read in time."
    next_step = "Something holds the database's catalogs; try again, the last schema that was read is kept."


def read(source: Engine | str, *, marked: bool = False, previous: Previous = lambda: None) -> Schema:
    """The schema of the database that `source` (an engine or an address) names, as its catalogs are at this moment.

    Only reads, in one READ ONLY REPEATABLE READ transaction; CONNECT is all that its role needs. Where a lock hides
    texts they are taken from `previous`, asked for only then, and `kept_texts` names their tables. `marked` adds the
    catalog mark, taken before: a change in between makes the next check look again. The fingerprint is left to
    `document.fingerprint`. Raises `NoDatabase`, `LoginRefused`, `UnsupportedServer` or `Unreadable`.
    """
    with _connected(source) as connection:
        catalog_mark = _mark(connection) if marked else ""
        with collector_off():
            schema = _read(connection, previous)
        return replace(schema, catalog_mark=catalog_mark) if marked else schema


def mark(source: Engine | str) -> str:
    """The catalog mark now: it moves with every change of the schema, and at times without one."""
    with _connected(source) as connection:
        return _mark(connection)


def seconds_behind(source: Engine | str) -> float | None:
    """By how many seconds the server is behind its primary where it is a standby; None for a primary."""
    with _connected(source) as connection:
        ((is_standby, seconds),) = ask(connection, "checks/standby")
        return float(seconds or 0) if is_standby else None


def _read(connection: psycopg.Connection[Any], previous: Previous) -> Schema:
    try:
        return _steady(connection, ())[0]
    except errors.LockNotAvailable:
        connection.rollback()
    try:
        schema, rows = _steady(connection, locked_tables(connection))
    except errors.LockNotAvailable:
        connection.rollback()
        schema, rows = _steady(connection, None)
    missing = tables_without_texts(rows)
    return with_kept_texts(schema, missing, previous() if missing else None)


def _steady(
    connection: psycopg.Connection[Any], locked: frozenset[int] | tuple[int, ...] | None
) -> tuple[Schema, CatalogRows]:
    for _ in range(ATTEMPTS - 1):
        try:
            return _build(fetch(connection, locked=locked))
        except PASSING:
            connection.rollback()
    return _build(fetch(connection, locked=locked))


def _build(rows: CatalogRows) -> tuple[Schema, CatalogRows]:
    return build(rows), rows.complete()


def _mark(connection: psycopg.Connection[Any]) -> str:
    ((value,),) = ask(connection, "checks/mark")
    return str(value)


@contextmanager
def _connected(source: Engine | str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the explored database; whatever goes wrong on it is raised as an error of ours."""
    try:
        with driver_connection(source) as connection:
            if connection.info.server_version < OLDEST:
                raise UnsupportedServer(f"The server runs Postgres {connection.info.server_version // 10000}.")
            yield connection
    except LoginRefused as error:
        raise LoginRefused(
            "The explored database refused the login.",
            next_step="Check the user and the password in SCHEMA_DATABASE_URL (or DATABASE_URL), and that the role has"
            " CONNECT.",
        ) from error
    except NotEncrypted as error:
        raise NotEncrypted(
            next_step=NotEncrypted.next_step.replace("DATABASE_URL", "SCHEMA_DATABASE_URL (or DATABASE_URL)")
        ) from error
    except NoDatabase as error:
        title = NoDatabase.title if error.title == NoDatabase.title else error.title
        raise NoDatabase(
            title.replace("The database", "The explored database"),
            next_step="Check that it runs and that SCHEMA_DATABASE_URL (or DATABASE_URL) names it; the last schema that"
            " was read is kept.",
        ) from error
    except TooSlow as error:
        raise Unreadable from error
