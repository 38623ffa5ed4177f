"""Python's garbage collector: off while many lasting values are made, run at intervals where it would run too late."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_SECONDS = 60.0
"""Seconds between two full collections in a server, which free what the sessions of past visitors held."""


@contextmanager
def collector_off() -> Iterator[None]:
    """Switch the garbage collector off inside the block, which makes many small values without cycles.

    Afterwards they count as old: collecting them as young ones would take a seventh of the time of making them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()  # from the young to those never looked at …
            gc.unfreeze()  # … and from there to the old, neither of which looks at any
            gc.enable()


@contextmanager
def collecting(*, every: float = EVERY_SECONDS) -> Iterator[None]:
    """Run a full collection every `every` seconds, in a thread, until the block ends.

    Python runs one by itself when the new objects are a quarter of the old ones. A large schema in memory delays that
    until hundreds of past visitors' sessions still hold their open files.
    """
    is_over = threading.Event()

    def collect() -> None:
        while not is_over.wait(every):
            gc.collect()

    threading.Thread(target=collect, name="collector", daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
