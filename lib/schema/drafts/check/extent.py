"""How far a draft reaches: the tables that it changes and their neighbours, before and after, to be drawn and told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lib.schema.changes.change import SchemaChange
from lib.schema.changes.renames import renames
from lib.schema.export.document import from_document, to_document
from lib.schema.export.subset import of_tables
from lib.schema.model import Schema, TableName

MOST_TABLES = 60
"""More than these nobody sees on one map."""
MOST_NEARBY = 16
"""With neighbours there are at most so many: among more, what changes is not found."""


@dataclass(frozen=True)
class Extent:
    """The tables that change and those that they relate to, as they are and as they would be."""

    before: Schema
    after: Schema


def extent(before: Schema, after: Schema, changes: Iterable[SchemaChange], *, explored: Schema) -> Extent:
    """The changed tables of both states, and the tables within one relation of them, as many as a map holds.

    Both are told as states of the explored database, with its name and the moment at which it was read.
    """
    told = {name: getattr(explored, name) for name in ("database", "as_of", "fingerprint", "role", "server_version")}
    before, after = replace(before, **told), replace(after, **{**told, "fingerprint": ""})
    changed = {item.table for item in changes if item.table}
    called = renames(before, after).tables
    back = {new: old for old, new in called.items()}
    old = {back.get(name, name) for name in changed}
    both = changed | old
    near_before = _with_neighbours(before, both)
    near_after = _with_neighbours(after, both)
    shared = near_before | near_after
    return Extent(_part(before, shared | near_before), _part(after, shared | near_after))


def extent_document(reach: Extent | None) -> dict[str, Any]:
    """The two states as documents; empty where nothing was reached."""
    return {} if reach is None else {"before": to_document(reach.before), "after": to_document(reach.after)}


def read_extent(document: Mapping[str, Any]) -> Extent | None:
    """What `extent_document` wrote; None where nothing was reached, raises `UnknownDocument`."""
    if not document:
        return None
    return Extent(from_document(document["before"]), from_document(document["after"]))


def _with_neighbours(schema: Schema, names: set[TableName]) -> set[TableName]:
    """Those of the tables that there are, what they refer to and what refers to them, each where all of it fits."""
    own = [name for name in sorted(names) if name in schema.table_named][:MOST_TABLES]
    others = {key.other for name in own for key in schema.table_named[name].foreign_keys}
    referring = {table.key for name in own for table, _ in schema.incoming.get(name, ())}
    nearby = set(own)
    for further in (others & schema.table_named.keys(), referring):
        if len(nearby | further) <= MOST_NEARBY:
            nearby |= further
    return nearby


def _part(schema: Schema, names: set[TableName]) -> Schema:
    return of_tables(schema, names & schema.table_named.keys(), scope="what the draft changes, and its neighbours")
