"""The rows of `system_schema_cache`: one a column, and one a table whose `raw_metadata` is the whole table."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from lib.schema.export.document import VERSION, json_text, table_document
from lib.schema.model import ForeignKey, Schema, Table
from lib.schema.names import written

CacheRow = dict[str, Any]


@dataclass(frozen=True)
class CachedTable:
    """A table as it is to be cached: its document, also as JSON, and the digest that tells whether it is cached so."""

    table: Table
    document: dict[str, Any]
    text: bytes
    digest: str


def cached_tables(schema: Schema) -> list[CachedTable]:
    """Every table of a schema with its document and digest."""
    return [_cached(table, table_document(table, schema.incoming.get(table.key, ()))) for table in schema.tables]


def rows(tables: Iterable[CachedTable]) -> str:
    """The rows of tables as a JSON array of objects, their keys the columns of the cache; what is left out is null."""
    return json_text([row for cached in tables for row in _rows(cached)]).decode()


def _rows(cached: CachedTable) -> Iterator[CacheRow]:
    table = cached.table
    yield {
        "schema_name": table.schema,
        "table_name": table.name,
        "is_fk": bool(table.foreign_keys),
        "raw_metadata": msgspec.Raw(cached.text[:-1] + b',"digest":"' + cached.digest.encode() + b'"}'),
    }
    keys: dict[str, list[tuple[ForeignKey, str]]] = {}
    for key in table.foreign_keys:
        for name, other in zip(key.columns, key.other_columns, strict=True):
            keys.setdefault(name, []).append((key, other))
    for column, document in zip(table.columns, cached.document["columns"], strict=True):
        row = {
            "schema_name": table.schema,
            "table_name": table.name,
            "column_name": column.name,
            "data_type": column.type,
            "is_nullable": column.nullable,
            "is_pk": column.is_pk,
            "is_fk": column.is_fk,
            "raw_metadata": document,
        }
        if column.name in keys:
            found = keys[column.name]
            references = [{"table": written(key.other), "column": other, "name": key.name} for key, other in found]
            row["raw_metadata"] = document | {"references": references}
            row["references_table"], row["references_column"] = references[0]["table"], references[0]["column"]
        yield row


def _cached(table: Table, document: dict[str, Any]) -> CachedTable:
    text = json_text(document)
    digest = hashlib.blake2b(b"[%d,%b]" % (VERSION, text), digest_size=16).hexdigest()
    return CachedTable(table, document, text, digest)
