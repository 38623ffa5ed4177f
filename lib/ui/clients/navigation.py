"""Reading the browser's address and turning it, and the widgets that show a part of it."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.ui.clients import address
from lib.ui.clients.address import Address


def current() -> Address:
    """The address of the page now; raises `InvalidAddress`."""
    return address.read(st.query_params)


def go(there: Address) -> None:
    """Make `there` the page's address."""
    st.query_params.from_dict(there.parameters)


@dataclass(frozen=True)
class AddressWidget:
    """A widget that shows what the address says: its key and the value it is drawn with."""

    widget: str
    turn: int
    value: Any

    @property
    def key(self) -> str:
        """The key of the widget."""
        return f"{self.widget}_{self.turn}" if self.turn else self.widget

    @property
    def picked(self) -> Any:
        """What the browser says stands in it; for its callback."""
        return st.session_state.get(self.key, self.value)

    @property
    def is_left_over(self) -> bool:
        """Whether the address was turned since by other means and the browser has not seen it: nobody picked this."""
        return self.turn != _turn(self.widget) and self.picked == self.value


def follow(widget: str, value: Any) -> AddressWidget:
    """The widget for a value of the address; another one each time the address was turned by other means.

    A value that is set in a widget that stays can cross with what the browser sends of it, and would be taken for a
    choice of the reader's. The widget needs the value as its default. Where the session has let go of what stands in
    the widget, the browser still has what it was drawn with.
    """
    turn = _turn(widget)
    drawn = st.session_state.get(f"{widget}_drawn", value)
    if st.session_state.get(AddressWidget(widget, turn, value).key, drawn) != value:
        turn = st.session_state[f"{widget}_turn"] = turn + 1
    st.session_state[f"{widget}_drawn"] = value
    return AddressWidget(widget, turn, value)


def _turn(widget: str) -> int:
    return int(st.session_state.get(f"{widget}_turn", 0))
