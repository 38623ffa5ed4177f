"""The relation map with its choices above it, the selected table or the concerns beside it, the relations below."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from lib.schema.layout.neighbourhood import ALL
from lib.schema.layout.places import Pile
from lib.schema.model import Schema, TableName
from lib.schema.names import InvalidName, NoTable, parse, written
from lib.schema.relations.concern_graph import ConcernGraph, concern_graph
from lib.ui.components.markup import choice, link, linked
from lib.ui.components.names import breakable
from lib.ui.explorer import data
from lib.ui.explorer.address import MOST_HOPS, Address, Open, opening
from lib.ui.explorer.concern_matrix import concern_matrix
from lib.ui.explorer.data import MapContent
from lib.ui.explorer.map.concern_map import CONCERN, REST, concern_card
from lib.ui.explorer.map.relation_map import Picked, relation_map
from lib.ui.explorer.relations_table import relations_table
from lib.ui.explorer.room import DETAIL_SIDE, MAP_SIDE


def map_view(
    schema: Schema,
    here: Address,
    *,
    colour_of: Mapping[str, str],
    new_tables: frozenset[TableName],
    on_open: Open,
    beside: Callable[[], DeltaGenerator | None],
) -> DeltaGenerator | None:
    """Draw the map for `here`; `beside` draws the detail of the selected table, and what it returns is returned."""
    content = data.map_content(schema, here, colour_of=colour_of, new_tables=new_tables)
    follow = opening(on_open)
    choices = Markup('<div class="choices">{}</div>').format(_choices(schema, content, here=here))
    linked(choices, key="map_choices", on_open=follow)
    left, right = st.columns([1.9, 1], gap="medium")
    detail_side = right.container(key=DETAIL_SIDE)
    place = None
    if here.table is not None:
        with detail_side:  # what a click asks for is drawn first
            place = beside()
    with left, st.container(key=MAP_SIDE):
        relation_map(
            content.graph,
            key="relation_map",
            selected=written(here.table) if here.table else None,
            relation=_selected_relation(content, here),
            on_pick=lambda picked: _follow_click(picked, schema, here=here, content=content, on_open=on_open),
        )
        if content.scope != "concerns":
            linked(_note(schema, content, here=here) + _relations(content, here), key="relations", on_open=follow)
    if here.table is None:
        with detail_side:
            linked(concern_matrix(schema, here, colour_of=colour_of), key="matrix", on_open=follow)
    return place


def prepare_map(
    schema: Schema, here: Address, *, colour_of: Mapping[str, str], new_tables: frozenset[TableName]
) -> None:
    """Put into the caches what `map_view` draws for `here`."""
    content = data.map_content(schema, here, colour_of=colour_of, new_tables=new_tables)
    if content.scope != "concerns":
        _relations(content, here)


def _choices(schema: Schema, content: MapContent, *, here: Address) -> Markup:
    """What the map shows, how far around, and which columns."""
    centre = here.centre or here.table
    concern = here.concern if any(table.concern == here.concern for table in schema.tables) else ""
    if not concern and here.table in schema.table_named:
        concern = schema.table_named[here.table].concern
    scopes = [("Concerns", here.but(scope="concerns", centre=None), content.scope == "concerns")]
    if concern:
        scopes.append((concern, here.but(scope="concern", concern=concern, centre=None), content.scope == "concern"))
    if centre:
        around = Markup("Around {}").format(breakable(centre[1]))
        scopes.append((around, here.but(scope="around"), content.scope == "around"))
    count = sum(table.partition_of is None for table in schema.tables)
    scopes.append((f"Whole database ({count})", here.but(scope="all", centre=None), content.scope == "all"))
    markup = choice(scopes, title="Show")
    if content.scope == "around":
        hops = [(str(hop), here.but(hops=hop), here.hops == hop) for hop in range(1, MOST_HOPS + 1)]
        markup += choice(hops, title="Hops")
    if content.scope != "concerns":
        rows = [("keys", "keys"), ("all", "all"), ("names", "none")]
        seen = "none" if content.is_bare else here.rows
        keys = here.but(rows="keys", opened=ALL if content.is_bare else here.opened)
        there = {"keys": keys, "all": here.but(rows="all"), "none": here.but(rows="none")}
        columns = choice([(label, there[name], seen == name) for label, name in rows], title="Columns")
        markup += _on("wide", columns) if content.is_whole else ""  # a narrow map shows names alone
    return markup


def _note(schema: Schema, content: MapContent, *, here: Address) -> Markup:
    """What the map leaves out: around a table those too far or too many, of a concern what it has to do with others."""
    if content.scope == "concern":
        return _bare(content, here) + _beyond(concern_graph(schema), here)
    if content.scope == "all" and not content.is_narrow_whole:
        said = Markup("<p><small>There is no room for {} tables: a click on a concern opens it.</small></p>")
        note = said.format(sum(table.partition_of is None for table in schema.tables))
        return _on("narrow", note) if content.is_whole else note
    if content.scope != "around":
        return Markup("")
    wide, narrow = (_folded(piles, here) for piles in (content.piles, content.narrow_piles))
    return (wide if wide == narrow else _on("wide", wide) + _on("narrow", narrow)) + _left_out(content)


def _bare(content: MapContent, here: Address) -> Markup:
    """That a map of a concern shows names alone, and a link that brings the keys, which are then read from near by."""
    if not content.is_bare:
        return Markup("")
    there = link(here.but(opened=ALL), "Show the keys")
    return _on(
        "wide", Markup("<p><small>Names alone, for with keys they could not be read. {}</small></p>").format(there)
    )


def _on(screen: str, markup: Markup) -> Markup:
    """What is seen beside a wide map alone, or a narrow one."""
    return Markup('<div class="on-{}">{}</div>').format(screen, markup)


def _folded(piles: Sequence[Pile], here: Address) -> Markup:
    """How many neighbours stand in piles, and a link that opens or folds them all."""
    count = sum(len(pile.tables) for pile in piles)
    if not count and not here.opened:
        return Markup("")
    said = Markup("{} neighbour{} folded by concern. ").format(count, "s" * (count != 1)) if count else ""
    there = link(here.but(opened=ALL), "Show them all") if count else link(here.but(opened=""), "Fold again")
    return Markup("<p><small>{}{}</small></p>").format(said, there)


def _left_out(content: MapContent) -> Markup:
    near = content.neighbourhood
    if near is None or not near.left_out:
        return Markup("")
    hubs = ", ".join(written(name) for name in near.hubs)
    why = f"not going on from {hubs}, to which almost everything relates" if hubs else "too many to draw"
    return Markup("<p><small>{} more table{} within reach left out: {}.</small></p>").format(
        near.left_out, "s" * (near.left_out != 1), why
    )


def _beyond(concerns: ConcernGraph, here: Address) -> Markup:
    """How many relations lead from the concern on the map to others and from others to it, as links to those."""
    outward = [edge for edge in concerns.dependencies if edge.concern != edge.other]
    sides = {
        "refers to": [(edge.other, edge.relations) for edge in outward if edge.concern == here.concern],
        "referred to by": [(edge.concern, edge.relations) for edge in outward if edge.other == here.concern],
    }
    parts = Markup(" · ").join(
        Markup("{} {}").format(words, Markup(", ").join(_concern(name, count, here=here) for name, count in others))
        for words, others in sides.items()
        if others
    )
    return Markup("<p><small>Beyond {}: {}</small></p>").format(here.concern, parts) if parts else Markup("")


def _concern(name: str, count: int, *, here: Address) -> Markup:
    there = here.but(concern=name, table=None, column="", relation="", centre=None)
    return Markup("{} {}").format(link(there, name) if name else "unassigned", count)


def _relations(content: MapContent, here: Address) -> Markup:
    """The table of the relations on the map; the same for every selected table, so that it is made and sent once."""
    selected = (here.table, here.relation) if here.relation else None
    anywhere = here.but(table=None, column="", relation="")
    return _relations_of(content.graph.version, anywhere, selected=selected, _content=content)


@st.cache_data(show_spinner=False, max_entries=32)
def _relations_of(
    version: str, here: Address, *, selected: tuple[TableName | None, str] | None, _content: MapContent
) -> Markup:
    """The table of the relations; `version` stands for the content in the cache's key."""
    return relations_table(_content.relations, here, selected=selected)


def _selected_relation(content: MapContent, here: Address) -> str | None:
    named = ((number, item) for number, item in enumerate(content.relations) if item.name == here.relation)
    return next((str(number) for number, item in named if item.table == here.table), None)


def _follow_click(picked: Picked, schema: Schema, *, here: Address, content: MapContent, on_open: Open) -> None:
    """Open a clicked concern, or select a clicked table or relation on an unchanged map."""
    stay = here.but(column="", relation="")
    if content.scope == "concerns":
        if picked.node == concern_card(REST):
            on_open(here.but(scope="concerns", opened=ALL))
        elif picked.node is not None:
            on_open(_into(picked.node, stay))
        return
    centre = (here.centre or here.table) if content.scope == "around" else None
    stay = stay.but(scope=content.scope, centre=centre)
    if picked.relation is not None:
        if picked.relation < len(content.relations):
            relation = content.relations[picked.relation]
            on_open(stay.but(table=relation.table, relation=relation.name))
    elif picked.node is not None and picked.node.startswith("pile "):
        piles = (*content.piles, *content.narrow_piles)
        pile = next((pile for pile in piles if f"pile {pile.id}" == picked.node), None)
        if pile is not None and content.scope == "around":
            on_open(stay.but(opened=ALL if pile.concern is None else pile.concern))
        elif pile is not None:
            on_open(stay.but(view="list"))
    elif picked.node == concern_card(REST):
        on_open(stay.but(scope="concerns", opened=ALL))
    elif picked.node is not None and picked.node.startswith(CONCERN):
        on_open(_into(picked.node, stay))
    elif picked.node is None:
        on_open(stay.but(table=None) if content.scope != "around" else stay.but(table=centre))
    else:
        try:
            name = parse(picked.node, schema)
        except (InvalidName, NoTable):
            return
        on_open(stay.at(name).but(scope="around") if picked.centre else stay.but(table=name))


def _into(card: str, here: Address) -> Address:
    """The address of the concern whose card was clicked."""
    return here.but(scope="concern", concern=card.removeprefix(CONCERN), table=None, centre=None)
