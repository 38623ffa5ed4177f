"""A backup of the tables whose rows a draft drops or rewrites: a dump of one moment, counted, and read again."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import file_digest
from io import BufferedRandom
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from psycopg import sql

from lib.driver import connected
from lib.embedded.binaries import program
from lib.embedded.client_programs import environment_of, last_line
from lib.errors import OrbError
from lib.schema.drafts.store import DraftBackup, SchemaDraft
from lib.schema.model import TableName
from lib.schema.names import written
from lib.whole_file import whole_file

MOST_SECONDS = 4 * 3600


class BackupFailed(OrbError):
    title = "The backup could not be made."
    next_step = "Name a login that may read the tables in ORB_BACKUP_URL, then try again."


def back_up(url: str, of: SchemaDraft, tables: Sequence[TableName], *, to: Path, by: str) -> DraftBackup:
    """Write a dump of the tables to a new file that its owner alone reads, and read it again; raises `BackupFailed`.

    The rows are counted in the same snapshot of the database that the dump is of.
    """
    if not tables:
        raise BackupFailed("This draft drops and rewrites nothing.", next_step="It needs no backup.")
    with _new_file(to) as (file, unfinished), connected(url) as connection:
        snapshot, counts = _counted(connection, tables)
        _dump(url, tables, snapshot=snapshot, to=file)
        connection.execute("rollback")
        rows_in_dump = _rows_in(unfinished)
        if rows_in_dump != sum(counts.values()):
            raise BackupFailed(
                f"The dump holds {rows_in_dump:,} rows where the tables have {sum(counts.values()):,}.",
                next_step="Look whether row-level security hides rows from this login.",
            )
        file.seek(0)
        digest = file_digest(file, "sha256").hexdigest()
    return DraftBackup(
        file=str(to.absolute()),
        digest=digest,
        size=to.stat().st_size,
        row_counts=counts,
        fingerprint=of.fingerprint or "",
        made_by=by,
        made_at=datetime.now(UTC),
    )


@contextmanager
def _new_file(path: Path) -> Iterator[tuple[BufferedRandom, Path]]:
    """A file, and where it lies, that takes the name of none and only when the block has ended well."""
    try:
        if path.exists():  # before hours of work; at their end it is asked again
            raise FileExistsError(path)
        with whole_file(path, replaces=False) as made:
            yield made
    except FileExistsError as error:
        raise BackupFailed(f"There is a file {path} already.", next_step="Choose another name.") from error
    except OSError as error:
        raise BackupFailed(f"The file {path} cannot be written.", next_step="Choose another place.") from error


def _counted(connection: psycopg.Connection[Any], tables: Sequence[TableName]) -> tuple[str, dict[str, int]]:
    """A snapshot that others may read in, and the rows of each table in it."""
    try:
        connection.execute("begin isolation level repeatable read read only")
        connection.execute("set local row_security = off")
        ((snapshot,),) = connection.execute("select pg_catalog.pg_export_snapshot()").fetchall()
        counts = {}
        for name in tables:
            ((counts[written(name)],),) = connection.execute(
                sql.SQL("select count(*) from {}").format(sql.Identifier(*name))
            ).fetchall()
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable) as error:
        raise BackupFailed(f"The login may not read what has to be backed up: {error.diag.message_primary}.") from error
    return snapshot, counts


def _dump(url: str, tables: Sequence[TableName], *, snapshot: str, to: BinaryIO) -> None:
    patterns = [f'--table-and-children="{_inside(schema)}"."{_inside(name)}"' for schema, name in tables]
    command = [str(program("pg_dump")), "--format=custom", "--no-password", f"--snapshot={snapshot}", *patterns]
    done = _run(command, url, stdout=to)
    if done.returncode:
        raise BackupFailed(f"The dump failed: {last_line(done.stderr)}")


def _rows_in(file: Path) -> int:
    """The rows that a restore of the dump would write, counted by reading it as one."""
    command = [str(program("pg_restore")), "--data-only", "--file=-"]
    with file.open("rb") as source, subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE) as restoring:
        assert restoring.stdout is not None  # noqa: S101 - asked for as a pipe
        count, inside = 0, False
        for line in restoring.stdout:
            if inside and line == b"\\.\n":
                inside = False
            elif inside:
                count += 1
            else:
                inside = line.startswith(b"COPY ") and line.endswith(b"FROM stdin;\n")
    if restoring.returncode:
        raise BackupFailed("The dump cannot be read again.", next_step="Look at the disk, then try again.")
    return count


def _run(command: list[str], url: str, *, stdout: Any) -> subprocess.CompletedProcess[str]:
    """A program of Postgres' for so long at most."""
    with suppress(subprocess.TimeoutExpired):
        return subprocess.run(
            command,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            env=environment_of(url),
            check=False,
            timeout=MOST_SECONDS,
        )
    raise BackupFailed("The dump took longer than four hours.", next_step="Make it by hand, in the night.")


def _inside(name: str) -> str:
    return name.replace('"', '""')
