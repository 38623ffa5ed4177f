"""A worker that kills itself at one step of its first contact: `python -m tests.support.killed_worker URL STEP`."""

import os
import signal
import sys
from typing import Any

from lib.context.queue import due, lease, worker
from lib.context.queue.lease import Lease
from lib.context.queue.worker import Worker
from lib.context.store import writes
from lib.database import engine
from tests.support.scripted_reader import ScriptedReader

PLACES = {
    "before the lease": (lease, "take"),
    "inside the lease": (due, "is_due"),
    "while writing the run": (writes, "_insert_seen"),
    "while writing the ledger": (writes, "_write_ledger"),
    "while writing the object": (writes, "_write_object"),
    "before the lease is given back": (lease, "done"),
}
STEPS = ("collecting", "asking", "judging", "saving")


class Killed(Worker):
    """Dies at one step of a refresh."""

    dies_at = ""

    def _step(self, step: str, held: Lease) -> None:
        super()._step(step, held)
        if step == self.dies_at:
            die()


def die(*_arguments: Any, **_options: Any) -> None:
    """End this process at once, without any clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    url, place = sys.argv[1:]
    if place in PLACES:
        module, name = PLACES[place]
        setattr(module, name, die)
    Killed.dies_at = place
    Killed(engine(url), ScriptedReader(), clock=worker.database_clock).once()
