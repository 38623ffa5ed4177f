"""Refreshes that run outside the page's script: clicks, other pages and a closed tab do not stop them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import Literal
from uuid import UUID

import streamlit as st
from sqlalchemy import Engine

from lib.context.model import Outcome
from lib.context.queue.lease import Lease
from lib.context.queue.leased_refresh import BEYOND_CALL, LeasedRefresh
from lib.context.readers import Reader
from lib.context.refresh import refresh
from lib.database import database_clock, transaction
from lib.errors import OrbError
from lib.ui.components.background import BackgroundJob, drop_old, run_logged

STEPS = {
    "collecting": "Collecting what is on file",
    "asking": "Asking the reader",
    "judging": "Judging what it proposes",
    "saving": "Saving",
}
KEPT = 200
"""Finished refreshes whose result is kept for whoever comes back to look."""


class Unforeseen(OrbError):
    title = "The refresh broke off."
    next_step = "Nothing was saved in this run. Try again; if it happens again, look at the log."


@dataclass(kw_only=True)
class Job(BackgroundJob[Outcome]):
    """One refresh or preview of a contact."""

    contact_id: UUID
    kind: Literal["refresh", "preview"]
    base_version: int
    broken: type[OrbError] = Unforeseen

    @property
    def outcome(self) -> Outcome | None:
        """What it did; None while it runs and where it broke off."""
        return self.result


class Jobs:
    """The refreshes of this server, one for each contact at most."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: dict[UUID, Job] = {}
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="refresh")
        self.orphans: list[Lease] = []
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
            drop_old(self._jobs, KEPT)
            self._jobs[job.contact_id] = job
            job.future = self._pool.submit(run_logged, "A refresh", partial(work, job.steps.append))
            return job

    def end(self, seconds: float) -> None:
        """Wait for the refreshes under way, `seconds` at most; a lease that is cut off runs out by itself."""
        wait([job.future for job in self._jobs.values() if job.future is not None], timeout=seconds)

    def forget(self, contact_id: UUID) -> None:
        """Drop the result of a finished refresh."""
        with self._lock:
            job = self._jobs.get(contact_id)
            if job is not None and not job.is_running:
                del self._jobs[contact_id]


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
        leased = LeasedRefresh(database, seconds=seconds + BEYOND_CALL, orphans=jobs().orphans)
        return leased.as_asked(contact_id, reader=chosen, actor=actor, progress=report)

    kind: Literal["refresh", "preview"] = "preview" if dry_run else "refresh"
    return jobs().start(
        Job(contact_id=contact_id, kind=kind, base_version=base_version, started_at=datetime.now(UTC)), work
    )
