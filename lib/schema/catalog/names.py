"""What the catalog's numbers mean: tables and columns by name, names as Postgres writes them, comments, extensions."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.schema.catalog.positions import ColumnRow, DatabaseRow, ExtensionRow, TableRow
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
        spelled = self[name] = name if is_plain else '"' + name.replace('"', '""') + '"'
        return spelled


class Numbers(dict[str | None, tuple[int, ...]]):
    """The numbers of columns by the text of an array or a vector of them, each text taken apart once."""

    def __missing__(self, text: str | None) -> tuple[int, ...]:
        numbers = self[text] = tuple(map(int, text.strip("{}").replace(",", " ").split())) if text else ()
        return numbers


@dataclass(frozen=True)
class Names:
    """The tables by oid and their columns by number; numbers have gaps where columns were dropped."""

    tables: dict[int, TableName]
    columns: Mapping[int, Mapping[int, Column]]
    written: Written
    numbers: Numbers
    comments: Mapping[str, Mapping[int, str]]
    """By the kind and the oid of what they are on."""
    extensions: Mapping[tuple[str, int], str]
    """Which extension owns a relation or a type, by the kind and the oid."""

    def of(self, table: int, numbers: str | None) -> tuple[str, ...]:
        """The names of the columns with these numbers, in their order; system columns have negative ones, rows 0."""
        columns, chosen = self.columns[table], self.numbers[numbers]
        if len(chosen) == 1 and chosen[0] > 0:  # as nearly every key has it
            return (columns[chosen[0]].name,)
        return tuple([columns[number].name for number in chosen if number > 0])

    def comment(self, kind: str, oid: int) -> str | None:
        """The comment on a relation, constraint, type, trigger, policy, schema or extension."""
        return self.comments[kind].get(oid)

    def extension(self, kind: str, oid: int) -> str | None:
        """The extension that owns a relation or a type."""
        return self.extensions.get((kind, oid))


def names(rows: CatalogRows, columns_of: Mapping[int, Mapping[int, Column]]) -> Names:
    """The names of everything that `rows` refers to by number; `columns_of` are the columns by table and number."""
    none: dict[int, Column] = {}
    comments: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for kind, oid, _, comment in rows.comments:
        if kind != "column":
            comments[kind][oid] = comment
    return Names(
        tables={row[TableRow.OID]: (row[TableRow.SCHEMA], row[TableRow.NAME]) for row in rows.tables},
        columns={row[TableRow.OID]: columns_of.get(row[TableRow.OID], none) for row in rows.tables},
        written=Written(frozenset(rows.database[0][DatabaseRow.KEYWORDS])),
        numbers=Numbers(),
        comments=comments,
        extensions={
            (kind, oid): row[ExtensionRow.NAME]
            for row in rows.extensions
            for kind, owned in (("relation", row[ExtensionRow.RELATIONS]), ("type", row[ExtensionRow.TYPES]))
            for oid in owned
        },
    )


def by_table(rows: Sequence[CatalogRow]) -> dict[int, list[CatalogRow]]:
    """The rows by their first column, the oid of a table or view."""
    of_table: defaultdict[int, list[CatalogRow]] = defaultdict(list)
    for row in rows:
        of_table[row[TABLE_OID]].append(row)
    return of_table
