"""One refresh under the contact's lease: the same for the worker, the page and the command.

Saved or nothing new gives the lease back and forgets failures and request. "Busy" puts it back with a back-off; the
request and the count of failures stay. A failure counts, and the contact rests. Whoever is killed loses the lease when
it runs out. Whoever is interrupted, or at the day's limit, puts it back at once, and nothing counts as failed.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from lib.context.engine.request import BUDGET
from lib.context.model import Outcome, ReaderAnswer
from lib.context.queue import due, lease
from lib.context.queue.due import Due, Pace
from lib.context.queue.lease import Lease, LeaseLost
from lib.context.queue.limits import LimitReached, Limits, used_today
from lib.context.queue.poison_message import ALONE_AFTER, Watched, one_at_a_time
from lib.context.readers import Reader
from lib.context.refresh import Progress, refresh, silent
from lib.context.store import sources
from lib.database import database_clock, transaction
from lib.errors import NoDatabase, OrbError

BEYOND_CALL = 120.0
"""Seconds that a lease outlives the longest call to a model; it is renewed at each step of a refresh."""
HELD = "Somebody refreshes this client right now. Your request is kept: look again in a moment."
Clock = Callable[[Connection], datetime]


@dataclass(frozen=True)
class Finished:
    """What a worker's turn with one contact came to."""

    lease: Lease
    outcome: Outcome
    answers: tuple[ReaderAnswer, ...]
    """Everything that the reader answered, also where the outcome is a failure."""


class LeasedRefresh:
    """Refreshes contacts of one database, each under its lease; threads may share it.

    `seconds` is how long a lease holds unless it is renewed; `orphans` are leases that a lost database has left over.
    """

    def __init__(
        self,
        database: Engine,
        *,
        seconds: float,
        clock: Clock = database_clock,
        limits: Limits | None = None,
        orphans: list[Lease] | None = None,
    ) -> None:
        self.database, self.seconds = database, seconds
        self.clock, self.limits = clock, limits or Limits()
        self._orphans = [] if orphans is None else orphans
        self._gate, self._asking = Lock(), set[UUID]()

    def as_asked(self, contact_id: UUID, *, reader: Reader, actor: str, progress: Progress = silent) -> Outcome:
        """The outcome of a refresh that a person asked for; "busy" where another holds the lease.

        Raises `NoContact`, `LeaseLost`, and what goes wrong unforeseen, once it is counted as a failure.
        """
        self.give_back()
        with transaction(self.database) as connection:
            sources.contact(connection, contact_id)
            now = self.clock(connection)
            lease.request(connection, contact_id, actor=actor, now=now)
            held = lease.take(connection, contact_id, now=now, seconds=self.seconds)
        if held is None:
            return Outcome("busy", None, reader=reader.name, error=HELD)
        outcome, error = self._refresh(held, Watched(reader), trigger="manual", actor=actor, progress=progress)
        if error is not None:
            raise error
        assert outcome is not None  # noqa: S101  without an outcome there is an error
        return outcome

    def as_due(self, item: Due, *, reader: Reader, pace: Pace) -> Finished | None:
        """What came of a contact that was due; None where another was faster, took over, or the limit is reached."""
        with transaction(self.database) as connection:
            now = self.clock(connection)
            held = lease.take(connection, item.contact_id, now=now, seconds=self.seconds)
            if held is None:
                return None
            if not due.is_due(connection, item.contact_id, now=now, pace=pace):
                lease.put_back(connection, held, next_at=now)
                return None
        watched = Watched(reader)
        outcome, _error = self._refresh(held, watched, trigger=item.reason, actor=held.requested_by or "worker")
        return None if outcome is None else Finished(held, outcome, tuple(watched.answers))

    def give_back(self) -> None:
        """Free the leases that were held when the database was lost."""
        for orphan in list(self._orphans):
            with transaction(self.database) as connection:
                lease.put_back(connection, orphan, next_at=self.clock(connection))
            with suppress(ValueError):  # another thread was faster
                self._orphans.remove(orphan)

    def _refresh(
        self, held: Lease, watched: Watched, *, trigger: str, actor: str, progress: Progress = silent
    ) -> tuple[Outcome | None, Exception | None]:
        """The outcome of a refresh under a lease, which is given back however it ends, and the error that ended it.

        No outcome: another took over, or the limit is reached. Raises `NoDatabase` and what ends the process.
        """

        def step(name: str) -> None:
            progress(name)
            self._step(name, held)

        def attempt(budget: int) -> Outcome:
            try:
                return refresh(
                    self.database,
                    held.contact_id,
                    reader=watched,
                    now=held.taken_at,
                    trigger=trigger,
                    actor=actor,
                    progress=step,
                    budget=budget,
                )
            finally:
                self._asking.discard(held.contact_id)

        outcome: Outcome | None = None
        error: Exception | None = None
        try:
            if held.attempts >= ALONE_AFTER:
                outcome = one_at_a_time(self.database, held.contact_id, attempt=attempt, watched=watched)
            else:
                outcome = attempt(BUDGET)
        except NoDatabase:
            self._orphans.append(held)
            raise
        except (LeaseLost, LimitReached) as stopped:
            error = stopped
        except Exception as unforeseen:  # noqa: BLE001 — what goes wrong for one contact must not stop the others
            outcome, error = Outcome("failed", None, error=in_the_log(unforeseen)), unforeseen
        except BaseException:  # the process is told to end
            self._end(held, None)
            raise
        self._end(held, outcome)  # of a lease that was lost nothing is left to give back
        return outcome, error

    def _step(self, step: str, held: Lease) -> None:
        """Renew the lease at a step of a refresh; before a reader is asked, raise `LimitReached` at the day's limit."""
        with transaction(self.database) as connection:
            now = self.clock(connection)
            lease.renew(connection, held, now=now, seconds=self.seconds)
        if step == "asking" and self.limits.exist:
            self._ask(held)

    def _ask(self, held: Lease) -> None:
        """Count a run that is about to ask a reader as used; raises `LimitReached` where the day's limit allows none.

        A run is on file once it has ended; those that other threads are in count by their number, which is taken first:
        one that ends meanwhile counts twice rather than never.
        """
        with self._gate, transaction(self.database) as connection:
            under_way = len(self._asking - {held.contact_id})  # its own last batch is on file
            used = used_today(connection, self.clock(connection))
            if self.limits.reached(replace(used, runs=used.runs + under_way)):
                raise LimitReached
            self._asking.add(held.contact_id)

    def _end(self, held: Lease, outcome: Outcome | None) -> None:
        """Give a lease back as the outcome says; None is no outcome, and nothing counts."""
        try:
            with transaction(self.database) as connection:
                now = self.clock(connection)
                if outcome is None:
                    lease.put_back(connection, held, next_at=now)
                elif outcome.status == "failed":
                    lease.record_failure(connection, held, outcome.error or "It failed without a word.", now=now)
                elif outcome.status == "busy":
                    lease.put_back(connection, held, next_at=now + lease.BACKOFF[0])
                else:
                    lease.finish(connection, held)
        except NoDatabase:
            self._orphans.append(held)
            raise


def in_the_log(error: Exception) -> str:
    """What went wrong, without the words of an error that is not ours: they may quote what a client wrote."""
    if isinstance(error, OrbError):
        return str(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    return f"Unexpected: {type(cause).__name__}."
