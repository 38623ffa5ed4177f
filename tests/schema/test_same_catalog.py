"""Renames in databases of a few tables: the numbers of the catalog decide, unless they are those of another one."""

import pytest

from lib.schema.changes.renames import renames
from lib.schema.model import Schema
from tests.support.schemas.made_schema import database, table


def tiny(**tables: tuple[int, str]) -> Schema:
    """A database of tables by name: the number of each, and its columns."""
    return database(*(table(name, *columns.split(), key=(), oid=number) for name, (number, columns) in tables.items()))


TWO = tiny(a=(1, "x"), b=(2, "y z"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (TWO, tiny(a=(2, "y z"), b=(1, "x")), {"a": "b", "b": "a"}),
        (tiny(a=(1, "x"), b=(2, "x")), tiny(a=(2, "x"), b=(1, "x")), {"a": "b", "b": "a"}),
        (TWO, tiny(b=(1, "x"), c=(2, "y z")), {"a": "b", "b": "c"}),
        (TWO, tiny(b=(1, "x more"), c=(2, "y z")), {"a": "b", "b": "c"}),
        (tiny(a=(1, "x")), tiny(b=(1, "x"), a=(3, "y")), {"a": "b"}),
        (tiny(a=(1, "x")), tiny(b=(3, "x")), {}),
        (tiny(a=(1, "x")), tiny(a=(3, "x")), {}),
        (TWO, tiny(a=(2, "x"), b=(1, "y z")), {}),  # restored, in another order
        (TWO, tiny(a=(2, "x"), b=(3, "y z")), {}),
    ],
)
def test_names_that_tables_give_to_each_other_are_renames(old: Schema, new: Schema, expected: dict[str, str]) -> None:
    assert {before: after for (_, before), (_, after) in renames(old, new).tables.items()} == expected
