"""Texts that a lock hid: which tables miss some, and the same texts of an earlier reading put in their place."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from lib.schema.catalog.positions import ColumnRow, PolicyRow, TableRow, TextRow, TriggerRow
from lib.schema.catalog.rows import CatalogRow, CatalogRows
from lib.schema.model import Column, Policy, Schema, Table, TableName


class Defined(Protocol):
    """A part of a table with a name and a text."""

    @property
    def name(self) -> str: ...
    @property
    def definition(self) -> str | None: ...


DefinedObject = TypeVar("DefinedObject", bound=Defined)


def tables_without_texts(rows: CatalogRows) -> frozenset[TableName]:
    """The tables of which a text exists that the rows do not hold."""
    tables = {row[TableRow.OID] for row in rows.tables if _lacks_text(row)}
    tables |= {row[ColumnRow.TABLE_OID] for row in rows.columns if _lacks_expression(row)}
    tables |= {
        row[TextRow.TABLE_OID] for row in rows.texts if row[TextRow.DEFINITION] is row[TextRow.PREDICATE] is None
    }
    tables |= {row[TriggerRow.TABLE_OID] for row in rows.triggers if row[TriggerRow.DEFINITION] is None}
    tables |= {row[PolicyRow.TABLE_OID] for row in rows.policies if _lacks_condition(row)}
    names = {row[TableRow.OID]: (row[TableRow.SCHEMA], row[TableRow.NAME]) for row in rows.tables}
    return frozenset(names[oid] for oid in tables if oid in names)


def with_kept_texts(schema: Schema, missing: Iterable[TableName], previous: Schema | None) -> Schema:
    """The schema with the missing texts of `previous`, None where that has none; `kept_texts` names the tables."""
    wanted = frozenset(missing)
    older = previous.table_named if previous else {}
    tables = [
        _with_texts(table, older[table.key]) if table.key in wanted and table.key in older else table
        for table in schema.tables
    ]
    return replace(schema, tables=tuple(tables), kept_texts=tuple(sorted(wanted)))


def _lacks_text(row: CatalogRow) -> bool:
    """Whether a view has no query, or a partitioned table no key."""
    if row[TableRow.KIND] == "p":
        return not row[TableRow.PARTITION_KEY]
    return row[TableRow.KIND] in "vm" and row[TableRow.DEFINITION] is None


def _lacks_expression(row: CatalogRow) -> bool:
    """Whether a generated column has no expression."""
    return bool(row[ColumnRow.GENERATED_KIND]) and row[ColumnRow.EXPRESSION] is None


def _lacks_condition(row: CatalogRow) -> bool:
    """Whether a policy has a condition that was not printed."""
    using = row[PolicyRow.HAS_USING] and row[PolicyRow.USING] is None
    return bool(using or (row[PolicyRow.HAS_CHECK] and row[PolicyRow.CHECK] is None))


def _with_texts(table: Table, older: Table) -> Table:
    indexes = {index.name: index for index in older.indexes}
    policies = {policy.name: policy for policy in older.policies}
    return replace(
        table,
        columns=tuple([_with_expression(column, older.column_named.get(column.name)) for column in table.columns]),
        definition=table.definition or (older.definition if table.kind == older.kind else None),
        partition_key=table.partition_key or (older.partition_key if table.kind == older.kind else None),
        checks=_with_definitions(table.checks, older.checks),
        exclusions=_with_definitions(table.exclusions, older.exclusions),
        triggers=_with_definitions(table.triggers, older.triggers),
        indexes=tuple(
            [
                index
                if index.definition or index.name not in indexes
                else replace(index, definition=indexes[index.name].definition, predicate=indexes[index.name].predicate)
                for index in table.indexes
            ]
        ),
        policies=tuple([_with_conditions(policy, policies.get(policy.name)) for policy in table.policies]),
    )


def _with_definitions(parts: tuple[DefinedObject, ...], older: tuple[DefinedObject, ...]) -> tuple[DefinedObject, ...]:
    known = {part.name: part.definition for part in older}
    return tuple(
        [
            part if part.definition else replace(part, definition=known.get(part.name))  # type: ignore[type-var]
            for part in parts
        ]
    )


def _with_expression(column: Column, older: Column | None) -> Column:
    if column.generated_kind is None or column.generated is not None or older is None:
        return column
    return replace(column, generated=older.generated)


def _with_conditions(policy: Policy, older: Policy | None) -> Policy:
    if older is None:
        return policy
    return replace(policy, using=policy.using or older.using, check=policy.check or older.check)
