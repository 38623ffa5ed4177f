"""Ends the dashboard when the terminal that it was started in is closed."""

import os
import select
import signal
import sys
import threading


def end_when_it_closes() -> None:
    """Send this process SIGTERM when the terminal that it runs in the foreground of is closed.

    A shell sends SIGHUP to what runs in it; `make` as the first program of a window does not. A process in the
    background, or under `nohup`, goes on.
    """
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN or not _is_in_the_foreground():
        return
    threading.Thread(target=_watch, daemon=True).start()


def _is_in_the_foreground() -> bool:
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno()) == os.getpgrp()  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):  # no terminal, or no standard input at all
        return False


def _watch() -> None:
    watched = select.poll()
    watched.register(0, 0)  # nothing is read: a hang-up is reported all the same
    if any(event & select.POLLHUP for _, event in watched.poll()):
        os.kill(os.getpid(), signal.SIGTERM)
