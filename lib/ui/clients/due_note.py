"""One line on a client: whether a worker will read something by itself, why, and since when it waits."""

from datetime import datetime
from uuid import UUID

from lib.context.queue import due
from lib.context.queue.due import REASONS, Due
from lib.context.store.sources import reading
from lib.ui.app.cached import context_database, current_settings
from lib.ui.components import formatting
from lib.ui.components.escape import html


def note(contact_id: UUID, *, now: datetime) -> str:
    """HTML of the line; empty where nothing is due or will be."""
    pace = due.pace_of(current_settings())
    with reading(context_database()) as connection:
        found = due.waiting(connection, now=now, pace=pace, contacts=[contact_id])
    return " ".join(sentence(item, now=now) for item in found)


def sentence(item: Due, *, now: datetime) -> str:
    """HTML of what waits, in words; the reason of a single failure is told where it happened and in the history."""
    state = item.state(now)
    why = f"{html(REASONS[item.reason])}, {formatting.short(item.since, now)}"
    if state == "waiting":
        return f"Will be read by itself {formatting.short(item.due_at, now)}: {why}"
    if state in ("resting", "needs attention"):
        failures = "1 failure" if item.attempts == 1 else f"{item.attempts} failures"
        again = f", tried again {formatting.short(item.next_at, now)}" if item.next_at else ""
        because = f": {html(item.error or '')}" if item.error and state == "needs attention" else ""
        return f"{state.capitalize()} after {failures}{again}{because}"
    return f"{state.capitalize()}: {why}"
