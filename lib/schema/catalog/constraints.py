"""Primary, unique, foreign, check and exclusion constraints, and not-null constraints with a story of their own."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from lib.schema.catalog.fast_dataclass import fast_instance
from lib.schema.catalog.names import Names
from lib.schema.catalog.rows import CatalogRows, Row
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


def key_columns(rows: list[Row], names: Names) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The numbers of the columns in primary and in foreign keys, by the oid of their table."""
    table_of = {row[0]: row[3] for row in rows}
    found: dict[str, dict[int, set[int]]] = {"p": {}, "f": {}}
    for row in rows:
        if row[2] == "p" or (row[2] == "f" and row[4] in names.tables and not _is_copy(row, table_of)):
            found[row[2]].setdefault(row[3], set()).update(row[5])
    return found["p"], found["f"]


def keys(rows: CatalogRows, names: Names) -> defaultdict[int, Constraints]:
    """The keys of each table by its oid, foreign keys first: the server is looking for the indexes meanwhile."""
    table_of = {row[0]: row[3] for row in rows.constraints}
    found: defaultdict[int, Constraints] = defaultdict(Constraints)
    for row in _of_kind("f", rows, names):
        if row[4] in names.tables and not _is_copy(row, table_of):
            found[row[3]].foreign_keys.append(_foreign_key(row, names))
    index_of = {row[0]: row for row in rows.indexes}
    for row in _of_kind("p", rows, names):
        found[row[3]].primary_key = _key(row, index_of, names)
    for row in _of_kind("u", rows, names):
        found[row[3]].unique.append(_key(row, index_of, names))
    return found


def add_rules(found: defaultdict[int, Constraints], rows: CatalogRows, names: Names) -> None:
    """Add what is no key: checks, exclusions and not-null constraints."""
    for row in sorted(rows.not_nulls, key=itemgetter(2)):
        if row[0] in names.tables and _says_more(row, names):
            found[row[0]].not_nulls.append(_not_null(row, names))
    text_of: dict[int, str] = dict(rows.constraint_texts)
    for row in _of_kind("c", rows, names):
        found[row[3]].checks.append(_check(row, text_of.get(row[0]), names))
    for row in _of_kind("x", rows, names):
        found[row[3]].exclusions.append(_exclusion(row, text_of.get(row[0]), names))


def _of_kind(kind: str, rows: CatalogRows, names: Names) -> list[Row]:
    chosen = [row for row in rows.constraints if row[2] == kind and row[3] in names.tables]
    return sorted(chosen, key=itemgetter(1))


def _is_copy(row: Row, table_of: Mapping[int, int]) -> bool:
    """Whether this foreign key is Postgres' own copy, one a partition of the table referred to.

    The keys of a partition have a parent too, but in another table: those are real.
    """
    return bool(row[2] == "f" and table_of.get(row[17]) == row[3])


def _foreign_key(row: Row, names: Names) -> ForeignKey:
    (_, name, _, table, other, columns, other_columns, on_update, on_delete, set_columns, match, *flags) = row
    deferrable, deferred, validated, enforced, period, _, parent, is_inherited, _, comment = flags
    schema, other_name = names.tables[other]
    return fast_instance(
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
    deferrable, deferred, _, _, period, _, parent, is_inherited, index_oid, comment = row[11:]
    index = index_of.get(index_oid)
    return fast_instance(
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


def _check(row: Row, definition: str | None, names: Names) -> Check:
    _, _, validated, enforced, _, no_inherit, _, is_inherited, _, comment = row[11:]
    columns = names.of(row[3], row[5])
    return Check(row[1], definition, columns, validated, enforced, no_inherit, comment, is_inherited)


def _exclusion(row: Row, definition: str | None, names: Names) -> Exclusion:
    deferrable, deferred, _, _, _, _, parent, is_inherited, _, comment = row[11:]
    columns = names.of(row[3], row[5])
    return Exclusion(row[1], definition, columns, deferrable, deferred, comment, bool(parent) or is_inherited)


def _says_more(row: Row, names: Names) -> bool:
    """Whether a not-null constraint says more than "not null" does: a name of its own, a state or a comment."""
    table, number, name, validated, no_inherit, _, comment = row
    usual = f"{names.tables[table][1]}_{names.columns[table][number]}_not_null"
    return bool(not validated or no_inherit or comment is not None or name != usual)


def _not_null(row: Row, names: Names) -> NotNull:
    table, number, name, validated, no_inherit, is_inherited, comment = row
    return NotNull(name, names.columns[table][number], validated, no_inherit, comment, is_inherited)
