"""Room for what is looked at: list and detail fold away, the line between map and detail is drawn, and both stay so."""

from pathlib import Path

import streamlit as st

from lib.ui.components import focus
from lib.ui.components.markup import style_sheet

HERE = Path(__file__)
RAIL, TABS, MAP_SIDE, DETAIL_SIDE = "explorer_rail", "explorer_tabs", "explorer_map_side", "explorer_detail_side"
"""The keys of the containers that the style sheet lays out."""
_room = st.components.v2.component(
    "orb_room",
    html=(
        '<div class="room" role="group" aria-label="Room">'
        '<button type="button" data-fold="rail" title="Fold the list away or show it">☰ <span>List</span></button>'
        '<button type="button" data-fold="detail" title="Fold the detail away or show it; arrow keys move its edge">'
        "◨ <span>Detail</span></button></div>"
    ),
    css=HERE.with_name("room_buttons.css").read_text("utf-8"),
    js=focus.SCRIPT + HERE.with_suffix(".js").read_text("utf-8"),
)


def room_style() -> None:
    """Lay the explorer's page out; it takes no place on the page."""
    style_sheet(HERE.with_suffix(".css"))


def room_buttons(*, has_detail: bool) -> None:
    """The buttons, one for the detail only beside which there is one; they change how this browser shows the page."""
    _room(key="room", data={"detail": has_detail})
