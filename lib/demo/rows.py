"""Rows of many tables on their way into the database, in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import Connection


@dataclass(frozen=True)
class TableRows:
    """Rows of one table; `table` is written `schema.table`, or `table` for `public`."""

    table: str
    columns: tuple[str, ...]
    values: tuple[Sequence[object], ...]


def insert(connection: Connection, batches: Iterable[TableRows]) -> None:
    """Write the rows with COPY, batch by batch in the order given, inside the caller's transaction."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101
    for rows in batches:
        statement = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(*_qualified(rows.table)), sql.SQL(", ").join(map(sql.Identifier, rows.columns))
        )
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for values in rows.values:
                copy.write_row(values)


def _qualified(table: str) -> tuple[str, ...]:
    return tuple(table.split(".")) if "." in table else ("public", table)
