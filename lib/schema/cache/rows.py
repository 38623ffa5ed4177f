"""The rows of `system_schema_cache`: one a column, and one a table whose `raw_metadata` is the whole table."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lib.schema.export.document import VERSION, column_document, table_document
from lib.schema.model import ForeignKey, Schema, Table
from lib.schema.names import written

COLUMNS = (
    *("schema_name", "table_name", "column_name", "data_type", "is_nullable", "is_pk", "is_fk"),
    *("references_table", "references_column", "raw_metadata"),
)
CacheRow = tuple[Any, ...]


@dataclass(frozen=True)
class CachedTable:
    """A table as it is to be cached: its document as JSON and the digest that tells whether it is cached so."""

    table: Table
    document: dict[str, Any]
    digest: str


def cached_tables(schema: Schema) -> list[CachedTable]:
    """Every table of a schema with its document and digest."""
    return [_cached(table, table_document(table, schema.incoming.get(table.key, ()))) for table in schema.tables]


def rows(tables: Iterable[CachedTable]) -> Iterator[CacheRow]:
    """The rows of tables, in the order of `COLUMNS`."""
    for cached in tables:
        table = cached.table
        metadata = json.dumps({**cached.document, "digest": cached.digest}, ensure_ascii=False)
        yield (table.schema, table.name, None, None, None, False, bool(table.foreign_keys), None, None, metadata)
        yield from _column_rows(table)


def _cached(table: Table, document: dict[str, Any]) -> CachedTable:
    text = json.dumps([VERSION, document], ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return CachedTable(table, document, hashlib.blake2b(text.encode(), digest_size=16).hexdigest())


def _column_rows(table: Table) -> Iterator[CacheRow]:
    keys: dict[str, list[tuple[ForeignKey, str]]] = {}
    for key in table.foreign_keys:
        for name, other in zip(key.columns, key.other_columns, strict=True):
            keys.setdefault(name, []).append((key, other))
    for column in table.columns:
        found = keys.get(column.name, [])
        references = [{"table": written(key.other), "column": other, "name": key.name} for key, other in found]
        metadata = column_document(column) | ({"references": references} if references else {})
        yield (
            table.schema,
            table.name,
            column.name,
            column.type,
            column.nullable,
            column.is_pk,
            column.is_fk,
            references[0]["table"] if references else None,
            references[0]["column"] if references else None,
            json.dumps(metadata, ensure_ascii=False),
        )
