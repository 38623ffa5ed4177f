"""Questions to today's rows: what a draft demands of them, asked read-only and under a time limit."""

from collections.abc import Iterator

import psycopg
from sqlalchemy import Engine

from lib.database import driver_connection
from lib.errors import NoDatabase
from lib.schema.drafts.check.report import RowProbe
from lib.schema.model import Column, ForeignKey, Schema, Table
from lib.schema.names import quoted, written

SECONDS = 5
MOST_PROBES = 50


def probes(before: Schema, after: Schema) -> tuple[str, ...]:
    """What the new demands on tables that stay ask of their rows, each a count of what forbids them."""
    all_probes = [probe for table in after.tables for probe in _of_table(before.table_named.get(table.key), table)]
    return tuple(all_probes[:MOST_PROBES])


def ask_rows(explored: Engine | str, questions: tuple[str, ...]) -> tuple[RowProbe, ...]:
    """The answers of the explored database; what its role may not read, or not in time, is unknown with the reason."""
    if not questions:
        return ()
    try:
        with driver_connection(explored) as connection:
            return tuple(_asked(connection, question) for question in questions)
    except NoDatabase:  # it went meanwhile
        return not_asked(questions)


def not_asked(questions: tuple[str, ...]) -> tuple[RowProbe, ...]:
    """The questions of a check whose database could not be reached."""
    return tuple(RowProbe(question, None, NoDatabase.title) for question in questions)


def _asked(connection: psycopg.Connection[tuple[int]], question: str) -> RowProbe:
    steps = f"begin read only; set local statement_timeout = '{SECONDS}s'; set local lock_timeout = '1s'; {question}"
    try:
        cursor = connection.execute(f"{steps}; commit".encode())
        ((number,),) = next(result.fetchall() for result in cursor.results() if result.description)
    except psycopg.errors.InsufficientPrivilege:
        connection.rollback()
        return RowProbe(question, None, "The role may not read it.")
    except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable):
        connection.rollback()
        return RowProbe(question, None, f"No answer within {SECONDS} seconds.")
    except psycopg.DataError as error:
        connection.rollback()
        return RowProbe(question, 1, f"A row fails: {error.diag.message_primary}")
    except psycopg.Error:
        connection.rollback()
        return RowProbe(question, None, "The database could not answer it.")
    return RowProbe(question, number)


def _of_table(old: Table | None, new: Table) -> Iterator[str]:
    if old is None or new.kind not in ("table", "partitioned table"):
        return
    name = written(new.key)
    for column in new.columns:
        was = old.column_named.get(column.name)
        if was is None:
            if column.is_required:
                yield f"select count(*) from {name}"  # each row would lack a value
            continue
        yield from _of_column(name, was, column)
    unique = {tuple(key.columns) for key in (*old.unique, *([old.primary_key] if old.primary_key else []))}
    for key in (*new.unique, *([new.primary_key] if new.primary_key else [])):
        if tuple(key.columns) not in unique and _all_known(old, key.columns):
            yield _duplicates(name, key.columns, distinct_nulls=not key.nulls_not_distinct)
    alike = {(tuple(index.columns), index.predicate) for index in old.indexes if index.unique}
    for index in new.indexes:
        columns = tuple(part for part in index.columns if part is not None)
        is_new = index.unique and not index.is_constraint and (tuple(index.columns), index.predicate) not in alike
        if is_new and len(columns) == len(index.columns) and index.predicate is None and _all_known(old, columns):
            yield _duplicates(name, columns, distinct_nulls=not index.nulls_not_distinct)
    checks = {check.definition for check in old.checks}
    for check in new.checks:
        if check.enforced and check.definition not in checks and check.definition and _all_known(old, check.columns):
            condition = check.definition.removesuffix(" NOT VALID").removesuffix(" NO INHERIT").removeprefix("CHECK ")
            yield f"select count(*) from {name} where not {condition}"
    keys = {(key.columns, key.other, key.other_columns) for key in old.foreign_keys}
    for foreign_key in new.foreign_keys:
        parts = (foreign_key.columns, foreign_key.other, foreign_key.other_columns)
        if foreign_key.enforced and parts not in keys and _all_known(old, foreign_key.columns):
            yield _dangling(name, foreign_key)


def _of_column(table: str, old: Column, new: Column) -> Iterator[str]:
    column = quoted(new.name)
    if old.nullable and not new.nullable:
        yield f"select count(*) from {table} where {column} is null"
    if old.type != new.type and new.type.startswith(("character varying(", "character(")):
        length = new.type.partition("(")[2].rstrip(")")
        yield f"select count(*) from {table} where length({column}::text) > {int(length)}"
    elif old.type != new.type:
        yield f"select count({column}::text::{new.type}) * 0 from {table}"  # fails where one value cannot be read


def _all_known(table: Table, columns: tuple[str, ...]) -> bool:
    return all(name in table.column_named for name in columns)


def _duplicates(table: str, columns: tuple[str, ...], *, distinct_nulls: bool) -> str:
    listed = ", ".join(map(quoted, columns))
    filled = " and ".join(f"{quoted(name)} is not null" for name in columns)
    where = f" where {filled}" if distinct_nulls else ""
    return f"select count(*) from (select from {table}{where} group by {listed} having count(*) > 1) as doubled"


def _dangling(table: str, key: ForeignKey) -> str:
    pairs = list(zip(map(quoted, key.columns), map(quoted, key.other_columns), strict=True))
    filled = " and ".join(f"own.{own} is not null" for own, _ in pairs)
    same = " and ".join(f"other.{other} = own.{own}" for own, other in pairs)
    missing = f"not exists (select from {written(key.other)} as other where {same})"
    return f"select count(*) from {table} as own where {filled} and {missing}"
