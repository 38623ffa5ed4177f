"""Which indexes find the rows that refer by a foreign key."""

from collections.abc import Sequence

from lib.schema.model import ForeignKey, Index, Table
from lib.schema.names import quoted

ANY_COLUMN = frozenset({"gin", "bloom"})
"""Methods that look for any of their columns; others need the first."""
NO_ROWS = frozenset({"brin"})
"""Methods that know blocks and not rows: a row that refers may stand anywhere."""


def lacks_index(table: Table, foreign_key: ForeignKey, partitions: Sequence[Table] = ()) -> bool:
    """Whether rows are looked for by the key's columns without any index: none leads with one of them.

    Of a partitioned table what counts are its partitions, which hold the rows.
    """
    return not all(
        any(_columns_found(item, holder, foreign_key) for item in holder.indexes)
        for holder in _holders(table, partitions)
    )


def is_covered(table: Table, foreign_key: ForeignKey, partitions: Sequence[Table] = ()) -> bool:
    """Whether an index leads with all of the key's columns, in any order, in every table that holds rows."""
    return all(
        any(_columns_found(item, holder, foreign_key) == len(foreign_key.columns) for item in holder.indexes)
        for holder in _holders(table, partitions)
    )


def _holders(table: Table, partitions: Sequence[Table]) -> Sequence[Table]:
    """The tables that hold the rows of a table; one that is foreign keeps its indexes elsewhere."""
    return [item for item in partitions if item.kind == "table"] or [table]


def _columns_found(index: Index, table: Table, foreign_key: ForeignKey) -> int:
    """How many of the key's columns the index looks for at once; 0 where it does not hold every row that refers."""
    wanted = set(foreign_key.columns)
    if not index.valid or index.method in NO_ROWS or not _holds_all_set(index, table, wanted):
        return 0
    usable = [name if name in wanted and not _is_collated(index, name) else None for name in index.columns]
    if index.method not in ANY_COLUMN and None in usable:
        usable = usable[: usable.index(None)]
    return len({*usable} - {None})


def _holds_all_set(index: Index, table: Table, columns: set[str]) -> bool:
    """Whether a row that has a value in each of `columns` is in the index: it leaves out at most rows without one."""
    if not index.predicate:
        return True
    parts = _bare(index.predicate).split(" and ")
    never_null = columns | {column.name for column in table.columns if not column.nullable}
    return {part.strip() for part in parts} <= {"true", *(_bare(f"{quoted(name)} is not null") for name in never_null)}


def _bare(condition: str) -> str:
    return condition.replace("(", "").replace(")", "").lower()


def _is_collated(index: Index, column: str) -> bool:
    """Whether the index sorts a column by another collation than its own: no comparison of the two can use it."""
    return f"{quoted(column)} COLLATE " in (index.definition or "")
