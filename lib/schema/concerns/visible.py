"""What of a schema is shown: by default without hidden schemas, partitions and what extensions made."""

from collections.abc import Iterable
from dataclasses import replace

from lib.schema.computed import once_per_schema
from lib.schema.model import Counts, Schema, Table, TableName
from lib.schema.relations.partitions import repointed


def visible(schema: Schema, *, hidden: bool = False, folded: bool = False) -> Schema:
    """The part of a schema that is shown; `hidden` adds the hidden schemas, `folded` partitions and extensions' tables.

    What refers to a partition that is left out refers to the table it is a part of. `scope` says in words what was left
    out, `foreign` names the tables outside that foreign keys inside refer to: they are kept as targets. Fingerprint and
    counts stay those of the whole database.
    """
    wanted = {""} | ({"hidden"} if hidden else set()) | ({"partition", "extension"} if folded else set())
    closed = frozenset(schema.hidden)
    known = schema.tables if folded else repointed(schema)
    tables = tuple([table for table in known if reason_folded(table, closed) in wanted])
    if len(tables) == len(schema.tables):
        return schema
    return replace(schema, tables=tables, scope=_words(schema, wanted), foreign=_outside(tables))


def asked_of(schema: Schema, *, hidden: bool, names: Iterable[TableName] = (), schemas: Iterable[str] = ()) -> Schema:
    """What commands and agents answer from: without the hidden schemas unless `hidden`, or one of them is asked for.

    Partitions and the tables of extensions are in it.
    """
    named = {*schemas, *(name[0] for name in names)}
    return schema if hidden or named.intersection(schema.hidden) else _without_hidden(schema)


def count(tables: Iterable[Table], hidden: Iterable[str]) -> Counts:
    """How many tables were seen, and why some are not shown; each is counted once."""
    reasons = [reason_folded(table, frozenset(hidden)) for table in tables]
    return Counts(
        seen=len(reasons),
        shown=reasons.count(""),
        partitions=reasons.count("partition"),
        extension_owned=reasons.count("extension"),
        hidden=reasons.count("hidden"),
    )


def reason_folded(table: Table, hidden: frozenset[str]) -> str:
    """Why a table is not shown by default: "hidden", "extension" or "partition"; "" for one that is."""
    if table.schema in hidden:
        return "hidden"
    if table.extension:
        return "extension"
    return "partition" if table.partition_of else ""


def compared(schemas: Iterable[Schema], *, hidden: Iterable[str]) -> tuple[Schema, ...]:
    """The readings of a database as they are compared: without the schemas that are hidden now, whatever was then."""
    closed = tuple(hidden)
    return tuple(asked_of(replace(schema, hidden=closed), hidden=False) for schema in schemas)


@once_per_schema
def _without_hidden(schema: Schema) -> Schema:
    return visible(schema, folded=True)


def _outside(tables: tuple[Table, ...]) -> tuple[TableName, ...]:
    inside = {table.key for table in tables}
    return tuple(sorted({key.other for table in tables for key in table.foreign_keys} - inside))


def _words(schema: Schema, wanted: set[str]) -> str:
    counts = schema.counts
    if counts is None:
        return "part of the database"
    closed = f"schema{'s' * (len(schema.hidden) != 1)} {', '.join(schema.hidden)}"
    left_out = [
        text
        for reason, number, text in (
            ("hidden", counts.hidden, f"the hidden {closed} ({_count(counts.hidden, 'table')})"),
            ("partition", counts.partitions, _count(counts.partitions, "partition")),
            ("extension", counts.extension_owned, f"{_count(counts.extension_owned, 'table')} of extensions"),
        )
        if number and reason not in wanted
    ]
    return f"whole database without {', '.join(left_out)}" if left_out else "whole database"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
