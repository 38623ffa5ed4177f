"""The tables whose rows a draft drops, rewrites or alters: what has to be backed up before it is handed over."""

from collections.abc import Iterable, Iterator

from lib.schema.changes.renames import renames
from lib.schema.drafts.measure.effect import Measured
from lib.schema.model import Schema, TableName

HOLDING_ROWS = ("table", "partitioned table")
WRITES = "RowExclusiveLock"
"""The mode in which rows are written; what changes a table itself takes others."""


def at_risk(before: Schema, after: Schema, measured: Iterable[Measured]) -> tuple[TableName, ...]:
    """The tables, under their names of before, that lose rows or values, or whose rows are written anew; sorted."""
    renaming = renames(before, after)
    new_name = {table.key: renaming.tables.get(table.key, table.key) for table in before.tables}
    old_name = {new: old for old, new in new_name.items()}
    names = {*_losing(before, after, new_name, renaming.columns), *_written_anew(measured)}
    known = {table.key for table in before.tables if table.kind in HOLDING_ROWS}
    return tuple(sorted({old_name.get(name, name) for name in names} & known))


def _losing(
    before: Schema, after: Schema, new_name: dict[TableName, TableName], columns: dict[TableName, dict[str, str]]
) -> Iterator[TableName]:
    """The tables that are gone, and those of which a column is gone or has another type."""
    for table in before.tables:
        now = after.table_named.get(new_name[table.key])
        if now is None:
            yield table.key
            continue
        called = columns.get(now.key, {})
        for column in table.columns:
            other = now.column_named.get(called.get(column.name, column.name))
            if not column.generated and (other is None or other.type != column.type):
                yield table.key


def _written_anew(measured: Iterable[Measured]) -> Iterator[TableName]:
    for item in measured:
        if item.effect is None:
            continue
        yield from item.effect.rewritten
        only_adds = item.statement.words[:1] == ("insert",) and "update" not in item.statement.sql.lower()
        if not only_adds:
            yield from (lock.relation for lock in item.effect.locks if lock.mode == WRITES and not lock.is_index)
