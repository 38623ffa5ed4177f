"""A refresh by one of its faces, in a process of its own that has a fault.

The faces are the worker, the page's job inside the dashboard's server, and the command. Only the reader is scripted.
"""

import asyncio
import os
import signal
import subprocess
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
from lib.settings import ROOT
from lib.ui.clients import jobs
from tests.support.processes import forked
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


def run(url: str, face: str, fault: str, contact_id: UUID) -> "subprocess.CompletedProcess[str]":
    """What becomes of a refresh."""
    command = [*forked.python(), "-m", __name__, url, face, fault, str(contact_id)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def main(url: str, face: str, fault: str, contact: str) -> None:
    """What the process does."""
    os.environ["DATABASE_URL"] = url
    reader = ScriptedReader(lambda request: _answer(fault, request))
    _break(fault)
    worker.reader_for = readers.reader_for = lambda _settings: reader  # type: ignore[assignment]
    match face:
        case "worker":
            cli.app(["worker", "--once"])
        case "page":
            asyncio.run(_serve_one_job(url, UUID(contact), reader))
            sys.stdout.flush()
            os._exit(0)  # whatever the server has not waited for is cut off
        case "command":
            cli.app(["context", "refresh", contact, "--json"])


def _answer(fault: str, request: dict[str, Any]) -> dict[str, Any]:
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


def _break(fault: str) -> None:
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


async def _serve_one_job(url: str, contact_id: UUID, reader: ScriptedReader) -> None:
    """Run a page's job in a server that ends when the job is done, or when it is told to end."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    async with beside_the_dashboard(None):
        job = jobs.start(engine(url), contact_id, reader=lambda: reader, base_version=0, actor="tom", seconds=60)
        assert job.future is not None
        job.future.add_done_callback(lambda _done: loop.call_soon_threadsafe(ended.set))
        await ended.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
