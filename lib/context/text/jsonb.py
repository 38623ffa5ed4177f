"""What Postgres can keep of a JSON document that somebody else wrote."""

from collections.abc import Callable
from typing import Any

from lib.context.text.normalize import storable

DEPTH = 12
"""Levels of nesting that are kept."""


def storable_document(value: Any, *, clean: Callable[[str], str] = storable, depth: int = DEPTH) -> Any:
    """`value` as jsonb can keep it: strings and keys cleaned, odd numbers and what is nested too deep left out."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else None
    if isinstance(value, float):
        return value if abs(value) < 1e15 else None  # also NaN and the infinities, which compare as false
    if depth and isinstance(value, dict):
        return {clean(str(key)): storable_document(item, clean=clean, depth=depth - 1) for key, item in value.items()}
    if depth and isinstance(value, list | tuple):
        return [storable_document(item, clean=clean, depth=depth - 1) for item in value]
    return None
