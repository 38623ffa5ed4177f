"""The way back: SQL that undoes a draft, made from what is there after it and was there before."""

import re
from collections.abc import Iterable, Iterator, Mapping

from lib.schema.changes.renames import renames
from lib.schema.ddl import column_sql
from lib.schema.definition import text_of
from lib.schema.drafts.shadow.pieces import Piece, Pieces
from lib.schema.drafts.statements import DraftStatement
from lib.schema.model import Column, Schema, Table
from lib.schema.names import quoted, written

NAMED_ON = re.compile(r'("(?:[^"]|"")+"|[^" ]+) on (.+)', re.DOTALL)
GRANTEE = re.compile(r' to ("(?:[^"]|"")+"|[^";\s]+)')
USUAL = re.compile(
    r"revoke all on (table|sequence|schema) [^;]* from public"
    r"|revoke all on (function|procedure|type) [^;]* from public; grant (EXECUTE|USAGE) on [^;]* to public"
)
ROWS = {"insert", "update", "delete", "truncate", "merge", "copy"}
NEEDING = ("event trigger", "statistics", "publication", "materialized view", "view")
NEEDED = (
    *("sequence", "aggregate", "procedure", "function", "operator", "domain", "type", "collation", "foreign server"),
    *("foreign data wrapper", "extension", "schema", "role"),
)
ON_TABLE = ("policy", "trigger", "rule")
BEFORE_COLUMNS = ("rights", "comment", *ON_TABLE, *NEEDING, "index", "constraint", "domain constraint", "table")
"""What came and is dropped first, in this order; columns follow, then what they may have needed, `NEEDED`."""
KEPT = ("function", "procedure", "type", "domain", "schema", "extension", "role")
"""What is not dropped where it only changed: others may need it."""
TOLD_BY_TABLE = {"table", "content", "sequence owner", "partition", "index part", "row security"}

Named = Mapping[tuple[str, str], Piece]


def back_to_names(before: Schema, after: Schema) -> tuple[str, ...]:
    """The statements that give tables and columns their names of before."""
    renaming = renames(before, after)
    made = []
    for old, new in renaming.tables.items():
        if old[0] != new[0]:
            made.append(f"alter table {written(new)} set schema {quoted(old[0])}")
        if old[1] != new[1]:
            made.append(f"alter table {written((old[0], new[1]))} rename to {quoted(old[1])}")
    back = {new: old for old, new in renaming.tables.items()}
    for table, columns in renaming.columns.items():
        parent = after.table_named[table].partition_of
        for old_name, new_name in columns.items():
            if not (parent and parent in renaming.columns):
                name = written(back.get(table, table))
                made.append(f"alter table {name} rename column {quoted(new_name)} to {quoted(old_name)}")
    return tuple(made)


def back(before: Schema, after: Schema, *, pieces_before: Pieces, pieces_after: Pieces) -> tuple[str, ...]:
    """The statements that undo what is new and make again what is gone, where no name changed."""
    was, now = named(pieces_before), named(pieces_after)
    changed = {key for key in was.keys() & now.keys() if was[key].sql != now[key].sql}
    dropped = [piece for key, piece in now.items() if key not in was or (key in changed and key[0] not in KEPT)]
    made = [*_drops(dropped, BEFORE_COLUMNS, now=now, was=was), *_alterations(before, after)]
    made += _drops(dropped, NEEDED, now=now, was=was)
    for key, piece in was.items():
        if (key not in now and piece.kind != "content") or (key in changed and piece.kind not in ("table", "type")):
            made.append(piece.sql)
    return tuple(made)


def named(pieces: Pieces) -> Named:
    """The pieces by kind and name, in their order; what belongs to an extension comes and goes with it."""
    every = (*pieces.first, *pieces.then, *pieces.last)
    return {
        (piece.kind, piece.name): piece
        for piece in every
        if piece.kind == "extension" or not (piece.extension or piece.name.startswith("extension "))
    }


def differing(before: Pieces, after: Pieces) -> tuple[str, ...]:
    """What is another piece after than before, but for what the comparison of schemas judges better."""
    was, now = named(before), named(after)
    keys = [key for key in {**was, **now} if key[0] not in TOLD_BY_TABLE]
    return tuple(f"{kind} {name}" for kind, name in keys if _text(was, (kind, name)) != _text(now, (kind, name)))


def irreversible(before: Schema, after: Schema, statements: Iterable[DraftStatement]) -> Iterator[str]:
    """What no SQL brings back, a sentence each; no name changed between the two."""
    for table in before.tables:
        new = after.table_named.get(table.key)
        if new is None:
            if table.kind in ("table", "partitioned table"):
                yield f"The rows of {written(table.key)}."
            continue
        for column in table.columns:
            name = f"{written(table.key)}.{quoted(column.name)}"
            now = new.column_named.get(column.name)
            if now is None:
                if table.kind in ("table", "partitioned table") and not column.generated:
                    yield f"The values of {name}."
            elif now.type != column.type:
                yield f"What values of {name} lose in becoming {now.type}."
    labels = {(item.schema, item.name): item.labels for item in after.enums}
    for item in before.enums:
        for label in labels.get((item.schema, item.name), ()):
            if label not in item.labels:
                yield f"The label {label!r} of the type {written((item.schema, item.name))}: Postgres takes none away."
    for statement in statements:
        if statement.words[:1] and statement.words[0] in ROWS:
            yield f"What statement {statement.number} ({statement.words[0]}) does to rows."


def _text(pieces: Named, key: tuple[str, str]) -> str:
    """The SQL of a piece; "" where there is none, and for rights that are written down and those of every new one."""
    text = pieces[key].sql if key in pieces else ""
    return "" if key[0] == "rights" and USUAL.fullmatch(text) else text


def _drops(dropped: Iterable[Piece], kinds: Iterable[str], *, now: Named, was: Named) -> Iterator[str]:
    """What drops the pieces of those kinds, kind by kind."""
    new_tables = {piece.name for key, piece in now.items() if key not in was and piece.kind in ("table", "view")}
    owned = {piece.name for piece in now.values() if piece.kind == "sequence owner"}
    for kind in kinds:
        of_kind = [
            piece for piece in dropped if piece.kind == kind and not (kind == "sequence" and piece.name in owned)
        ]
        if kind in ("table", "view"):
            names = [piece.name for piece in of_kind if kind == "view" or piece.name in new_tables]
            yield from [f"drop {kind} {', '.join(names)}"] if names else []
        else:
            for piece in of_kind:
                yield from _drop(piece, new_tables)


def _drop(piece: Piece, gone_tables: set[str]) -> Iterator[str]:
    on = NAMED_ON.fullmatch(piece.name)
    if on and on[2] in gone_tables:
        return  # it goes with its table
    if piece.kind in (*NEEDING, *NEEDED):
        yield f"drop {piece.kind.replace('foreign server', 'server')} {piece.name}"
    elif piece.kind in ON_TABLE:
        yield f"drop {piece.kind} {piece.name}"
    elif piece.kind == "constraint" and on:
        yield f"alter table {on[2]} drop constraint {on[1]}"
    elif piece.kind == "domain constraint" and on:
        yield f"alter domain {on[2]} drop constraint {on[1]}"
    elif piece.kind == "index" and not any(f" ON {table} " in piece.sql for table in gone_tables):
        yield f"drop index {piece.name}"
    elif piece.kind == "comment":
        target = piece.sql.partition(" is ")[0]
        if not any(f" {name}" in target for name in gone_tables):
            yield f"{target} is null"
    elif piece.kind == "rights" and not any(piece.name == f"table {name}" for name in gone_tables):
        grantees = dict.fromkeys(GRANTEE.findall(piece.sql))
        for grantee in grantees:
            yield f"revoke all on {piece.name} from {grantee}"


def _alterations(before: Schema, after: Schema) -> Iterator[str]:
    """What gives each table that stayed its columns, checks and guards of before."""
    for table in after.tables:
        old = before.table_named.get(table.key)
        if old and table.kind in ("table", "partitioned table", "foreign table") and old.kind == table.kind:
            yield from _of_table(old, table)


def _of_table(old: Table, new: Table) -> Iterator[str]:
    name = f"alter table {written(old.key)}"
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
        else:
            yield from (f"{name} alter column {quoted(column.name)} {words}" for words in _of_column(was, column))
    for column in old.columns:
        if column.name not in new.column_named and not column.is_inherited:
            yield f"{name} add column {column_sql(column)}"
    now = {check.name: text_of(check) for check in new.checks}
    for check in old.checks:
        if check.validated and now.get(check.name) != text_of(check) and not check.is_inherited:
            yield f"{name} add constraint {quoted(check.name)} {text_of(check)}"
    if old.rls != new.rls:
        yield f"{name} {'enable' if old.rls else 'disable'} row level security"
    if old.rls_forced != new.rls_forced:
        yield f"{name} {'force' if old.rls_forced else 'no force'} row level security"
    if old.persistence != new.persistence:
        yield f"{name} set {'unlogged' if old.persistence == 'unlogged' else 'logged'}"


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
    if old.generated and new.generated and old.generated != new.generated:
        yield f"set expression as ({old.generated})"
