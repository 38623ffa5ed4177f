"""The explored schema and the maps of it, computed once and shared by all sessions."""

from dataclasses import dataclass, replace

import streamlit as st

from lib.database import transaction
from lib.errors import OrbError
from lib.schema.cache import cache, map_positions
from lib.schema.cache.snapshots import NoSnapshot
from lib.schema.concerns import visible
from lib.schema.layout import islands
from lib.schema.layout.islands import ColumnsShown, Layout
from lib.schema.layout.neighbourhood import around
from lib.schema.model import Schema, TableName
from lib.schema.relations import graph
from lib.schema.relations.concern_graph import concern_graph
from lib.schema.relations.graph import Neighbourhood, Relation
from lib.schema.relations.inferred import inferred
from lib.schema.relations.partitions import without_partitions
from lib.ui.app import cached
from lib.ui.explorer.address import Address, Scope
from lib.ui.explorer.map import relation_graph
from lib.ui.explorer.map.relation_graph import Graph


@dataclass(frozen=True)
class LoadedSchema:
    """The schema as last read, with its concerns, and the number of the snapshot that it is."""

    snapshot: int
    schema: Schema


def reading() -> LoadedSchema:
    """The cached schema of the explored database; a database never seen is read now."""
    newest = _head() or _first_reading()
    return LoadedSchema(newest.id, _loaded(newest.id, newest.as_of))


def refresh() -> None:
    """Read the schema anew into the cache."""
    cache.refresh(cached.context_database(), cached.explored_database())


def _head() -> cache.Head | None:
    return cache.head(cached.context_database(), cached.explored_database())


def _first_reading() -> cache.Head:
    with st.spinner("Reading the schema for the first time …"):
        refresh()
    newest = _head()
    if newest is None:
        raise NoSnapshot("The schema was read but is not kept.", next_step="Open the page again.")
    return newest


@st.cache_resource(show_spinner=False, max_entries=3)
def _loaded(number: int, as_of: str) -> Schema:
    """The schema of snapshot `number` as last read at `as_of`: the two together name what is cached."""
    schema = cache.load(cached.context_database(), cached.explored_database())
    if schema is None:
        raise NoSnapshot("The cached schema has just gone.", next_step="Open the page again.")
    return schema


def database_name() -> str:
    """How cache and snapshots call the explored database."""
    return cache.name_of(cached.explored_database(), cached.context_database())


@st.cache_resource(show_spinner=False, max_entries=8)
def visible_schema(mark: str, hidden: bool, _schema: Schema) -> Schema:
    """The part that is shown by default, or with the hidden schemas; `mark` stands for the schema."""
    return visible.visible(_schema, hidden=hidden)


def mark_of(schema: Schema) -> str:
    """What tells one reading of a schema from another."""
    return f"{schema.database} {schema.as_of} {schema.fingerprint} {schema.scope}"


OVERVIEW_FROM = 60
"""With more tables than this the map opens on concerns."""
MOST_AROUND = 150
"""Cards on the map around one table."""


@dataclass(frozen=True)
class Shown:
    """What the map shows: its graph, and the tables and relations that stand on it."""

    scope: Scope
    graph: Graph
    relations: tuple[Relation, ...] = ()
    near: Neighbourhood | None = None


def scope_of(schema: Schema, here: Address) -> Scope:
    """What the map shows at this address."""
    known = {name for name in (here.centre, here.table) if name in schema.table_named}
    is_lost = {"around": not known, "concern": not _has(schema, here.concern)}.get(here.scope, False)
    if is_lost:
        return scope_of(schema, here.but(scope="", concern=""))
    if here.scope:
        return here.scope
    if known:
        return "around"
    if _has(schema, here.concern):
        return "concern"
    return "concerns" if sum(table.partition_of is None for table in schema.tables) > OVERVIEW_FROM else "all"


def shown(schema: Schema, here: Address, *, new: frozenset[TableName] = frozenset()) -> Shown:
    """The map for this address; the same one for every selection on it."""
    wide = scope_of(schema, here)
    centre = here.centre if here.centre in schema.table_named else here.table
    return _shown(
        mark_of(schema),
        wide,
        here.concern if wide == "concern" else "",
        centre if wide == "around" else None,
        here.hops,
        here.rows,
        new,
        schema,
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _shown(
    mark: str,
    wide: Scope,
    concern: str,
    centre: TableName | None,
    hops: int,
    rows: ColumnsShown,
    new: frozenset[TableName],
    _schema: Schema,
) -> Shown:
    """The map; `mark` stands for the schema in the cache's key."""
    if wide == "concerns":
        return Shown(wide, relation_graph.concern_graph(concern_graph(_schema)))
    folded = without_partitions(_schema)
    held = graph.foreign_keys(folded)
    everything = (*held, *inferred(folded), *graph.reads(folded))
    if wide == "around" and centre is not None:
        walked = everything if folded.table_named[centre].reads else held
        near = graph.neighbourhood(folded, [centre], hops=hops, most=MOST_AROUND, relations=walked)
        placed = around(folded, centre, near, walked, rows=rows)
        drawn = relation_graph.table_graph(
            folded,
            placed,
            everything,
            rows=rows,
            new=new,
            file=f"{centre[1]}.png",
            views=folded.table_named[centre].kind in relation_graph.VIEWS,  # the middle of the map is not hidden
        )
        return Shown(wide, drawn, _inside(everything, placed), near)
    members = folded
    if wide == "concern":
        members = replace(folded, tables=tuple(table for table in folded.tables if table.concern == concern))
    placed = _placed(members, held, f"{concern or 'all'} {rows}", rows)
    drawn = relation_graph.table_graph(folded, placed, everything, rows=rows, new=new, file=f"{concern or 'all'}.png")
    return Shown(wide, drawn, _inside(everything, placed))


def _inside(everything: tuple[Relation, ...], placed: Layout) -> tuple[Relation, ...]:
    return tuple(item for item in everything if item.table in placed.boxes and item.other in placed.boxes)


def _has(schema: Schema, concern: str) -> bool:
    return bool(concern) and any(table.concern == concern for table in schema.tables)


def _placed(schema: Schema, held: tuple[Relation, ...], map_name: str, rows: ColumnsShown) -> Layout:
    """The places of a map: where the tables stood before, kept for the next time; a database away keeps nothing."""
    try:
        with transaction(cached.context_database()) as connection:
            before = map_positions.last(connection, database_name(), map_name)
            made = islands.whole(schema, held, rows=rows, before=before)
            if made != before:
                map_positions.keep(connection, database_name(), map_name, made)
            return made
    except OrbError:
        return islands.whole(schema, held, rows=rows)
