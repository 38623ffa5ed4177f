"""Columns, their types and the rules that domains add."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.fast_dataclass import open_twin
from lib.schema.catalog.rows import CatalogRow
from lib.schema.model import Column, TableName

IDENTITY: dict[str, Any] = {"a": "always", "d": "by default", "": None}
GENERATED: dict[str, Any] = {"s": "stored", "v": "virtual", "": None}
OPEN_COLUMN = open_twin(Column)


Comments = Mapping[int, Mapping[int, str]]
"""By the oid of the table and by the number of the column."""
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
    for oid, array_oid, schema, name, _ in enums:
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
) -> Mapping[int, Mapping[int, Column]]:
    """The columns by the oid of their table and by number, made while further `pieces` of their rows arrive.

    `keys` and `referring` are the numbers of the columns in primary and in foreign keys.
    """
    made: defaultdict[int, dict[int, Column]] = defaultdict(dict)
    for piece in pieces:
        _add(piece, made, known=known, comments=comments, keys=keys, referring=referring)
    return made


def in_order(numbered: Mapping[int, Column]) -> tuple[Column, ...]:
    """The columns of one table by their numbers."""
    return tuple([numbered[number] for number in sorted(numbered)])


def _add(
    rows: list[CatalogRow],
    made: defaultdict[int, dict[int, Column]],
    *,
    known: Types,
    comments: Comments,
    keys: KeyNumbers,
    referring: KeyNumbers,
) -> None:
    strict, named = known.not_null, known.names.get
    none: set[int] = set()
    uncommented: Mapping[int, str] = {}
    last, own_keys, own_referring, own_comments = 0, none, none, uncommented
    group: dict[int, Column] = {}
    # one loop without calls of our own: this is the longest part of reading a large schema
    for table, position, name, kind, oid, not_null, identity, generated, expression, collation, _, inherited in rows:
        if table != last:  # the rows of a table mostly stand together
            last, group = table, made[table]
            own_keys, own_referring = keys.get(table, none), referring.get(table, none)
            own_comments = comments.get(table, uncommented)
        column = OPEN_COLUMN()
        column.name = name
        column.position = position
        column.type = kind
        column.nullable = not (not_null or oid in strict)
        column.default = None if generated else expression
        column.identity = IDENTITY[identity] if identity else None
        column.generated = expression if generated else None
        column.generated_kind = GENERATED[generated] if generated else None
        column.collation = collation
        column.comment = own_comments.get(position)
        column.is_pk = position in own_keys
        column.is_fk = position in own_referring
        column.is_inherited = inherited
        column.type_name = named(oid)
        column.__class__ = Column
        group[position] = column


def _is_strict(oid: int, base_of: dict[int, int], strict: set[int]) -> bool:
    while oid in base_of:
        if oid in strict:
            return True
        oid = base_of[oid]
    return False
