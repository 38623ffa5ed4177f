"""The worker inside the dashboard: a thread of its server, for a single machine that needs no second process.

What it works with is imported when it begins: before the first page that would take longer than the page itself.
"""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from lib import settings
from lib.collector import collecting
from lib.settings import Settings

if TYPE_CHECKING:
    from lib.context.queue.worker import Log

FIRST_PAGE_SECONDS = 5.0
"""How long the worker leaves the processor to the first page of a server that has just started."""
JOBS = "lib.ui.clients.jobs"
RETRY_SECONDS = 10.0
END_SECONDS = 10.0
"""How long the server's end waits for the present contact; what is cut off is taken again when its lease ends."""


class InnerWorker:
    """A thread that works from `after` seconds after `start` until `stop`; a database that is away is waited for."""

    def __init__(self, chosen: Settings, *, log: "Log | None" = None, after: float = 0.0) -> None:
        self._settings, self._log, self._after = chosen, log, after
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way, at the latest after `END_SECONDS`."""
        self._stopping.set()
        self._thread.join(END_SECONDS)

    def _run(self) -> None:
        if self._stopping.wait(self._after):
            return
        from lib.context.queue.leased_refresh import in_the_log
        from lib.context.queue.worker import OUTAGE, to_standard_error
        from lib.errors import NewerTables

        log = self._log or to_standard_error
        while not self._stopping.is_set():
            try:
                self._work(log)
            except OUTAGE as error:
                log({"event": "outage", "error": in_the_log(error)})
                if isinstance(error, NewerTables):
                    return
                self._stopping.wait(RETRY_SECONDS)

    def _work(self, log: "Log") -> None:
        from lib.context.queue.worker import parallel_of, worker_of
        from lib.installation import context_database

        database = context_database(self._settings, connections=parallel_of(self._settings))
        try:
            worker_of(self._settings, database, log=log, stopping=self._stopping).run()
        finally:
            database.dispose()


@asynccontextmanager
async def beside_the_dashboard(_app: object) -> AsyncIterator[None]:
    """While the server runs a worker runs beside it, where the settings say so.

    The end waits, for `END_SECONDS` at most, for what the worker and the pages have under way.
    """
    chosen = settings.load()
    worker = InnerWorker(chosen, after=FIRST_PAGE_SECONDS) if chosen.has_worker else None
    if worker:
        worker.start()
    try:
        with collecting():
            yield
    finally:
        ends = [asyncio.to_thread(worker.stop)] if worker else []
        if JOBS in sys.modules:  # a page has started some
            from lib.ui.clients.jobs import jobs

            ends.append(asyncio.to_thread(jobs().end, END_SECONDS))
        await asyncio.gather(*ends)
