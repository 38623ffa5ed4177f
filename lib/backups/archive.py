"""A backup as a file: a tar of a manifest and pg_dump's archive, so that ordinary tools open it, too."""

import errno
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import msgspec

from lib.errors import NoSpace, OrbError
from lib.whole_file import whole_file

FORMAT = 1
MANIFEST, DUMP = "orb-backup.json", "database.dump"
BLOCK = tarfile.BLOCKSIZE
ROOM = 64 * BLOCK
"""The bytes that the manifest takes, filled up with blanks: it is written last and stands first."""
START = BLOCK + ROOM + BLOCK
"""Where the dump begins."""
CHUNK = 1 << 20
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class BrokenBackup(OrbError):
    title = "This is no whole backup of the dashboard."
    next_step = "Take another file; a backup that was cut off or changed cannot be restored."


class UnwritableBackup(OrbError):
    title = "The backup cannot be written."
    next_step = "Choose another place."


@dataclass(frozen=True)
class BackupManifest:
    """What a backup says of itself: when and of which state it was made, and how much it holds."""

    made_at: datetime
    server_version: int
    migrations: tuple[str, ...]
    clients: int
    versions: int
    dump_bytes: int = 0
    format: int = FORMAT


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone that takes its place, and another's, whole at the end of the block, or not at all."""
    try:
        with whole_file(path) as (file, _):
            yield file
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        if error.errno in NO_SPACE:
            raise NoSpace(f"The disk that holds {path} is full.") from error
        raise UnwritableBackup(f"The file {path} cannot be written: {error.strerror}.") from error


def write(file: BinaryIO, manifest: BackupManifest, dump: Iterable[bytes]) -> BackupManifest:
    """Write a backup; the manifest with the size of the dump. Until the last write it begins with nothing but zeros."""
    digest, size = sha256(), 0
    file.seek(START)
    for chunk in dump:
        file.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    file.write(bytes(-size % BLOCK + 2 * BLOCK))
    whole = replace(manifest, dump_bytes=size)
    told = msgspec.json.encode(whole)
    digest.update(told)
    room = told + b"\n" + digest.hexdigest().encode() + b"\n"
    file.flush()
    os.fsync(file.fileno())
    file.seek(0)
    file.write(_header(MANIFEST, ROOM, whole.made_at) + room.ljust(ROOM) + _header(DUMP, size, whole.made_at))
    return whole


def read(path: Path) -> BackupManifest:
    """The manifest of a backup whose every byte was read and is as it was written; raises `BrokenBackup`."""
    try:
        with path.open("rb") as file:
            told, written = _manifest(file)
            manifest = msgspec.json.decode(told, type=BackupManifest)
            digest = sha256()
            for chunk in _chunks(file, manifest.dump_bytes):
                digest.update(chunk)
    except (OSError, ValueError, tarfile.TarError, msgspec.MsgspecError) as error:
        if isinstance(error, OSError) and error.strerror:
            raise BrokenBackup(f"The file {path} cannot be read: {error.strerror}.") from error
        raise BrokenBackup(f"{path} is no whole backup of the dashboard.") from error
    digest.update(told)
    if digest.hexdigest() != written:
        raise BrokenBackup(f"{path} is not as it was written: its checksum differs.")
    return manifest


def dump_of(path: Path, manifest: BackupManifest) -> Iterator[bytes]:
    """The bytes of pg_dump's archive."""
    with path.open("rb") as file:
        file.seek(START)
        yield from _chunks(file, manifest.dump_bytes)


def _manifest(file: BinaryIO) -> tuple[bytes, str]:
    """The manifest's text and the checksum that stands behind it."""
    head = file.read(START)
    names = [tarfile.TarInfo.frombuf(head[at : at + BLOCK], "utf-8", "strict").name for at in (0, BLOCK + ROOM)]
    if names != [MANIFEST, DUMP]:
        raise ValueError(names)
    told, digest, _ = head[BLOCK : BLOCK + ROOM].split(b"\n", 2)
    return told, digest.decode("ascii")


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """So many bytes of the file; raises `ValueError` where it ends before."""
    while size:
        chunk = file.read(min(CHUNK, size))
        if not chunk:
            raise ValueError(size)
        size -= len(chunk)
        yield chunk


def _header(name: str, size: int, at: datetime) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(at.timestamp())
    return info.tobuf(tarfile.GNU_FORMAT)
