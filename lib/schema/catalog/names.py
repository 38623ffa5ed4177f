"""What the catalog's numbers mean: tables and columns by name, and names as Postgres writes them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.schema.catalog.positions import ColumnRow, DatabaseRow, TableRow
from lib.schema.catalog.rows import CatalogRow, CatalogRows
from lib.schema.model import Column, TableName

TABLE_OID = ColumnRow.TABLE_OID
"""The place of the table in the rows of columns, triggers and policies, and of the view in what it reads."""
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*").fullmatch


class Written(dict[str, str]):
    """Names as quote_ident writes them, each worked out when it is first asked for."""

    def __init__(self, keywords: frozenset[str]) -> None:
        super().__init__()
        self.keywords = keywords

    def __missing__(self, name: str) -> str:
        is_plain = _PLAIN(name) and name not in self.keywords
        found = self[name] = name if is_plain else '"' + name.replace('"', '""') + '"'
        return found


@dataclass(frozen=True)
class Names:
    """The tables by oid and their columns by number; numbers have gaps where columns were dropped."""

    tables: dict[int, TableName]
    columns: dict[int, dict[int, str]]
    written: Written

    def of(self, table: int, numbers: Iterable[int] | None) -> tuple[str, ...]:
        """The names of the columns with these numbers, in their order; system columns have negative ones, rows 0."""
        columns = self.columns[table]
        return tuple([columns[number] for number in numbers if number > 0]) if numbers else ()


def names(rows: CatalogRows, columns_of: Mapping[int, tuple[Column, ...]]) -> Names:
    """The names of everything that `rows` refers to by number; `columns_of` are the columns by table."""
    tables = {row[TableRow.OID]: (row[TableRow.SCHEMA], row[TableRow.NAME]) for row in rows.tables}
    columns = {oid: {column.position: column.name for column in columns_of.get(oid, ())} for oid in tables}
    return Names(tables, columns, Written(frozenset(rows.database[0][DatabaseRow.KEYWORDS])))


def by_table(rows: Sequence[CatalogRow]) -> dict[int, list[CatalogRow]]:
    """The rows by their first column, the oid of a table or view."""
    of_table: defaultdict[int, list[CatalogRow]] = defaultdict(list)
    for row in rows:
        of_table[row[TABLE_OID]].append(row)
    return of_table
