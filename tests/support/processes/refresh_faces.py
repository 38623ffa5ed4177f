"""A refresh by one of its faces, in a process of its own that has a fault.

The faces are the worker, the page's job inside the dashboard's server, and the command. Only the reader is scripted.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
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


@dataclass(frozen=True)
class Ended:
    """How the process ended: its exit code, minus the signal where one killed it, and what it wrote."""

    returncode: int | None
    stdout: str
    stderr: str


def run(url: str, face: str, fault: str, contact_id: UUID) -> Ended:
    """What becomes of a refresh; each process is forked from one that has imported everything."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    with TemporaryDirectory() as folder:
        told = [str(Path(folder, name)) for name in ("stdout", "stderr")]
        process = processes.Process(target=_refresh, args=(url, face, fault, contact_id, *told))
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:  # a page that a test has run calls itself the main module, which the process would run once more
            process.start()
        finally:
            sys.modules["__main__"] = main
        process.join(120)
        return Ended(process.exitcode, *(Path(file).read_text("utf-8") for file in told))


def _refresh(url: str, face: str, fault: str, contact_id: UUID, stdout: str, stderr: str) -> None:
    """What the process does."""
    for number, file in ((1, stdout), (2, stderr)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.environ["DATABASE_URL"] = url
    reader = ScriptedReader(lambda request: _answer(fault, request))
    _break(fault)
    worker.reader_for = readers.reader_for = lambda _settings: reader  # type: ignore[assignment]
    match face:
        case "worker":
            cli.app(["worker", "--once"])
        case "page":
            asyncio.run(_serve_one_job(url, contact_id, reader))
            sys.stdout.flush()
            os._exit(0)  # whatever the server has not waited for is cut off
        case "command":
            cli.app(["context", "refresh", str(contact_id), "--json"])


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
