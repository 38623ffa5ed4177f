"""Finding a client: a search box that forgives misspelling, and lists of what waits to be done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import streamlit as st

from lib.context.store.contact_search import ContactMatch, called
from lib.ui.clients import cards, data, navigation
from lib.ui.clients.address import Address
from lib.ui.components import formatting, labels
from lib.ui.components.focus import focus
from lib.ui.components.pick_list import Chip, Row, Search, rows
from lib.ui.components.tones import STATUSES

LISTS = {
    "recent": "All",
    "reply": "Needs a reply",
    "owe": "We owe",
    "risk": "At risk",
    "changed": "Changed today",
    "due": "Due for refresh",
}
BESIDE = {"recent": "All", "reply": "Reply", "owe": "Owe", "risk": "Risk", "changed": "Today", "due": "Due"}
"""The same in the narrow column beside a client."""
EMPTY = {
    "recent": "No client has a context yet. Search for one by name and refresh it.",
    "reply": "Nobody waits for a reply.",
    "owe": "We promised nothing that is still open.",
    "risk": "Nobody is at risk.",
    "changed": "Nothing changed today.",
    "due": "Nobody is due: everything on file is read.",
}
SHOWN = 50


def finder(*, now: datetime, chosen: str = "") -> None:
    """Draw the search box, the lists and their filters, and the clients they give.

    A search looks among all clients: the lists and filters rest meanwhile, in their places, so that nothing jumps.
    """
    typed = st.text_input(
        "Search clients",
        key="client_search",
        placeholder="Name, address, company or phone",
        label_visibility="collapsed",
        icon=":material/search:",
        live=True,
    )
    focus("client_search", visit=chosen or "lists")
    is_search = bool(typed and typed.strip())
    name = st.segmented_control(
        "List", list(LISTS), format_func=(BESIDE if chosen else LISTS).__getitem__, default="recent",
        key="client_list", required=True, label_visibility="collapsed", persist_state="session", disabled=is_search,
    )  # fmt: skip
    status, role = _filters(disabled=is_search)
    if is_search:
        matches = data.search(typed)
        empty = "Nobody found. Try fewer letters, or another spelling."
        _lines(matches, "Results", empty=empty, now=now, chosen=chosen, words=typed)
        return
    if name == "due":
        listed = data.due_now(now=now, status=status, role=role)
    else:
        listed = data.listed(name or "recent", since=_midnight(now), status=status, role=role)
    empty = "No client in this list has that status and role." if status or role else EMPTY[name or "recent"]
    _lines(listed, LISTS[name or "recent"], empty=empty, now=now, chosen=chosen)
    if len(listed) >= SHOWN:
        st.caption(f"The first {SHOWN} are shown; search or filter for others.")


def _filters(*, disabled: bool) -> tuple[str | None, str | None]:
    with st.container(horizontal=True, gap="small"):
        status = st.selectbox(
            "Status", cards.STATUSES, index=None, placeholder="Any status", format_func=labels.spoken,
            key="client_status", label_visibility="collapsed", persist_state="session", disabled=disabled,
        )  # fmt: skip
        role = st.selectbox(
            "Role", data.roles(data.database_label()), index=None, placeholder="Any role",
            format_func=labels.spoken, key="client_role", label_visibility="collapsed", persist_state="session",
            disabled=disabled,
        )  # fmt: skip
    return status, role


def _lines(
    matches: Sequence[ContactMatch], label: str, *, empty: str, now: datetime, chosen: str, words: str = ""
) -> None:
    there = {str(item.contact_id): _address(item) for item in matches}
    rows(
        [_line(item, now=now, is_beside=bool(chosen)) for item in matches],
        key=f"clients_{'beside' if chosen else 'lists'}",
        label=label,
        on_pick=lambda picked: navigation.go(there.get(picked) or Address(UUID(picked))),
        chosen=[chosen] if chosen else [],
        empty=empty,
        search=Search(words, box="client_search"),
        look="compact",
    )


def _line(item: ContactMatch, *, now: datetime, is_beside: bool) -> Row:
    at = item.waits_since or item.last_updated_at
    known = (item.company, item.note or item.email or item.phone)
    return Row(
        id=str(item.contact_id),
        title=called(item.name, item.email, item.phone),
        note=(item.note or item.company or "") if is_beside else " · ".join(text for text in known if text),
        meta=_when(item, now),
        hint=f"{'Waits since' if item.waits_since else 'Updated'} {formatting.absolute(at)}" if at else "",
        chips=(Chip(labels.spoken(item.status), STATUSES.get(item.status, "calm")),) if item.status else (),
    )


def _when(item: ContactMatch, now: datetime) -> str:
    """Since when a client waits for our reply, else how old what is known is."""
    if item.waits_since:
        return f"since {formatting.day(item.waits_since, now)}"
    return formatting.ago(item.last_updated_at, now) if item.last_updated_at else "not read yet"


def _address(item: ContactMatch) -> Address:
    """Where a line leads: to the conversation that waits for a reply, else to the client."""
    here = Address(item.contact_id)
    return here.conversation(thread=item.thread) if item.thread else here


def _midnight(now: datetime) -> datetime:
    """When today began where the reader is."""
    return now.astimezone(formatting.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
