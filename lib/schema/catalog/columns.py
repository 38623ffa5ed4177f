"""Columns, their types and the rules that domains add."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from lib.schema.catalog.rows import CatalogRow
from lib.schema.model import Column, TableName

IDENTITY: dict[str, Any] = {"a": "always", "d": "by default", "": None}
GENERATED: dict[str, Any] = {"s": "stored", "v": "virtual", "": None}


Comments = Mapping[tuple[int, int], str]
"""By the oid of the table and the number of the column."""
KeyNumbers = Mapping[int, set[int]]
"""The numbers of columns by the oid of their table."""


@dataclass(frozen=True)
class Types:
    """What columns need to know about enums and domains, by the oid of the type or of its array type."""

    names: dict[int, TableName]
    not_null: frozenset[int]


def types(enums: list[CatalogRow], domains: list[CatalogRow]) -> Types:
    """The enums and domains by oid; a domain over a domain that is not null is not null either."""
    named: dict[int, TableName] = {}
    for oid, array_oid, schema, name, *_ in enums:
        named[oid] = named[array_oid] = (schema, name)
    base_of: dict[int, int] = {}
    strict: set[int] = set()
    for oid, array_oid, base_oid, schema, name, _, not_null, *_ in domains:
        named[oid] = named[array_oid] = (schema, name)
        base_of[oid] = base_oid
        if not_null:
            strict.add(oid)
    named.pop(0, None)
    return Types(named, frozenset(oid for oid in base_of if _is_strict(oid, base_of, strict)))


def columns(
    pieces: Iterable[list[CatalogRow]], known: Types, comments: Comments, *, keys: KeyNumbers, referring: KeyNumbers
) -> dict[int, tuple[Column, ...]]:
    """The columns of every table in order, by its oid, made while further `pieces` of their rows arrive.

    `keys` and `referring` are the numbers of the columns in primary and in foreign keys.
    """
    made: defaultdict[int, list[Column]] = defaultdict(list)
    for piece in pieces:
        _add(piece, made, known=known, comments=comments, keys=keys, referring=referring)
    by_position = attrgetter("position")
    return {table: tuple(sorted(group, key=by_position)) for table, group in made.items()}


def _add(
    rows: list[CatalogRow],
    made: defaultdict[int, list[Column]],
    *,
    known: Types,
    comments: Comments,
    keys: KeyNumbers,
    referring: KeyNumbers,
) -> None:
    new, put, strict, named, comment_of = object.__new__, object.__setattr__, known.not_null, known.names, comments.get
    none: set[int] = set()
    last, own_keys, own_referring = 0, none, none
    group: list[Column] = []
    # one loop without calls of our own: this is the longest part of reading a large schema
    for table, position, name, kind, oid, not_null, identity, generated, expression, collation, _, inherited in rows:
        if table != last:  # the rows of a table mostly stand together
            last, group = table, made[table]
            own_keys, own_referring = keys.get(table, none), referring.get(table, none)
        column = new(Column)
        fields = {
            "name": name,
            "position": position,
            "type": kind,
            "nullable": not (not_null or oid in strict),
            "default": None if generated else expression,
            "identity": IDENTITY[identity] if identity else None,
            "generated": expression if generated else None,
            "generated_kind": GENERATED[generated] if generated else None,
            "collation": collation,
            "comment": comment_of((table, position)),
            "is_pk": position in own_keys,
            "is_fk": position in own_referring,
            "is_inherited": inherited,
            "type_name": named.get(oid),
        }
        put(column, "__dict__", fields)
        group.append(column)


def _is_strict(oid: int, base_of: dict[int, int], strict: set[int]) -> bool:
    while oid in base_of:
        if oid in strict:
            return True
        oid = base_of[oid]
    return False
