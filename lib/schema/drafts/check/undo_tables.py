"""The statements that give tables which stayed their columns, rules and settings of before."""

from collections.abc import Iterator

from lib.schema.ddl import column_sql
from lib.schema.definition import text_of
from lib.schema.model import Column, Schema, Table
from lib.schema.names import literal, quoted, written


def undone_tables(before: Schema, after: Schema) -> Iterator[str]:
    """What gives each table that stayed its columns, checks and guards of before."""
    for table in after.tables:
        old = before.table_named.get(table.key)
        if old and table.kind in ("table", "partitioned table", "foreign table") and old.kind == table.kind:
            yield from _of_table(old, table)


def _of_table(old: Table, new: Table) -> Iterator[str]:
    name = f"alter table {written(old.key)}"
    yield from (f"{name} no inherit {written(parent)}" for parent in new.inherits if parent not in old.inherits)
    checks = {check.name: text_of(check) for check in old.checks if not check.is_inherited}
    for check in new.checks:
        is_other = check.validated and checks.get(check.name) != text_of(check)  # others are pieces of their own
        if is_other and not check.is_inherited and _stays(check.columns, old):
            yield f"{name} drop constraint {quoted(check.name)}"
    own = [column for column in new.columns if not column.is_inherited]
    for column in own:
        was = old.column_named.get(column.name)
        if was is None:
            yield f"{name} drop column {quoted(column.name)}"
        elif was.generated and not column.generated:  # nothing makes a plain column a generated one
            yield f"{name} drop column {quoted(column.name)}"
            yield f"{name} add column {column_sql(was)}"
        else:
            yield from (f"{name} alter column {quoted(column.name)} {words}" for words in _of_column(was, column))
    for column in old.columns:
        if column.name not in new.column_named and not column.is_inherited:
            yield f"{name} add column {column_sql(column)}"
    yield from (f"{name} inherit {written(parent)}" for parent in old.inherits if parent not in new.inherits)
    now = {check.name: text_of(check) for check in new.checks}
    for check in old.checks:
        if check.validated and now.get(check.name) != text_of(check) and not check.is_inherited:
            yield f"{name} add constraint {quoted(check.name)} {text_of(check)}"
    yield from _guards(old, new, name)


def _guards(old: Table, new: Table, name: str) -> Iterator[str]:
    if old.rls != new.rls:
        yield f"{name} {'enable' if old.rls else 'disable'} row level security"
    if old.rls_forced != new.rls_forced:
        yield f"{name} {'force' if old.rls_forced else 'no force'} row level security"
    if old.persistence != new.persistence:
        yield f"{name} set {'unlogged' if old.persistence == 'unlogged' else 'logged'}"
    was, now = (dict(option.split("=", 1) for option in table.options) for table in (old, new))
    if new.server is None and was != now:
        if gone := [quoted(option) for option in now if option not in was]:
            yield f"{name} reset ({', '.join(gone)})"
        if changed := [f"{quoted(key)} = {literal(value)}" for key, value in was.items() if now.get(key) != value]:
            yield f"{name} set ({', '.join(changed)})"


def _stays(columns: tuple[str, ...], old: Table) -> bool:
    """Whether a rule outlives the columns that are dropped: one that needs one of them goes with it."""
    return all(name in old.column_named for name in columns)


def _of_column(old: Column, new: Column) -> Iterator[str]:
    """What follows `alter column name`."""
    if new.default is not None and new.default != old.default and not new.generated:
        yield "drop default"
    if new.identity and not old.identity:
        yield "drop identity"
    if (old.type, old.collation) != (new.type, new.collation):
        collation = f" collate {old.collation}" if old.collation else ""
        yield f"type {old.type}{collation} using {quoted(old.name)}::{old.type}"
    if old.default is not None and old.default != new.default and not old.generated:
        yield f"set default {old.default}"
    if old.nullable != new.nullable:
        yield "drop not null" if old.nullable else "set not null"
    if old.identity and not new.identity:
        yield f"add generated {old.identity} as identity"
    elif old.identity and old.identity != new.identity:
        yield f"set generated {old.identity}"
    if old.generated and new.generated and old.generated != new.generated:
        yield f"set expression as ({old.generated})"
