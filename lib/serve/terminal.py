"""The end of the dashboard with the terminal that it was started in."""

import os
import select
import signal
import sys
import threading


def end_with_it() -> None:
    """From now on end this process in order when its terminal is closed, where it runs in the foreground of one.

    A shell tells what runs in it, but `make` as the first program of a window does not. Whoever was started in the
    background, or by `nohup`, is left alone.
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
