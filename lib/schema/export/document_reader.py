"""The values that a schema's document describes, one reader a shape; a wrong shape raises KeyError or TypeError."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeVar

from lib.fast_dataclass import fast_instance
from lib.schema.model import (
    Check,
    Column,
    Domain,
    Exclusion,
    ForeignKey,
    Index,
    Key,
    NotNull,
    Policy,
    Read,
    Table,
    Trigger,
)

Value = TypeVar("Value")


def read_table(document: Mapping[str, Any]) -> Table:
    """One table; `referenced_by` is what other tables say."""
    plain = {**document}
    plain.pop("referenced_by")
    parent = plain.pop("partition_of")
    key = plain.pop("primary_key")
    return Table(
        columns=tuple([_read(Column, column) for column in plain.pop("columns")]),
        primary_key=_read(Key, key) if key else None,
        foreign_keys=tuple([_foreign_key_read(foreign_key) for foreign_key in plain.pop("foreign_keys")]),
        unique=read_each(Key, plain.pop("unique")),
        checks=read_each(Check, plain.pop("checks")),
        not_nulls=read_each(NotNull, plain.pop("not_nulls", ())),
        exclusions=read_each(Exclusion, plain.pop("exclusions")),
        indexes=read_each(Index, plain.pop("indexes")),
        triggers=read_each(Trigger, plain.pop("triggers")),
        policies=read_each(Policy, plain.pop("policies")),
        reads=read_each(Read, plain.pop("reads", ())),
        partition_of=(parent["schema"], parent["table"]) if parent else None,
        **{name: frozen(value) for name, value in plain.items()},
    )


def read_domain(document: Mapping[str, Any]) -> Domain:
    """One domain with its checks."""
    domain: Domain = _read(Domain, {**document, "checks": read_each(Check, document["checks"])})
    return domain


def read_each(kind: type[Value], documents: Iterable[Mapping[str, Any]]) -> tuple[Value, ...]:
    """Values whose keys are their fields."""
    return tuple([_read(kind, document) for document in documents])


def frozen(value: Any) -> Any:
    """The value with tuples instead of lists, all the way down."""
    return tuple([frozen(item) for item in value]) if isinstance(value, list | tuple) else value


def _foreign_key_read(document: Mapping[str, Any]) -> ForeignKey:
    plain = {**document}
    other = plain.pop("references")
    return ForeignKey(
        other_schema=other["schema"],
        other_table=other["table"],
        other_columns=tuple(other["columns"]),
        **{name: frozen(value) for name, value in plain.items()},
    )


def _read(kind: Any, document: Mapping[str, Any]) -> Any:
    """A value whose constructor would be asked field by field: a large schema is tens of thousands of them."""
    values = {**_defaults(kind), **document}
    if len(values) != len(_fields(kind)) or not values.keys() >= _fields(kind):
        raise TypeError(f"A {kind.__name__} has other keys.")
    for name, value in document.items():
        if isinstance(value, list | tuple):
            values[name] = frozen(value)
    return fast_instance(kind, **values)


@cache
def _fields(kind: Any) -> frozenset[str]:
    return frozenset(item.name for item in fields(kind))


@cache
def _defaults(kind: Any) -> dict[str, Any]:
    return {item.name: item.default for item in fields(kind) if item.default is not MISSING}
