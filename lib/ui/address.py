"""The address of the client page: which contact, which two versions, which part of the page."""

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
    if not written.isascii() or not written.isdigit() or not 0 < int(written[:12]) < 2**31:
        raise InvalidAddress(
            "A version in this address is not a number.", next_step="Choose two versions below; the newest is compared."
        )
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


def close_contact() -> None:
    """Turn the address to the lists."""
    st.query_params.clear()


def open_part(name: str) -> None:
    """Turn the address to another part of the page."""
    st.query_params["view"] = name.lower()


def open_changes(old: int | None, new: int | None) -> None:
    """Turn the address to the changes between two versions; None leaves the choice to the page."""
    kept = {"contact": st.query_params.get("contact", "")}
    versions = {"from": old, "to": new}
    st.query_params.from_dict(kept | {k: str(v) for k, v in versions.items() if v is not None} | {"view": "changes"})


def follow(widget: str, value: object) -> None:
    """Make a widget say what the address says.

    Only where it differs: a value that is set anew on each run can overtake what the reader has just chosen. The
    widget needs the same value as its default: a page that runs twice before it is drawn shows what the second run
    says, and that one sets none.
    """
    if st.session_state.get(widget) != value:
        st.session_state[widget] = value
