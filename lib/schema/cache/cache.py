"""The cached schema of the explored database: a refresh writes it, it opens without that database, a check compares."""

import json
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Literal

from msgspec import Raw
from sqlalchemy import Connection, Engine

from lib.collector import collector_off
from lib.database import driver_connection, place, read_only, statement, transaction
from lib.schema.cache import image
from lib.schema.cache.image_form import form, image_digest, to_image
from lib.schema.cache.rows import CachedTable, cached_tables, rows
from lib.schema.catalog import introspect
from lib.schema.concerns.rules import ConcernRules, assign, read_rules
from lib.schema.export.document import VERSION, UnknownDocument, fingerprint, from_document, json_text, to_document
from lib.schema.model import Schema

CacheState = Literal["fresh", "changed", "never"]


@dataclass(frozen=True)
class Refresh:
    """What a refresh found; times in milliseconds."""

    schema: Schema
    changed: bool
    introspect_ms: float
    cache_ms: float
    snapshot_ms: float


@dataclass(frozen=True)
class Freshness:
    """Whether the schema has changed since it was cached; `as_of` and `fingerprint` are the cache's."""

    state: CacheState
    as_of: str | None
    fingerprint: str | None
    checked_in_ms: float
    seconds_behind: float | None = None
    """How far behind its primary the server is where it is a standby; None for a primary."""


@dataclass(frozen=True)
class Head:
    """The newest snapshot of a database, its document left out."""

    id: int
    fingerprint: str
    catalog_mark: str
    reading: dict[str, Any]
    document_version: str | None

    @property
    def as_of(self) -> str:
        """When the schema was last read, ISO 8601."""
        return str(self.reading["as_of"])


def refresh(context: Engine, explored: Engine, *, rules: ConcernRules | None = None) -> Refresh:
    """Read the schema and write what changed of it, in one transaction that no reader waits for.

    Whatever fails raises an error of ours and leaves the last good cache as it was.
    """
    with collector_off():
        return _refresh(context, explored, rules or read_rules())


def _refresh(context: Engine, explored: Engine, rules: ConcernRules) -> Refresh:
    started = perf_counter()
    database = name_of(explored, context)
    catalog_schema = introspect.read(explored, marked=True, previous=lambda: _earlier(context, explored))
    schema = assign(catalog_schema, rules)
    # texts that are older than the mark may hide a change: then the next check reads instead of trusting the mark
    tables = cached_tables(schema)
    schema = replace(
        schema,
        fingerprint=fingerprint(schema, tables=[cached.document for cached in tables]),
        catalog_mark="" if catalog_schema.kept_texts else catalog_schema.catalog_mark,
    )
    read_at = perf_counter()
    with transaction(context) as connection:
        connection.execute(statement("schema/cache/lock"), {"database": database})
        _write_tables(connection, database, tables, schema.as_of)
        cached_at = perf_counter()
        digest = _write_image(connection, database, schema, tables)
        changed = _write_snapshot(connection, database, schema, tables, digest)
    _note_landed(context, database)
    return Refresh(schema, changed, _ms(started, read_at), _ms(read_at, cached_at), _ms(cached_at, perf_counter()))


def _note_landed(context: Engine, database: str) -> None:
    """Tell the drafts that were handed over whether they have landed."""
    from lib.schema.drafts.review.landed import note_landed  # a command that reads the cache alone starts without it

    note_landed(context, database)


def load(context: Engine, explored: Engine, *, rules: ConcernRules | None = None) -> Schema | None:
    """The cached schema with its concerns by the rules of now; None where this database was never read.

    The explored database itself is not asked. Raises `UnknownDocument` where another version wrote the cache.
    """
    database = name_of(explored, context)
    with driver_connection(context) as connection:
        schema = image.newest(connection, database)
    schema = schema or _from_rows(context, database)
    return None if schema is None else assign(schema, rules or read_rules())


def head(context: Engine, explored: Engine) -> Head | None:
    """What is cached, without reading it: equal heads mean equal schemas."""
    with read_only(context) as connection:
        return _head(connection, name_of(explored, context))


def check(context: Engine, explored: Engine) -> Freshness:
    """Whether the schema has changed since it was cached: by the catalog mark, where that moved by a reading."""
    started = perf_counter()
    newest = head(context, explored)
    behind = introspect.seconds_behind(explored)
    if newest is None:
        return Freshness("never", None, None, _ms(started, perf_counter()), behind)
    state: CacheState = "fresh" if _is_fresh(newest, context, explored) else "changed"
    return Freshness(state, newest.as_of, newest.fingerprint, _ms(started, perf_counter()), behind)


def name_of(explored: Engine, context: Engine) -> str:
    """How the cache calls a database: its name, and where it is unless it is the one with the cache itself."""
    return image.name_of(place(explored), place(context))


def _is_fresh(newest: Head, context: Engine, explored: Engine) -> bool:
    if introspect.mark(explored) == newest.catalog_mark:
        return True
    catalog_schema = introspect.read(explored, marked=True, previous=lambda: _earlier(context, explored))
    if fingerprint(catalog_schema) != newest.fingerprint:
        return False
    if catalog_schema.kept_texts:
        return True
    with transaction(context) as connection:
        connection.execute(
            statement("schema/cache/snapshot_remark"), {"id": newest.id, "catalog_mark": catalog_schema.catalog_mark}
        )
    return True


def _earlier(context: Engine, explored: Engine) -> Schema | None:
    """The cached schema to take texts from; None where it cannot be read."""
    try:
        return load(context, explored)
    except UnknownDocument:
        return None


def _from_rows(context: Engine, database: str) -> Schema | None:
    """The schema put together from the rows of the cache, as any version of the dashboard left them."""
    with read_only(context) as connection:
        newest = _head(connection, database)
        if newest is None:
            return None
        if newest.document_version != str(VERSION):
            raise UnknownDocument("The cached schema was written by another version of the dashboard.")
        frame = connection.execute(statement("schema/cache/frame"), {"id": newest.id}).scalar_one()
        tables = list(connection.execute(statement("schema/cache/tables"), {"database": database}).scalars())
    for table in tables:
        table.pop("digest", None)
    document = {**frame, **newest.reading, "tables": tables, "fingerprint": newest.fingerprint}
    return from_document({**document, "catalog_mark": newest.catalog_mark})


def _head(connection: Connection, database: str) -> Head | None:
    row = connection.execute(statement("schema/cache/head"), {"database": database}).one_or_none()
    return Head(*row) if row else None


def _write_tables(connection: Connection, database: str, tables: list[CachedTable], as_of: str) -> None:
    stored = {
        (schema, name): digest
        for schema, name, digest in connection.execute(statement("schema/cache/digests"), {"database": database})
    }
    changed = [cached for cached in tables if stored.get(cached.table.key) != cached.digest]
    gone = stored.keys() - {cached.table.key for cached in tables}
    if gone:
        schemas, names = zip(*gone, strict=True)
        given = {"database": database, "schema_name": list(schemas), "table_name": list(names)}
        connection.execute(statement("schema/cache/delete_tables"), given)
    if changed:
        _delete_columns(connection, database, [cached for cached in changed if cached.table.key in stored])
        given = {"database": database, "as_of": as_of} | rows(changed)
        connection.execute(statement("schema/cache/write"), given)


def _delete_columns(connection: Connection, database: str, changed: list[CachedTable]) -> None:
    if not changed:
        return
    columns = [(*cached.table.key, column.name) for cached in changed for column in cached.table.columns]
    given = {
        "database": database,
        "schema_name": [cached.table.schema for cached in changed],
        "table_name": [cached.table.name for cached in changed],
        "column_schema": [schema for schema, _, _ in columns],
        "column_table": [table for _, table, _ in columns],
        "column_name": [column for _, _, column in columns],
    }
    connection.execute(statement("schema/cache/delete_columns"), given)


def _write_image(connection: Connection, database: str, schema: Schema, tables: list[CachedTable]) -> str:
    """Write the image where it is another one than before; its digest, by which a reading names it."""
    digest = image_digest(schema, (cached.digest for cached in tables))
    given = {"database": database, "form": form(), "digest": digest}
    if connection.execute(statement("schema/cache/image_digest"), given).scalar() != digest:
        connection.execute(statement("schema/cache/image_write"), {**given, "content": to_image(schema)})
    return digest


def _write_snapshot(
    connection: Connection, database: str, schema: Schema, tables: list[CachedTable], image_digest: str
) -> bool:
    """Insert a version where the schema is another one than before; whether it is."""
    newest = _head(connection, database)
    reading = {
        "as_of": schema.as_of,
        "role": schema.role,
        "server_version": schema.server_version,
        "kept_texts": schema.kept_texts,
        "scope": schema.told_scope,
        "image": image_digest,
    }
    given = {"catalog_mark": schema.catalog_mark, "reading": json.dumps(reading)}
    if newest and newest.fingerprint == schema.fingerprint and newest.document_version == str(VERSION):
        connection.execute(statement("schema/cache/snapshot_read_again"), {**given, "id": newest.id})
        return False
    document = json_text(to_document(schema, tables=[Raw(cached.text) for cached in tables])).decode()
    given |= {"database": database, "fingerprint": schema.fingerprint, "as_of": schema.as_of, "document": document}
    connection.execute(statement("schema/cache/snapshot_write"), given)
    return newest is None or newest.fingerprint != schema.fingerprint


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 1)
