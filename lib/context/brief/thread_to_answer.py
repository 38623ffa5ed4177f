"""Which thread is answered."""

from collections.abc import Sequence
from datetime import datetime

from lib.context.engine.state import State
from lib.context.engine.threads import Thread, all_threads, open_threads
from lib.errors import OrbError


class NoThread(OrbError):
    title = "There is no such thread with this client."
    next_step = "Leave the thread out: the one that has waited longest is taken."


def thread_of(state: State, thread_id: str | None, *, now: datetime, threads: Sequence[Thread] | None = None) -> Thread:
    """The thread of that id, or the one that has waited longest; raises `NoThread`.

    `threads` are the open ones where they are known.
    """
    if not thread_id and (waiting := _longest_waiting(state, now, threads)):
        return waiting
    on_file = sorted(all_threads(state.rows.sources, now, suggestions=state.rows.suggestions), key=_last, reverse=True)
    chosen = next((item for item in on_file if item.id == thread_id), None) if thread_id else next(iter(on_file), None)
    if chosen is None:
        known = "; ".join(f"{item.id!r} ({item.topic})" for item in on_file[:5])
        raise NoThread(next_step=f"Name one of these: {known}." if known else "No message with this client is on file.")
    return chosen


def _longest_waiting(state: State, now: datetime, threads: Sequence[Thread] | None) -> Thread | None:
    """The open thread that has waited longest for our answer, else the newest."""
    if threads is None:
        threads = open_threads(state.rows.sources, now, suggestions=state.rows.suggestions)
    waits = sorted((item for item in threads if item.needs_reply), key=lambda item: item.waits_since)
    return next(iter((*waits, *threads)), None)


def _last(thread: Thread) -> datetime:
    return thread.last_at
