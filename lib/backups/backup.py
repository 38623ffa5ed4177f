"""A backup of the embedded database: pg_dump's archive of one moment, in a file that is whole or not there."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Engine

from lib.backups import archive
from lib.backups.archive import BackupManifest
from lib.database import read_only, server_version, statement
from lib.embedded.binaries import program
from lib.embedded.client_programs import environment_of, last_line
from lib.errors import OrbError
from lib.migrate import applied

BytesDone = Callable[[int], None]
"""Hears how many bytes are done."""


class CannotBackUp(OrbError):
    title = "The backup could not be made."
    next_step = "Mend what the database says, then try again; a backup made before is as it was."


def back_up(database: Engine, url: str, to: Path, *, progress: BytesDone) -> BackupManifest:
    """Write the whole database into a file for this user alone; a file of that name is replaced at the very end.

    Raises `CannotBackUp`, `UnwritableBackup` or `NoSpace`; then nothing was written.
    """
    with archive.new_file(to) as file, read_only(database) as connection:
        names = applied(connection)
        if not names:
            raise CannotBackUp("There is nothing to back up: no table is installed yet.", next_step="Run `make run`.")
        clients, versions = connection.execute(statement("backup_counts")).one()
        snapshot = connection.exec_driver_sql("select pg_export_snapshot()").scalar_one()
        server = server_version(connection)
        manifest = BackupManifest(datetime.now(UTC), server, names, clients, versions)
        return archive.write(file, manifest, _dump(url, snapshot, progress))


def _dump(url: str, snapshot: str, progress: BytesDone) -> Iterator[bytes]:
    """The archive in pieces; raises `CannotBackUp` where pg_dump does not come to its end."""
    command = [str(program("pg_dump")), "--format=custom", "--no-password", f"--snapshot={snapshot}"]
    with tempfile.TemporaryFile("w+") as complaints:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, env=environment_of(url)
        ) as dumping:
            try:
                yield from _pieces(dumping.stdout, progress)
            except BaseException:
                dumping.kill()
                raise
        if dumping.returncode:
            complaints.seek(0)
            raise CannotBackUp(f"The dump failed: {last_line(complaints.read())}")


def _pieces(stream: IO[bytes] | None, progress: BytesDone) -> Iterator[bytes]:
    done = 0
    while stream is not None and (piece := stream.read(archive.CHUNK)):
        done += len(piece)
        progress(done)
        yield piece
