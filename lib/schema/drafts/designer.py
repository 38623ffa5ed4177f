"""Forms as SQL: each function gives the statements of one step, to go on editing; names are quoted where needed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.schema.model import Schema, Table, TableName
from lib.schema.names import literal, quoted, written

USUAL_TYPES = (
    *("text", "bigint", "integer", "numeric", "boolean", "date", "timestamp with time zone", "uuid", "jsonb"),
    *("text[]", "double precision", "bytea", "interval"),
)
EXPOSED = frozenset(("public", "graphql_public"))
"""Schemas that Supabase's API serves unless it is told otherwise."""
KEY = "bigint generated always as identity primary key"


@dataclass(frozen=True)
class NewColumn:
    """A column to be made; `default` is an expression, `references` the table whose key it holds."""

    name: str
    type: str
    nullable: bool = True
    default: str = ""
    comment: str = ""
    references: TableName | None = None


def new_table(
    name: TableName, columns: Iterable[NewColumn], schema: Schema, *, comment: str = "", has_rls: bool = True
) -> str:
    """A table with a key of its own, its columns, row-level security and comments."""
    made = list(columns)
    lines = [f"    id {KEY}", *(f"    {_column(column, schema)}" for column in made)]
    parts = [f"create table {written(name)} (\n" + ",\n".join(lines) + "\n)"]
    if has_rls:
        parts.append(f"alter table {written(name)} enable row level security")
    parts += [comment_on(name, "", comment)] if comment else []
    parts += [comment_on(name, column.name, column.comment) for column in made if column.comment]
    parts += [index(name, (column.name,)) for column in made if column.references]
    return script(parts)


def add_column(table: TableName, column: NewColumn, schema: Schema) -> str:
    """A column more, and the index that a reference needs."""
    parts = [f"alter table {written(table)} add column {_column(column, schema)}"]
    parts += [comment_on(table, column.name, column.comment)] if column.comment else []
    parts += [index(table, (column.name,))] if column.references else []
    return script(parts)


def rename(table: TableName, column: str, name: str) -> str:
    """Another name for a column, or with "" for the table itself."""
    what = f"column {quoted(column)} " if column else ""
    return script([f"alter table {written(table)} rename {what}to {quoted(name)}"])


def change_type(table: TableName, column: str, type_name: str) -> str:
    """Another type, the values read anew as it."""
    name = quoted(column)
    return script([f"alter table {written(table)} alter column {name} type {type_name} using {name}::{type_name}"])


def set_default(table: TableName, column: str, expression: str) -> str:
    """Another default, or with "" none."""
    words = f"set default {expression}" if expression else "drop default"
    return script([f"alter table {written(table)} alter column {quoted(column)} {words}"])


def set_nullable(table: TableName, column: str, *, nullable: bool) -> str:
    """Whether a value may be missing."""
    words = "drop not null" if nullable else "set not null"
    return script([f"alter table {written(table)} alter column {quoted(column)} {words}"])


def drop(table: TableName, column: str) -> str:
    """Drop a column, or with "" the table; what depends on it keeps it from going."""
    if not column:
        return script([f"drop table {written(table)}"])
    return script([f"alter table {written(table)} drop column {quoted(column)}"])


def relation(table: TableName, columns: Sequence[str], other: Table, *, on_delete: str = "") -> str:
    """A foreign key to another table's key, and the index that it needs."""
    key = other.primary_key.columns if other.primary_key else ()
    words = f" on delete {on_delete}" if on_delete else ""
    target = f"{written(other.key)} ({_listed(key)})" if key else written(other.key)
    made = f"alter table {written(table)} add foreign key ({_listed(columns)}) references {target}{words}"
    return script([made, index(table, columns)])


def index(table: TableName, columns: Sequence[str], *, is_unique: bool = False) -> str:
    """An index, as one statement."""
    return f"create {'unique ' if is_unique else ''}index on {written(table)} ({_listed(columns)})"


def check(table: TableName, condition: str, *, name: str = "") -> str:
    """A condition that every row must fulfil."""
    named = f"constraint {quoted(name)} " if name else ""
    return script([f"alter table {written(table)} add {named}check ({condition})"])


def add_label(type_name: TableName, label: str) -> str:
    """A label more of an enumerated type; it cannot be taken back."""
    return script([f"alter type {written(type_name)} add value {literal(label)}"])


def comment_on(table: TableName, column: str, text: str) -> str:
    """A comment on a table or a column, as one statement."""
    what = f"column {written(table)}.{quoted(column)}" if column else f"table {written(table)}"
    return f"comment on {what} is {literal(text)}"


def script(parts: Iterable[str]) -> str:
    """Statements as lines of a script."""
    return "".join(f"{part};\n" for part in parts)


def types_of(schema: Schema) -> tuple[str, ...]:
    """The types that a column may have: those that this database uses, most used first, its own, and the usual ones."""
    used = Counter(column.type for table in schema.tables for column in table.columns)
    own = [written((item.schema, item.name)) for item in schema.enums]
    own += [written((item.schema, item.name)) for item in schema.domains]
    return tuple(dict.fromkeys([*(name for name, _ in used.most_common(12)), *own, *USUAL_TYPES, *sorted(used)]))


def is_exposed(schema: Schema, name: str) -> bool:
    """Whether rows of a schema's tables reach others by an API: there row-level security is on from the start."""
    return name in EXPOSED or any(table.api_roles for table in schema.tables if table.schema == name)


def _column(column: NewColumn, schema: Schema) -> str:
    words = [quoted(column.name), column.type]
    words += [] if column.nullable else ["not null"]
    words += [f"default {column.default}"] if column.default else []
    other = schema.table_named.get(column.references) if column.references else None
    if other is not None:
        key = f" ({_listed(other.primary_key.columns)})" if other.primary_key else ""
        words.append(f"references {written(other.key)}{key}")
    return " ".join(words)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))
