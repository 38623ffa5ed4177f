"""Refreshes the contacts that are due, most urgent first; any number of workers on any number of machines may run."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Event
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from lib.context.queue import due
from lib.context.queue.due import Due, Pace
from lib.context.queue.leased_refresh import BEYOND_CALL, Clock, LeasedRefresh, in_the_log
from lib.context.queue.limits import Limits, limits_of, used_today
from lib.context.queue.side_by_side import side_by_side
from lib.context.readers import Reader, reader_for
from lib.database import database_clock, transaction
from lib.errors import NewerTables, OrbError
from lib.settings import Settings

POLL_SECONDS = 20.0
SWEEP = timedelta(hours=1)
SWEPT_AT_ONCE = 1000
WITH_MODEL = 8
"""Contacts that a worker refreshes at once where nothing else is said and a language model reads: its answers take
seconds, which others use. The local rules take the processor itself, and one contact at a time is as fast."""
WITHOUT_READER: tuple[due.Reason, ...] = ("changed_row", "clock")
OUTAGE = (OrbError, SQLAlchemyError)
"""What ends one pass over the due contacts, and never the worker: the next pass tries again."""

Log = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Done:
    """What was done for one contact; no text of theirs, so it may be logged."""

    contact_id: UUID
    reason: str
    waited_seconds: int
    status: str
    version: int | None
    tokens: int
    cost: Decimal | None
    duration_ms: int
    attempt: int
    error: str | None


def parallel_of(settings: Settings) -> int:
    """How many contacts a worker refreshes at once: as the settings say, else as suits their reader."""
    return settings.parallel or (WITH_MODEL if settings.has_model else 1)


def worker_of(settings: Settings, database: Engine, *, log: Log, stopping: Event | None = None) -> "Worker":
    """A worker as the settings want it; `database` must lend `parallel_of(settings)` connections."""
    return Worker(
        database,
        reader_for(settings),
        pace=due.pace_of(settings),
        limits=limits_of(settings),
        log=log,
        lease_seconds=settings.model_deadline + BEYOND_CALL,
        stopping=stopping,
        parallel=parallel_of(settings),
    )


class Worker:
    """Takes due contacts, most urgent first, `parallel` at once; `log` gets a document a run and one for an outage."""

    def __init__(
        self,
        database: Engine,
        reader: Reader,
        *,
        pace: Pace | None = None,
        limits: Limits | None = None,
        clock: Clock = database_clock,
        log: Log = lambda entry: None,
        poll_seconds: float = POLL_SECONDS,
        lease_seconds: float = Settings.model_deadline + BEYOND_CALL,
        stopping: Event | None = None,
        parallel: int = 1,
    ) -> None:
        self.database, self.reader, self.parallel = database, reader, parallel
        self.pace, self.limits = pace or Pace(), limits or Limits()
        self.clock, self.log = clock, log
        self.poll_seconds = poll_seconds
        self.stopping = stopping or Event()
        self._swept_at: datetime | None = None
        self._leased = LeasedRefresh(database, seconds=lease_seconds, clock=clock, limits=self.limits)

    def stop(self) -> None:
        """Ask for an end: what is under way is finished first."""
        self.stopping.set()

    def run(self) -> None:
        """Work until asked to stop; what goes wrong with the database is logged and waited for.

        Raises `NewerTables`: what runs here is too old for the database and stays so.
        """
        while not self.stopping.is_set():
            try:
                is_idle = not self.once()
            except NewerTables:
                raise
            except OUTAGE as error:
                self.log({"event": "outage", "error": in_the_log(error)})
                is_idle = True
            if is_idle:
                self.stopping.wait(self.poll_seconds)

    def once(self) -> tuple[Done, ...]:
        """What one pass over the due contacts did; raises what goes wrong with the database itself."""
        self._leased.give_back()
        done: list[Done] = []

        def take(item: Due) -> bool:
            if self.stopping.is_set():
                return False
            refreshed = self._refresh(item)
            done.extend([refreshed] if refreshed else [])
            return True

        side_by_side(take, self._due(), threads=self.parallel)
        return tuple(done)

    def _due(self) -> tuple[Due, ...]:
        """The contacts of one pass; what only the sweep can see is looked for once an hour."""
        with transaction(self.database) as connection:
            now = self.clock(connection)
            reasons = WITHOUT_READER if self.limits.reached(used_today(connection, now)) else None
            if self._swept_at is None or now >= self._swept_at + SWEEP:
                swept = due.sweep(connection, now=now, pace=self.pace, reasons=reasons, limit=SWEPT_AT_ONCE)
                self._swept_at = now if len(swept) < SWEPT_AT_ONCE else None
                return swept
            return due.recent(connection, now=now, pace=self.pace, reasons=reasons)

    def _refresh(self, item: Due) -> Done | None:
        """What was done for one contact; None where another worker was faster or nothing was to do."""
        finished = self._leased.as_due(item, reader=self.reader, pace=self.pace)
        if finished is None:
            return None
        held, outcome, answers = finished.lease, finished.outcome, finished.answers
        costs = [answer.cost for answer in answers if answer.cost is not None]
        done = Done(
            contact_id=item.contact_id,
            reason=item.reason,
            waited_seconds=max(0, round((held.taken_at - item.since).total_seconds())),
            status=outcome.status,
            version=outcome.version,
            tokens=sum((answer.prompt_tokens or 0) + (answer.completion_tokens or 0) for answer in answers),
            cost=sum(costs, Decimal(0)) if costs else None,
            duration_ms=outcome.duration_ms,
            attempt=held.attempts + 1,
            error=outcome.error,
        )
        self.log({"event": "run", **vars(done)})
        return done


def to_standard_error(entry: dict[str, Any]) -> None:
    """Write one entry of a worker's log to standard error, as one line."""
    sys.stderr.write(line(entry, at=datetime.now(UTC)) + "\n")
    sys.stderr.flush()


def line(entry: dict[str, Any], *, at: datetime) -> str:
    """One entry as one line of JSON that begins with its moment; it holds no word of what clients wrote."""
    return json.dumps({"at": at.isoformat(timespec="milliseconds"), **entry}, default=_jsonable, ensure_ascii=True)


def _jsonable(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)
