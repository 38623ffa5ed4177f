"""Primary, unique, foreign, check and exclusion constraints, and not-null constraints with a story of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from lib.schema.catalog.made import made
from lib.schema.catalog.names import Names
from lib.schema.catalog.rows import Row
from lib.schema.model import Check, Exclusion, ForeignKey, Key, NotNull

ACTIONS: dict[str, Any] = {
    "a": "NO ACTION",
    "r": "RESTRICT",
    "c": "CASCADE",
    "n": "SET NULL",
    "d": "SET DEFAULT",
}
MATCHES: dict[str, Any] = {"s": "SIMPLE", "f": "FULL", "p": "PARTIAL"}


@dataclass
class Constraints:
    """The constraints of one table while they are collected."""

    primary_key: Key | None = None
    unique: list[Key] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    not_nulls: list[NotNull] = field(default_factory=list)
    key_columns: set[int] = field(default_factory=set)
    referring_columns: set[int] = field(default_factory=set)


def constraints(rows: list[Row], columns: list[Row], indexes: list[Row], names: Names) -> dict[int, Constraints]:
    """The constraints by the oid of their table."""
    index_of = {row[0]: row for row in indexes}
    table_of = {row[0]: row[3] for row in rows}
    found: dict[int, Constraints] = {}
    for row in sorted(rows, key=itemgetter(1)):
        if row[3] in names.tables and not _is_copy(row, table_of):
            _add(found.setdefault(row[3], Constraints()), row, index_of, names)
    for row in sorted((row for row in columns if row[13]), key=_not_null_name):
        found.setdefault(row[0], Constraints()).not_nulls.append(_not_null(row))
    return found


def _is_copy(row: Row, table_of: Mapping[int, int]) -> bool:
    """Whether this foreign key is Postgres' own copy, one a partition of the table referred to.

    The keys of a partition have a parent too, but in another table: those are real.
    """
    return bool(row[2] == "f" and table_of.get(row[17]) == row[3])


def _add(into: Constraints, row: Row, index_of: Mapping[int, Row], names: Names) -> None:
    kind = row[2]
    if kind == "f":
        if row[4] in names.tables:
            into.foreign_keys.append(_foreign_key(row, names))
            into.referring_columns.update(row[5])
    elif kind == "c":
        into.checks.append(_check(row, names))
    elif kind == "x":
        into.exclusions.append(_exclusion(row, names))
    elif kind == "p":
        into.primary_key = _key(row, index_of, names)
        into.key_columns.update(row[5])
    else:
        into.unique.append(_key(row, index_of, names))


def _foreign_key(row: Row, names: Names) -> ForeignKey:
    (_, name, _, table, other, columns, other_columns, on_update, on_delete, set_columns, match, *flags) = row
    deferrable, deferred, validated, enforced, period, _, parent, is_inherited, _, _, comment = flags
    schema, other_name = names.tables[other]
    return made(
        ForeignKey,
        name=name,
        columns=names.of(table, columns),
        other_schema=schema,
        other_table=other_name,
        other_columns=names.of(other, other_columns),
        on_delete=ACTIONS[on_delete],
        on_update=ACTIONS[on_update],
        set_columns=names.of(table, set_columns),
        match=MATCHES[match],
        deferrable=deferrable,
        initially_deferred=deferred,
        validated=validated,
        enforced=enforced,
        period=period,
        comment=comment,
        is_inherited=bool(parent) or is_inherited,
    )


def _key(row: Row, index_of: Mapping[int, Row], names: Names) -> Key:
    _, name, _, table, _, columns, *_ = row
    deferrable, deferred, _, _, period, _, parent, is_inherited, index_oid, _, comment = row[11:]
    index = index_of.get(index_oid)
    return made(
        Key,
        name=name,
        columns=names.of(table, columns),
        include=names.of(table, index[9][index[8] :]) if index else (),
        deferrable=deferrable,
        initially_deferred=deferred,
        nulls_not_distinct=bool(index and index[12]),
        period=period,
        comment=comment,
        is_inherited=bool(parent) or is_inherited,
    )


def _check(row: Row, names: Names) -> Check:
    _, _, validated, enforced, _, no_inherit, _, is_inherited, _, definition, comment = row[11:]
    columns = names.of(row[3], row[5])
    return Check(row[1], definition, columns, validated, enforced, no_inherit, comment, is_inherited)


def _exclusion(row: Row, names: Names) -> Exclusion:
    deferrable, deferred, _, _, _, _, parent, is_inherited, _, definition, comment = row[11:]
    columns = names.of(row[3], row[5])
    return Exclusion(row[1], definition, columns, deferrable, deferred, comment, bool(parent) or is_inherited)


def _not_null(row: Row) -> NotNull:
    name, validated, no_inherit, is_inherited, comment = row[13]
    return NotNull(name, row[2], validated == "true", no_inherit == "true", comment, is_inherited == "true")


def _not_null_name(row: Row) -> str:
    name: str = row[13][0]
    return name
