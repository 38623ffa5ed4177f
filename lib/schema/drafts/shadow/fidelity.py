"""How faithful a shadow is: what the product's own reading finds in it, compared with the explored database."""

from collections.abc import Iterator

from lib.schema.changes.change import SchemaChange
from lib.schema.changes.compare import compare
from lib.schema.drafts.shadow.build import Built
from lib.schema.model import Schema
from lib.schema.names import quoted, written

MOST_NAMED = 50
BY_ITSELF = {"owner", "version"}
"""Attributes that differ by design: the shadow's superuser owns what belongs to nobody, its extensions are its own."""


def differences(explored: Schema, shadow: Schema, built: Built) -> tuple[str, ...]:
    """In what the shadow is not the explored database, a sentence each; none where it equals it."""
    every = [*_stand_ins(built), *_missing(built), *_changes(explored, shadow, built)]
    more = len(every) - MOST_NAMED
    return tuple(every[:MOST_NAMED] + ([f"… and {more} more."] if more > 0 else []))


def _stand_ins(built: Built) -> Iterator[str]:
    for name in built.stand_ins:
        yield f"The extension {quoted(name)} is not run here: its functions and types are stand-ins."


def _missing(built: Built) -> Iterator[str]:
    for item in built.missing:
        if item.piece.kind == "comment" and item.piece.name.removeprefix("extension ") in built.stand_ins:
            continue
        yield f"The {item.piece.kind} {item.piece.name} could not be made: {item.reason}."


def _changes(explored: Schema, shadow: Schema, built: Built) -> Iterator[str]:
    is_other_major = explored.server_version // 10000 != shadow.server_version // 10000
    for change in compare(explored, shadow):
        is_by_version = is_other_major and (change.attribute == "definition" or change.what == "not null")
        if change.attribute in BY_ITSELF or is_by_version:
            continue
        if change.what == "extension" and change.name in built.stand_ins:
            continue
        if any(
            change.table and schema.table_named[change.table].extension for schema in _with(change, explored, shadow)
        ):
            continue  # as its extension's version has it
        yield _sentence(change)


def _sentence(change: SchemaChange) -> str:
    of = f" of {written(change.table)}" if change.table and change.what not in ("table",) else ""
    name = written(change.table) if change.what == "table" and change.table else change.name
    verb = {"removed": "is missing", "added": "is not in the database", "altered": f"has another {change.attribute}"}
    return f"The {change.what} {name}{of} {verb[change.kind]}."


def _with(change: SchemaChange, *schemas: Schema) -> tuple[Schema, ...]:
    return tuple(schema for schema in schemas if change.table in schema.table_named)
