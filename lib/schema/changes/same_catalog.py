"""Whether the numbers of two states of a schema are of one catalog, so that a table has its own in both."""

import itertools

from lib.schema.model import Schema, Table


def of_one_catalog(old: Schema, new: Schema) -> bool:
    """Whether the numbers of the two states are of one catalog: after a restore every table has another."""
    if any(table.oid is None for table in (*old.tables, *new.tables)):
        return False
    numbered = {table.oid: table for table in old.tables}
    kept = [(numbered[table.oid], table) for table in new.tables if table.oid in numbered]
    named = [(old.table_named[table.key], table) for table in new.tables if table.key in old.table_named]
    same = sum(before.oid == after.oid for before, after in named)
    if 2 * same >= len(named) and (kept or not named):
        return True
    # where most names stand for other tables now, those were given away: then what has a number is what it was
    return bool(kept) and sum(itertools.starmap(_likeness, kept)) >= sum(itertools.starmap(_likeness, named))


def _likeness(before: Table, after: Table) -> float:
    """How much of two tables is the same, 0 to 1: columns, keys, indexes and what defines them."""
    one, two = _marks(before), _marks(after)
    return len(one & two) / len(one | two)


def _marks(table: Table) -> set[object]:
    return {
        table.kind,
        table.definition,
        *((column.position, column.name, column.type) for column in table.columns),
        *(key.name for key in table.foreign_keys),
        *(check.name for check in table.checks),
        *(index.name for index in table.indexes),
    }
