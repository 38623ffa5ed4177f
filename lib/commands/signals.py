"""What a command does when it is told to end."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread


@contextmanager
def on_signal(*numbers: signal.Signals, act: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While the block runs these signals call `act`, by default nothing: what is under way is finished.

    It is called within whatever the main thread does just then, so it may raise and must not wait for a lock.
    """
    kept = [signal.signal(number, lambda *_: act()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, kept, strict=True):
            signal.signal(number, handler)


def interrupt() -> None:
    """End the command as Ctrl-C does: raises `KeyboardInterrupt`."""
    raise KeyboardInterrupt


@contextmanager
def beside_on_signal(*numbers: signal.Signals, act: Callable[[], None]) -> Iterator[None]:
    """While the block runs these signals call `act` in a thread beside it, which may wait for a lock.

    Even an event has one: set within its own setting or waiting, by a second signal, it would wait for itself for ever.
    """
    heard, telling = socket.socketpair()
    telling.setblocking(False)

    def hear() -> None:
        while number := heard.recv(1):
            if number[0] in numbers:
                act()

    hearing = Thread(target=hear, name="signals", daemon=True)
    hearing.start()
    before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
    try:
        with on_signal(*numbers):
            yield
    finally:
        signal.set_wakeup_fd(before)
        telling.close()
        hearing.join()
        heard.close()
