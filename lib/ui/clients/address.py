"""The address of the client page: which contact, which two versions, which part of the page."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import streamlit as st

from lib.errors import OrbError

PARTS = ("Now", "Changes", "History", "JSON")


class InvalidAddress(OrbError):
    title = "This address does not name a contact."
    next_step = "Look the client up by name in the search box."


def contact() -> UUID | None:
    """The contact in the address, None where it names none; raises `InvalidAddress`."""
    written = st.query_params.get("contact", "")
    if not written:
        return None
    try:
        return UUID(written)
    except ValueError:
        raise InvalidAddress from None


def version(name: str) -> int | None:
    """The version in `from` or `to`, None where there is none; raises `InvalidAddress`."""
    written = st.query_params.get(name, "")
    if not written:
        return None
    if not re.fullmatch("0{0,9}[1-9][0-9]{0,8}", written):
        raise InvalidAddress("A version in this address is not a number.", next_step="Choose two versions.")
    return int(written)


def part() -> str:
    """The part of the page that is open; an address with versions opens their changes."""
    written = st.query_params.get("view", "")
    if written.capitalize() in PARTS or written.upper() in PARTS:
        return written.upper() if written.upper() in PARTS else written.capitalize()
    return "Changes" if "to" in st.query_params or "from" in st.query_params else "Now"


def open_contact(contact_id: UUID | str) -> None:
    """Turn the address to another contact."""
    st.query_params.from_dict({"contact": str(contact_id)})


def open_part(name: str) -> None:
    """Turn the address to another part of the page."""
    st.query_params["view"] = name.lower()


def open_changes(old: int | None, new: int | None) -> None:
    """Turn the address to the changes between two versions; None leaves the choice to the page."""
    kept = {"contact": st.query_params.get("contact", "")}
    versions = {"from": old, "to": new}
    st.query_params.from_dict(kept | {k: str(v) for k, v in versions.items() if v is not None} | {"view": "changes"})


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
    """The box for a value of the address; another one each time the address was turned by other means.

    A value that is set in a box that stays can cross with what the browser sends of it, and would be taken for a
    choice of the reader's. The widget needs the value as its default.
    """
    turn = _turn(widget)
    if AddressWidget(widget, turn, value).picked != value:
        turn = st.session_state[f"{widget}_turn"] = turn + 1
    return AddressWidget(widget, turn, value)


def _turn(widget: str) -> int:
    return int(st.session_state.get(f"{widget}_turn", 0))
