"""What a command does when it is told to end."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def on_signal(*numbers: signal.Signals, act: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While the block runs these signals call `act`, by default nothing: what is under way is finished."""
    kept = [signal.signal(number, lambda *_: act()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, kept, strict=True):
            signal.signal(number, handler)
