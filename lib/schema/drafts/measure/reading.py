"""What a session holds, and what lies in which file: the readings that a measurement is made of."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import psycopg

from lib.schema.drafts.measure.effect import RelationLock, Scan, StatementEffect, strongest
from lib.schema.drafts.statements import DraftStatement
from lib.settings import ROOT

FLUSH = "select pg_catalog.pg_stat_force_next_flush()"
TABLES = ("r", "p", "m")
STORED = (*TABLES, "i")


class RelationRow(NamedTuple):
    """A row of `relations.sql`: a table, index, view or sequence, and the file that it lies in."""

    oid: int
    schema: str
    name: str
    kind: str
    file: int

    @property
    def key(self) -> tuple[str, str]:
        """Its name in the database."""
        return self.schema, self.name


def run(acting: psycopg.Connection[Any], statement: DraftStatement) -> None:
    """Run one statement as it stands; its rows are not fetched, a stream of data is refused."""
    acting.execute(statement.sql.encode())


def effect_of(
    before: dict[int, RelationRow],
    held: dict[int, set[str]],
    after: dict[int, int],
    read: Sequence[tuple[int, int, int]],
    *,
    outside: bool = False,
) -> StatementEffect:
    """What was held, rewritten and read of the relations that existed before, sorted by name.

    `after` are their files by number, `read` the number of each that was read from end to end, how often, and its rows.
    """
    locks = [
        RelationLock(before[oid].key, strongest(modes), is_index=before[oid].kind in ("i", "I"))
        for oid, modes in held.items()
        if oid in before
    ]
    rewritten = [row.key for oid, row in before.items() if row.kind in STORED and after.get(oid, row.file) != row.file]
    scanned = [Scan(before[oid].key, rows) for oid, _, rows in read if oid in before and before[oid].kind in TABLES]
    return StatementEffect(
        tuple(sorted(locks, key=lambda lock: lock.relation)),
        tuple(sorted(rewritten)),
        tuple(sorted(scanned, key=lambda scan: scan.relation)),
        outside,
    )


def relations(connection: psycopg.Connection[Any], asked: Mapping[str, list[int] | None]) -> dict[int, RelationRow]:
    """The relations of those numbers, or all, as the connection sees them."""
    rows = (RelationRow(*row) for row in connection.execute(query("relations"), asked))
    return {row.oid: row for row in rows}


def files(connection: psycopg.Connection[Any], asked: Mapping[str, list[int] | None]) -> dict[int, int]:
    """The file of each of those relations, or of all."""
    return {row.oid: row.file for row in relations(connection, asked).values()}


@cache
def query(name: str) -> bytes:
    """The statement of `sql/schema/drafts/<name>.sql`."""
    return (ROOT / "sql" / f"schema/drafts/{name}.sql").read_bytes()
