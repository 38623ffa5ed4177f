"""Primary, unique, foreign, check and exclusion constraints, and not-null constraints with a story of their own."""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from lib.fast_dataclass import open_twin
from lib.schema.catalog.indexes import included
from lib.schema.catalog.names import Names, Numbers
from lib.schema.catalog.positions import ConstraintRow, IndexRow, NotNullRow
from lib.schema.catalog.rows import CatalogRow, CatalogRows
from lib.schema.model import Check, Exclusion, ForeignKey, Key, NotNull

ACTIONS: dict[str, Any] = {
    "a": "NO ACTION",
    "r": "RESTRICT",
    "c": "CASCADE",
    "n": "SET NULL",
    "d": "SET DEFAULT",
}
MATCHES: dict[str, Any] = {"s": "SIMPLE", "f": "FULL", "p": "PARTIAL"}
OPEN_FOREIGN_KEY = open_twin(ForeignKey)
OPEN_KEY = open_twin(Key)
OPEN_CHECK = open_twin(Check)
OPEN_EXCLUSION = open_twin(Exclusion)


@dataclass
class Constraints:
    """The constraints of one table while they are collected."""

    primary_key: Key | None = None
    unique: list[Key] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    not_nulls: list[NotNull] = field(default_factory=list)


def key_columns(
    rows: list[CatalogRow], numbers: Numbers, tables: Container[int] | None = None
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The numbers of the columns in primary and in foreign keys, by the oid of their table; None: all are known."""
    table_of = _table_of(rows)
    of_kind: dict[str, dict[int, set[int]]] = {"p": {}, "f": {}}
    for row in rows:
        kind = row[ConstraintRow.KIND]
        if kind == "p" or (kind == "f" and _is_own(row, tables, table_of)):
            own = of_kind[kind].setdefault(row[ConstraintRow.TABLE_OID], set())
            own.update(numbers[row[ConstraintRow.COLUMNS]])
    return of_kind["p"], of_kind["f"]


def refers_outside(rows: list[CatalogRow], tables: Container[int]) -> bool:
    """Whether a foreign key refers to a table that is not known, as one that lies in information_schema."""
    kind, other = ConstraintRow.KIND, ConstraintRow.OTHER_OID
    return any(row[kind] == "f" and row[other] not in tables for row in rows)


def foreign_keys(rows: CatalogRows, names: Names) -> defaultdict[int, Constraints]:
    """The constraints of each table by its oid, as yet its foreign keys and not-null constraints alone."""
    constraints_of: defaultdict[int, Constraints] = defaultdict(Constraints)
    table_of = _table_of(rows.constraints)
    for row in _by_name("f", rows, names):
        if _is_own(row, names.tables, table_of):
            constraints_of[row[ConstraintRow.TABLE_OID]].foreign_keys.append(_foreign_key(row, names))
    telling = [row for row in rows.not_nulls if row[NotNullRow.TABLE_OID] in names.tables and _says_more(row, names)]
    for row in sorted(telling, key=itemgetter(NotNullRow.NAME)):
        constraints_of[row[NotNullRow.TABLE_OID]].not_nulls.append(_not_null(row, names))
    return constraints_of


def add_keys(constraints_of: defaultdict[int, Constraints], rows: CatalogRows, names: Names) -> None:
    """Add the keys that an index holds."""
    index_of = {row[IndexRow.OID]: row for row in rows.indexes}
    for row in _by_name("p", rows, names):
        constraints_of[row[ConstraintRow.TABLE_OID]].primary_key = _key(row, index_of, names)
    for row in _by_name("u", rows, names):
        constraints_of[row[ConstraintRow.TABLE_OID]].unique.append(_key(row, index_of, names))


def add_checks(constraints_of: defaultdict[int, Constraints], rows: CatalogRows, names: Names) -> dict[int, Any]:
    """Add what has a text, checks and exclusions, without it: they are given back by oid, open for it."""
    opened: dict[int, Any] = {}
    for row in _by_name("c", rows, names):
        opened[row[ConstraintRow.OID]] = check = _open_check(row, names)
        constraints_of[row[ConstraintRow.TABLE_OID]].checks.append(check)
    for row in _by_name("x", rows, names):
        opened[row[ConstraintRow.OID]] = exclusion = _open_exclusion(row, names)
        constraints_of[row[ConstraintRow.TABLE_OID]].exclusions.append(exclusion)
    return opened


def _by_name(kind: str, rows: CatalogRows, names: Names) -> list[CatalogRow]:
    """The constraints of known tables that are of a kind, given by its letter, sorted by name."""
    at, table, tables = ConstraintRow.KIND, ConstraintRow.TABLE_OID, names.tables
    same = [row for row in rows.constraints if row[at] == kind and row[table] in tables]
    return sorted(same, key=itemgetter(ConstraintRow.NAME))


def _table_of(rows: list[CatalogRow]) -> dict[int, int]:
    """The table of each constraint, both by oid; empty where no constraint has a parent."""
    oid, table, parent = ConstraintRow.OID, ConstraintRow.TABLE_OID, ConstraintRow.PARENT_OID
    return {row[oid]: row[table] for row in rows} if any(row[parent] for row in rows) else {}


def _is_own(row: CatalogRow, tables: Container[int] | None, table_of: Mapping[int, int]) -> bool:
    """Whether a foreign key refers to a known table and is not Postgres' own copy for a partition of that table.

    Such a copy has its parent in the same table. The keys of a partition have a parent too, but in another: those are
    real.
    """
    is_copy = table_of.get(row[ConstraintRow.PARENT_OID]) == row[ConstraintRow.TABLE_OID]
    return (tables is None or row[ConstraintRow.OTHER_OID] in tables) and not is_copy


def _foreign_key(row: CatalogRow, names: Names) -> ForeignKey:
    (oid, name, _, table, other, columns, other_columns, on_update, on_delete, set_columns, match, *flags) = row
    deferrable, deferred, validated, enforced, period, _, parent, is_inherited, _ = flags
    schema, other_name = names.tables[other]
    value = OPEN_FOREIGN_KEY()
    value.name = name
    value.columns = names.of(table, columns)
    value.other_schema = schema
    value.other_table = other_name
    value.other_columns = names.of(other, other_columns)
    value.on_delete = ACTIONS[on_delete]
    value.on_update = ACTIONS[on_update]
    value.set_columns = names.of(table, set_columns) if set_columns else ()
    value.match = MATCHES[match]
    value.deferrable = deferrable
    value.initially_deferred = deferred
    value.validated = validated
    value.enforced = enforced
    value.period = period
    value.comment = names.comment("constraint", oid)
    value.is_inherited = bool(parent) or is_inherited
    value.__class__ = ForeignKey
    result: ForeignKey = value
    return result


def _key(row: CatalogRow, index_of: Mapping[int, CatalogRow], names: Names) -> Key:
    (oid, name, _, table, _, columns, _, _, _, _, _, *flags) = row
    deferrable, deferred, _, _, period, _, parent, is_inherited, index_oid = flags
    index = index_of.get(index_oid)
    value = OPEN_KEY()
    value.name = name
    value.columns = names.of(table, columns)
    value.include = included(index, names) if index else ()
    value.deferrable = deferrable
    value.initially_deferred = deferred
    value.nulls_not_distinct = bool(index and index[IndexRow.NULLS_NOT_DISTINCT])
    value.period = period
    value.comment = names.comment("constraint", oid)
    value.is_inherited = bool(parent) or is_inherited
    value.__class__ = Key
    result: Key = value
    return result


def _open_check(row: CatalogRow, names: Names) -> Any:
    value = OPEN_CHECK()
    value.name = row[ConstraintRow.NAME]
    value.definition = None
    value.columns = names.of(row[ConstraintRow.TABLE_OID], row[ConstraintRow.COLUMNS])
    value.validated = row[ConstraintRow.VALIDATED]
    value.enforced = row[ConstraintRow.ENFORCED]
    value.no_inherit = row[ConstraintRow.NO_INHERIT]
    value.comment = names.comment("constraint", row[ConstraintRow.OID])
    value.is_inherited = row[ConstraintRow.IS_INHERITED]
    return value


def _open_exclusion(row: CatalogRow, names: Names) -> Any:
    value = OPEN_EXCLUSION()
    value.name = row[ConstraintRow.NAME]
    value.definition = None
    value.columns = names.of(row[ConstraintRow.TABLE_OID], row[ConstraintRow.COLUMNS])
    value.deferrable = row[ConstraintRow.DEFERRABLE]
    value.initially_deferred = row[ConstraintRow.INITIALLY_DEFERRED]
    value.comment = names.comment("constraint", row[ConstraintRow.OID])
    value.is_inherited = bool(row[ConstraintRow.PARENT_OID]) or row[ConstraintRow.IS_INHERITED]
    return value


def _says_more(row: CatalogRow, names: Names) -> bool:
    """Whether a not-null constraint says more than "not null" does: a name of its own, a state or a comment."""
    oid, table, number, name, validated, no_inherit, _ = row
    if not validated or no_inherit or name != f"{names.tables[table][1]}_{names.columns[table][number].name}_not_null":
        return True
    return names.comment("constraint", oid) is not None


def _not_null(row: CatalogRow, names: Names) -> NotNull:
    oid, table, number, name, validated, no_inherit, is_inherited = row
    return NotNull(
        name=name,
        column=names.columns[table][number].name,
        validated=validated,
        no_inherit=no_inherit,
        comment=names.comment("constraint", oid),
        is_inherited=is_inherited,
    )
