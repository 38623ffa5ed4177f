"""The explored schema and the maps of it, computed once and shared by all sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

import streamlit as st

from lib.database import transaction
from lib.errors import OrbError
from lib.schema.cache import cache, map_positions
from lib.schema.cache.snapshots import NoSnapshot
from lib.schema.concerns import visible
from lib.schema.layout import islands
from lib.schema.layout.name_columns import narrow_layout
from lib.schema.layout.neighbourhood import around
from lib.schema.layout.new_islands import NAMES_FROM, first_zoom
from lib.schema.layout.places import ColumnsShown, Layout, Pile
from lib.schema.model import Schema, TableName
from lib.schema.relations import graph
from lib.schema.relations.graph import Neighbourhood, Relation
from lib.schema.relations.inferred import inferred
from lib.schema.relations.partitions import without_partitions
from lib.ui.app import cached
from lib.ui.explorer.address import Address, Scope
from lib.ui.explorer.map import relation_graph
from lib.ui.explorer.map.concern_map import concern_map, concern_maps
from lib.ui.explorer.map.graph import Graph
from lib.ui.explorer.map.legend import VIEWS


@dataclass(frozen=True)
class LoadedSchema:
    """The schema as last read, with its concerns, and the number of its snapshot."""

    snapshot: int
    schema: Schema


def load_schema() -> LoadedSchema:
    """The cached schema of the explored database; a database that is not in the cache is read now."""
    kept = kept_schema()
    if kept is not None:
        return kept
    newest = _read_first_time()
    return LoadedSchema(newest.id, _loaded(newest.id, newest.as_of))


def kept_schema() -> LoadedSchema | None:
    """The cached schema of the explored database; None where that is not in the cache."""
    newest = _head()
    return None if newest is None else LoadedSchema(newest.id, _loaded(newest.id, newest.as_of))


def refresh() -> None:
    """Read the schema anew into the cache."""
    cache.refresh(cached.context_database(), cached.explored_database())


def _head() -> cache.Head | None:
    return cache.head(cached.context_database(), cached.explored_database())


def _read_first_time() -> cache.Head:
    with st.spinner("Reading the schema for the first time …"), _first_reading():
        newest = _head()  # of several who came at once one reads, and the others find what it read
        if newest is None:
            refresh()
            newest = _head()
    if newest is None:
        raise NoSnapshot("The schema was read but is not kept.", next_step="Open the page again.")
    return newest


@st.cache_resource(show_spinner=False)
def _first_reading() -> Lock:
    """Held by the session that reads a database for the first time."""
    return Lock()


@st.cache_resource(show_spinner=False, max_entries=3)
def _loaded(number: int, as_of: str) -> Schema:
    """The schema of snapshot `number` as last read at `as_of`: the two together name what is cached."""
    schema = cache.load(cached.context_database(), cached.explored_database())
    if schema is None:
        raise NoSnapshot("The cached schema has just gone.", next_step="Open the page again.")
    return schema


def database_name() -> str:
    """The name of the explored database in the cache and in the snapshots."""
    return cache.name_of(cached.explored_database(), cached.context_database())


@st.cache_resource(show_spinner=False, max_entries=8)
def visible_schema(mark: str, _schema: Schema, *, hidden: bool) -> Schema:
    """The schema with or without the schemas that are hidden by default; `mark` stands for it in the cache's key."""
    return visible.visible(_schema, hidden=hidden)


def mark_of(schema: Schema) -> str:
    """A key that differs between two loaded schemas: database, moment, fingerprint and scope."""
    return f"{schema.database} {schema.as_of} {schema.fingerprint} {schema.scope}"


OVERVIEW_FROM = 60
"""With more tables than this the map opens on concerns."""
MOST_AROUND = 150
"""Cards on the map around one table."""
MOST_ISLANDS = 50
"""With more concerns than this the map of all tables has no room for their names, and shows the concerns."""


@dataclass(frozen=True)
class MapContent:
    """The content of the map: its graph, the relations drawn on it, and around a table its neighbourhood."""

    scope: Scope
    graph: Graph
    relations: tuple[Relation, ...] = ()
    neighbourhood: Neighbourhood | None = None
    piles: tuple[Pile, ...] = ()
    """What is folded on the map around a table."""
    narrow_piles: tuple[Pile, ...] = ()
    """What is folded on the map that a narrow screen draws."""
    is_whole: bool = True
    """Whether all tables are drawn, not only their concerns, on a map of all."""
    is_narrow_whole: bool = True
    """Whether a narrow screen draws all tables, too."""
    is_bare: bool = False
    """Whether cards show names alone because with their keys they could not be read at first."""


def scope_of(schema: Schema, here: Address) -> Scope:
    """The scope of the map at this address; one that names no table or concern of the schema counts as not said."""
    known = {name for name in (here.centre, here.table) if name in schema.table_named}
    is_lost = {"around": not known, "concern": not _has_concern(schema, here.concern)}.get(here.scope, False)
    if is_lost:
        return scope_of(schema, here.but(scope="", concern=""))
    if here.scope:
        return here.scope
    if known:
        return "around"
    if _has_concern(schema, here.concern):
        return "concern"
    return "concerns" if sum(table.partition_of is None for table in schema.tables) > OVERVIEW_FROM else "all"


def map_content(
    schema: Schema, here: Address, *, colour_of: Mapping[str, str], new_tables: frozenset[TableName] = frozenset()
) -> MapContent:
    """The content of the map at this address; the same object whatever is selected on it."""
    scope = scope_of(schema, here)
    centre = here.centre if here.centre in schema.table_named else here.table
    return _map_content(
        mark_of(schema),
        schema,
        scope=scope,
        concern=here.concern if scope == "concern" else "",
        centre=centre if scope == "around" else None,
        hops=here.hops,
        rows=here.rows,
        opened=here.opened,
        colours=tuple(colour_of.items()),
        new_tables=new_tables,
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _map_content(
    mark: str,
    _schema: Schema,
    *,
    scope: Scope,
    concern: str,
    centre: TableName | None,
    hops: int,
    rows: ColumnsShown,
    opened: str,
    colours: tuple[tuple[str, str], ...],
    new_tables: frozenset[TableName],
) -> MapContent:
    """The content of the map; `mark` stands for the schema in the cache's key."""
    if scope == "concerns":
        return MapContent(scope, concern_maps(_schema, colour_of=dict(colours), opened=bool(opened)))
    schema = without_partitions(_schema)
    foreign_keys = graph.foreign_keys(schema)
    relations = (*foreign_keys, *inferred(schema), *graph.reads(schema))
    if scope == "all" and len({table.concern for table in schema.tables}) > MOST_ISLANDS:
        drawn = concern_maps(_schema, colour_of=dict(colours))
        return MapContent(scope, drawn, relations, is_whole=False, is_narrow_whole=False)
    neighbourhood, is_bare = None, False
    narrow: Layout | None
    if scope == "around" and centre is not None:
        followed = relations if schema.table_named[centre].reads else foreign_keys
        neighbourhood = graph.neighbourhood(schema, [centre], hops=hops, most=MOST_AROUND, relations=followed)
        layout = around(schema, centre, neighbourhood, followed, rows=rows, opened=opened)
        narrow = around(schema, centre, neighbourhood, followed, opened=opened, is_narrow=True)
        name = centre[1]
    else:
        members = schema
        if scope == "concern":
            members = replace(schema, tables=tuple(table for table in schema.tables if table.concern == concern))
        name = concern or "all"
        layout = _stored_layout(members, foreign_keys, map_name=f"{name} {rows}", rows=rows)
        if scope == "concern" and rows == "keys" and not opened and first_zoom(layout) < NAMES_FROM:
            bare = _stored_layout(members, foreign_keys, map_name=f"{name} none", rows="none")
            if first_zoom(bare) >= NAMES_FROM:
                layout, rows, is_bare = bare, "none", True
        narrow = narrow_layout(members, foreign_keys)
    with_views = centre is not None and schema.table_named[centre].kind in VIEWS  # the middle of the map is not hidden
    draw = partial(
        relation_graph.table_graph,
        schema,
        relations=relations,
        colour_of=dict(colours),
        new=new_tables,
        file=f"{name}.png",
        views=with_views,
    )
    if narrow is None:
        small = concern_map(_schema, colour_of=dict(colours), is_narrow=True)
    else:
        small = draw(narrow, rows="none")
    standing = {*layout.boxes, *(name for group in layout.groups for name in group.tables)}
    on_map = tuple(item for item in relations if item.table in standing and item.other in standing)
    return MapContent(
        scope,
        draw(layout, rows=rows, narrow=small),
        on_map,
        neighbourhood,
        piles=layout.groups,
        narrow_piles=narrow.groups if narrow else (),
        is_narrow_whole=narrow is not None,
        is_bare=is_bare,
    )


def _has_concern(schema: Schema, concern: str) -> bool:
    return bool(concern) and any(table.concern == concern for table in schema.tables)


def _stored_layout(schema: Schema, foreign_keys: tuple[Relation, ...], *, map_name: str, rows: ColumnsShown) -> Layout:
    """The layout of a map, near the one stored last and stored for the next time; without a database nothing is."""
    try:
        with transaction(cached.context_database()) as connection:
            before = map_positions.last(connection, database_name(), map_name)
            layout = islands.whole(schema, foreign_keys, rows=rows, before=before)
            if layout != before:
                map_positions.keep(connection, database_name(), map_name, layout)
            return layout
    except OrbError:
        return islands.whole(schema, foreign_keys, rows=rows)
