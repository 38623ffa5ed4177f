"""The published document of a schema: to JSON and back without loss, and the fingerprint.

What the format promises stands in `document.schema.json`. A key beyond the promised ones is written only where it says
something, so that a plain table stays short.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from lib.errors import OrbError
from lib.schema.export.document_reader import frozen, read_domain, read_each, read_table
from lib.schema.model import (
    FROM_STANDBY,
    Check,
    Column,
    Counts,
    Domain,
    Enum,
    Exclusion,
    Extension,
    ForeignKey,
    Index,
    Key,
    Namespace,
    Policy,
    Schema,
    Sequence,
    Table,
    TableName,
    Trigger,
)

FORMAT = "orb-schema"
VERSION = 1
JSON_SCHEMA = Path(__file__).with_name("document.schema.json")
Document = dict[str, Any]

PROMISED: dict[type, tuple[str, ...]] = {
    Column: ("name", "position", "type", "nullable", "default", "identity", "generated", "comment", "is_pk", "is_fk"),
    Key: ("name", "columns"),
    Check: ("name", "definition"),
    Exclusion: ("name", "definition"),
    Index: ("name", "unique", "primary", "method", "columns", "include", "predicate", "definition", "valid"),
    Trigger: ("name", "timing", "events", "level", "function", "definition"),
    Policy: ("name", "command", "permissive", "roles", "using", "check"),
    Domain: ("schema", "name", "base", "not_null", "default"),
    Enum: ("schema", "name", "labels"),
    Counts: ("seen", "shown", "partitions", "extension_owned", "hidden"),
}
"""The keys that always stand in the document, beside those of tables and foreign keys, which are written by hand."""

VOLATILE = frozenset(
    ("row_estimate", "size", "privileges", "api_roles", "oid", "concern", "concern_rule", "concern_inferred", "usable")
)
"""What moves without a change of the schema: it is no part of the fingerprint."""
TOLD_ELSEWHERE = VOLATILE | {"referenced_by"}


class UnknownDocument(OrbError):
    title = "This is not a schema document that this version reads."
    next_step = "Write it again: `orb schema refresh` for the cache, `orb schema export --format json` for a file."


def to_document(
    schema: Schema, *, whole: Schema | None = None, tables: Iterable[Document | msgspec.Raw] | None = None
) -> Document:
    """The published document; `referenced_by` counts references from `whole` where `schema` is a part of it.

    `tables` are the documents of its tables where they are made already, or their JSON.
    """
    incoming = (whole or schema).incoming
    return {
        "format": FORMAT,
        "version": VERSION,
        "as_of": schema.as_of,
        "fingerprint": schema.fingerprint,
        "database": schema.database,
        "server_version": schema.server_version,
        "scope": schema.told_scope,
        "role": schema.role,
        **({"counts": _written(schema.counts)} if schema.counts else {}),
        **({"hidden": list(schema.hidden)} if schema.hidden else {}),
        **({"kept_texts": list(schema.kept_texts)} if schema.kept_texts else {}),
        **({"foreign": list(schema.foreign)} if schema.foreign else {}),
        **({"catalog_mark": schema.catalog_mark} if schema.catalog_mark else {}),
        "tables": list(tables or ()) or [table_document(table, incoming.get(table.key, ())) for table in schema.tables],
        "enums": _all(schema.enums),
        "domains": [_domain(domain) for domain in schema.domains],
        "sequences": _all(schema.sequences),
        "namespaces": _all(schema.namespaces),
        "extensions": _all(schema.extensions),
    }


def table_document(table: Table, incoming: Iterable[tuple[Table, ForeignKey]] = ()) -> Document:
    """One table as it stands in the document; `incoming` are the references to it and their tables."""
    return {
        "schema": table.schema,
        "name": table.name,
        "kind": table.kind,
        "comment": table.comment,
        "concern": table.concern,
        "columns": _all(table.columns),
        "primary_key": _written(table.primary_key) if table.primary_key else None,
        "foreign_keys": [_foreign_key(foreign_key) for foreign_key in table.foreign_keys],
        "referenced_by": [_reference(other, foreign_key) for other, foreign_key in incoming],
        "unique": _all(table.unique),
        "checks": _all(table.checks),
        "exclusions": _all(table.exclusions),
        "indexes": _all(table.indexes),
        "triggers": _all(table.triggers),
        "policies": _all(table.policies),
        "rls": table.rls,
        "row_estimate": table.row_estimate,
        "partition_of": _name(table.partition_of),
        **({"not_nulls": _all(table.not_nulls)} if table.not_nulls else {}),
        **({"reads": _all(table.reads)} if table.reads else {}),
        **_extras(table, _beyond(Table, _TABLE_KEYS)),
    }


def from_document(document: Mapping[str, Any]) -> Schema:
    """The schema that a document describes; raises `UnknownDocument` for another format, version or shape."""
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        raise UnknownDocument
    try:
        return Schema(
            database=document["database"],
            server_version=document["server_version"],
            as_of=document["as_of"],
            role=document["role"],
            tables=tuple([read_table(table) for table in document["tables"]]),
            enums=read_each(Enum, document["enums"]),
            domains=tuple([read_domain(domain) for domain in document["domains"]]),
            sequences=read_each(Sequence, document["sequences"]),
            namespaces=read_each(Namespace, document["namespaces"]),
            extensions=read_each(Extension, document["extensions"]),
            fingerprint=document["fingerprint"],
            catalog_mark=document.get("catalog_mark", ""),
            scope=document["scope"].removesuffix(FROM_STANDBY),
            hidden=tuple(document.get("hidden", ())),
            kept_texts=frozen(document.get("kept_texts", ())),
            counts=Counts(**document["counts"]) if "counts" in document else None,
            foreign=frozen(document.get("foreign", ())),
            is_standby=document["scope"].endswith(FROM_STANDBY),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise UnknownDocument from error


def fingerprint(schema: Schema, *, tables: Iterable[Document] | None = None) -> str:
    """A hash that moves exactly when the schema does: of the document without estimates, sizes, rights and times.

    `tables` are the documents of its tables where they are made already.
    """
    parts = {
        "tables": [_lasting_table(document) for document in tables or map(table_document, schema.tables)],
        "enums": _all(schema.enums),
        "domains": [_domain(domain) for domain in schema.domains],
        "sequences": _all(schema.sequences),
        "namespaces": _lasting(schema.namespaces),
        "extensions": _all(schema.extensions),
    }
    return hashlib.sha256(json_text(parts)).hexdigest()


def json_text(value: object) -> bytes:
    """A value as compact JSON in UTF-8, as the standard library writes it in ten times the time."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # half of a surrogate pair, which no database of ours sends
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), check_circular=False)
        return text.encode("utf-8", "surrogatepass")


def _lasting_table(document: Document) -> Document:
    """A table's document without what moves by itself, and without what only other tables say."""
    lasting = {key: value for key, value in document.items() if key not in TOLD_ELSEWHERE and value}
    if "indexes" in lasting:
        lasting["indexes"] = [_without_volatile(index) for index in lasting["indexes"]]
    return lasting


def _lasting(values: Iterable[Any]) -> list[Document]:
    return [_without_volatile(_written(item)) for item in values]


def _without_volatile(document: Document) -> Document:
    return {key: value for key, value in document.items() if key not in VOLATILE}


def _written(value: Any) -> Document:
    """The promised keys of a value, and each other field that differs from its default."""
    kind: Any = type(value)
    source = value.__dict__
    document = {name: source[name] for name in _promised(kind)}
    for name, default in _beyond(kind, _promised(kind)):
        if source[name] != default:
            document[name] = source[name]
    return document


def _all(values: Iterable[Any]) -> list[Document]:
    return [_written(value) for value in values]


def _extras(value: Any, beyond: Iterable[tuple[str, Any]]) -> Document:
    source = value.__dict__
    return {name: source[name] for name, default in beyond if source[name] != default}


@cache
def _promised(kind: Any) -> tuple[str, ...]:
    required = tuple(item.name for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING)
    return PROMISED.get(kind, required)


@cache
def _beyond(kind: Any, promised: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(kind) if item.name not in promised)


_TABLE_KEYS = (
    *("schema", "name", "kind", "comment", "concern", "columns", "primary_key", "foreign_keys", "unique", "checks"),
    *("exclusions", "indexes", "triggers", "policies", "rls", "row_estimate", "partition_of", "not_nulls", "reads"),
)
_FOREIGN_KEY_KEYS = (
    *("name", "columns", "other_schema", "other_table", "other_columns"),
    *("on_delete", "on_update", "deferrable", "validated"),
)


def _foreign_key(foreign_key: ForeignKey) -> Document:
    return {
        "name": foreign_key.name,
        "columns": foreign_key.columns,
        "references": {
            "schema": foreign_key.other_schema,
            "table": foreign_key.other_table,
            "columns": foreign_key.other_columns,
        },
        "on_delete": foreign_key.on_delete,
        "on_update": foreign_key.on_update,
        "deferrable": foreign_key.deferrable,
        "validated": foreign_key.validated,
        **_extras(foreign_key, _beyond(ForeignKey, _FOREIGN_KEY_KEYS)),
    }


def _reference(other: Table, foreign_key: ForeignKey) -> Document:
    return {
        "schema": other.schema,
        "table": other.name,
        "name": foreign_key.name,
        "columns": foreign_key.columns,
        "other_columns": foreign_key.other_columns,
    }


def _domain(domain: Domain) -> Document:
    return {**_written(domain), "checks": _all(domain.checks)}


def _name(name: TableName | None) -> Document | None:
    return {"schema": name[0], "table": name[1]} if name else None
