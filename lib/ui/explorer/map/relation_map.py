"""The relation map, drawn by vis-network inside the page; what is clicked on it comes back to Python."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lib.ui.app.index_html import VIS
from lib.ui.components import focus, tones
from lib.ui.explorer.map.graph import Graph

HERE = Path(__file__).parent
HTML = """
<div class="map">
  <div class="canvas" tabindex="0" role="application" aria-label="Relation map: arrows move, plus and minus zoom,
    0 fits, f fills the window, Escape clears. The same relations stand in the table below."></div>
  <div class="tools">
    <button type="button" data-do="in" title="Zoom in (+)" aria-label="Zoom in">+</button>
    <button type="button" data-do="out" title="Zoom out (−)" aria-label="Zoom out">−</button>
    <button type="button" data-do="fit" title="Show everything (0)" aria-label="Fit">⤢</button>
    <button type="button" data-do="room" title="The whole window for the map (f)" aria-label="Whole window"
      aria-pressed="false"><svg viewBox="0 0 14 14"
      width="13" height="13" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">
      <path d="M1 5V1h4M9 1h4v4M13 9v4H9M5 13H1V9"/></svg></button>
    <button type="button" data-do="png" title="Download as PNG" aria-label="Download as PNG">PNG</button>
  </div>
  <div class="foot">
    <div class="legend" role="group" aria-label="Shown on the map"></div>
    <button type="button" class="more" data-do="legend" title="Show the whole legend" hidden></button>
  </div>
  <canvas class="minimap" width="180" height="112" hidden></canvas>
  <div class="tip" role="tooltip" hidden></div>
</div>
"""
KEEP_GRAPHS = """
export default function ({ data }) {
  const graphs = (globalThis.orbGraphs ??= new Map());
  const graph = JSON.parse(new TextDecoder().decode(data));
  graphs.set(graph.version, graph);
  while (graphs.size > 8) graphs.delete(graphs.keys().next().value);
}
"""

PARTS = ("theme", "text", "cards", "ground", "courses", "lines", "camera", "controls", "map")

# A graph reaches a browser once: what does not change is sent as a reference afterwards. It is sent as bytes: for a str
# Streamlit would load pandas to see whether it is a table, which takes longer than all else of a first visit.
_graph = st.components.v2.component("relation_graph", js=KEEP_GRAPHS)
_map = st.components.v2.component(
    "relation_map",
    html=HTML,
    css=tones.CSS + (HERE / "relation_map.css").read_text("utf-8"),
    js=f"const TONES = {json.dumps(tones.ON_CANVAS)};\n{focus.SCRIPT}"
    + "".join((HERE / f"relation_{part}.js").read_text("utf-8") for part in PARTS),
)


@dataclass(frozen=True)
class Picked:
    """What the reader chose on the map: a card, a relation by its number, or neither; `centre` after a double click."""

    node: str | None = None
    relation: int | None = None
    centre: bool = False


def relation_map(
    graph: Graph, *, key: str, selected: str | None, relation: str | None, on_pick: Callable[[Picked], None]
) -> None:
    """Draw `graph` with the card `selected` and a relation marked; `on_pick` is called for what the reader clicks."""
    with st.container(gap=None):
        _graph(data=graph.document, key=f"{key}_graph")
        _map(
            data={"vis": VIS, "version": graph.version, "key": key, "selected": selected, "relation": relation},
            key=key,
            on_picked_change=lambda: on_pick(_picked(st.session_state[key]["picked"])),
        )


def _picked(sent: dict[str, object]) -> Picked:
    """What the browser sent, which may be anything."""
    node, relation = sent.get("table"), sent.get("relation")
    return Picked(
        node=node if isinstance(node, str) else None,
        relation=int(relation) if isinstance(relation, str) and relation.isdecimal() else None,
        centre=sent.get("centre") is True,
    )
