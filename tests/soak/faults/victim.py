"""A worker, or what a page does for a person, in a process of its own that is killed at one of its writes."""

import multiprocessing
import os
import signal
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.engine import Connection

from lib.context import decisions
from lib.context.queue.leased_refresh import LeasedRefresh
from lib.context.queue.worker import Worker
from lib.context.store import reads
from lib.database import database_clock, engine, transaction
from tests.support.scripted_reader import ScriptedReader

WRITES = {"worker": 21, "person": 25}
"""Writes and commits of a worker's pass over one contact; of a refresh that a person asks for, and of a decision."""
SECONDS = 300.0
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.soak.faults.victim"])


def work_until_killed(url: str, ahead: timedelta, write: int, *, contact: UUID | None = None) -> bool:
    """Let a child work that kills itself right after a write, whether it got so far.

    It is a worker that passes over what is due, or somebody who asks for a refresh of `contact` and pins a fact.
    """
    child = FORKED.Process(target=_work, args=(url, ahead, write, contact))
    child.start()
    child.join()
    return child.exitcode == -signal.SIGKILL


def _work(url: str, ahead: timedelta, write: int, contact: UUID | None) -> None:
    database, count = engine(url), 0

    def done(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == write:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(database, "after_cursor_execute")
    def after(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if any(word in statement.lower() for word in ("insert into", "update crm", "delete from")):
            done()

    event.listen(database, "commit", done)

    def clock(connection: Connection) -> datetime:
        return database_clock(connection) + ahead

    if contact is None:
        Worker(database, ScriptedReader(), clock=clock).once()
        return
    LeasedRefresh(database, seconds=SECONDS, clock=clock).as_asked(contact, reader=ScriptedReader(), actor="Tom")
    with transaction(database) as connection:
        now = clock(connection)
        fact = next(fact for fact in reads.facts(connection, contact) if fact.status == "active")
    (decisions.unpin if fact.pinned else decisions.pin)(database, contact, fact.id, actor="Tom", now=now)
