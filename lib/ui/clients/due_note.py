"""One line on a client: whether a worker will read something by itself, why, and since when it waits."""

from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from lib.context.queue import due
from lib.context.queue.due import REASONS, Due
from lib.context.store.sources import reading
from lib.ui.app.cached import context_database, current_settings
from lib.ui.components import formatting


def note(contact_id: UUID, *, now: datetime) -> Markup:
    """The line; empty where nothing is due or will be."""
    pace = due.pace_of(current_settings())
    with reading(context_database()) as connection:
        found = due.waiting(connection, now=now, pace=pace, contacts=[contact_id])
    return Markup(" ").join(sentence(item, now=now) for item in found)


def sentence(item: Due, *, now: datetime) -> Markup:
    """What waits, in words; the reason of a single failure is told where it happened and in the history."""
    state = item.state(now)
    why = Markup("{}, {}").format(REASONS[item.reason], formatting.short(item.since, now))
    if state == "waiting":
        return Markup("Will be read by itself {}: {}").format(formatting.short(item.due_at, now), why)
    if state in ("resting", "needs attention"):
        failures = "1 failure" if item.attempts == 1 else f"{item.attempts} failures"
        again = Markup(", tried again {}").format(formatting.short(item.next_at, now)) if item.next_at else ""
        because = f": {item.error}" if item.error and state == "needs attention" else ""
        return Markup("{} after {}{}{}").format(state.capitalize(), failures, again, because)
    return Markup("{}: {}").format(state.capitalize(), why)
