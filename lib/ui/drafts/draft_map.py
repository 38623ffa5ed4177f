"""The map of what a draft reaches, with what is new, changed and gone marked on it."""

import streamlit as st

from lib.schema.drafts.marks import marked
from lib.schema.layout import islands
from lib.schema.layout.places import ColumnsShown
from lib.schema.model import Schema
from lib.schema.relations import graph
from lib.ui.components.tones import GREY
from lib.ui.drafts.data import WholeDraft
from lib.ui.explorer.map.graph import Graph
from lib.ui.explorer.map.palette import colours
from lib.ui.explorer.map.relation_graph import table_graph
from lib.ui.explorer.map.relation_map import relation_map

FEW = 16
"""Up to so many tables every column has its row, else the keys alone."""


def draft_map(whole: WholeDraft, complete: Schema) -> None:
    """Draw the map, or say why there is none."""
    if whole.extent is None or not whole.draft.check:
        st.caption("The draft changes no table, or was not checked yet.")
        return
    drawn = _graph(whole.draft.check, complete.fingerprint, _whole=whole, _complete=complete)

    relation_map(drawn, key="draft_map", selected=None, relation=None, on_pick=lambda _picked: None)


@st.cache_resource(show_spinner=False, max_entries=16)
def _graph(check: int, fingerprint: str, *, _whole: WholeDraft, _complete: Schema) -> Graph:
    """The graph; the number of the check and the fingerprint stand for the draft and the schema in the cache's key."""
    assert _whole.extent is not None  # noqa: S101 - asked before
    marked_schema = marked(_whole.extent, (_whole.draft.report or {})["changes"])
    schema = marked_schema.schema
    rows: ColumnsShown = "all" if len(schema.tables) <= FEW else "keys"
    relations = (*graph.foreign_keys(schema), *graph.reads(schema))
    layout = islands.whole(schema, relations, rows=rows)
    colour_of = {**{table.concern: GREY.mark for table in schema.tables}, **colours(_complete)}
    return table_graph(
        schema,
        layout,
        relations=relations,
        colour_of=colour_of,
        rows=rows,
        marks=marked_schema.tables,
        column_marks=marked_schema.columns,
        file=f"draft_{_whole.draft.draft}.png",
        views=True,
    )
