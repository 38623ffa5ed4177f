"""A snapshot as the statements that make it, for when the explored database cannot be reached.

It holds what the product shows of a schema: no functions, rights, roles' settings or types of several parts. What
needs one of these is left out, and named.
"""

from collections.abc import Iterator
from dataclasses import replace

from lib.schema.ddl import additions, comments, constraints, creation
from lib.schema.definition import text_of
from lib.schema.drafts.shadow.pieces import Circumstances, Piece, Pieces
from lib.schema.model import Domain, Schema, Sequence, Table
from lib.schema.names import literal, quoted, written

RUNS_MIGRATIONS = "postgres"


def pieces_of(schema: Schema) -> Pieces:
    """The pieces of a snapshot."""
    around = Circumstances(
        schema.server_version, RUNS_MIGRATIONS, RUNS_MIGRATIONS, is_superuser=True, search_path=None, time_zone="UTC"
    )
    return Pieces(around, tuple(_first(schema)), tuple(_then(schema)), ())


def _first(schema: Schema) -> Iterator[Piece]:
    owners = {table.owner for table in schema.tables} | {space.owner for space in schema.namespaces}
    granted = {role for table in schema.tables for policy in table.policies for role in policy.roles}
    for role in sorted({*filter(None, owners), *granted, RUNS_MIGRATIONS} - {"PUBLIC", "public"}):
        if not role.startswith("pg_"):
            yield Piece("role", role, None, f"create role {quoted(role)} nologin")
    for space in schema.namespaces:
        owner = quoted(space.owner or RUNS_MIGRATIONS)
        made = f"create schema if not exists {quoted(space.name)}; alter schema {quoted(space.name)} owner to {owner}"
        yield Piece("schema", space.name, None, made)
    for item in schema.extensions:
        made = f"create extension if not exists {quoted(item.name)} schema {quoted(item.schema)}"
        yield Piece("extension", item.name, item.name, made)


def _then(schema: Schema) -> Iterator[Piece]:
    for enum in schema.enums:
        labels = ", ".join(literal(label) for label in enum.labels)
        yield _type(enum.schema, enum.name, enum.extension, f"as enum ({labels})")
    for domain in schema.domains:
        yield _domain(domain)
    for sequence in schema.sequences:
        if not sequence.is_identity:
            yield _sequence(sequence)
    for table in schema.tables:
        yield _table(table)
    for table in schema.tables:
        yield from _parts(table)


def _type(space: str, name: str, extension: str | None, words: str) -> Piece:
    called = written((space, name))
    made = f"create type {called} {words}; alter type {called} owner to {RUNS_MIGRATIONS}"
    return Piece("type", called, extension, made)


def _domain(domain: Domain) -> Piece:
    called = written((domain.schema, domain.name))
    words = [f"create domain {called} as {domain.base}"]
    words += [f"collate {domain.collation}"] if domain.collation else []
    words += [f"default {domain.default}"] if domain.default is not None else []
    words += ["not null"] if domain.not_null else []
    words += [f"constraint {quoted(check.name)} {text_of(check)}" for check in domain.checks if check.validated]
    return Piece(
        "domain", called, domain.extension, f"{' '.join(words)}; alter domain {called} owner to {RUNS_MIGRATIONS}"
    )


def _sequence(item: Sequence) -> Piece:
    called = written((item.schema, item.name))
    kind = "unlogged sequence" if item.persistence == "unlogged" else "sequence"
    made = (
        f"create {kind} {called} as {item.type} start {item.start} increment {item.increment} minvalue {item.minimum}"
        f" maxvalue {item.maximum} cache {item.cache}{' cycle' * item.cycle};"
        f" alter sequence {called} owner to {RUNS_MIGRATIONS}"
    )
    return Piece("sequence", called, item.extension, made)


def _table(table: Table) -> Piece:
    """A table without what may need something that a snapshot has not: one of those would take the whole with it."""
    columns = tuple(
        replace(column, default=None if not column.generated else column.default) for column in table.columns
    )
    bare = replace(table, columns=columns, primary_key=None, unique=(), checks=(), exclusions=(), foreign_keys=())
    kind = "materialized view" if table.kind == "materialized view" else "view" if table.kind == "view" else "table"
    owner = f"alter {kind} {written(table.key)} owner to {quoted(table.owner or RUNS_MIGRATIONS)}"
    return Piece(kind, written(table.key), table.extension, f"{creation(bare)} {owner}")


def _parts(table: Table) -> Iterator[Piece]:
    name = written(table.key)
    for column in table.columns:
        if column.default is not None and not (column.generated or column.identity or column.is_inherited):
            made = f"alter table {name} alter column {quoted(column.name)} set default {column.default}"
            yield Piece("default", f"of {name}.{quoted(column.name)}", table.extension, made)
    for text in constraints(table, in_new=False):
        yield Piece("constraint", f"of {name}", table.extension, f"alter table {name} add {text}")
    for text in (*additions(table), *comments(table)):
        yield Piece("part", f"of {name}", table.extension, text.rstrip(";"))
