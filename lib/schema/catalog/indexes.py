"""Indexes, the text of a plain one spelled out here."""

from collections.abc import Collection
from typing import Any

from lib.fast_dataclass import open_twin
from lib.schema.catalog.names import Names
from lib.schema.catalog.positions import IndexRow
from lib.schema.catalog.rows import CatalogRow
from lib.schema.model import Index

ORDERS = {0: "", 1: " DESC NULLS LAST", 2: " NULLS FIRST", 3: " DESC"}
"""By pg_index.indoption: 1 is descending, 2 is nulls first; what is the default of the other is not printed."""
OPEN_INDEX = open_twin(Index)


def open_index(
    row: CatalogRow, names: Names, *, of_constraint: bool, collated: Collection[tuple[int, int]], block: int
) -> Any:
    """One index as if it had plain keys alone; `collated` columns have a collation of their own, `block` is bytes."""
    (oid, table, name, is_partitioned, is_inherited, unique, primary, valid, key_count, columns, *rest) = row
    _, method, nulls_not_distinct, pages = rest
    known, numbers = names.columns[table], names.numbers[columns]
    keys = tuple([known[number].name if number in known else None for number in numbers[:key_count]])
    value = OPEN_INDEX()
    value.name = name
    value.columns = keys
    value.unique = unique
    value.primary = primary
    value.method = method
    value.include = included(row, names) if len(numbers) > key_count else ()
    value.predicate = None
    value.definition = None if None in keys else _definition(row, keys, names, collated=collated)
    # the index of a partitioned table counts as invalid until every partition has its own: nothing failed there
    value.valid = valid or is_partitioned
    value.nulls_not_distinct = nulls_not_distinct
    value.is_constraint = of_constraint
    value.is_inherited = is_inherited
    value.comment = names.comment("relation", oid)
    value.size = None if is_partitioned else pages * block
    return value


def included(row: CatalogRow, names: Names) -> tuple[str, ...]:
    """The columns that an index holds beside its keys."""
    known = names.columns[row[IndexRow.TABLE_OID]]
    return tuple([known[number].name for number in names.numbers[row[IndexRow.COLUMNS]][row[IndexRow.KEY_COUNT] :]])


def _definition(row: CatalogRow, keys: tuple[Any, ...], names: Names, *, collated: Collection[tuple[int, int]]) -> str:
    """An index without expressions as pg_get_indexdef prints it; half of a whole reading went into that function."""
    (_, table, name, is_partitioned, _, unique, _, _, key_count, columns, options, method, nulls_not_distinct, *_) = row
    schema, table_name = names.tables[table]
    written, numbers, orders = names.written, names.numbers[columns], names.numbers[options]
    if collated or any(orders):
        keys_text = ", ".join(
            [
                written[key] + (' COLLATE "default"' if (table, number) in collated else "") + ORDERS[order]
                for key, number, order in zip(keys, numbers, orders, strict=False)
            ]
        )
    else:
        keys_text = ", ".join([written[key] for key in keys])
    text = f"CREATE {'UNIQUE ' if unique else ''}INDEX {written[name]} ON {'ONLY ' if is_partitioned else ''}"
    text += f"{written[schema]}.{written[table_name]} USING {method} ({keys_text})"
    if len(numbers) > key_count:
        text += f" INCLUDE ({', '.join([written[name] for name in included(row, names)])})"
    return text + (" NULLS NOT DISTINCT" if nulls_not_distinct else "")
