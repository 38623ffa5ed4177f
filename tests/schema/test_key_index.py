"""Which indexes find the rows that refer by a foreign key."""

from dataclasses import replace

import pytest

from lib.schema.model import Index, Table
from lib.schema.relations.key_index import is_covered, lacks_index
from tests.support.schemas.made_schema import column, refer, table

ALL, SOME, NONE = (False, True), (False, False), (True, False)
"""Whether a join lacks an index, and whether one finds all columns of the key at once."""


def holder(*indexes: Index, **more: object) -> Table:
    """A table that refers to a pair by two columns; its number and their note may be null or not."""
    columns = (column("a"), column("b"), column("note", "text"))
    return table("holder", *columns, refers=[refer("a b", "pair", "a b")], indexes=indexes, **more)


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (Index("i", ("a", "b")), ALL),
        (Index("i", ("b", "a", "note")), ALL),
        (Index("i", ("a", "b", None)), ALL),
        (Index("i", ("a", "b"), unique=True, is_constraint=True), ALL),
        (Index("i", ("a", "b"), method="gist"), ALL),
        (Index("i", ("note", "a", "b"), method="gin"), ALL),
        (Index("i", ("a", "b"), predicate="((a IS NOT NULL) AND (b IS NOT NULL))"), ALL),
        (Index("i", ("a", "b"), predicate="(id IS NOT NULL)"), ALL),
        (Index("i", ("a", "b"), predicate="true"), ALL),
        (Index("i", ("b",)), SOME),
        (Index("i", ("a",), include=("b",)), SOME),
        (Index("i", ("a", "note", "b")), SOME),
        (Index("i", ("b",), method="hash"), SOME),
        (Index("i", ("a",), method="gin"), SOME),
        (Index("i", ("note", "a", "b")), NONE),
        (Index("i", (None, "a", "b")), NONE),
        (Index("i", ("a", "b"), method="brin"), NONE),
        (Index("i", ("a", "b"), valid=False), NONE),
        (Index("i", ("a", "b"), predicate="(note IS NOT NULL)"), NONE),
        (Index("i", ("a", "b"), predicate="((a IS NOT NULL) OR (note IS NULL))"), NONE),
        (Index("i", ("a", "b"), definition='CREATE INDEX i ON t USING btree (a COLLATE "C", b)'), NONE),
    ],
)
def test_a_join_lacks_an_index_only_where_none_leads_with_a_column_of_the_key(
    index: Index, expected: tuple[bool, bool]
) -> None:
    referring = holder(index)
    key = referring.foreign_keys[0]
    assert (lacks_index(referring, key), is_covered(referring, key)) == expected


def test_of_a_partitioned_table_the_partitions_decide() -> None:
    own, bare, far = holder(Index("i", ("a", "b"))), holder(), holder(kind="foreign table")
    whole = replace(holder(Index("i", ("a", "b"))), kind="partitioned table")
    key = whole.foreign_keys[0]
    assert [lacks_index(whole, key, parts) for parts in ([], [own], [own, far], [own, bare])] == [False] * 3 + [True]
    assert not lacks_index(replace(whole, indexes=()), key, [own, own])
