"""The changes of the columns of one table that both states have."""

import re
from collections.abc import Iterator

from lib.schema.changes.change import Assessment, SchemaChange, change
from lib.schema.changes.judgements import ADDED, REMOVED, REQUIRED
from lib.schema.model import Column, Table

WIDER = {
    "smallint": ("integer", "bigint", "numeric"),
    "integer": ("bigint", "numeric"),
    "bigint": ("numeric",),
    "real": ("double precision",),
    "date": ("timestamp without time zone", "timestamp with time zone"),
}
"""The types that hold every value of another."""
CAST = re.compile(
    r"::(?:\"[^\"]+\"|[a-z_][\w.]*)(?: (?:varying|precision|with(?:out)? time zone))?(?:\([\d, ]+\))?(?:\[\])?"
)


def changed_columns(old: Table, new: Table) -> Iterator[SchemaChange]:
    """One event for each column that came or went and each attribute that changed; new ones of a parent are its own."""
    for name in (column.name for column in old.columns if column.name not in new.column_named):
        yield change("removed", REMOVED, what="column", table=new.key, name=name, before=old.column_named[name].type)
    for column in new.columns:
        before = old.column_named.get(column.name)
        if before is not None:
            yield from _column(before, column, old, new)
        elif not column.is_inherited:
            yield change(
                "added",
                REQUIRED if column.is_required else ADDED,
                what="column",
                table=new.key,
                name=column.name,
                after=column.type,
            )


def _column(old: Column, new: Column, before: Table, table: Table) -> Iterator[SchemaChange]:
    def altered(judgement: Assessment, attribute: str, was: object, now: object) -> SchemaChange:
        return change(
            "altered",
            judgement,
            what="column",
            table=table.key,
            name=new.name,
            attribute=attribute,
            before=was,
            after=now,
        )

    if old.type != new.type:
        yield altered(_retyping(old.type, new.type), "type", old.type, new.type)
    in_new_key = bool(table.primary_key and new.name in table.primary_key.columns)
    if old.nullable != new.nullable and not (in_new_key and before.primary_key is None):
        yield altered(_nullability(new), "nullable", _null(old), _null(new))
    retyped = old.type != new.type
    if differs(old.default, new.default, retyped) and old.generated is None is new.generated:
        judgement: Assessment = "risky", "Rows that leave it out get another value."
        yield altered(judgement, "default", old.default, new.default)
    if old.identity != new.identity:
        yield altered(("risky", "Inserts number their rows differently."), "identity", old.identity, new.identity)
    if differs(old.generated, new.generated, retyped) or old.generated_kind != new.generated_kind:
        yield altered(("risky", "It is computed differently, or no longer."), "generated", old.generated, new.generated)
    if old.collation != new.collation:
        yield altered(("risky", "It sorts and compares differently."), "collation", old.collation, new.collation)
    if old.comment != new.comment:
        yield altered(("harmless", "Only the explanation changed."), "comment", old.comment, new.comment)


def _retyping(old: str, new: str) -> Assessment:
    base, length = _split(old)
    new_base, new_length = _split(new)
    if (
        base == new_base
        and length
        and (not new_length or all(a <= b for a, b in zip(length, new_length, strict=False)))
    ):
        return "harmless", "It holds everything it did, only longer values too."
    if new_base in WIDER.get(base, ()) or (base in ("character varying", "character") and new == "text"):
        return "risky", "It holds every old value; programs may not expect the new ones."
    return "breaking", "Values may not fit, and programs that expect the old type fail."


def _split(type_name: str) -> tuple[str, tuple[int, ...]]:
    match = re.search(r"\(([\d, ]+)\)", type_name)
    return re.sub(r"\([\d, ]+\)", "", type_name), tuple(int(n) for n in match[1].split(",")) if match else ()


def _nullability(new: Column) -> Assessment:
    if new.nullable:
        return "risky", "Readers may meet a missing value."
    return "breaking", "Writes that leave it empty fail."


def _null(column: Column) -> str:
    return "null" if column.nullable else "not null"


def differs(old: str | None, new: str | None, retyped: bool) -> bool:
    """Whether two texts differ; after a change of type the casts in them, which Postgres rewrites, do not count."""
    if retyped and old is not None and new is not None:
        old, new = (CAST.sub("", text).replace("(", "").replace(")", "") for text in (old, new))
    return old != new
