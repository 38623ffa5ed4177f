"""What changed between two kept snapshots: choosing them, and comparing them once for everybody."""

from collections.abc import Callable

import streamlit as st

from lib.database import read_only
from lib.schema.cache import snapshots
from lib.schema.cache.snapshots import Kept
from lib.schema.changes.change import SchemaChange
from lib.schema.changes.compare import compare
from lib.schema.model import Schema, TableName
from lib.ui.app import cached
from lib.ui.components.markup import linked
from lib.ui.explorer import data
from lib.ui.explorer.address import Address, opening
from lib.ui.explorer.changes import changes_view

Open = Callable[[Address], None]


def changes_panel(schema: Schema, here: Address, *, newest: int, on_open: Open) -> None:
    """Two boxes to choose snapshots from, and the changes between them."""
    kept = _snapshots(data.database_name(), newest)
    if len(kept) < 2:
        st.info("Only one snapshot is kept so far: changes show here as soon as a refresh finds one.")
        return
    old, new = chosen(here, kept)
    left, right = st.columns(2)
    first = _box(left, "From", kept, old)
    second = _box(right, "To", kept, new)
    if (first, second) != (old, new):
        on_open(here.but(old=first, new=second))
        old, new = first, second
    linked(changes_view(between(data.database_name(), old, new), schema, here), key="changes", on_open=opening(on_open))


def chosen(here: Address, kept: tuple[Kept, ...]) -> tuple[int, int]:
    """The snapshots that the address names; those it does not name, or that are not kept, are the last two."""
    numbers = [item.id for item in kept]
    new = here.new if here.new in numbers else numbers[0]
    earlier = [number for number in numbers if number < new] or [numbers[-1]]
    return (here.old if here.old in numbers else earlier[0]), new


def new_tables(here: Address, *, newest: int) -> frozenset[TableName]:
    """The tables that the latest change of the schema, or the one that the address names, added.

    Where it more than doubled the database nothing stands out by being new, and none is named.
    """
    kept = _snapshots(data.database_name(), newest)
    if len(kept) < 2:
        return frozenset()
    old, new = chosen(here, kept)
    changes = between(data.database_name(), old, new)
    if next(item.tables for item in kept if item.id == new) > 2 * next(item.tables for item in kept if item.id == old):
        return frozenset()
    return frozenset(
        change.table for change in changes if change.table and (change.kind, change.what) == ("added", "table")
    )


@st.cache_resource(show_spinner=False, max_entries=8)
def _snapshots(database: str, newest: int) -> tuple[Kept, ...]:
    """The kept snapshots; they are the same ones as long as `newest` is the newest."""
    with read_only(cached.context_database()) as connection:
        return snapshots.snapshots(connection, database)


@st.cache_resource(show_spinner=False, max_entries=32)
def between(database: str, old: int, new: int) -> tuple[SchemaChange, ...]:
    """The changes between two snapshots, which never change themselves."""
    with read_only(cached.context_database()) as connection:
        before, after = (snapshots.snapshot(connection, database, number) for number in (old, new))
    return compare(before, after)


def _box(place: object, label: str, kept: tuple[Kept, ...], number: int) -> int:
    # with its number, because Streamlit knows a choice by its label alone
    labels = {item.id: f"{item.taken_at:%Y-%m-%d %H:%M} · {item.tables} tables · no. {item.id}" for item in kept}
    found: int = place.selectbox(  # type: ignore[attr-defined]
        label, list(labels), index=list(labels).index(number), format_func=labels.__getitem__, key=f"{label} {number}"
    )
    return found
