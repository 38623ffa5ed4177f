"""What a draft makes, changes and takes away, as one schema to be drawn, in which nothing that goes is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from lib.schema.changes.renames import renamed, renames
from lib.schema.drafts.check.extent import Extent
from lib.schema.model import Column, Schema, Table, TableName
from lib.schema.names import written

ChangeMark = Literal["new", "changed", "gone"]
KINDS: dict[str, ChangeMark] = {"added": "new", "altered": "changed", "removed": "gone"}


@dataclass(frozen=True)
class MarkedSchema:
    """The tables of before and after together, and the marks of tables and columns."""

    schema: Schema
    tables: Mapping[TableName, ChangeMark]
    columns: Mapping[TableName, Mapping[str, ChangeMark]]


def marked(reach: Extent, changes: Iterable[Mapping[str, Any]]) -> MarkedSchema:
    """Both states as one under the names of after; `changes` are those of a check's document."""
    before, after = renamed(reach.before, renames(reach.before, reach.after)), reach.after
    named = {written(table.key): table.key for schema in (before, after) for table in schema.tables}
    tables: dict[TableName, ChangeMark] = {}
    columns: dict[TableName, dict[str, ChangeMark]] = {}
    for change in changes:
        name = named.get(change["table"] or "")
        if name is None:
            continue
        kind = KINDS[change["kind"]]
        if change["what"] == "table" and change["kind"] != "altered":
            tables[name] = kind
        else:
            tables.setdefault(name, "changed")
        if change["what"] == "column":
            columns.setdefault(name, {})[change["name"]] = kind
    both = [_with_gone(table, before.table_named.get(table.key)) for table in after.tables]
    both += [table for table in before.tables if table.key not in after.table_named]
    return MarkedSchema(replace(after, tables=tuple(both)), tables, columns)


def _with_gone(table: Table, old: Table | None) -> Table:
    """The table with the columns that it loses, and the foreign keys that go with them."""
    gone: list[Column] = [column for column in old.columns if column.name not in table.column_named] if old else []
    if old is None or not gone:
        return table
    kept = {key.name for key in table.foreign_keys}
    keys = tuple(key for key in old.foreign_keys if key.name not in kept)
    return replace(table, columns=(*table.columns, *gone), foreign_keys=(*table.foreign_keys, *keys))
