"""One line on a client: whether a worker will read something by itself, why, and since when it waits."""

from datetime import datetime
from uuid import UUID

import streamlit as st

from lib.context import due
from lib.context.due import REASONS, Due
from lib.context.sources import reading
from lib.ui import moments
from lib.ui.cached import context_database, current_settings
from lib.ui.text import plain


def note(contact_id: UUID, *, now: datetime) -> None:
    """Draw the line where something is due or will be."""
    pace = due.pace_of(current_settings())
    with reading(context_database()) as connection:
        found = due.waiting(connection, now=now, pace=pace, contacts=[contact_id])
    for item in found:
        st.caption(plain(sentence(item, now=now)))


def sentence(item: Due, *, now: datetime) -> str:
    """What waits, in words."""
    state = item.state(now)
    why = f"{REASONS[item.reason]}, since {moments.written(item.since)}"
    if state == "waiting":
        return f"Will be read by itself from {moments.written(item.due_at)}: {why}"
    if state in ("resting", "needs attention"):
        again = f", tried again {moments.written(item.next_at)}" if item.next_at else ""
        return f"{state.capitalize()} after {item.attempts} failures{again}: {item.error or why}"
    return f"{state.capitalize()}: {why}"
