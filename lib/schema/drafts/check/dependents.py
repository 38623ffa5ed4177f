"""What depends on what a draft removes or alters, by the server's own record, and by name in the texts of functions."""

from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from lib.schema.changes.change import SchemaChange
from lib.schema.drafts.check.report import Dependent
from lib.schema.drafts.measure.reading import query

Target = tuple[str, str, str | None]
"""Schema, table and, where it is one, column under their names of before."""
WHOLE = ("table", "view")
HARMLESS = {"comment"}


def dependents(connection: psycopg.Connection[Any], changes: Iterable[SchemaChange]) -> tuple[Dependent, ...]:
    """What needs the tables and columns that the changes remove or alter; `connection` sees the state before."""
    targets = sorted(set(_targets(changes)), key=str)
    if not targets:
        return ()
    given = {name: [target[place] for target in targets] for place, name in enumerate(("schemas", "tables", "columns"))}
    connection.execute("set search_path = pg_catalog")
    return tuple(Dependent(*row) for row in connection.execute(query("dependents"), given))


def _targets(changes: Iterable[SchemaChange]) -> Iterator[Target]:
    renamed: dict[tuple[str, str], tuple[str, str]] = {}
    kept = [
        change for change in changes if change.kind != "added" and change.table and change.attribute not in HARMLESS
    ]
    for change in kept:
        assert change.table is not None  # noqa: S101 - filtered above
        if change.what == "table" and change.attribute in ("name", "schema") and change.before:
            schema, name = renamed.get(change.table, change.table)
            old = (schema, change.before) if change.attribute == "name" else (change.before, name)
            renamed[change.table] = old
    for change in kept:
        assert change.table is not None  # noqa: S101 - filtered above
        schema, name = renamed.get(change.table, change.table)
        if change.what == "column":
            yield schema, name, change.before if change.attribute == "name" else change.name
        elif change.what == "table" and (change.kind == "removed" or change.attribute in ("name", "schema")):
            yield schema, name, None
