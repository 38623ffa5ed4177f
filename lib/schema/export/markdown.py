"""Markdown for people: a chapter a table."""

import re
from collections.abc import Iterable, Iterator

from lib.schema.definition import column_list, text_of
from lib.schema.export.stamp import one_line, stamp
from lib.schema.model import Column, ForeignKey, Schema, Table
from lib.schema.names import quoted, written

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
References = Iterable[tuple[Table, ForeignKey]]


def markdown(schema: Schema, *, whole: Schema | None = None) -> str:
    """The whole schema; references to a table are looked for in `whole` where `schema` is a part of it."""
    incoming = (whole or schema).incoming
    parts = [f"# {escaped(schema.database)}", "\n".join(f"- {escaped(line)}" for line in stamp(schema))]
    for enum in schema.enums:
        labels = ", ".join(escaped(label) for label in enum.labels)
        parts.append(f"**{escaped(written((enum.schema, enum.name)))}** is one of: {labels}")
    for domain in schema.domains:
        parts.append(f"**{escaped(written((domain.schema, domain.name)))}** is a {escaped(domain.base)}")
    parts += [chapter(table, incoming.get(table.key, ())) for table in schema.tables]
    return "\n\n".join(parts) + "\n"


def chapter(table: Table, incoming: References = ()) -> str:
    """One table: its columns as a grid, then keys, relations both ways, indexes and policies."""
    rows = "" if table.row_estimate is None else f", about {table.row_estimate} rows"
    concern = f", concern {escaped(table.concern)}" if table.concern else ""
    parts = [f"## {escaped(written(table.key))}", f"A {table.kind}{rows}{concern}."]
    if table.comment:
        parts.append(escaped(table.comment))
    if table.columns:
        lines = ["| column | type | null | default | comment |", "|---|---|---|---|---|"]
        parts.append("\n".join([*lines, *(_row(column) for column in table.columns)]))
    listed = list(facts(table, incoming))
    if listed:
        parts.append("\n".join(f"- {escaped(item)}" for item in listed))
    return "\n\n".join(parts)


def facts(table: Table, incoming: References = ()) -> Iterator[str]:
    """What is to say of a table beside its columns, a line each, not escaped."""
    yield from _keys(table)
    yield from _relations(table, incoming)
    yield from _others(table)


def escaped(text: object) -> str:
    """Text that Markdown shows letter for letter, on one line."""
    return SPECIAL.sub(r"\\\1", one_line(text))


def _row(column: Column) -> str:
    default = f"generated: {column.generated}" if column.generated else column.default or ""
    default = f"identity {column.identity}" if column.identity else default
    cells = (column.name, column.type, "yes" if column.nullable else "no", default, column.comment or "")
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _keys(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"primary key {column_list(table.primary_key.columns)}"
    yield from (f"unique {text_of(key)}" for key in table.unique)
    yield from (text_of(check) for check in (*table.checks, *table.exclusions))


def _relations(table: Table, incoming: References) -> Iterator[str]:
    for key in table.foreign_keys:
        target = f"{written(key.other)} {column_list(key.other_columns)}"
        yield f"{column_list(key.columns)} refers to {target}, on delete {key.on_delete.lower()}"
    for other, key in incoming:
        yield f"referred to by {written(other.key)} {column_list(key.columns)}, on delete {key.on_delete.lower()}"


def _others(table: Table) -> Iterator[str]:
    for index in table.indexes:
        if not index.is_constraint:
            unique = "unique " * index.unique
            yield f"{unique}index {quoted(index.name)} {text_of(index)}{'' if index.valid else ' (invalid)'}"
    yield from (f"trigger {quoted(item.name)} {text_of(item)}" for item in table.triggers)
    if table.rls:
        yield "row-level security is on"
    yield from (f"policy {quoted(item.name)} {text_of(item)}" for item in table.policies)
