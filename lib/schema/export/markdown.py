"""Markdown for people: a chapter a table."""

import re
from collections.abc import Iterable, Iterator

from lib.schema.definition import column_list, sides, text_of
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
    listed = [*facts(table, incoming), *([f"definition: {table.definition}"] if table.definition else [])]
    if listed:
        parts.append("\n".join(f"- {escaped(item)}" for item in listed))
    return "\n\n".join(parts)


def facts(table: Table, incoming: References = ()) -> Iterator[str]:
    """What is to say of a table beside its columns, a line each, not escaped."""
    yield from _origin(table)
    yield from _keys(table)
    yield from _relations(table, incoming)
    yield from _others(table)


def value_of(column: Column) -> str:
    """What a column holds where nothing is given: its default, or how it is generated."""
    if column.generated:
        return f"generated always as ({column.generated}) {column.generated_kind}"
    return f"generated {column.identity} as identity" if column.identity else column.default or ""


def escaped(text: object) -> str:
    """Text that Markdown shows letter for letter, on one line."""
    return SPECIAL.sub(r"\\\1", one_line(text))


def _row(column: Column) -> str:
    cells = (column.name, column.type, "yes" if column.nullable else "no", value_of(column), column.comment or "")
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def _origin(table: Table) -> Iterator[str]:
    """What a table is made from: parents, a partitioned table, a type, a server, the tables that a view reads."""
    if table.inherits:
        yield f"inherits {', '.join(map(written, table.inherits))}"
    if table.partition_of:
        yield f"partition of {written(table.partition_of)} {table.partition_bound or ''}".rstrip()
    if table.partition_key:
        yield f"partitioned by {table.partition_key}"
    if table.of_type:
        yield f"of the type {table.of_type}"
    if table.server:
        yield f"on the server {quoted(table.server)}"
    if table.persistence != "permanent":
        yield table.persistence
    if table.options:
        yield f"with {', '.join(table.options)}"
    for read in table.reads:
        yield f"reads {written((read.schema, read.table))} {column_list(read.columns) if read.columns else ''}".rstrip()


def _keys(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"primary key {text_of(table.primary_key)}"
    yield from (f"unique {text_of(key)}" for key in table.unique)
    yield from (text_of(check) for check in (*table.checks, *table.exclusions))
    for rule in table.not_nulls:
        state = " NO INHERIT" * rule.no_inherit + " NOT VALID" * (not rule.validated)
        yield f"not null {quoted(rule.column)}{state}"


def _relations(table: Table, incoming: References) -> Iterator[str]:
    for key in table.foreign_keys:
        own, other = sides(key)
        yield f"{own} refers to {written(key.other)} {other}, on delete {key.on_delete.lower()}{_state(key)}"
    for holder, key in incoming:
        yield f"referred to by {written(holder.key)} {sides(key)[0]}, on delete {key.on_delete.lower()}{_state(key)}"


def _state(key: ForeignKey) -> str:
    """What else there is to say of a foreign key than its columns and what a deletion does."""
    words = [f"on update {key.on_update.lower()}"] * (key.on_update != "NO ACTION")
    words += [f"sets only {column_list(key.set_columns)}"] * bool(key.set_columns)
    words += [f"match {key.match.lower()}"] * (key.match != "SIMPLE")
    words += ["deferrable"] * key.deferrable + ["initially deferred"] * key.initially_deferred
    words += ["NOT ENFORCED"] * (not key.enforced) + ["NOT VALID"] * (key.enforced and not key.validated)
    return "".join(f", {word}" for word in words)


def _others(table: Table) -> Iterator[str]:
    for index in table.indexes:
        if not index.is_constraint:
            unique = "unique " * index.unique
            yield f"{unique}index {quoted(index.name)} {text_of(index)}{'' if index.valid else ' (invalid)'}"
    yield from (f"trigger {quoted(item.name)} {text_of(item)}" for item in table.triggers)
    if table.rls:
        yield "row-level security is on"
    yield from (f"policy {quoted(item.name)} {text_of(item)}" for item in table.policies)
