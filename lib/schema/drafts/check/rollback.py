"""The way back: SQL that undoes a draft, made from what is there after it and was there before."""

import re
from collections.abc import Iterable, Iterator, Mapping

from lib.schema.changes.renames import Renames
from lib.schema.drafts.check.at_risk import WRITES
from lib.schema.drafts.check.undo_pieces import BEFORE_COLUMNS, KEPT, NEEDED, Named, drops, in_order
from lib.schema.drafts.check.undo_tables import undone_tables
from lib.schema.drafts.check.undo_types import renamed_labels, undone_domains, undone_labels, undone_sequence
from lib.schema.drafts.measure.effect import Measured
from lib.schema.drafts.shadow.pieces import Piece, Pieces
from lib.schema.model import Schema, TableName
from lib.schema.names import quoted, written

USUAL = re.compile(
    r"revoke all on (table|sequence|schema) [^;]* from public"
    r"|revoke all on (function|procedure|type) [^;]* from public; grant (EXECUTE|USAGE) on [^;]* to public"
)
EMPTIES = "AccessExclusiveLock"
"""The mode in which TRUNCATE takes a table."""
RENAMED = ("type", "domain", "sequence")
IN_SCHEMA = re.compile(r'("(?:[^"]|"")+"|[^".]+)\.(.+)', re.DOTALL)
FIRST = ("role", "membership", "schema", "extension", "collation", "type", "domain", "sequence")
ROUTINES = ("function", "procedure", "aggregate")
ALTERED = ("table", "type", "domain", "sequence")
"""What is altered where it only changed, by statements of its own."""
TOLD_BY_TABLE = {"table", "content", "sequence owner", "partition", "index part", "row security"}


def renamed_schemas(before: Schema, after: Schema, renaming: Renames) -> dict[str, str]:
    """The schemas, old to new, that went while all their tables that are left came to one that is new."""
    was, now = ({space.name for space in schema.namespaces} for schema in (before, after))
    moved: dict[str, set[str]] = {name: set() for name in was - now}
    for old, new in renaming.tables.items():
        if old[0] in moved:
            moved[old[0]].add(new[0])
    return {old: min(new) for old, new in moved.items() if len(new) == 1 and not new & was}


def back_to_names(renaming: Renames, schemas: Mapping[str, str], after: Schema) -> tuple[str, ...]:
    """The statements that give schemas, tables and columns their names of before."""
    made = [f"alter schema {quoted(new)} rename to {quoted(old)}" for old, new in schemas.items()]
    known = {space.name for space in after.namespaces} | {*schemas}
    gone = dict.fromkeys(old[0] for old in renaming.tables if old[0] not in known)
    made += [f"create schema {quoted(name)}" for name in gone]
    for old, new in renaming.tables.items():
        if old[0] != new[0] and schemas.get(old[0]) != new[0]:
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


def types_to_names(before: Pieces, after: Pieces, schemas: Mapping[str, str]) -> tuple[str, ...]:
    """The statements that give types and sequences their names of before: of a new one alike in all but its name.

    `schemas` are those that were renamed, old to new, and have their names of before again.
    """
    was, now = named(before), named(after)
    moved = {quoted(new): quoted(old) for old, new in schemas.items()}
    made = []
    for key, old in was.items():
        if key in now or key[0] not in RENAMED:
            continue
        alike = [
            piece
            for other, piece in now.items()
            if other not in was and other[0] == key[0] and piece.sql.replace(piece.name, old.name) == old.sql
        ]
        parts = IN_SCHEMA.fullmatch(old.name), IN_SCHEMA.fullmatch(alike[0].name) if len(alike) == 1 else None
        if parts[0] and parts[1]:
            space, new_space = parts[0][1], moved.get(parts[1][1], parts[1][1])
            name, new_name = parts[0][2], parts[1][2]
            if space != new_space and ("sequence owner", alike[0].name) not in now:  # that one goes with its table
                made.append(f"alter {key[0]} {new_space}.{new_name} set schema {space}")
            if name != new_name:
                made.append(f"alter {key[0]} {space}.{new_name} rename to {name}")
    return tuple(made)


def back(before: Schema, after: Schema, *, pieces_before: Pieces, pieces_after: Pieces) -> tuple[str, ...]:
    """The statements that undo what is new and make again what is gone, where no name changed."""
    was, now = named(pieces_before), named(pieces_after)
    changed = {key for key in was.keys() & now.keys() if was[key].sql != now[key].sql}
    dropped = [piece for key, piece in now.items() if key not in was or (key in changed and key[0] not in KEPT)]
    gone = [piece for key, piece in was.items() if key not in now and piece.kind != "content"]
    first = dict.fromkeys(_for_columns(gone))
    rest = [piece for piece in gone if piece not in first]
    rest += [was[key] for key in was if key in changed and key[0] not in ALTERED]
    made = [*undone_labels(before, after), *drops(dropped, BEFORE_COLUMNS, now=now, was=was)]
    made += ["set check_function_bodies = off"] if any(piece.kind in ROUTINES for piece in first) else []
    made += [piece.sql for piece in first]
    made += [*undone_domains(before, after), *undone_tables(before, after)]
    for key in (key for key in was if key in changed and key[0] == "sequence"):
        made += undone_sequence(was[key], now[key])
    made += drops(dropped, NEEDED, now=now, was=was)
    made += [piece.sql.rstrip("; ") for piece in in_order(rest, was)]
    return tuple(made)


def _for_columns(gone: list[Piece]) -> Iterator[Piece]:
    """What columns and their defaults may need, in an order in which it can be made before them."""
    tables = [piece.name for piece in gone if piece.kind in ("table", "view", "materialized view")]
    for piece in gone:
        if piece.kind in FIRST or (piece.kind in ROUTINES and not any(name in piece.sql for name in tables)):
            yield piece


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
    return tuple(f"{kind} {name}" for kind, name in keys if text_in(was, (kind, name)) != text_in(now, (kind, name)))


def irreversible(before: Schema, after: Schema, measured: Iterable[Measured]) -> Iterator[str]:
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
    enums = {(item.schema, item.name): item for item in after.enums}
    for item in before.enums:
        new_enum = enums.get((item.schema, item.name))
        if new_enum is None or renamed_labels(item, new_enum):
            continue
        for label in new_enum.labels:
            if label not in item.labels:
                yield f"The label {label!r} of the type {written((item.schema, item.name))}: Postgres takes none away."
    for done in measured:
        views = {table.key for table in before.tables if table.kind in ("view", "materialized view")}
        moved = ", ".join(sorted(written(name) for name in {*_moved(done)} - views))
        if moved:
            word = f"{done.statement.words[0]}" if done.statement.words else "statement"
            yield f"What statement {done.statement.number} ({word}) does to rows of {moved}."


def _moved(item: Measured) -> Iterator[TableName]:
    """The tables that existed before and whose rows a statement writes, whatever it calls itself."""
    if item.effect is None:
        return
    if item.statement.words[:1] == ("truncate",):
        yield from (lock.relation for lock in item.effect.locks if lock.mode == EMPTIES and not lock.is_index)
    yield from (lock.relation for lock in item.effect.locks if lock.mode == WRITES and not lock.is_index)


def text_in(pieces: Named, key: tuple[str, str]) -> str:
    """The SQL of a piece; "" where there is none, and for rights that are written down and those of every new one."""
    text = pieces[key].sql if key in pieces else ""
    return "" if key[0] == "rights" and USUAL.fullmatch(text) else text
