"""The texts of checks, exclusions and indexes, put in where all else of a schema is made already."""

from collections.abc import Mapping
from typing import Any

from lib.schema.catalog.constraints import OPEN_CHECK, OPEN_EXCLUSION
from lib.schema.catalog.indexes import OPEN_INDEX
from lib.schema.catalog.rows import CatalogRows
from lib.schema.model import Check, Exclusion, Index

FROZEN: Mapping[Any, type] = {OPEN_CHECK: Check, OPEN_EXCLUSION: Exclusion, OPEN_INDEX: Index}


def add_texts(rows: CatalogRows, constraints: Mapping[int, Any], indexes: Mapping[int, Any]) -> None:
    """Complete open constraints and indexes, by their oids, as the server prints their texts, and freeze them."""
    for piece in rows.arriving("texts"):
        for is_index, oid, _, predicate, definition in piece:
            if is_index and oid in indexes:
                _add_index_texts(indexes[oid], predicate, definition)
            elif not is_index and oid in constraints:
                constraints[oid].definition = definition
    for opened in (constraints, indexes):
        for value in opened.values():
            value.__class__ = FROZEN[type(value)]


def _add_index_texts(index: Any, predicate: str | None, definition: str | None) -> None:
    """Give an index that is more than plain keys its texts; both are None while a lock hides them."""
    index.predicate = predicate
    if definition is not None or predicate is None:
        index.definition = definition
    else:
        index.definition += f" WHERE {predicate}"
