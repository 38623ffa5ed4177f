"""Indexes, the text of a plain one spelled out here."""

from collections.abc import Collection

from lib.schema.catalog.names import Names
from lib.schema.catalog.rows import Row
from lib.schema.fast_dataclass import fast_instance
from lib.schema.model import Index

ORDERS = {0: "", 1: " DESC NULLS LAST", 2: " NULLS FIRST", 3: " DESC"}
"""By pg_index.indoption: 1 is descending, 2 is nulls first; what is the default of the other is not printed."""


def index(row: Row, names: Names, *, of_constraint: bool, collated: Collection[tuple[int, int]], block: int) -> Index:
    """One index; `collated` are the columns whose collation is their own, `block` the bytes of a page."""
    (_, table, name, is_partitioned, is_inherited, unique, primary, valid, key_count, columns, *rest) = row
    _, method, nulls_not_distinct, pages, _, predicate, is_special, definition, comment = rest
    known = names.columns[table]
    return fast_instance(
        Index,
        name=name,
        columns=tuple([known.get(number) for number in columns[:key_count]]),
        unique=unique,
        primary=primary,
        method=method,
        include=names.of(table, columns[key_count:]),
        predicate=predicate,
        definition=definition if is_special else _definition(row, names, collated),
        # the index of a partitioned table counts as invalid until every partition has its own: nothing failed there
        valid=valid or is_partitioned,
        nulls_not_distinct=nulls_not_distinct,
        is_constraint=of_constraint,
        is_inherited=is_inherited,
        comment=comment,
        size=None if is_partitioned else pages * block,
    )


def _definition(row: Row, names: Names, collated: Collection[tuple[int, int]]) -> str:
    """A plain index as pg_get_indexdef prints it; half of a whole reading went into that function."""
    (_, table, name, is_partitioned, _, unique, _, _, key_count, columns, options, method, nulls_not_distinct, *_) = row
    schema, table_name = names.tables[table]
    known, written = names.columns[table], names.written
    if collated or any(options):
        keys = ", ".join(
            [
                written[known[number]] + (' COLLATE "default"' if (table, number) in collated else "") + ORDERS[option]
                for number, option in zip(columns[:key_count], options, strict=True)
            ]
        )
    else:
        keys = ", ".join([written[known[number]] for number in columns[:key_count]])
    text = f"CREATE {'UNIQUE ' if unique else ''}INDEX {written[name]} ON {'ONLY ' if is_partitioned else ''}"
    text += f"{written[schema]}.{written[table_name]} USING {method} ({keys})"
    if len(columns) > key_count:
        text += f" INCLUDE ({', '.join([written[known[number]] for number in columns[key_count:]])})"
    return text + (" NULLS NOT DISTINCT" if nulls_not_distinct else "")
