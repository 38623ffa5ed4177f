"""Enums, domains, sequences, schemas and extensions."""

from operator import itemgetter

from lib.schema.catalog.names import Names
from lib.schema.catalog.positions import DomainRow, EnumRow, SequenceRow
from lib.schema.catalog.rows import CatalogRow
from lib.schema.model import Check, Domain, Enum, Extension, Namespace, Sequence


def enums(rows: list[CatalogRow]) -> tuple[Enum, ...]:
    """The enumerated types by schema and name."""
    return tuple(
        Enum(schema, name, tuple(labels), comment, extension)
        for _, _, schema, name, labels, extension, comment in sorted(rows, key=itemgetter(EnumRow.SCHEMA, EnumRow.NAME))
    )


def domains(rows: list[CatalogRow], checks: list[CatalogRow]) -> tuple[Domain, ...]:
    """The domains by schema and name, the server's own left out."""
    checks_of: dict[int, list[Check]] = {}
    for oid, name, definition, validated, comment in checks:
        checks_of.setdefault(oid, []).append(Check(name, definition, validated=validated, comment=comment))
    by_name = sorted(rows, key=itemgetter(DomainRow.SCHEMA, DomainRow.NAME))
    return tuple(
        _domain(row, tuple(checks_of.get(row[DomainRow.OID], ()))) for row in by_name if not row[DomainRow.IS_BUILTIN]
    )


def sequences(rows: list[CatalogRow], names: Names) -> tuple[Sequence, ...]:
    """The sequences by schema and name."""
    return tuple(_sequence(row, names) for row in sorted(rows, key=itemgetter(SequenceRow.SCHEMA, SequenceRow.NAME)))


def namespaces(rows: list[CatalogRow]) -> tuple[Namespace, ...]:
    """The schemas by name."""
    return tuple(Namespace(*row) for row in sorted(rows))


def extensions(rows: list[CatalogRow]) -> tuple[Extension, ...]:
    """The extensions by name."""
    return tuple(Extension(*row) for row in sorted(rows))


def _domain(row: CatalogRow, checks: tuple[Check, ...]) -> Domain:
    _, _, _, schema, name, base, not_null, not_null_name, default, collation, extension, comment, _ = row
    return Domain(
        schema=schema,
        name=name,
        base=base,
        not_null=not_null,
        not_null_name=not_null_name,
        default=default,
        checks=checks,
        collation=collation,
        comment=comment,
        extension=extension,
    )


def _sequence(row: CatalogRow, names: Names) -> Sequence:
    schema, name, type_, start, increment, minimum, maximum, cache, cycle, table, number, *rest = row
    is_identity, persistence, extension, comment = rest
    return Sequence(
        schema=schema,
        name=name,
        type=type_,
        start=start,
        increment=increment,
        minimum=minimum,
        maximum=maximum,
        cache=cache,
        cycle=cycle,
        owned_by=(*names.tables[table], names.columns[table][number]) if table in names.tables else None,
        is_identity=bool(is_identity),
        comment=comment,
        persistence="unlogged" if persistence == "u" else "permanent",
        extension=extension,
    )
