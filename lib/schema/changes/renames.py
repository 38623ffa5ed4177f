"""Renames between two states of a schema: found by what stayed the same, and the old state told in the new names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from lib.schema.changes.same_catalog import of_one_catalog
from lib.schema.model import Column, Domain, Enum, ForeignKey, Schema, Sequence, Table, TableName
from lib.schema.names import quoted

Value = TypeVar("Value")
InSchema = TypeVar("InSchema", Enum, Domain, Sequence)


@dataclass(frozen=True)
class Renames:
    """Old names to new ones; the columns stand under the new name of their table."""

    tables: dict[TableName, TableName]
    columns: dict[TableName, dict[str, str]]
    schemas: dict[str, str]
    """Those that went and came with all of their tables."""


def renames(old: Schema, new: Schema) -> Renames:
    """What was renamed: the numbers of tables and columns in the catalog decide where both states have them.

    Without them a table counts as renamed whose columns are all the same, and a column that kept its place and type;
    where two could be meant none is: then it is a removal and an addition.
    """
    numbered = of_one_catalog(old, new)
    tables = _tables_by_number(old, new) if numbered else _tables(old, new)
    before_of = {after: before for before, after in tables.items()}
    columns = {}
    for table in new.tables:
        before = old.table_named.get(before_of.get(table.key, table.key))
        if before is not None:
            renamed_columns = _columns_by_number(before, table) if numbered else _columns(before, table)
            if renamed_columns:
                columns[table.key] = renamed_columns
    return Renames(tables, columns, _schemas(old, new, tables))


def renamed(schema: Schema, names: Renames) -> Schema:
    """`schema` told in the new names, its keys, indexes and texts as well."""
    if not names.tables and not names.columns:
        return schema
    tables = tuple(_table(table, names) for table in schema.tables)
    sequences = tuple(_sequence(item, names) for item in schema.sequences)
    return replace(
        schema,
        tables=tables,
        sequences=tuple(_in_schema(item, names) for item in sequences),
        enums=tuple(_in_schema(item, names) for item in schema.enums),
        domains=tuple(_in_schema(item, names) for item in schema.domains),
        namespaces=tuple(replace(item, name=names.schemas.get(item.name, item.name)) for item in schema.namespaces),
    )


def _schemas(old: Schema, new: Schema, tables: dict[TableName, TableName]) -> dict[str, str]:
    gone, come = (
        {item.name for item in one.namespaces} - {item.name for item in two.namespaces}
        for one, two in ((old, new), (new, old))
    )
    ways: dict[str, set[str]] = defaultdict(set)
    for table in old.tables:
        ways[table.schema].add(tables.get(table.key, table.key)[0])
    return {
        before: min(after) for before, after in ways.items() if before in gone and len(after) == 1 and after <= come
    }


def _in_schema(item: InSchema, names: Renames) -> InSchema:
    """A type or sequence in the schema that its own became."""
    return replace(item, schema=names.schemas[item.schema]) if item.schema in names.schemas else item


def _typed(column: Column, names: Renames) -> Column:
    """A column with the new name of the schema that its type, or the sequence that numbers it, lies in."""
    for before, after in names.schemas.items():
        if column.default and f"'{quoted(before)}." in column.default:
            column = replace(column, default=column.default.replace(f"'{quoted(before)}.", f"'{quoted(after)}."))
    if column.type_name is None or column.type_name[0] not in names.schemas:
        return column
    before, name = column.type_name
    after = names.schemas[before]
    written = quoted(after) + column.type.removeprefix(quoted(before))
    return replace(column, type=written, type_name=(after, name))


def _tables_by_number(old: Schema, new: Schema) -> dict[TableName, TableName]:
    called = {table.oid: table.key for table in new.tables}
    pairs = ((table.key, called.get(table.oid)) for table in old.tables)
    return {before: after for before, after in pairs if after is not None and after != before}


def _columns_by_number(old: Table, new: Table) -> dict[str, str]:
    """The columns that kept their number in a table that is still the same one; one that was dropped leaves its own."""
    if old.oid != new.oid:
        return {}
    called = {column.position: column.name for column in new.columns}
    pairs = ((column.name, called.get(column.position)) for column in old.columns)
    return {before: after for before, after in pairs if after is not None and after != before}


def _tables(old: Schema, new: Schema) -> dict[TableName, TableName]:
    gone: dict[object, list[Table]] = defaultdict(list)
    come: dict[object, list[Table]] = defaultdict(list)
    for table in old.tables:
        if table.key not in new.table_named:
            gone[_shape(table)].append(table)
    for table in new.tables:
        if table.key not in old.table_named:
            come[_shape(table)].append(table)
    new_key_of = {}
    for shape, tables in gone.items():
        same_name = {after.name: after for after in come[shape]}
        for table in tables:  # moved to another schema
            if table.name in same_name:
                new_key_of[table.key] = same_name[table.name].key
        if len(tables) == len(come[shape]) == 1 and tables[0].columns:
            new_key_of[tables[0].key] = come[shape][0].key
    return new_key_of


def _shape(table: Table) -> object:
    """What a renaming leaves as it is; the next partition has the columns of the one that went, not its bound."""
    return (
        table.kind,
        table.partition_bound,
        tuple((column.name, column.type, column.nullable) for column in table.columns),
    )


def _columns(old: Table, new: Table) -> dict[str, str]:
    gone = [column for column in old.columns if column.name not in new.column_named]
    come = {column.position: column for column in new.columns if column.name not in old.column_named}
    return {
        column.name: come[column.position].name
        for column in gone
        if column.position in come and _is_same(column, come[column.position])
    }


def _is_same(before: Column, after: Column) -> bool:
    return (before.type, before.nullable, before.identity) == (after.type, after.nullable, after.identity)


def _table(table: Table, names: Renames) -> Table:
    key = names.tables.get(table.key, table.key)
    own = names.columns.get(key, {})
    words = {**own, **{before[1]: after[1] for before, after in names.tables.items() if before[1] != after[1]}}
    words |= names.schemas
    parts: dict[str, Any] = {
        name: tuple(_part(part, own, words) for part in getattr(table, name))
        for name in ("columns", "unique", "checks", "not_nulls", "exclusions", "indexes", "triggers", "policies")
    }
    parts["columns"] = tuple(_typed(column, names) for column in parts["columns"])
    return replace(
        table,
        schema=key[0],
        name=key[1],
        primary_key=table.primary_key and _part(table.primary_key, own, words),
        foreign_keys=tuple(_foreign_key(_part(item, own, {}), names) for item in table.foreign_keys),
        definition=_text(table.definition, {**words, **_read_words(table, names)}),
        partition_key=_text(table.partition_key, words),
        partition_of=table.partition_of and names.tables.get(table.partition_of, table.partition_of),
        inherits=tuple(names.tables.get(parent, parent) for parent in table.inherits),
        **parts,
    )


def _part(part: Value, own: dict[str, str], words: dict[str, str]) -> Value:
    """A column, key, index, check, trigger or policy with its columns renamed and its texts reworded."""
    if not is_dataclass(part):
        return part
    changed: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in ("columns", "include", "set_columns"):
            changed[field.name] = tuple(own.get(name, name) for name in value)
        elif (field.name == "name" and isinstance(part, Column)) or field.name == "column":
            changed[field.name] = own.get(value, value)
        elif field.name in ("definition", "predicate", "using", "check", "generated", "default"):
            changed[field.name] = _text(value, words)
    return replace(part, **changed)  # type: ignore[type-var]


def _foreign_key(item: ForeignKey, names: Renames) -> ForeignKey:
    other = names.tables.get(item.other, item.other)
    theirs = names.columns.get(other, {})
    columns = tuple(theirs.get(name, name) for name in item.other_columns)
    return replace(item, other_schema=other[0], other_table=other[1], other_columns=columns)


def _sequence(item: Sequence, names: Renames) -> Sequence:
    """A sequence with its owner renamed; it stands in the schema of the table that owns it."""
    if item.owned_by is None:
        return item
    schema, name, column = item.owned_by
    table = names.tables.get((schema, name), (schema, name))
    return replace(item, schema=table[0], owned_by=(*table, names.columns.get(table, {}).get(column, column)))


def _read_words(view: Table, names: Renames) -> dict[str, str]:
    """The renamed columns of the tables that a view reads."""
    read = ((item.schema, item.table) for item in view.reads)
    columns = (names.columns.get(names.tables.get(name, name), {}) for name in read)
    return {before: after for renamed_ones in columns for before, after in renamed_ones.items()}


def _text(text: str | None, words: dict[str, str]) -> str | None:
    if not text or not words:
        return text
    return _one_of(words).sub(lambda match: quoted(words[name]) if (name := match[1] or match[2]) else match[0], text)


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    """One of the names, or a literal that names no table: what stands in it is not renamed."""
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"""'(?:[^']|'')*'(?!::regclass)|"({either})"|(?<![\w"'])({either})(?![\w"'])""")
