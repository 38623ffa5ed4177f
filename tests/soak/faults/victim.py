"""A worker in a process of its own that is killed at one of its writes."""

import multiprocessing
import os
import signal
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection

from lib.context.queue.worker import Worker
from lib.database import database_clock, engine
from tests.support.scripted_reader import ScriptedReader

MOST_WRITES = 21
"""Writes and commits of a pass over one contact."""
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.soak.faults.victim"])


def work_until_killed(url: str, ahead: timedelta, write: int) -> bool:
    """Let a worker pass over what is due in a child that kills itself right after a write; whether it got so far."""
    child = FORKED.Process(target=_work, args=(url, ahead, write))
    child.start()
    child.join()
    return child.exitcode == -signal.SIGKILL


def _work(url: str, ahead: timedelta, write: int) -> None:
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

    Worker(database, ScriptedReader(), clock=clock).once()
