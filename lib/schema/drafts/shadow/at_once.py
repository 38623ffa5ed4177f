"""Two things at once that wait for a server."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")


def both_at_once(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What two functions give that wait for a server, called at once."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        future = beside.submit(other)
        return one(), future.result()


def one_after_other(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What two functions give that must not be called at once."""
    return one(), other()
