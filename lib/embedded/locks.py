"""The data folder: made on first use, its locks, and its errors in plain words."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.errors import NoSpace, UnwritableFolder


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make `folder` for this user alone where it is missing; what the system refuses in it becomes an error of ours."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(f"The disk that holds {folder} is full.") from error
        raise UnwritableFolder(f"The data folder {folder} cannot be used: {error.strerror}.") from error


@contextmanager
def locked(file: Path, *, wait: bool = True) -> Iterator[int | None]:
    """The open lock file, held by this process alone; None where another has it and `wait` is false.

    The lock belongs to the open file: a process that inherits the descriptor keeps it after the caller has let go.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield None
        else:
            yield descriptor
    finally:
        os.close(descriptor)
