"""What changed between two kept snapshots of the schema, the gravest first; they are compared once for everybody."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from lib.database import read_only
from lib.schema.cache import snapshots
from lib.schema.cache.snapshots import Kept
from lib.schema.changes.change import SEVERITIES, SchemaChange
from lib.schema.changes.compare import compare
from lib.schema.concerns.visible import compared
from lib.schema.model import Schema, TableName
from lib.schema.names import written
from lib.ui.app import cached
from lib.ui.components.markup import link, linked
from lib.ui.explorer import data
from lib.ui.explorer.address import Address, Open, opening

if TYPE_CHECKING:
    from lib.schema.drafts.review.landed import LandedDraft

MOST = 500


def changes_panel(schema: Schema, here: Address, *, newest: int, hidden: tuple[str, ...], on_open: Open) -> None:
    """Two boxes to choose snapshots from, and the changes between them outside the `hidden` schemas."""
    kept = _snapshots(data.database_name(), newest)
    if len(kept) < 2:
        st.info("Only one snapshot is kept so far: changes show here as soon as a refresh finds one.")
        return
    old, new = _chosen_snapshots(here, kept)
    left, right = st.columns(2)
    first = _snapshot_box(left, "From", kept=kept, number=old)
    second = _snapshot_box(right, "To", kept=kept, number=new)
    if (first, second) != (old, new):
        on_open(here.but(old=first, new=second))
        old, new = first, second
    changes = _changes_between(data.database_name(), old, new=new, hidden=hidden)
    from lib.schema.drafts.review.landed import landed_between  # here and below: a fifth of what the page loads

    with read_only(cached.context_database()) as connection:
        drafts = landed_between(connection, data.database_name(), old, new)
    linked(_changes_view(changes, schema, here=here, drafts=drafts), key="changes", on_open=opening(on_open))


def _chosen_snapshots(here: Address, kept: tuple[Kept, ...]) -> tuple[int, int]:
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
    old, new = _chosen_snapshots(here, kept)
    changes = _changes_between(data.database_name(), old, new=new, hidden=())
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
def _changes_between(database: str, old: int, *, new: int, hidden: tuple[str, ...]) -> tuple[SchemaChange, ...]:
    """The changes between two snapshots, which never change themselves, outside the `hidden` schemas."""
    with read_only(cached.context_database()) as connection:
        kept = [snapshots.snapshot(connection, database, number) for number in (old, new)]
    before, after = compared(kept, hidden=hidden)
    return compare(before, after)


def _snapshot_box(place: DeltaGenerator, label: str, *, kept: tuple[Kept, ...], number: int) -> int:
    # with its number, because Streamlit knows a choice by its label alone
    labels = {item.id: f"{item.taken_at:%Y-%m-%d %H:%M} · {item.tables} tables · no. {item.id}" for item in kept}
    return place.selectbox(
        label, list(labels), index=list(labels).index(number), format_func=labels.__getitem__, key=f"{label} {number}"
    )


def _changes_view(
    changes: Sequence[SchemaChange], schema: Schema, *, here: Address, drafts: Sequence["LandedDraft"]
) -> Markup:
    """One line a change with its severity, why, and the draft behind it; tables that are still there are links."""
    if not changes:
        return Markup("<p>Nothing changed between these two snapshots.</p>")
    counts = Counter(change.severity for change in changes)
    badges = Markup(" ").join(
        Markup('<span class="badge {}">{} {}</span>').format(severity, counts[severity], severity)
        for severity in SEVERITIES
        if counts[severity]
    )
    lines = Markup("").join(_line(change, schema, here=here, drafts=drafts) for change in changes[:MOST])
    more = Markup("<p class=quiet>… and {} more</p>").format(len(changes) - MOST) if len(changes) > MOST else ""
    return Markup(
        '<p class="row">{}</p>{}<div class="scroll"><table class="changes"><thead><tr><th></th><th>What</th>'
        "<th>Table</th><th>Change</th><th>Why</th></tr></thead><tbody>{}</tbody></table>{}</div>"
    ).format(badges, Markup("").join(map(_landed, drafts)), lines, more)


def _landed(item: "LandedDraft") -> Markup:
    """A draft that landed, exactly or with which differences."""
    differences = Markup("").join(Markup("<li>{}</li>").format(text) for text in item.differences[:MOST])
    return Markup('<p>Draft <a href="schema_drafts?draft={0}">{0}. {1}</a> landed {2}</p>{3}').format(
        *(item.draft, item.title, "with differences:" if item.differences else "as predicted."),
        Markup('<ul class="tree">{}</ul>').format(differences) if differences else "",
    )


def _line(change: SchemaChange, schema: Schema, *, here: Address, drafts: Sequence["LandedDraft"]) -> Markup:
    table = Markup("")
    if change.table is not None:
        is_there = change.table in schema.table_named
        table = (
            link(here.at(change.table).but(view="table"), written(change.table))
            if is_there
            else Markup("{}").format(written(change.table))
        )
    return Markup(
        '<tr><td class="mark"><span class="badge {}">{}</span></td><td>{} {}</td><td>{}</td><td>{}</td>'
        "<td><small>{}{}</small></td></tr>"
    ).format(
        *(change.severity, change.severity, change.kind, change.what, table, _difference(change), change.reason),
        _behind(change, drafts),
    )


def _behind(change: SchemaChange, drafts: Sequence["LandedDraft"]) -> Markup:
    """The draft that proposed a change, as a link."""
    from lib.schema.drafts.review.landed import key_of

    numbers = [item.draft for item in drafts if key_of(change) in item.as_predicted]
    links = (Markup(' <a href="schema_drafts?draft={0}">draft {0}</a>').format(number) for number in numbers)
    return Markup("").join(links)


def _difference(change: SchemaChange) -> Markup:
    name = Markup("<b>{}</b> ").format(change.name)
    if not change.attribute:
        return name
    return name + Markup('{}: <span class="type was">{}</span> → <span class="type">{}</span>').format(
        change.attribute, change.before or "none", change.after or "none"
    )
