"""The garbage collector: held back where many values are made that all stay, sent now and then where it waits."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_SECONDS = 60.0
"""How often a server looks through everything that it keeps: what visitors who left have left behind goes then."""


@contextmanager
def collector_off() -> Iterator[None]:
    """Switch the garbage collector off inside the block, which makes many small values without cycles.

    Afterwards they count as old: looking through them as young ones would take as long as a seventh of making them.
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
    """Collect everything once in a while until the block ends.

    By itself Python does it when the young have become a quarter of the old: with a large schema among the old, the
    open files of some hundred visitors who left wait for that.
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
