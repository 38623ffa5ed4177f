"""The rows of `system_schema_cache`: one a column, and one a table whose `raw_metadata` is the whole table."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lib.schema.export.document import VERSION, json_text, table_document
from lib.schema.model import ForeignKey, Schema, Table
from lib.schema.names import written

_CONTROL = re.compile(r"\\[^\"\\]")
"""An escape of JSON that means a control character; those of quotes and backslashes are the same in an array."""

CacheRow = tuple[Any, ...]
COLUMNS = (
    "schema_name",
    "table_name",
    "column_name",
    "data_type",
    "is_nullable",
    "is_pk",
    "is_fk",
    "references_table",
    "references_column",
)
"""What stands in a row before its `raw_metadata`."""


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


def rows(tables: Iterable[CachedTable]) -> dict[str, Any]:
    """The rows of tables as the parameters of `cache/write`: an array for each column, the documents a line each.

    JSON has no line breaks of its own here, and lines are taken apart in a third of the time of an array of objects.
    """
    *names, documents = zip(*[row for cached in tables for row in _rows(cached)], strict=True)
    return dict(zip(COLUMNS, map(_array, names), strict=True)) | {"raw_metadata": b"\n".join(documents).decode()}


def _array(values: tuple[object, ...]) -> str | list[object]:
    """The values as the literal of an array, which is JSON in other brackets where no control character stands in it.

    The driver writes one from a list, value by value, in twenty times the time.
    """
    text = json_text(values).decode()
    return list(values) if _CONTROL.search(text) else "{" + text[1:-1] + "}"


def _rows(cached: CachedTable) -> Iterator[CacheRow]:
    table = cached.table
    whole = cached.text[:-1] + b',"digest":"' + cached.digest.encode() + b'"}'
    yield table.schema, table.name, None, None, None, False, bool(table.foreign_keys), None, None, whole
    keys: dict[str, list[tuple[ForeignKey, str]]] = {}
    for key in table.foreign_keys:
        for name, other in zip(key.columns, key.other_columns, strict=True):
            keys.setdefault(name, []).append((key, other))
    for column, document in zip(table.columns, cached.document["columns"], strict=True):
        target, target_column = None, None
        if column.name in keys:
            pairs = keys[column.name]
            references = [{"table": written(key.other), "column": other, "name": key.name} for key, other in pairs]
            document = document | {"references": references}
            target, target_column = references[0]["table"], references[0]["column"]
        yield (
            table.schema,
            table.name,
            column.name,
            column.type,
            column.nullable,
            column.is_pk,
            column.is_fk,
            target,
            target_column,
            json_text(document),
        )


def _cached(table: Table, document: dict[str, Any]) -> CachedTable:
    text = json_text(document)
    digest = hashlib.blake2b(b"[%d,%b]" % (VERSION, text), digest_size=16).hexdigest()
    return CachedTable(table, document, text, digest)
