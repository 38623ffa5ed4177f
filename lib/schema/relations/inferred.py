"""Relations that only the names of columns tell."""

from collections.abc import Iterator, Mapping

from lib.schema.computed import once_per_schema
from lib.schema.model import Column, Schema, Table, TableName
from lib.schema.relations.cardinality import is_unique
from lib.schema.relations.graph import Relation


@once_per_schema
def inferred(schema: Schema) -> tuple[Relation, ...]:
    """Relations that no foreign key holds but a name says: a column `<table>_id` of the type of that table's one key.

    The table is looked for in the column's own schema first, then in the others, where it must be the only one.
    """
    return tuple(_guesses(schema))


def _guesses(schema: Schema) -> Iterator[Relation]:
    keyed = {table.key: key for table in schema.tables if (key := _only_key(table)) is not None}
    by_name: dict[str, list[TableName]] = {}
    for name in sorted(keyed):
        by_name.setdefault(name[1], []).append(name)
    for table in sorted(schema.tables, key=lambda table: table.key):
        if table.kind not in ("table", "partitioned table") or table.partition_of:
            continue
        held = {name for foreign_key in table.foreign_keys for name in foreign_key.columns}
        for column in table.columns:
            other = None if column.name in held else _named_table(column, table, by_name)
            if other and other != table.key and keyed[other].type == column.type:
                yield _guess(table, column, other, keyed[other].name)


def _only_key(table: Table) -> Column | None:
    """The column that alone is the primary key."""
    if table.primary_key is None or len(table.primary_key.columns) != 1 or table.partition_of:
        return None
    return table.column_named.get(table.primary_key.columns[0])


def _named_table(column: Column, table: Table, by_name: Mapping[str, list[TableName]]) -> TableName | None:
    """The table that a column's name names, in singular or plural."""
    stem = column.name.lower().removesuffix("_id")
    if stem == column.name.lower() or not stem:
        return None
    plurals = (stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies")
    candidates = [name for plural in plurals for name in by_name.get(plural, ())]
    own = [name for name in candidates if name[0] == table.schema]
    if own:
        return own[0]
    return candidates[0] if len(candidates) == 1 else None


def _guess(table: Table, column: Column, other: TableName, other_column: str) -> Relation:
    return Relation(
        kind="inferred",
        table=table.key,
        other=other,
        name=f"{column.name} → {other[1]}.{other_column}",
        columns=(column.name,),
        other_columns=(other_column,),
        is_optional=column.nullable,
        is_one_to_one=is_unique(table, (column.name,)),
        is_enforced=False,
    )
