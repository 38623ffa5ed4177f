"""Work on several items at once, by threads of this process: while one waits for a model, others go on."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")


def side_by_side(act: Callable[[Item], bool], items: Sequence[Item], *, threads: int) -> None:
    """Call `act` with each item, first come first served, until one call gives False or raises.

    What runs then is finished, and the first error is raised. One thread is the caller's own; several are daemons, so
    that a process which is told to end does not wait for a model.
    """
    waiting, errors = deque(items), list[BaseException]()

    def work() -> None:
        while waiting:
            try:
                item = waiting.popleft()
            except IndexError:  # another thread was faster
                return
            try:
                if act(item):
                    continue
            except BaseException as error:  # noqa: BLE001 — raised again in the caller's thread
                errors.append(error)
            waiting.clear()

    if threads == 1:
        work()
    else:
        workers = [Thread(target=work, name="refresh", daemon=True) for _ in range(min(threads, len(items)))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    if errors:
        raise errors[0]
