"""Schemas made by hand: small ones in a few words, and big ones that look like a business."""

import random
from collections.abc import Iterable

from lib.schema.model import Action, Column, ForeignKey, Key, Schema, Table, TableName


def table(
    name: str,
    *refers: str,
    schema: str = "crm",
    concern: str = "",
    on_delete: Action = "NO ACTION",
    columns: Iterable[str] = (),
    nullable: bool = False,
) -> Table:
    """A table with key `id` and a foreign key `<other>_id` to each table in `refers` (of its own schema, or `s.t`)."""
    targets: list[TableName] = [_split(other, schema) for other in refers]
    keys = tuple(
        ForeignKey(f"{name}_{i}_fkey", (f"{other}_{i}_id",), other_schema, other, ("id",), on_delete=on_delete)
        for i, (other_schema, other) in enumerate(targets)
    )
    made = [Column("id", 1, "bigint", False, is_pk=True)]
    made += [Column(key.columns[0], i + 2, "bigint", nullable, is_fk=True) for i, key in enumerate(keys)]
    made += [Column(extra, len(made) + 1 + i, "text", True) for i, extra in enumerate(columns)]
    return Table(
        schema,
        name,
        columns=tuple(made),
        primary_key=Key(f"{name}_pkey", ("id",)),
        foreign_keys=keys,
        concern=concern or schema,
    )


def schema(*tables: Table) -> Schema:
    """A schema of these tables."""
    return Schema(database="test", server_version=180000, as_of="2026-01-01T00:00:00+00:00", tables=tables)


def business(tables: int, relations: int, *, seed: int = 1) -> Schema:
    """A schema of many tables in ten concerns: most relations stay inside one, a few tables are hubs."""
    choice = random.Random(seed)
    names = [(f"concern_{i % 10}", f"table_{i:04}") for i in range(tables)]
    refers: dict[TableName, list[str]] = {name: [] for name in names}
    for _ in range(relations):
        start = choice.choice(names)
        own = [name for name in names[int(start[1][6:]) % 10 :: 10] if name != start] or names
        end = (
            choice.choice(own[:8] if choice.random() < 0.4 else own) if choice.random() < 0.8 else choice.choice(names)
        )
        refers[start].append(f"{end[0]}.{end[1]}")
    return schema(*(table(name[1], *refers[name], schema=name[0], columns=("name", "note")) for name in names))


def _split(name: str, schema: str) -> TableName:
    first, dot, second = name.partition(".")
    return (first, second) if dot else (schema, first)
