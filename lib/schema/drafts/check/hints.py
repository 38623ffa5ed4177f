"""What the server leaves unsaid: the nearest names, who else may, and what only a newer server knows."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lib.schema.drafts.measure.effect import Measured, StatementError
from lib.schema.model import Check, ForeignKey, Schema
from lib.schema.names import nearest, nearest_words, written

NAMES_RELATION = re.compile(r'relation "([^"]+)" does not exist')
NAMES_COLUMN = re.compile(r'column "([^"]+)"(?: of relation "([^"]+)")? does not exist')


INSUFFICIENT_PRIVILEGE = "42501"
FOR_OTHERS = (
    "A draft runs as the role that runs migrations, no superuser: who owns this or administers the server does it."
)


def with_hint(item: Measured, schema: Schema) -> Measured:
    """The same with the nearest names where one was not found, and with who may do what the role may not."""
    if item.error is None or item.error.hint:
        return item
    likest = ", ".join(_nearest(item, item.error, schema))
    hint = FOR_OTHERS if item.error.sqlstate == INSUFFICIENT_PRIVILEGE else f"Nearest: {likest}." if likest else ""
    return replace(item, error=replace(item.error, hint=hint))


def _nearest(item: Measured, error: StatementError, schema: Schema) -> tuple[str, ...]:
    relation = NAMES_RELATION.search(error.message) if error.sqlstate == "42P01" else None
    if relation:
        beginning, _, name = relation[1].rpartition(".")
        return tuple(map(written, nearest((beginning, name), schema.table_named)))
    column = NAMES_COLUMN.search(error.message) if error.sqlstate == "42703" else None
    if column:
        said = set(re.findall(r"\w+", item.statement.sql.lower()))
        named = [table for table in schema.tables if column[2] in (table.name, ".".join(table.key))]
        named = named or [table for table in schema.tables if table.name.lower() in said] or list(schema.tables)
        names = {part.name for table in named for part in table.columns}
        return nearest_words(column[1].rpartition(".")[2], names)
    return ()


def too_new(before: Schema, after: Schema, server_version: int) -> Iterator[str]:
    """What the draft makes that a server of that version does not know, a sentence each."""
    if server_version >= 180000:
        return
    old = {item for table in before.tables for item in (*table.columns, *table.checks, *table.foreign_keys)}
    for table in after.tables:
        name = written(table.key)
        for column in table.columns:
            if column.generated_kind == "virtual" and column not in old:
                yield f"{name}.{column.name} is a virtual generated column: Postgres 18 is the first to know these."
        parts: tuple[Check | ForeignKey, ...] = (*table.checks, *table.foreign_keys)
        for part in parts:
            if not part.enforced and part not in old:
                yield f"{part.name} of {name} is not enforced: Postgres 18 is the first to know this."
        was = before.table_named.get(table.key)
        for rule in table.not_nulls:
            if not rule.validated and (was is None or rule not in was.not_nulls):
                yield f"{rule.name} of {name} is a NOT NULL that is not valid: Postgres 18 is the first to know this."
