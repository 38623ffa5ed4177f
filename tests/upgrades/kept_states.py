"""The kept states: a dump each of a small site, its contexts made by the dashboard that had just those migrations."""

import lzma
from pathlib import Path

import psycopg
from psycopg import sql

FOLDER = Path(__file__).parent / "states"
STATES = tuple(sorted(path.name.removesuffix(".sql.xz") for path in FOLDER.glob("*.sql.xz")))
"""Named by the newest migration applied; two came into being on the way, when branches met."""
NEWEST = STATES[-1]
LEDGER = "system_migration"
Rows = dict[str, list[dict[str, object]]]


def path_of(state: str) -> Path:
    """Where the dump of a state lies."""
    return FOLDER / f"{state}.sql.xz"


def load(state: str, url: str) -> None:
    """Fill an empty database with a kept state; the role of the dashboard exists."""
    with psycopg.connect(url) as connection:
        connection.execute(lzma.decompress(path_of(state).read_bytes()))


def rows(url: str) -> Rows:
    """Every row of every table, but for the ledger of migrations; those of partitions by their table."""
    query = """
        select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        order by 1"""
    with psycopg.connect(url) as connection:
        tables = connection.execute(query).fetchall()
        return {
            name: [
                row
                for (row,) in connection.execute(
                    sql.SQL("select to_jsonb(one) from {} as one order by to_jsonb(one)::text").format(
                        sql.Identifier(name)
                    )
                )
            ]
            for (name,) in tables
            if name != LEDGER
        }


def as_before(after: Rows, before: Rows) -> Rows:
    """The rows of the tables that there were before, without the columns that those did not have."""
    return {
        name: [{column: value for column, value in row.items() if not was or column in was[0]} for row in after[name]]
        for name, was in before.items()
    }


def keep(state: str, dump: str) -> None:
    """Write a dump down as a state: without psql's own commands and what older servers do not know."""
    strange = ("\\restrict", "\\unrestrict", "SET transaction_timeout", "--")
    lines = [line for line in dump.splitlines(keepends=True) if line.strip() and not line.startswith(strange)]
    path_of(state).write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
