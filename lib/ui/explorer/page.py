"""The schema explorer: one selection, kept in the address, and the views of it."""

from urllib.parse import parse_qsl

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from lib.schema import lint
from lib.schema.concerns import visible
from lib.schema.model import Schema, Table, TableName
from lib.schema.names import nearest, written
from lib.schema.relations import paths
from lib.schema.relations.partitions import whole_of
from lib.ui.app import error_box
from lib.ui.components.markup import agent_copy, choice, link, linked
from lib.ui.explorer import address, data
from lib.ui.explorer.address import Address, View, opening
from lib.ui.explorer.changes import changes_panel, new_tables
from lib.ui.explorer.copies import copy_buttons, table_copies
from lib.ui.explorer.data import LoadedSchema
from lib.ui.explorer.header import schema_header
from lib.ui.explorer.lint import health_view
from lib.ui.explorer.map.palette import colours
from lib.ui.explorer.map.view import map_view, prepare_map
from lib.ui.explorer.paths import copies as path_copies
from lib.ui.explorer.paths import path_view
from lib.ui.explorer.room import RAIL, TABS, room_buttons, room_style
from lib.ui.explorer.sidebar import sidebar
from lib.ui.explorer.table_detail import table_detail
from lib.ui.explorer.table_list import kept_table_list

VIEWS: dict[View, str] = {
    "map": "Map",
    "list": "List",
    "table": "Table",
    "path": "Path",
    "health": "Health",
    "changes": "What changed",
}


def prepare(query: str) -> None:
    """Put into the caches what the page at this address asks for first, while a browser still loads Streamlit."""
    loaded = data.kept_schema()
    here = address.read(dict(parse_qsl(query)))
    if loaded is None or here.view != "map":
        return
    complete = loaded.schema
    schema = data.visible_schema(data.mark_of(complete), complete, hidden=here.hidden)
    known = here if here.table in complete.table_named else here.but(table=None)
    prepare_map(schema, _whole(complete, known), colour_of=colours(complete), new_tables=_new_tables(loaded, known))


def page() -> None:
    """The whole page; clicks run only what stands below the header."""
    room_style()
    loaded = data.load_schema()
    complete = loaded.schema
    here = address.read(st.query_params)
    header = st.container()
    _body(loaded)  # first, for a map takes the browser longest
    with header:
        schema_header(complete, data.visible_schema(data.mark_of(complete), complete, hidden=here.hidden))


@st.fragment
def _body(loaded: LoadedSchema) -> None:
    with error_box.show_errors():  # Streamlit keeps an error inside its fragment
        _columns(loaded)


def _columns(loaded: LoadedSchema) -> None:
    complete = loaded.schema
    here = address.read(st.query_params)
    schema = data.visible_schema(data.mark_of(complete), complete, hidden=here.hidden)
    left, right = st.columns([1, 4.2], gap="medium")
    rail = left.container(key=RAIL)
    with right:
        with st.container(key=TABS, horizontal=True, vertical_alignment="center"):
            tabs = [(label, here.but(view=name), here.view == name) for name, label in VIEWS.items()]
            linked(Markup('<div class="tabs">{}</div>').format(choice(tabs)), key="views", on_open=follow)
            with st.container(width="content"):
                room_buttons(has_detail=here.view == "map")
        table = complete.table_named.get(here.table) if here.table else None
        if here.table and table is None:
            linked(_unknown(here.table, schema, here=here), key="unknown", on_open=follow)
        place = _view(schema, loaded, table=table, here=here)
        if place is not None and table is not None:
            with place:  # last, because nobody copies before the rest is there
                linked(copy_buttons(), key="copies", on_open=follow, copies=table_copies(complete, table.key))
    with rail:
        sidebar(schema, here, colour_of=colours(complete), on_open=go)


def go(there: Address) -> None:
    """Make `there` the page's address."""
    st.query_params.from_dict(there.parameters)


follow = opening(go)


def _view(schema: Schema, loaded: LoadedSchema, *, table: Table | None, here: Address) -> DeltaGenerator | None:
    """Draw what the address asks for; the place for copy buttons where that holds a table's detail."""
    complete = loaded.schema
    known = here if table else here.but(table=None)
    if here.view == "list":
        above = st.container()
        list_of = kept_table_list(complete, schema, here=known, colour_of=colours(complete))
        linked(list_of, key="list", on_open=follow)
        if any(item.concern == known.concern for item in schema.tables if known.concern):
            with above:
                from lib.schema.agent import concern_copy  # a third of what the page loads, and few lists need it

                asked = visible.asked_of(complete, hidden=known.hidden)
                agent_copy(concern_copy(asked, known.concern), key="concern_copy")
    elif here.view == "health":
        _health(visible.asked_of(complete, hidden=known.hidden), known)
    elif here.view == "path":
        _path(complete, table, here=_whole(complete, known))
    elif here.view == "table":
        if table is None:
            linked(Markup("<p>Choose a table in the list.</p>"), key="no_table", on_open=follow)
        else:
            return _detail(complete, table, here=known)
    elif here.view == "changes":
        hidden = () if known.hidden else complete.hidden
        changes_panel(schema, known, newest=loaded.snapshot, hidden=hidden, on_open=go)
    elif here.view == "map":
        return map_view(
            schema,
            _whole(complete, known),
            colour_of=colours(complete),
            new_tables=_new_tables(loaded, known),
            on_open=go,
            beside=lambda: _detail(complete, table, here=known) if table else None,
        )
    return None


def _new_tables(loaded: LoadedSchema, here: Address) -> frozenset[TableName]:
    return new_tables(here, newest=loaded.snapshot)


def _whole(complete: Schema, here: Address) -> Address:
    """The address with tables instead of their partitions: maps and paths know no other."""
    table, centre, end = (name and whole_of(complete, name) for name in (here.table, here.centre, here.end))
    return here.but(table=table, centre=centre, end=end)


def _detail(complete: Schema, table: Table, *, here: Address) -> DeltaGenerator:
    """Draw the detail; the place above it where the copy buttons belong."""
    buttons = st.container()
    detail = table_detail(complete, table, colour=colours(complete)[table.concern], here=here)
    linked(detail, key="detail", on_open=follow)
    return buttons


def _health(schema: Schema, here: Address) -> None:
    text = lint.IGNORE_FILE.read_text("utf-8") if lint.IGNORE_FILE.exists() else ""
    all_findings = lint.findings(schema)
    findings = lint.findings(schema, lint.ignored_in(text))
    linked(health_view(findings, len(all_findings) - len(findings), here=here), key="health", on_open=follow)


def _path(schema: Schema, table: Table | None, *, here: Address) -> None:
    names = [item.key for item in schema.tables if item.partition_of is None]
    left, right = st.columns(2)
    start = _table_box(left, "From", names=names, chosen=here.table)
    end = _table_box(right, "To", names=names, chosen=here.end)
    if (start, end) != (here.table, here.end):
        go(here.but(table=start, end=end, column="", relation=""))
    if not (start and end):
        linked(
            Markup("<p class=quiet>Choose two tables: how they join shows here, with the SQL.</p>"),
            key="no_path",
            on_open=follow,
        )
    else:
        joins = paths.find(schema, start, end)
        linked(path_view(joins, here), key="path", on_open=follow, copies=path_copies(joins))


def _table_box(
    place: DeltaGenerator, label: str, *, names: list[TableName], chosen: TableName | None
) -> TableName | None:
    """A box to choose a table from; what the address says is chosen."""
    index = names.index(chosen) if chosen in names else None
    return place.selectbox(
        label, names, index=index, format_func=written, key=f"path {label} {chosen}", placeholder="Choose a table"
    )


def _unknown(name: TableName, schema: Schema, *, here: Address) -> Markup:
    links = Markup(", ").join(link(here.at(other), written(other)) for other in nearest(name, schema.table_named))
    return Markup("<p><b>There is no table {}.</b> {}{}</p>").format(
        written(name), "Nearest: " if links else "The database holds no table at all.", links
    )
