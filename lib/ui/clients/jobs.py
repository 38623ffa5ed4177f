"""Refreshes that run outside the page's script: clicks, other pages and a closed tab do not stop them."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from traceback import format_tb
from typing import Literal
from uuid import UUID

import streamlit as st
from sqlalchemy import Engine

from lib.context.model import Outcome
from lib.context.queue import lease
from lib.context.queue.worker import BEYOND_CALL, database_clock
from lib.context.readers import Reader
from lib.context.refresh import refresh
from lib.database import transaction
from lib.errors import OrbError

STEPS = {
    "collecting": "Collecting what is on file",
    "asking": "Asking the reader",
    "judging": "Judging what it proposes",
    "saving": "Saving",
}
KEPT = 200
"""Finished refreshes whose result is kept for whoever comes back to look."""
LOG = logging.getLogger(__name__)


class Held(OrbError):
    title = "A worker refreshes this client right now."
    next_step = "Wait a moment: the new version shows by itself when you open the client again."


class Unforeseen(OrbError):
    title = "The refresh broke off."
    next_step = "Nothing was saved in this run. Try again; if it happens again, look at the log."


@dataclass
class Job:
    """One refresh under way or done; `step` is the last one it reached."""

    contact_id: UUID
    kind: Literal["refresh", "preview"]
    base_version: int
    started_at: datetime
    steps: list[str] = field(default_factory=list)
    future: "Future[Outcome] | None" = None

    @property
    def is_running(self) -> bool:
        """Whether it is still under way."""
        return self.future is None or not self.future.done()

    @property
    def outcome(self) -> Outcome | None:
        """What it did; None while it runs and where it broke off."""
        return None if self.future is None or self.error or not self.future.done() else self.future.result()

    @property
    def error(self) -> OrbError | None:
        """Why it broke off; None where it did not."""
        if self.future is None or not self.future.done():
            return None
        error = self.future.exception()
        return error if error is None or isinstance(error, OrbError) else Unforeseen()


class Jobs:
    """The refreshes of this server, one for each contact at most."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: dict[UUID, Job] = {}
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="refresh")
        self.orphans: dict[UUID, lease.Lease] = {}
        """Leases that could not be given back, because the database was lost; the next refresh does it."""

    def of(self, contact_id: UUID) -> Job | None:
        """The contact's refresh that runs or was the last one; None where none is kept."""
        return self._jobs.get(contact_id)

    def start(self, job: Job, work: Callable[[Callable[[str], None]], Outcome]) -> Job:
        """Start `work`, or give the refresh of the same contact that is under way already."""
        with self._lock:
            running = self._jobs.get(job.contact_id)
            if running is not None and running.is_running:
                return running
            for old in [key for key, item in self._jobs.items() if not item.is_running][: -KEPT or None]:
                del self._jobs[old]
            self._jobs[job.contact_id] = job
            job.future = self._pool.submit(_told, work, job.steps.append)
            return job

    def forget(self, contact_id: UUID) -> None:
        """Drop the result of a finished refresh."""
        with self._lock:
            job = self._jobs.get(contact_id)
            if job is not None and not job.is_running:
                del self._jobs[contact_id]


def _told(work: Callable[[Callable[[str], None]], Outcome], report: Callable[[str], None]) -> Outcome:
    """What `work` gives; where it breaks off unforeseen, the log says where, without words that may be a client's."""
    try:
        return work(report)
    except Exception as error:
        if not isinstance(error, OrbError):
            LOG.error("A refresh broke off: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        raise


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """The refreshes of this server, shared by all its visitors."""
    return Jobs()


def start(
    database: Engine,
    contact_id: UUID,
    *,
    reader: Callable[[], Reader],
    base_version: int,
    actor: str,
    seconds: float,
    dry_run: bool = False,
) -> Job:
    """Start a refresh or a preview of a contact, unless one is under way.

    `seconds` is the reader's deadline. A refresh holds the contact's lease, so that no worker reads it at the same
    time; a preview saves nothing and holds none.
    """

    def work(report: Callable[[str], None]) -> Outcome:
        report("collecting")
        chosen = reader()
        if dry_run:
            with transaction(database) as connection:
                now = database_clock(connection)
            return refresh(database, contact_id, reader=chosen, now=now, actor=actor, dry_run=True, progress=report)
        return _leased(database, contact_id, chosen, actor=actor, seconds=seconds, report=report)

    kind: Literal["refresh", "preview"] = "preview" if dry_run else "refresh"
    return jobs().start(Job(contact_id, kind, base_version, datetime.now(UTC)), work)


def _leased(
    database: Engine, contact_id: UUID, reader: Reader, *, actor: str, seconds: float, report: Callable[[str], None]
) -> Outcome:
    """One refresh under the contact's lease; raises `Held` where a worker has it."""
    held_for = seconds + BEYOND_CALL
    orphans = jobs().orphans
    with transaction(database) as connection:
        now = database_clock(connection)
        if (lost := orphans.get(contact_id)) is not None:
            lease.put_back(connection, lost, next_at=now)
        lease.request(connection, contact_id, actor=actor, now=now)
        held = lease.take(connection, contact_id, now=now, seconds=held_for)
    orphans.pop(contact_id, None)
    if held is None:
        raise Held

    def step(name: str) -> None:
        report(name)
        with transaction(database) as connection:
            lease.renew(connection, held, now=database_clock(connection), seconds=held_for)

    orphans[contact_id] = held  # until it is given back: a database that is lost meanwhile cannot take it
    failure = "The refresh broke off."
    try:
        outcome = refresh(database, contact_id, reader=reader, now=now, actor=actor, progress=step)
        failure = (outcome.error or "The refresh failed.") if outcome.status == "failed" else ""
    finally:
        with transaction(database) as connection:
            if failure:
                lease.failed(connection, held, failure, now=database_clock(connection))
            else:
                lease.done(connection, held)
        orphans.pop(contact_id, None)
    return outcome
