"""Findings about a schema: what is wrong or risky, why it matters, and what to do; ignorable by key."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from lib.schema.access_lint import access_findings
from lib.schema.definition import column_list, text_of
from lib.schema.finding import LEVELS, Finding, table_finding
from lib.schema.model import Column, Index, Schema, Table
from lib.schema.names import quoted, written
from lib.schema.relations.key_index import is_covered, lacks_index
from lib.schema.relations.partitions import partitions_of
from lib.settings import ROOT

IGNORE_FILE = ROOT / "sql" / "lint_ignore.txt"
"""The keys of the findings that a site has decided to live with."""
LENGTH = re.compile(r"\([\d, ]+\)")
ALIKE = frozenset({"text", "character varying"})
"""Types that are stored and compared alike."""


def findings(schema: Schema, ignored: Iterable[str] = ()) -> tuple[Finding, ...]:
    """All findings whose key matches none of `ignored` (`*` stands for anything), the gravest first.

    Tables that belong to an extension are nobody's business here, and a partitioned table stands for its partitions.
    """
    patterns = [re.compile(".*".join(map(re.escape, key.split("*")))) for key in ignored]
    partitions = partitions_of(schema)
    every = [
        finding
        for table in schema.tables
        if not table.extension
        for finding in _of_table(table, partitions.get(table.key, ()), schema)
        if not any(pattern.fullmatch(finding.key) for pattern in patterns)
    ]
    return tuple(sorted(every, key=lambda finding: (LEVELS.index(finding.level), finding.rule, finding.key)))


def ignored_in(text: str) -> tuple[str, ...]:
    """The keys in an ignore file: one a line; what follows a blank and `#`, and empty lines, do not count."""
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _of_table(table: Table, partitions: Sequence[Table], schema: Schema) -> Iterator[Finding]:
    if table.partition_of in schema.table_named:
        return
    yield from access_findings(table, partitions, schema)
    yield from _missing_comment(table)
    if table.kind in ("table", "materialized view"):
        yield from _never_analysed(table)
    if table.kind in ("table", "partitioned table"):
        yield from _no_primary_key(table)
        yield from _foreign_keys_without_index(table, partitions)
        yield from _duplicate_indexes(table)
        yield from _invalid_indexes(table)
        yield from _type_mismatches(table, schema)


def _no_primary_key(table: Table) -> Iterator[Finding]:
    if table.primary_key is None:
        reason = "Without a primary key a row cannot be named: links, edits and replication have nothing to hold on to."
        remedy = f"alter table {written(table.key)} add primary key (…);"
        yield table_finding("no_primary_key", "warning", table=table, reason=reason, remedy=remedy)


def _foreign_keys_without_index(table: Table, partitions: Sequence[Table]) -> Iterator[Finding]:
    for foreign_key in table.foreign_keys:
        if not is_covered(table, foreign_key, partitions):
            other = written(foreign_key.other)
            is_whole = lacks_index(table, foreign_key, partitions)
            much = "this whole table" if is_whole else "every row that is alike in some of the key's columns"
            deed = f"Deleting a row of {other}, and every join from there," if foreign_key.enforced else ""
            reason = (
                f"{deed or f'Every join from {other}'} reads {much}: "
                f"no index leads with {column_list(foreign_key.columns)}."
            )
            remedy = f"create index on {written(table.key)} {column_list(foreign_key.columns)};"
            yield table_finding(
                "foreign_key_without_index", "warning", table=table, name=foreign_key.name, reason=reason, remedy=remedy
            )


def _duplicate_indexes(table: Table) -> Iterator[Finding]:
    alike: dict[tuple[object, ...], list[Index]] = defaultdict(list)
    for index in table.indexes:
        if index.definition or None not in index.columns:
            alike[text_of(index), index.nulls_not_distinct].append(index)
    for indexes in alike.values():
        kept, *others = sorted(
            indexes, key=lambda item: (not item.primary, not item.is_constraint, not item.unique, item.name)
        )
        for index in others:
            reason = f"It is the same as {kept.name}: every write keeps both up to date, and no query needs this one."
            remedy = f"drop index {written((table.schema, index.name))};"
            if index.is_constraint:
                remedy = f"alter table {written(table.key)} drop constraint {quoted(index.name)};"
            yield table_finding(
                "duplicate_index", "warning", table=table, name=index.name, reason=reason, remedy=remedy
            )


def _invalid_indexes(table: Table) -> Iterator[Finding]:
    for index in table.indexes:
        if not index.valid and table.kind == "table":  # a partitioned one is invalid until all of its parts exist
            reason = "Its creation failed halfway: it costs writes and serves no query."
            remedy = f"reindex index concurrently {written((table.schema, index.name))};"
            yield table_finding("invalid_index", "error", table=table, name=index.name, reason=reason, remedy=remedy)


def _type_mismatches(table: Table, schema: Schema) -> Iterator[Finding]:
    for foreign_key in table.foreign_keys:
        other = schema.table_named.get(foreign_key.other)
        if other is None:
            continue
        for name, other_name in zip(foreign_key.columns, foreign_key.other_columns, strict=True):
            own_type = _base_type(table.column_named[name], schema)
            other_type = _base_type(other.column_named[other_name], schema)
            if own_type != other_type and not {own_type, other_type} <= ALIKE:
                reason = (
                    f"It is {own_type} and refers to {written(other.key)}.{quoted(other_name)}, which is {other_type}: "
                    "joins convert on every row and values may not fit."
                )
                remedy = f"alter table {written(table.key)} alter column {quoted(name)} type {other_type};"
                yield table_finding("type_mismatch", "warning", table=table, name=name, reason=reason, remedy=remedy)


def _base_type(column: Column, schema: Schema) -> str:
    """The type without its length, and of a domain what it is made from in the end."""
    bases = {written((item.schema, item.name)): item.base for item in schema.domains} if column.type_name else {}
    name, base = written(column.type_name) if column.type_name else "", column.type
    while name in bases:
        base = name = bases.pop(name)
    return LENGTH.sub("", base)


def _missing_comment(table: Table) -> Iterator[Finding]:
    if not table.comment:
        reason = "Nothing says what one row is: people and agents have to guess from the name."
        remedy = f"comment on {_sql_kind(table)} {written(table.key)} is '…';"
        yield table_finding("missing_comment", "info", table=table, reason=reason, remedy=remedy)


def _never_analysed(table: Table) -> Iterator[Finding]:
    if table.row_estimate is None:
        reason = "It was never analysed: the planner guesses, and how many rows it holds is unknown."
        yield table_finding(
            "never_analysed", "info", table=table, reason=reason, remedy=f"analyze {written(table.key)};"
        )


def _sql_kind(table: Table) -> str:
    return {"partitioned table": "table"}.get(table.kind, table.kind)
