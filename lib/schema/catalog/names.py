"""What the catalog's numbers mean: tables and columns by name, and names as Postgres writes them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.schema.catalog.rows import Row, Rows
from lib.schema.model import TableName

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*").fullmatch


@dataclass(frozen=True)
class Names:
    """The tables by oid and their columns by number; numbers have gaps where columns were dropped."""

    tables: dict[int, TableName]
    columns: dict[int, dict[int, str]]
    keywords: frozenset[str]

    def of(self, table: int, numbers: Iterable[int] | None) -> tuple[str, ...]:
        """The names of the columns with these numbers, in their order."""
        columns = self.columns[table]
        return tuple([columns[number] for number in numbers or () if number])

    def quoted(self, name: str) -> str:
        """`name` as Postgres' quote_ident writes it."""
        if _PLAIN(name) and name not in self.keywords:
            return name
        return '"' + name.replace('"', '""') + '"'


def names(rows: Rows) -> Names:
    """The names of everything that `rows` refers to by number."""
    columns: dict[int, dict[int, str]] = {row[0]: {} for row in rows.tables}
    for row in rows.columns:
        columns[row[0]][row[1]] = row[2]
    return Names({row[0]: (row[1], row[2]) for row in rows.tables}, columns, frozenset(rows.database[0][5]))


def grouped(rows: Sequence[Row]) -> dict[int, list[Row]]:
    """The rows by their first column, a table's oid."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
