"""The compact text: one line a table, for an agent to read at a glance."""

from collections.abc import Container

from lib.schema.definition import column_list
from lib.schema.export.stamp import one_line, stamp
from lib.schema.model import Column, ForeignKey, Schema, Table
from lib.schema.names import quoted, written

LEGEND = "one line a table; * primary key, ? may be null, -> refers to, ~n about n rows, # comment"


def compact(schema: Schema) -> str:
    """The whole schema: a stamp, a legend, the types and the tables."""
    lines = [*(f"# {line}" for line in stamp(schema)), f"# {LEGEND}"]
    for enum in schema.enums:
        labels = ", ".join(repr(label) for label in enum.labels)
        lines.append(one_line(f"enum {written((enum.schema, enum.name))}: {labels}"))
    for domain in schema.domains:
        lines.append(one_line(f"domain {written((domain.schema, domain.name))}: {domain.base}"))
    lines += [line(table) for table in schema.tables]
    return "\n".join(lines) + "\n"


def line(table: Table, *, only: Container[str] | None = None, comments: bool = True) -> str:
    """One table on one line; with `only` those of its columns, and the relations whose columns are all among them."""
    columns = table.columns if only is None else tuple(column for column in table.columns if column.name in only)
    inner = [_column(column, table, comments=comments) for column in columns]
    if len(columns) < len(table.columns):
        inner.append(f"and {len(table.columns) - len(columns)} more columns")
    wide = (key for key in table.foreign_keys if len(key.columns) > 1)
    inner += [relation(key) for key in wide if only is None or all(name in only for name in key.columns)]
    kind = "" if table.kind == "table" else f" ({table.kind})"
    rows = "" if table.row_estimate is None else f" ~{table.row_estimate}"
    comment = f"  # {table.comment}" if comments and table.comment else ""
    return one_line(f"{written(table.key)}{kind}{rows}: {', '.join(inner)}{comment}")


def relation(foreign_key: ForeignKey) -> str:
    """A foreign key over several columns."""
    other = f"{written(foreign_key.other)}{column_list(foreign_key.other_columns)}"
    return f"{column_list(foreign_key.columns)} -> {other}"


def is_joining(column: Column) -> bool:
    """Whether the column is part of the primary key or of a foreign key: without it joins are guessed."""
    return column.is_pk or column.is_fk


def _column(column: Column, table: Table, *, comments: bool) -> str:
    marks = "*" * column.is_pk + "?" * column.nullable
    words = [f"{quoted(column.name)}{marks} {column.type}"]
    for key in table.foreign_keys:
        if key.columns == (column.name,):
            words.append(f"-> {written(key.other)}.{quoted(key.other_columns[0])}")
    if comments and column.comment:
        words.append(f"({column.comment})")
    return " ".join(words)
