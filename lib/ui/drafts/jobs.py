"""Checks that run outside the page's script: clicks, other pages and a closed tab do not stop them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Lock, Timer

import streamlit as st
from sqlalchemy import Engine

from lib import settings
from lib.database import transaction
from lib.errors import OrbError
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.duration import DiskSpeed
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from lib.schema.drafts.store import SchemaDraft
from lib.ui.components.background import BackgroundJob, drop_old, run_logged

IDLE_SECONDS = 900
"""After which the shadow, whom nobody has asked, is given up."""
KEPT_JOBS = 100


class BrokenCheck(OrbError):
    title = "The check broke off."
    next_step = "Nothing outside of the shadow was touched. Try again; if it happens again, look at the log."


@dataclass(kw_only=True)
class CheckJob(BackgroundJob[None]):
    """One check of a version of a draft."""

    version: int
    broken: type[OrbError] = BrokenCheck


class CheckJobs:
    """The checks of this server: one at a time, all of them in one shadow."""

    def __init__(self, shadow_url: str = "") -> None:
        self._lock = Lock()
        self._jobs: dict[int, CheckJob] = {}
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="draft-check")
        self._keeper = ShadowKeeper(shadow_url)
        self._idle: Timer | None = None

    def of(self, draft: int) -> CheckJob | None:
        """The draft's check that runs or was the last one; None where none is kept."""
        return self._jobs.get(draft)

    def start(self, context: Engine, explored: Engine, of: SchemaDraft, *, disk: DiskSpeed) -> None:
        """Start a check of the newest version, unless one of it is under way."""
        with self._lock:
            running = self._jobs.get(of.draft)
            if running is not None and running.is_running and running.version == of.version:
                return
            drop_old(self._jobs, KEPT_JOBS)
            job = self._jobs[of.draft] = CheckJob(version=of.version, started_at=datetime.now(UTC))

            def work() -> None:
                last = partial(cache.load, context, explored)
                report = check(self._keeper, explored, of.sql, progress=job.steps.append, last=last)
                with transaction(context) as connection:
                    store.save_check(connection, of, report, disk=disk)

            job.future = self._pool.submit(self._run, work)

    def close(self) -> None:
        """Give the shadow up."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._keeper.close()

    def _run(self, work: Callable[[], None]) -> None:
        if self._idle:
            self._idle.cancel()
        try:
            run_logged("A check", work)
        finally:
            self._idle = Timer(IDLE_SECONDS, self._keeper.close)
            self._idle.daemon = True
            self._idle.start()


@st.cache_resource(show_spinner=False, on_release=lambda made: made.close())
def check_jobs() -> CheckJobs:
    """The checks of this server, shared by all its visitors."""
    return CheckJobs(settings.load().shadow_url)
