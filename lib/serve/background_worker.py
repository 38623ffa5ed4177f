"""The worker inside the dashboard: a thread of its server, for a single machine that needs no second process."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lib import settings
from lib.context.queue.leased_refresh import in_the_log
from lib.context.queue.worker import OUTAGE, Log, parallel_of, to_standard_error, worker_of
from lib.installation import context_database
from lib.settings import Settings
from lib.ui.clients.jobs import jobs

RETRY_SECONDS = 10.0
END_SECONDS = 10.0
"""How long the server's end waits for the present contact; what is cut off is taken again when its lease ends."""


class InnerWorker:
    """A thread that works from `start` until `stop`; a database that is away is waited for."""

    def __init__(self, chosen: Settings, *, log: Log = to_standard_error) -> None:
        self._settings, self._log = chosen, log
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
        while not self._stopping.is_set():
            try:
                self._work()
            except OUTAGE as error:
                self._log({"event": "outage", "error": in_the_log(error)})
                self._stopping.wait(RETRY_SECONDS)

    def _work(self) -> None:
        database = context_database(self._settings, connections=parallel_of(self._settings))
        try:
            worker_of(self._settings, database, log=self._log, stopping=self._stopping).run()
        finally:
            database.dispose()


@asynccontextmanager
async def beside_the_dashboard(_app: object) -> AsyncIterator[None]:
    """While the server runs a worker runs beside it, where the settings say so.

    The end waits, for `END_SECONDS` at most, for what the worker and the pages have under way.
    """
    chosen = settings.load()
    worker = InnerWorker(chosen) if chosen.has_worker else None
    if worker:
        worker.start()
    try:
        yield
    finally:
        ends = [asyncio.to_thread(jobs().end, END_SECONDS)]
        if worker:
            ends.append(asyncio.to_thread(worker.stop))
        await asyncio.gather(*ends)
