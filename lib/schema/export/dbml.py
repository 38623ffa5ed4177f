"""DBML, the language of dbdiagram and dbdocs."""

import re
from collections.abc import Iterator

from lib.schema.export.labels import labels
from lib.schema.export.stamp import one_line, stamp
from lib.schema.model import Column, Enum, ForeignKey, Schema, Table, TableName
from lib.schema.relations.cardinality import is_unique

METHODS = frozenset({"brin", "btree", "gin", "gist", "hash", "spgist"})
Labels = dict[TableName, str]
Columns = dict[TableName, dict[str, str]]


def dbml(schema: Schema) -> str:
    """The schema; tables outside the scope stand in it with the columns that are referred to, marked as such."""
    outside = _outside(schema)
    names = _names([*(table.key for table in schema.tables), *outside])
    columns: Columns = {table.key: labels([c.name for c in table.columns], _column_name) for table in schema.tables}
    columns |= {name: labels(sorted(found), _column_name) for name, found in outside.items()}
    parts = ["\n".join(f"// {line}" for line in stamp(schema))]
    types = _names([(enum.schema, enum.name) for enum in schema.enums])
    parts += ["\n".join(_enum(enum, types[enum.schema, enum.name])) for enum in schema.enums if enum.labels]
    parts += ["\n".join(_table(table, names[table.key], columns[table.key])) for table in schema.tables]
    for name in outside:
        stub = [f'  "{label}" "unknown"' for label in columns[name].values()]
        parts.append("\n".join([f"Table {names[name]} {{", *stub, "  Note: 'outside the scope'", "}"]))
    parts += [_ref(table, key, names, columns) for table in schema.tables for key in table.foreign_keys]
    return "\n\n".join(parts) + "\n"


def _names(tables: list[TableName]) -> Labels:
    """`"schema"."table"` for each; two that would read the same with a dot between them differ by a number."""
    joined = labels(tables, lambda name: f"{_word(name[0])}.{_word(name[1])}")
    return {name: f'"{_word(name[0])}"."{label[len(_word(name[0])) + 1 :]}"' for name, label in joined.items()}


def _outside(schema: Schema) -> dict[TableName, set[str]]:
    found: dict[TableName, set[str]] = {}
    for table in schema.tables:
        for key in table.foreign_keys:
            if key.other not in schema.table_named:
                found.setdefault(key.other, set()).update(key.other_columns)
    return dict(sorted(found.items()))


def _enum(enum: Enum, name: str) -> Iterator[str]:
    yield f"Enum {name} {{"
    yield from (f'  "{label}"' for label in labels(enum.labels, lambda label: _word(label) or " ").values())
    yield "}"


def _table(table: Table, label: str, columns: dict[str, str]) -> Iterator[str]:
    yield f"Table {label} {{"
    alone = table.primary_key.columns if table.primary_key and len(table.primary_key.columns) == 1 else ()
    yield from (_column(column, columns[column.name], column.name in alone) for column in table.columns)
    if not table.columns:
        yield '  "no columns" "none"'  # the language has no table without columns
    indexes = list(_indexes(table, columns))
    if indexes:
        yield from ("  indexes {", *indexes, "  }")
    if table.comment:
        yield f"  Note: {_text(table.comment)}"
    yield "}"


def _column(column: Column, label: str, is_key: bool) -> str:
    settings = [*["pk"] * is_key, *["not null"] * (not column.nullable), *["increment"] * (column.identity is not None)]
    if column.default and "`" not in column.default:
        settings.append(f"default: `{one_line(column.default)}`")
    if column.comment:
        settings.append(f"note: {_text(column.comment)}")
    return f'  "{label}" "{_type(column.type)}"' + (f" [{', '.join(settings)}]" if settings else "")


def _indexes(table: Table, columns: dict[str, str]) -> Iterator[str]:
    if table.primary_key and len(table.primary_key.columns) > 1:
        yield f"    {_listed(table.primary_key.columns, columns)} [pk]"
    for key in table.unique:
        yield f"    {_listed(key.columns, columns)} [unique, name: {_text(key.name)}]"
    for index in table.indexes:
        plain = tuple(name for name in index.columns if name is not None)
        if not index.is_constraint and plain and len(plain) == len(index.columns):
            kind = [*["unique"] * index.unique, *[f"type: {index.method}"] * (index.method in METHODS)]
            yield f"    {_listed(plain, columns)} [{', '.join([*kind, f'name: {_text(index.name)}'])}]"


def _ref(table: Table, key: ForeignKey, names: Labels, columns: Columns) -> str:
    relation = "-" if is_unique(table, key.columns) else ">"
    own = _listed(key.columns, columns[table.key])
    other = _listed(key.other_columns, columns[key.other])
    actions = f"delete: {key.on_delete.lower()}, update: {key.on_update.lower()}"
    return f"Ref {_id(key.name)}: {names[table.key]}.{own} {relation} {names[key.other]}.{other} [{actions}]"


def _listed(names: tuple[str, ...], columns: dict[str, str]) -> str:
    listed = ", ".join(f'"{columns[name]}"' for name in names)
    return listed if len(names) == 1 else f"({listed})"


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
