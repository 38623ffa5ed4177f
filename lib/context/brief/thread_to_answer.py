"""Which thread is answered."""

from datetime import datetime

from lib.context.engine.derived import Derived
from lib.context.engine.state import State
from lib.context.engine.threads import Thread, all_threads
from lib.errors import OrbError


class NoThread(OrbError):
    title = "There is no such thread with this client."
    next_step = "Leave the thread out: the one that has waited longest is taken."


def thread_of(state: State, derived: Derived, thread_id: str | None, *, now: datetime) -> Thread:
    """The thread of that id, or the one that has waited longest; raises `NoThread`."""
    waits = sorted((item for item in derived.threads if item.needs_reply), key=lambda item: item.waits_since)
    if not thread_id and derived.threads:
        return (*waits, *derived.threads)[0]
    threads = sorted(all_threads(state.rows.sources, now, suggestions=state.rows.suggestions), key=_last, reverse=True)
    chosen = next((item for item in threads if item.id == thread_id), None) if thread_id else next(iter(threads), None)
    if chosen is None:
        known = "; ".join(f"{item.id!r} ({item.topic})" for item in threads[:5])
        raise NoThread(next_step=f"Name one of these: {known}." if known else "No message with this client is on file.")
    return chosen


def _last(thread: Thread) -> datetime:
    return thread.last_at
