"""Partitions folded into the tables that they are parts of."""

from collections import Counter
from dataclasses import replace

from lib.schema.computed import once_per_schema
from lib.schema.model import Schema, Table, TableName


def whole_of(schema: Schema, name: TableName) -> TableName:
    """The table that a partition is in the end a part of; any other table itself."""
    seen: set[TableName] = set()
    while name not in seen and (table := schema.table_named.get(name)) and table.partition_of in schema.table_named:
        seen.add(name)
        name = table.partition_of or name
    return name


@once_per_schema
def partition_counts(schema: Schema) -> Counter[TableName]:
    """How many partitions each table has, those of partitions counted with it."""
    return Counter(_parts(schema).values())


@once_per_schema
def partitions_of(schema: Schema) -> dict[TableName, list[Table]]:
    """The partitions of each table that is the whole of some, those of partitions with them."""
    partitions: dict[TableName, list[Table]] = {}
    for name, whole in _parts(schema).items():
        partitions.setdefault(whole, []).append(schema.table_named[name])
    return partitions


def repointed(schema: Schema) -> tuple[Table, ...]:
    """All tables, their foreign keys to partitions referring to the tables that those are parts of."""
    parts = _parts(schema)
    return tuple([_repointed(table, parts) for table in schema.tables]) if parts else schema.tables


def without_partitions(schema: Schema) -> Schema:
    """The schema with every partition folded into the table it is a part of; what refers to it refers to that."""
    if not any(table.partition_of for table in schema.tables):
        return schema
    return replace(schema, tables=tuple([table for table in repointed(schema) if not table.partition_of]))


def folded(schema: Schema, whole: Schema) -> Schema:
    """A part of `whole` with each partition folded whose table is in the part too; its scope says how many are.

    What refers to a partition refers to the table that it is a part of, in the part or outside of it.
    """
    parts, inside = _parts(whole), schema.table_named
    left_out = {name for name in inside if parts.get(name, name) != name and parts[name] in inside}
    if not left_out:
        return schema
    tables = tuple([_repointed(table, parts) for table in schema.tables if table.key not in left_out])
    names = {table.key for table in tables}
    into = len({parts[name] for name in left_out})
    return replace(
        schema,
        tables=tables,
        scope=f"{schema.scope}; {len(left_out):,} partitions folded into {into:,} table{'s' * (into != 1)}",
        foreign=tuple(sorted({key.other for table in tables for key in table.foreign_keys} - names)),
    )


def _parts(schema: Schema) -> dict[TableName, TableName]:
    """Each partition with the table that it is in the end a part of."""
    return {table.key: whole_of(schema, table.key) for table in schema.tables if table.partition_of}


def _repointed(table: Table, parts: dict[TableName, TableName]) -> Table:
    if not any(key.other in parts for key in table.foreign_keys):
        return table
    keys = []
    for key in table.foreign_keys:
        schema, name = parts.get(key.other, key.other)
        keys.append(replace(key, other_schema=schema, other_table=name))
    return replace(table, foreign_keys=tuple(keys))
