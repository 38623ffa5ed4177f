"""A file that takes its name only when it is whole."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path


@contextmanager
def whole_file(path: Path, *, replaces: bool = True) -> Iterator[tuple[BufferedRandom, Path]]:
    """An open file for its owner alone, and where it lies until the end of the block gives it the name `path`.

    Where the block fails nothing of it stays. Without `replaces` another's file is left: `FileExistsError`. What is no
    file, such as a device or a pipe, is never replaced by one: `OSError`.
    """
    _check_file(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".unfinished", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file, unfinished
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            unfinished.replace(path)
        else:
            path.hardlink_to(unfinished)
        _sync(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _check_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory")
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Not a file")


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
