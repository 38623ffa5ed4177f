"""Refreshes the contacts that are due, most urgent first; any number of workers on any number of machines may run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Event
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from lib.context.engine.request import BUDGET
from lib.context.model import Outcome
from lib.context.queue import due, lease
from lib.context.queue.due import Due, Pace
from lib.context.queue.lease import Lease, LeaseLost
from lib.context.queue.limits import LimitReached, Limits, limits_of, used_today
from lib.context.queue.poison_message import ALONE_AFTER, Watched, one_at_a_time
from lib.context.readers import Reader, reader_for
from lib.context.refresh import refresh
from lib.context.store.sources import named_missing
from lib.database import statement, transaction
from lib.errors import NoDatabase, OrbError
from lib.settings import Settings

POLL_SECONDS = 20.0
SWEEP = timedelta(hours=1)
BEYOND_CALL = 120.0
"""Seconds that a lease outlives the longest call to a model; it is renewed at each step of a refresh."""
SWEPT_AT_ONCE = 1000
WITHOUT_READER: tuple[due.Reason, ...] = ("changed_row", "clock")
OUTAGE = (OrbError, SQLAlchemyError)
"""What ends one pass over the due contacts, and never the worker: the next pass tries again."""

Clock = Callable[[Connection], datetime]
Log = Callable[[dict[str, Any]], None]


def database_clock(connection: Connection) -> datetime:
    """The database's own time: machines may disagree about theirs."""
    moment: datetime = connection.execute(statement("context/clock")).scalar_one()
    return moment.astimezone(UTC)


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


def in_the_log(error: Exception) -> str:
    """What went wrong, without the words of an error that is not ours: they may quote what a client wrote."""
    if isinstance(error, OrbError):
        return error.title
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"Unexpected: {type(cause).__name__}."


def worker_of(settings: Settings, database: Engine, *, log: Log, stopping: Event | None = None) -> "Worker":
    """A worker as the settings want it."""
    return Worker(
        database,
        reader_for(settings),
        pace=due.pace_of(settings),
        limits=limits_of(settings),
        log=log,
        lease_seconds=settings.model_deadline + BEYOND_CALL,
        stopping=stopping,
    )


class Worker:
    """Takes due contacts one after the other; `log` gets one document a run and one for each outage."""

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
        lease_seconds: float = 60 + BEYOND_CALL,
        stopping: Event | None = None,
    ) -> None:
        self.database, self.reader = database, reader
        self.pace, self.limits = pace or Pace(), limits or Limits()
        self.clock, self.log = clock, log
        self.poll_seconds, self.lease_seconds = poll_seconds, lease_seconds
        self.stopping = stopping or Event()
        self._swept_at: datetime | None = None
        self._orphans: list[Lease] = []

    def stop(self) -> None:
        """Ask for an end: the present contact is finished first."""
        self.stopping.set()

    def run(self) -> None:
        """Work until asked to stop; what goes wrong with the database is logged and waited for."""
        while not self.stopping.is_set():
            try:
                is_idle = not self.once()
            except OUTAGE as error:
                self.log({"event": "outage", "error": in_the_log(error)})
                is_idle = True
            if is_idle:
                self.stopping.wait(self.poll_seconds)

    def once(self) -> tuple[Done, ...]:
        """What one pass over the due contacts did; raises what goes wrong with the database itself."""
        self._give_back()
        done: list[Done] = []
        for item in self._due():
            if self.stopping.is_set():
                break
            finished = self._contact(item)
            if finished is not None:
                done.append(finished)
        return tuple(done)

    def _due(self) -> tuple[Due, ...]:
        """The contacts of one pass; what only the sweep can see is looked for once an hour."""
        with named_missing(), transaction(self.database) as connection:
            now = self.clock(connection)
            reasons = WITHOUT_READER if self.limits.reached(used_today(connection, now)) else None
            if self._swept_at is None or now >= self._swept_at + SWEEP:
                found = due.sweep(connection, now=now, pace=self.pace, reasons=reasons, limit=SWEPT_AT_ONCE)
                self._swept_at = now if len(found) < SWEPT_AT_ONCE else None
            else:
                found = due.recent(connection, now=now, pace=self.pace, reasons=reasons)
        return found

    def _contact(self, item: Due) -> Done | None:
        """What was done for one contact; None where another worker was faster or nothing was to do."""
        with named_missing(), transaction(self.database) as connection:
            now = self.clock(connection)
            held = lease.take(connection, item.contact_id, now=now, seconds=self.lease_seconds)
            if held is None:
                return None
            if not due.is_due(connection, item.contact_id, now=now, pace=self.pace):
                lease.put_back(connection, held, next_at=now)
                return None
        watched = Watched(self.reader)
        try:
            outcome = self._refreshed(item, held, watched, now)
        except NoDatabase:
            self._orphans.append(held)
            raise
        except LeaseLost:
            return None
        except LimitReached:
            with transaction(self.database) as connection:
                lease.put_back(connection, held, next_at=now)
            return None
        except Exception as error:  # noqa: BLE001 — what goes wrong for one contact must not stop the others
            outcome = Outcome("failed", None, error=in_the_log(error))
        return self._finished(item, held, watched, outcome, now)

    def _refreshed(self, item: Due, held: Lease, watched: Watched, now: datetime) -> Outcome:
        def attempt(budget: int) -> Outcome:
            return refresh(
                self.database,
                item.contact_id,
                reader=watched,
                now=now,
                trigger=item.reason,
                actor=held.requested_by or "worker",
                progress=lambda step: self._step(step, held),
                budget=budget,
            )

        if held.attempts >= ALONE_AFTER:
            return one_at_a_time(self.database, item.contact_id, attempt, watched)
        return attempt(BUDGET)

    def _step(self, step: str, held: Lease) -> None:
        """At each step of a refresh the lease is renewed; before a reader is asked the limits are looked at."""
        with transaction(self.database) as connection:
            now = self.clock(connection)
            lease.renew(connection, held, now=now, seconds=self.lease_seconds)
            if step == "asking" and self.limits.exist and self.limits.reached(used_today(connection, now)):
                raise LimitReached

    def _finished(self, item: Due, held: Lease, watched: Watched, outcome: Outcome, started: datetime) -> Done:
        try:
            with transaction(self.database) as connection:
                now = self.clock(connection)
                if outcome.status == "failed":
                    lease.failed(connection, held, outcome.error or "It failed without a word.", now=now)
                elif outcome.status == "busy":
                    lease.put_back(connection, held, next_at=now + lease.BACKOFF[0])
                else:
                    lease.done(connection, held)
        except NoDatabase:
            self._orphans.append(held)
            raise
        costs = [answer.cost for answer in watched.answers if answer.cost is not None]
        done = Done(
            contact_id=item.contact_id,
            reason=item.reason,
            waited_seconds=max(0, round((started - item.since).total_seconds())),
            status=outcome.status,
            version=outcome.version,
            tokens=sum((a.prompt_tokens or 0) + (a.completion_tokens or 0) for a in watched.answers),
            cost=sum(costs, Decimal(0)) if costs else None,
            duration_ms=outcome.duration_ms,
            attempt=held.attempts + 1,
            error=outcome.error,
        )
        self.log({"event": "run", **vars(done)})
        return done

    def _give_back(self) -> None:
        """Leases that were held when the database was lost are free again."""
        while self._orphans:
            with transaction(self.database) as connection:
                lease.put_back(connection, self._orphans[-1], next_at=self.clock(connection))
            self._orphans.pop()
