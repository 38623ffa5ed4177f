"""DBML, the language of dbdiagram and dbdocs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lib.schema.definition import index_keys, text_of
from lib.schema.export.labels import labels
from lib.schema.export.stamp import one_line, stamp
from lib.schema.model import Column, Enum, ForeignKey, Index, Schema, Table, TableName
from lib.schema.relations.cardinality import cardinality

METHODS = frozenset({"brin", "btree", "gin", "gist", "hash", "spgist"})
Labels = dict[TableName, str]
Columns = dict[TableName, dict[str, str]]


class Spellings(NamedTuple):
    """How tables, their columns and the enumerated types are called in one text."""

    tables: Labels
    columns: Columns
    types: Labels


def dbml(schema: Schema) -> str:
    """The schema; tables outside the scope stand in it with the columns that are referred to, marked as such.

    What the language has no words for (checks, generated columns, partial indexes) is said in notes. Foreign keys that
    tie the same columns of the same tables are one reference, as the language allows no second.
    """
    outside = _outside(schema)
    columns: Columns = {table.key: labels([c.name for c in table.columns], _column_name) for table in schema.tables}
    columns |= {name: labels(sorted(referred), _column_name) for name, referred in outside.items()}
    names = Spellings(
        tables=_names([*(table.key for table in schema.tables), *outside]),
        columns=columns,
        types=_names([(enum.schema, enum.name) for enum in schema.enums if enum.labels]),
    )
    parts = ["\n".join(f"// {line}" for line in stamp(schema))]
    parts += ["\n".join(_enum(enum, names.types[enum.schema, enum.name])) for enum in schema.enums if enum.labels]
    parts += ["\n".join(_table(table, names)) for table in schema.tables]
    for name in outside:
        stub = [f'  "{label}" "unknown"' for label in columns[name].values()]
        parts.append("\n".join([f"Table {names.tables[name]} {{", *stub, "  Note: 'outside the scope'", "}"]))
    return "\n\n".join([*parts, *_refs(schema, names)]) + "\n"


def _names(tables: list[TableName]) -> Labels:
    """`"schema"."table"` for each; two that would read the same with a dot between them differ by a number."""
    joined = labels(tables, lambda name: f"{_word(name[0])}.{_word(name[1])}")
    return {name: f'"{_word(name[0])}"."{label[len(_word(name[0])) + 1 :]}"' for name, label in joined.items()}


def _outside(schema: Schema) -> dict[TableName, set[str]]:
    referred_to: dict[TableName, set[str]] = {}
    for table in schema.tables:
        for key in table.foreign_keys:
            if key.other not in schema.table_named:
                referred_to.setdefault(key.other, set()).update(key.other_columns)
    return dict(sorted(referred_to.items()))


def _enum(enum: Enum, name: str) -> Iterator[str]:
    yield f"Enum {name} {{"
    yield from (f'  "{label}"' for label in labels(enum.labels, lambda label: _word(label) or " ").values())
    yield "}"


def _table(table: Table, names: Spellings) -> Iterator[str]:
    columns = names.columns[table.key]
    yield f"Table {names.tables[table.key]} {{"
    alone = table.primary_key.columns if table.primary_key and len(table.primary_key.columns) == 1 else ()
    for column in table.columns:
        kind = names.types.get(column.type_name) if column.type_name else None
        yield _column(column, columns[column.name], kind=kind, is_key=column.name in alone)
    if not table.columns:
        yield '  "no columns" "none"'  # the language has no table without columns
    indexes = list(_indexes(table, columns))
    if indexes:
        yield from ("  indexes {", *indexes, "  }")
    remarks = [*filter(None, [table.comment]), *_rules(table)]
    if remarks:
        yield f"  Note: {_text('; '.join(remarks))}"
    yield "}"


def _rules(table: Table) -> Iterator[str]:
    """What rows must fulfil, and the indexes that the language cannot spell."""
    yield from (f"{check.name}: {text_of(check)}" for check in table.checks)
    yield from (f"{exclusion.name}: {text_of(exclusion)}" for exclusion in table.exclusions)
    for index in table.indexes:
        if not index.is_constraint and _keys(index, {}) is None:
            yield f"{'unique ' * index.unique}index {index.name}: {text_of(index)}"


def _column(column: Column, label: str, *, kind: str | None, is_key: bool) -> str:
    settings = [*["pk"] * is_key, *["not null"] * (not column.nullable), *["increment"] * (column.identity is not None)]
    if column.default and "`" not in column.default:
        settings.append(f"default: `{one_line(column.default)}`")
    remarks = [column.comment] if column.comment else []
    if column.generated:
        remarks.append(f"generated always as ({column.generated}) {column.generated_kind}")
    if remarks:
        settings.append(f"note: {_text('; '.join(remarks))}")
    # an array of a type is written as one name, as arrays of built-in types are
    written = f'{kind[:-1]}{"[]" * column.type.count("[]")}"' if kind else f'"{_type(column.type)}"'
    return f'  "{label}" {written}' + (f" [{', '.join(settings)}]" if settings else "")


def _indexes(table: Table, columns: dict[str, str]) -> Iterator[str]:
    if table.primary_key and len(table.primary_key.columns) > 1:
        yield f"    {_listed(table.primary_key.columns, columns)} [pk]"
    for key in table.unique:
        yield f"    {_listed(key.columns, columns)} [unique, name: {_text(key.name)}]"
    for index in table.indexes:
        keys = None if index.is_constraint else _keys(index, columns)
        if keys is not None:
            is_whole = index.unique and not index.predicate
            kind = [*["unique"] * is_whole, *[f"type: {index.method}"] * (index.method in METHODS)]
            settings = [*kind, f"name: {_text(index.name)}", *_index_note(index)]
            yield f"    {_in_parentheses(keys)} [{', '.join(settings)}]"


def _keys(index: Index, columns: dict[str, str]) -> list[str] | None:
    """Columns and expressions as an index lists them; None where they cannot be written."""
    keys = index_keys(index)
    if not keys or any(name is None and "`" in key for name, key in zip(index.columns, keys, strict=True)):
        return None
    pairs = zip(index.columns, keys, strict=True)
    return [f"`{one_line(key)}`" if name is None else f'"{columns.get(name, name)}"' for name, key in pairs]


def _index_note(index: Index) -> list[str]:
    """What more there is to say of an index: the rows that it holds, the columns it carries along."""
    words = ["unique"] * bool(index.unique and index.predicate)
    words += ["nulls not distinct"] * index.nulls_not_distinct
    words += [f"include ({', '.join(index.include)})"] * bool(index.include)
    words += [f"where {index.predicate}"] * bool(index.predicate)
    return [f"note: {_text(' '.join(words))}"] if words else []


def _refs(schema: Schema, names: Spellings) -> Iterator[str]:
    """A reference for each pair of column sets that foreign keys tie; the others of a pair stand as remarks."""
    seen: dict[frozenset[tuple[TableName, frozenset[str]]], str] = {}
    for table in schema.tables:
        for key in table.foreign_keys:
            ends = frozenset([(table.key, frozenset(key.columns)), (key.other, frozenset(key.other_columns))])
            if ends in seen:
                seen[ends] += f"\n// {_described(table, key)} ties the same columns"
            elif len(ends) == 1:
                seen[ends] = f"// {_described(table, key)} ties its own columns to themselves"
            else:
                seen[ends] = _ref(table, key, names)
    yield from seen.values()


def _described(table: Table, key: ForeignKey) -> str:
    return one_line(f"{key.name} of {table.schema}.{table.name}: on delete {key.on_delete.lower()}")


def _ref(table: Table, key: ForeignKey, names: Spellings) -> str:
    """A reference; of two that are one to one the language takes the second for the one that refers."""
    ends = [
        f"{names.tables[table.key]}.{_listed(key.columns, names.columns[table.key])}",
        f"{names.tables[key.other]}.{_listed(key.other_columns, names.columns[key.other])}",
    ]
    written = " - ".join(reversed(ends)) if cardinality(table, key).is_one_to_one else " > ".join(ends)
    actions = f"delete: {key.on_delete.lower()}, update: {key.on_update.lower()}"
    return f"Ref {_id(key.name)}: {written} [{actions}]"


def _listed(names: tuple[str, ...], columns: dict[str, str]) -> str:
    return _in_parentheses([f'"{columns[name]}"' for name in names])


def _in_parentheses(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"({', '.join(items)})"


def _id(name: str) -> str:
    return f'"{_word(name)}"'


def _word(name: str) -> str:
    """A name for double quotes, in which the language knows no way to write a double quote or a line break."""
    return one_line(name.replace('"', "”").replace("\\", "⧵")) or " "


def _column_name(name: str) -> str:
    return _word(re.sub(r"[,()]", "_", name))  # readers split lists of columns at these


def _type(type_name: str) -> str:
    plain = _word(type_name.replace('"', ""))
    return plain if plain.count(".") < 2 else plain.replace(".", "·")


def _text(text: str) -> str:
    plain = one_line(text).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{plain}'"
