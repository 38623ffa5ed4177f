"""Enums, domains, sequences, schemas and extensions."""

from operator import itemgetter

from lib.fast_dataclass import fast_instance
from lib.schema.catalog.names import Names
from lib.schema.catalog.positions import DomainRow, EnumRow, ExtensionRow, NamespaceRow, SequenceRow
from lib.schema.catalog.rows import CatalogRow
from lib.schema.model import Check, Domain, Enum, Extension, Namespace, Sequence


def enums(rows: list[CatalogRow], names: Names) -> tuple[Enum, ...]:
    """The enumerated types by schema and name."""
    return tuple(
        Enum(schema, name, tuple(labels), names.comment("type", oid), names.extension("type", oid))
        for oid, _, schema, name, labels in sorted(rows, key=itemgetter(EnumRow.SCHEMA, EnumRow.NAME))
    )


def domains(rows: list[CatalogRow], checks: list[CatalogRow], names: Names) -> tuple[Domain, ...]:
    """The domains by schema and name, the server's own left out."""
    checks_of: dict[int, list[Check]] = {}
    for oid, domain, name, definition, validated in checks:
        check = Check(name, definition, validated=validated, comment=names.comment("constraint", oid))
        checks_of.setdefault(domain, []).append(check)
    by_name = sorted(rows, key=itemgetter(DomainRow.SCHEMA, DomainRow.NAME))
    return tuple(
        _domain(row, tuple(checks_of.get(row[DomainRow.OID], ())), names)
        for row in by_name
        if not row[DomainRow.IS_BUILTIN]
    )


def sequences(rows: list[CatalogRow], names: Names) -> tuple[Sequence, ...]:
    """The sequences by schema and name."""
    return tuple(_sequence(row, names) for row in sorted(rows, key=itemgetter(SequenceRow.SCHEMA, SequenceRow.NAME)))


def namespaces(rows: list[CatalogRow], names: Names) -> tuple[Namespace, ...]:
    """The schemas by name."""
    by_name = sorted(rows, key=itemgetter(NamespaceRow.NAME))
    return tuple(Namespace(name, owner, names.comment("schema", oid), usable) for oid, name, owner, usable in by_name)


def extensions(rows: list[CatalogRow], names: Names) -> tuple[Extension, ...]:
    """The extensions by name."""
    by_name = sorted(rows, key=itemgetter(ExtensionRow.NAME))
    return tuple(
        Extension(name, version, schema, names.comment("extension", oid)) for oid, name, version, schema, *_ in by_name
    )


def _domain(row: CatalogRow, checks: tuple[Check, ...], names: Names) -> Domain:
    oid, _, _, schema, name, base, not_null, not_null_name, default, collation, _ = row
    return Domain(
        schema=schema,
        name=name,
        base=base,
        not_null=not_null,
        not_null_name=not_null_name,
        default=default,
        checks=checks,
        collation=collation,
        comment=names.comment("type", oid),
        extension=names.extension("type", oid),
    )


def _sequence(row: CatalogRow, names: Names) -> Sequence:
    oid, schema, name, type_, start, increment, minimum, maximum, cache, cycle, table, number, is_identity, kept = row
    return fast_instance(
        Sequence,
        schema=schema,
        name=name,
        type=type_,
        start=start,
        increment=increment,
        minimum=minimum,
        maximum=maximum,
        cache=cache,
        cycle=cycle,
        owned_by=(*names.tables[table], names.columns[table][number].name) if table in names.tables else None,
        is_identity=bool(is_identity),
        comment=names.comment("relation", oid),
        persistence="unlogged" if kept == "u" else "permanent",
        extension=names.extension("relation", oid),
    )
