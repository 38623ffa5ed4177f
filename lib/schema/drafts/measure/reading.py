"""What a session holds, and what lies in which file: the readings that a measurement is made of."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg

from lib.schema.drafts.measure.effect import RelationLock, Scan, StatementEffect, strongest
from lib.schema.drafts.statements import DraftStatement
from lib.settings import ROOT

FLUSH = "select pg_catalog.pg_stat_force_next_flush()"
TABLES = ("r", "p", "m")
STORED = (*TABLES, "i")
RelationRow = tuple[Any, ...]
"""DraftNumber, schema, name, kind, file."""


def run(acting: psycopg.Connection[Any], statement: DraftStatement) -> None:
    """Run one statement as it stands; its rows are not fetched, a stream of data is refused."""
    acting.execute(statement.sql.encode())


def effect_of(
    before: dict[int, RelationRow],
    held: dict[int, set[str]],
    after: dict[int, int],
    read: Sequence[RelationRow],
    *,
    outside: bool = False,
) -> StatementEffect:
    """What was held, rewritten and read of the relations that existed before, sorted by name."""
    locks = [
        RelationLock(_name(before[oid]), strongest(modes), is_index=before[oid][3] in ("i", "I"))
        for oid, modes in held.items()
        if oid in before
    ]
    rewritten = [_name(row) for oid, row in before.items() if row[3] in STORED and after.get(oid, row[4]) != row[4]]
    scanned = [Scan(_name(before[oid]), rows) for oid, _, rows in read if oid in before and before[oid][3] in TABLES]
    return StatementEffect(
        tuple(sorted(locks, key=lambda lock: lock.relation)),
        tuple(sorted(rewritten)),
        tuple(sorted(scanned, key=lambda scan: scan.relation)),
        outside,
    )


def relations(connection: psycopg.Connection[Any], asked: Mapping[str, list[int] | None]) -> dict[int, RelationRow]:
    """The relations of those numbers, or all, as the connection sees them."""
    return {row[0]: row for row in connection.execute(query("relations"), asked)}


@cache
def query(name: str) -> bytes:
    """The statement of `sql/schema/drafts/<name>.sql`."""
    return (ROOT / "sql" / f"schema/drafts/{name}.sql").read_bytes()


def _name(row: RelationRow) -> tuple[str, str]:
    return row[1], row[2]
