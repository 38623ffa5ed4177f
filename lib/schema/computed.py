"""What is worked out from a schema once and then kept with it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from lib.schema.model import Schema

Value = TypeVar("Value")


def once_per_schema(compute: Callable[[Schema], Value]) -> Callable[[Schema], Value]:
    """The function that computes for each schema once and then returns that same value.

    The value is kept in the schema's own `__dict__`, as `functools.cached_property` does, for what the model cannot
    hold itself without importing the rooms above it: it goes when the schema goes, and `dataclasses.replace` starts
    anew.
    """
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def value(schema: Schema) -> Value:
        kept = vars(schema)
        if name not in kept:
            kept[name] = compute(schema)
        result: Value = kept[name]
        return result

    return value
