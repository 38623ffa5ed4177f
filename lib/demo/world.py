"""The business around the contacts: colleagues, homes, tables, menus, books; read from `sql/demo/world.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import date

from lib.demo.days import resolved
from lib.demo.rows import TableRows
from lib.settings import ROOT


def rows(today: date) -> Iterator[TableRows]:
    """The rows of each table in the order of their foreign keys, with days counted from `today`."""
    written = tomllib.loads((ROOT / "sql" / "demo" / "world.toml").read_text("utf-8"))
    for table, content in written.items():
        values = tuple(tuple(resolved(value, today) for value in row) for row in content["rows"])
        yield TableRows(table, tuple(content["columns"]), values)
