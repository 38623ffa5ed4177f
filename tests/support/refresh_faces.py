"""A refresh by one of its faces, with a fault: `python -m tests.support.refresh_faces URL FACE FAULT CONTACT`.

The faces are the worker, the page's job inside the dashboard's server, and the command. Only the reader is scripted.
"""

import asyncio
import os
import signal
import sys
import time
from typing import Any
from uuid import UUID

from lib import cli
from lib.context import readers, refresh
from lib.context.queue import due, lease, leased_refresh, worker
from lib.context.queue.lease import Lease
from lib.context.queue.leased_refresh import LeasedRefresh
from lib.context.readers import ReaderFailed
from lib.context.store import writes
from lib.context.store.writes import Overtaken
from lib.database import engine
from lib.serve.background_worker import beside_the_dashboard
from lib.ui.clients import jobs
from tests.support.scripted_reader import ScriptedReader, notes_every_source

FACES = ("worker", "page", "command")
PLACES = {
    "before the lease": (lease, "take"),
    "inside the lease": (due, "is_due"),
    "while writing the run": (writes, "_insert_seen"),
    "while writing the ledger": (writes, "_write_ledger"),
    "while writing the object": (writes, "_write_object"),
    "before the lease is given back": (lease, "finish"),
}
"""Where the process can be killed, beside the steps of a refresh."""
STEPS = ("collecting", "asking", "judging", "saving")


def script(request: dict[str, Any]) -> dict[str, Any]:
    """What the reader does: fail as expected or not, be told to end while it is asked, or answer."""
    match fault:
        case "failure":
            raise ReaderFailed("The model said no.", status="wrong_format")
        case "unforeseen":
            raise KeyError("the client's own words")
        case "told to end" | "interrupted":
            os.kill(os.getpid(), signal.SIGTERM if fault == "told to end" else signal.SIGINT)
            time.sleep(0.3)
    return notes_every_source(request)


def be_faulty() -> None:
    """Break what the fault asks for."""

    def die(*_arguments: Any, **_options: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def overtaken(*_arguments: Any, **_options: Any) -> None:
        raise Overtaken

    def step(self: LeasedRefresh, name: str, held: Lease) -> None:
        renew(self, name, held)
        if name == fault:
            die()

    renew = LeasedRefresh._step
    leased_refresh.LeasedRefresh._step = step  # type: ignore[method-assign]
    if fault in PLACES:
        setattr(*PLACES[fault], die)
    if fault == "overtaken":
        refresh.save = overtaken  # type: ignore[assignment]


async def serve_one_job(url: str, contact_id: UUID) -> None:
    """Run a page's job in a server that ends when the job is done, or when it is told to end."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    async with beside_the_dashboard(None):
        job = jobs.start(
            engine(url), contact_id, reader=lambda: ScriptedReader(script), base_version=0, actor="tom", seconds=60
        )
        assert job.future is not None
        job.future.add_done_callback(lambda _done: loop.call_soon_threadsafe(ended.set))
        await ended.wait()


if __name__ == "__main__":
    address, face, fault, contact = sys.argv[1:]
    os.environ["DATABASE_URL"] = address
    be_faulty()
    worker.reader_for = readers.reader_for = lambda _settings: ScriptedReader(script)  # type: ignore[assignment]
    match face:
        case "worker":
            cli.app(["worker", "--once"])
        case "page":
            asyncio.run(serve_one_job(address, UUID(contact)))
            os._exit(0)  # whatever the server has not waited for is cut off
        case "command":
            cli.app(["context", "refresh", contact, "--json"])
