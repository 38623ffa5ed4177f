"""From the catalog's rows to one `Schema`: names instead of numbers, every list in a fixed order."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from operator import itemgetter
from typing import Any

from lib.fast_dataclass import open_twin
from lib.schema.catalog import types as objects
from lib.schema.catalog.columns import columns, in_order, types
from lib.schema.catalog.constraints import (
    Constraints,
    add_checks,
    add_keys,
    foreign_keys,
    key_columns,
    refers_outside,
)
from lib.schema.catalog.indexes import open_index
from lib.schema.catalog.names import Names, Numbers, by_table, names
from lib.schema.catalog.positions import (
    ColumnRow,
    ConstraintRow,
    DatabaseRow,
    IndexRow,
    PolicyRow,
    ReadRow,
    TableRow,
    TriggerRow,
)
from lib.schema.catalog.rows import CatalogRow, CatalogRows
from lib.schema.catalog.texts import add_texts
from lib.schema.model import Column, Index, Policy, Read, Schema, Table, TableName, Trigger

KINDS: dict[str, Any] = {
    "r": "table",
    "p": "partitioned table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}
ENABLED: dict[str, Any] = {"O": "origin", "D": "disabled", "R": "replica", "A": "always"}
EVENTS = ((4, "INSERT"), (8, "DELETE"), (16, "UPDATE"), (32, "TRUNCATE"))
COMMANDS: dict[str, Any] = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
OPEN_TABLE = open_twin(Table)


def build(rows: CatalogRows) -> Schema:
    """The schema that the rows describe."""
    columns_of = _columns(rows, rows.arriving("columns"))  # the most work, done while the server sends their rows
    known = names(rows, columns_of)
    if refers_outside(rows.constraints, known.tables):
        columns_of = _columns(rows, [rows.columns], tables=known.tables)
    sequences = objects.sequences(rows.sequences, known)
    tables = _tables(rows, known)
    database, server_version, as_of, role, _, _, is_standby = rows.database[0]
    return Schema(
        database=database,
        server_version=server_version,
        as_of=as_of,
        role=role,
        tables=tables,
        enums=objects.enums(rows.enums, known),
        domains=objects.domains(rows.domains, rows.domain_checks, known),
        sequences=sequences,
        namespaces=objects.namespaces(rows.namespaces, known),
        extensions=objects.extensions(rows.extensions, known),
        is_standby=is_standby,
    )


def _tables(rows: CatalogRows, known: Names) -> tuple[Table, ...]:
    rights_of = {
        table: (tuple(privileges), tuple(api_roles))
        for tables, privileges, api_roles in rows.privileges
        for table in tables
    }
    rules_of = foreign_keys(rows, known)
    parents_of: dict[int, list[TableName]] = {}
    for table, parent in rows.inherits:
        if parent in known.tables:
            parents_of.setdefault(table, []).append(known.tables[parent])
    triggers_of = {table: _triggers(group, known) for table, group in by_table(rows.triggers).items()}
    policies_of = {table: _policies(group, known) for table, group in by_table(rows.policies).items()}
    reads_of = {view: _reads(group) for view, group in by_table(rows.reads).items()}
    open_rules = add_checks(rules_of, rows, known)
    add_keys(rules_of, rows, known)
    open_indexes = _open_indexes(rows, known)
    indexes_of = _by_table(rows, open_indexes)
    none = Constraints()
    tables = tuple(
        [
            _table(
                row,
                rules_of.get(oid, none),
                known,
                parents=tuple(parents_of.get(oid, ())),
                indexes=indexes_of.get(oid, ((), 0)),
                triggers=triggers_of.get(oid, ()),
                policies=policies_of.get(oid, ()),
                reads=reads_of.get(oid, ()),
                rights=rights_of[oid],
                block=_block_size(rows),
            )
            for row in sorted(rows.tables, key=itemgetter(TableRow.SCHEMA, TableRow.NAME))
            for oid in (row[TableRow.OID],)
        ]
    )
    add_texts(rows, open_rules, open_indexes)  # after all else that is to be made: the server prints them meanwhile
    return tables


def _columns(
    rows: CatalogRows, pieces: Iterable[list[CatalogRow]], *, tables: Container[int] | None = None
) -> Mapping[int, Mapping[int, Column]]:
    primary, referring = key_columns(rows.constraints, Numbers(), tables)
    known_types = types(rows.enums, rows.domains)
    comments: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for kind, table, number, comment in rows.comments:
        if kind == "column":
            comments[table][number] = comment
    return columns(pieces, known_types, comments, keys=primary, referring=referring)


def _table(
    row: CatalogRow,
    rules: Constraints,
    known: Names,
    *,
    parents: tuple[TableName, ...],
    indexes: tuple[tuple[Index, ...], int],
    triggers: tuple[Trigger, ...],
    policies: tuple[Policy, ...],
    reads: tuple[Read, ...],
    rights: tuple[tuple[str, ...], tuple[str, ...]],
    block: int,
) -> Table:
    (oid, schema, name, kind, persistence, is_partition, rls, rls_forced, estimate, pages, owner, options, *rest) = row
    server, of_type, definition, partition_key, partition_bound = rest
    is_measured = kind in "rm" and estimate is not None
    value = OPEN_TABLE()
    value.schema = schema
    value.name = name
    value.kind = KINDS[kind]
    value.columns = in_order(known.columns[oid])
    value.primary_key = rules.primary_key
    value.unique = tuple(rules.unique)
    value.foreign_keys = tuple(rules.foreign_keys)
    value.checks = tuple(rules.checks)
    value.not_nulls = tuple(rules.not_nulls)
    value.exclusions = tuple(rules.exclusions)
    value.indexes = indexes[0]
    value.triggers = triggers
    value.policies = policies
    value.rls = rls
    value.rls_forced = rls_forced
    value.comment = known.comment("relation", oid)
    value.definition = definition
    value.reads = reads
    value.partition_of = parents[0] if is_partition and parents else None
    value.partition_key = partition_key
    value.partition_bound = partition_bound
    value.inherits = () if is_partition else parents
    value.persistence = "unlogged" if persistence == "u" else "permanent"
    value.options = tuple(options)
    value.server = server
    value.of_type = of_type
    value.extension = known.extension("relation", oid)
    value.owner = owner
    value.row_estimate = None if kind == "v" else estimate
    value.size = (pages + indexes[1]) * block if is_measured else None
    value.privileges = rights[0]
    value.api_roles = rights[1]
    value.oid = oid
    value.concern = ""
    value.concern_rule = ""
    value.concern_inferred = False
    value.__class__ = Table
    result: Table = value
    return result


def _open_indexes(rows: CatalogRows, known: Names) -> dict[int, Any]:
    """The indexes of known tables by oid, sorted by name, without the texts of those that are more than plain keys."""
    owned = {row[ConstraintRow.INDEX_OID] for row in rows.constraints if row[ConstraintRow.KIND] in "pux"}
    collated = {(row[ColumnRow.TABLE_OID], row[ColumnRow.NUMBER]) for row in rows.columns if row[ColumnRow.IS_COLLATED]}
    block = _block_size(rows)
    return {
        row[IndexRow.OID]: open_index(
            row, known, of_constraint=row[IndexRow.OID] in owned, collated=collated, block=block
        )
        for row in sorted(rows.indexes, key=itemgetter(IndexRow.NAME))
        if row[IndexRow.TABLE_OID] in known.tables
    }


def _by_table(rows: CatalogRows, indexes: Mapping[int, Any]) -> dict[int, tuple[tuple[Index, ...], int]]:
    """For each table its indexes in their order, and their pages together."""
    row_of = {row[IndexRow.OID]: row for row in rows.indexes}
    indexes_of: defaultdict[int, list[Index]] = defaultdict(list)
    pages: defaultdict[int, int] = defaultdict(int)
    for oid, index in indexes.items():
        row = row_of[oid]
        indexes_of[row[IndexRow.TABLE_OID]].append(index)
        pages[row[IndexRow.TABLE_OID]] += row[IndexRow.PAGES]
    return {table: (tuple(items), pages[table]) for table, items in indexes_of.items()}


def _block_size(rows: CatalogRows) -> int:
    """The bytes of one page."""
    return int(rows.database[0][DatabaseRow.BLOCK_SIZE])


def _triggers(rows: list[CatalogRow], known: Names) -> tuple[Trigger, ...]:
    return tuple(
        Trigger(
            name=name,
            definition=definition,
            function=function,
            timing="BEFORE" if bits & 2 else "INSTEAD OF" if bits & 64 else "AFTER",
            events=tuple(event for bit, event in EVENTS if bits & bit),
            level="ROW" if bits & 1 else "STATEMENT",
            enabled=ENABLED[enabled],
            is_inherited=is_inherited,
            comment=known.comment("trigger", oid),
        )
        for _, oid, name, enabled, bits, is_inherited, function, definition in sorted(
            rows, key=itemgetter(TriggerRow.NAME)
        )
    )


def _policies(rows: list[CatalogRow], known: Names) -> tuple[Policy, ...]:
    return tuple(
        Policy(
            name=name,
            command=COMMANDS[command],
            permissive=permissive,
            roles=tuple(sorted(roles)),
            using=using,
            check=check,
            comment=known.comment("policy", oid),
        )
        for _, oid, name, command, permissive, roles, _, _, using, check in sorted(rows, key=itemgetter(PolicyRow.NAME))
    )


def _reads(rows: list[CatalogRow]) -> tuple[Read, ...]:
    by_name = sorted(rows, key=itemgetter(ReadRow.SCHEMA, ReadRow.TABLE))
    return tuple(Read(schema, table, tuple(columns)) for _, schema, table, columns in by_name)
