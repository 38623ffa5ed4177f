"""What became of drafts that were handed over: whether the database holds what a check predicted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine

from lib.database import read_only, statement, transaction
from lib.schema.cache import snapshots
from lib.schema.cache.snapshots import Kept
from lib.schema.changes.change import SchemaChange
from lib.schema.changes.compare import compare
from lib.schema.drafts.check.others import KINDS
from lib.schema.drafts.store import SchemaDraft, decide, draft_at, extent_of
from lib.schema.export.subset import of_tables
from lib.schema.model import Schema
from lib.schema.names import written

BY_ITSELF = {"owner", "size"}
"""Attributes that differ by design: the shadow has its own roles."""
BY = "schema refresh"
"""Who decides that a draft has landed: a comparison, no person."""
ChangeKey = tuple[str, str, str, str, str]
"""Kind, what, table, name and attribute of a change: what it is about."""


@dataclass(frozen=True)
class Landing:
    """What of a draft a later snapshot holds; `differences` are sentences, and no snapshot holds none of it."""

    as_predicted: tuple[ChangeKey, ...]
    differences: tuple[str, ...]

    @property
    def is_exact(self) -> bool:
        """Whether everything came as predicted."""
        return not self.differences


@dataclass(frozen=True)
class LandedDraft:
    """A draft behind changes between two snapshots."""

    draft: int
    title: str
    differences: tuple[str, ...]
    as_predicted: frozenset[ChangeKey]


def note_landed(context: Engine, database: str) -> tuple[int, ...]:
    """Compare the drafts that were handed over with the newest snapshot; the numbers of those that have landed now."""
    with read_only(context) as connection:
        waiting = connection.execute(statement("schema/drafts/store/exported"), {"database": database}).all()
        kept = snapshots.snapshots(connection, database) if waiting else ()
    if not kept:
        return ()
    landed = []
    for row in waiting:
        with transaction(context) as connection:
            of = replace(draft_at(connection, database, row.draft, version=row.version), check=row.check)
            base = next((item.id for item in kept if item.fingerprint == row.fingerprint), kept[0].id)
            pair = snapshots.snapshot(connection, database, base), snapshots.snapshot(connection, database, kept[0].id)
            if base == kept[0].id:
                continue
            otherwise = tuple(_from_predicted(connection, row.check, pair[1]))
            outcome = landing(row.changes, compare(*pair), otherwise)
            if outcome.as_predicted and list(outcome.differences) != (row.detail or {}).get("differences"):
                _note(connection, of, outcome, snapshot=kept[0])
                landed.append(row.draft)
    return tuple(landed)


def landing(
    predicted: Iterable[Mapping[str, Any]], actual: Iterable[SchemaChange], otherwise: Iterable[SchemaChange] = ()
) -> Landing:
    """What of the predicted changes, as a check's document tells them, really happened.

    `otherwise` is what changed from the predicted tables to those that are there.
    """
    happened: dict[ChangeKey, set[tuple[str | None, str | None]]] = {}
    for item in actual:
        happened.setdefault(key_of(item), set()).add((item.before, item.after))
    as_predicted, differences = [], []
    for change in predicted:
        if change["what"] in KINDS:
            continue  # no snapshot tells of it
        key = (change["kind"], change["what"], change["table"] or "", change["name"], change["attribute"])
        values = happened.get(key)
        what = f"{change['what']} {change['name']}" + (f" of {change['table']}" if change["table"] else "")
        if values is None:
            differences.append(f"The {what} was not {change['kind']}.")
            continue
        as_predicted.append(key)
        if not change["table"] and (change["before"], change["after"]) not in values:
            now = " or ".join(sorted(str(after or "none") for _, after in values))
            differences.append(f"The {what} is {now} where {change['after'] or 'none'} was predicted.")
    return Landing(tuple(as_predicted), (*differences, *map(_otherwise, otherwise)))


def _otherwise(item: SchemaChange) -> str:
    of = f" of {written(item.table)}" if item.table and item.what != "table" else ""
    what = f"{item.what} {item.name}{of}"
    if item.kind == "altered":
        return (
            f"The {item.attribute} of the {what} is {item.after or 'none'} where {item.before or 'none'} was predicted."
        )
    return f"The {what} is missing." if item.kind == "removed" else f"The {what} was not predicted."


def _from_predicted(connection: Connection, check: int, now: Schema) -> Iterator[SchemaChange]:
    """What differs between the tables that a check predicted to change and those of the same names that are there.

    Servers of two major versions print definitions differently, and keep not-null constraints differently.
    """
    reach = extent_of(connection, check)
    if reach is None:
        return
    before = reach.before.table_named
    names = {
        table.key for table in reach.after.tables if table.key in now.table_named and before.get(table.key) != table
    }
    same_major = now.server_version // 10000 == reach.after.server_version // 10000
    parts = (of_tables(schema, names, scope="") for schema in (reach.after, now))
    for item in compare(
        *(replace(part, enums=(), domains=(), sequences=(), namespaces=(), extensions=()) for part in parts)
    ):
        is_by_version = not same_major and (item.attribute == "definition" or item.what == "not null")
        if not is_by_version and item.attribute not in BY_ITSELF:
            yield item


def key_of(item: SchemaChange) -> ChangeKey:
    """What a change is about."""
    return item.kind, item.what, written(item.table) if item.table else "", item.name, item.attribute


def landed_between(connection: Connection, database: str, old: int, new: int) -> tuple[LandedDraft, ...]:
    """The drafts that landed after the snapshot `old` and not after `new`, by number."""
    given = {"database": database, "old": min(old, new), "new": max(old, new)}
    return tuple(
        LandedDraft(
            number,
            title,
            tuple(detail.get("differences", ())),
            frozenset((kind, what, table, name, attribute) for kind, what, table, name, attribute in detail["found"]),
        )
        for number, title, detail in connection.execute(statement("schema/drafts/store/landed"), given)
    )


def _note(connection: Connection, of: SchemaDraft, outcome: Landing, *, snapshot: Kept) -> None:
    detail = {
        "exact": outcome.is_exact,
        "differences": list(outcome.differences),
        "found": [list(key) for key in outcome.as_predicted],
        "snapshot": snapshot.id,
        "fingerprint": snapshot.fingerprint,
    }
    decide(connection, of, "landed", by=BY, detail=detail)
