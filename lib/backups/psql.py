"""Loads what `pg_restore` or `pg_dump` writes into a database by `psql`, in one transaction: all of it or nothing."""

import subprocess
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain
from typing import IO

from lib.embedded.binaries import program
from lib.embedded.client_programs import environment_of, last_line
from lib.errors import OrbError
from lib.migrate import DIVIDED

TOO_NEW = b"SET transaction_timeout"
"""What the programs of Postgres 18 say first and servers before 17 do not know."""
FIRST_OBJECT = (b"CREATE ", b"COPY ", b"ALTER ")
PSQL = ("-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse", "-o", "/dev/null", "-f", "-")
"""No start file, no question; an error ends it and tells neither rows nor statements."""
BEGIN, COMMIT = b"begin;\n", b"commit;\n"
"""The transaction is ended by a word and not with the input, which ends early where this process is killed."""


class CannotRestore(OrbError):
    title = "The backup could not be restored."
    next_step = "Nothing was changed. Mend what the database says, then try again."


def restore_dump(url: str, dump: Iterable[bytes], *, progress: Callable[[int], None]) -> None:
    """Restore pg_dump's archive into an empty database, owned by who asks; grants are left out."""
    command = [str(program("pg_restore")), "--no-owner", "--no-privileges", "--file=-"]
    with (
        tempfile.TemporaryFile() as complaints,
        _program(command, stdin=subprocess.PIPE, stderr=complaints) as restoring,
    ):
        feeding = threading.Thread(target=_feed, args=(restoring.stdin, dump, progress), daemon=True)
        feeding.start()
        _run(url, _known_everywhere(_whole(restoring, complaints)))
        feeding.join()


def copy_rows(source: str, target: str, tables: Sequence[str]) -> None:
    """Copy all rows of the tables of schema `public` from one database into the same, empty tables of another.

    Triggers of the tables are off meanwhile: they judged the rows when these were written. Foreign keys are checked.
    """
    with closing(_rows(source, tables)) as rows:
        _run(target, _between(_triggers("disable", tables), rows, _triggers("enable", tables)))


def _rows(source: str, tables: Sequence[str]) -> Generator[bytes]:
    """The rows as a script for tables that are divided or not, as those that they come from may be.

    pg_dump says a row after those that it refers to, but not where its table is divided: what may be comes last.
    """
    for group in ([name for name in tables if (name in DIVIDED) is last] for last in (False, True)):
        command = [
            str(program("pg_dump")),
            "--data-only",
            "--no-password",
            "--strict-names",
            "--load-via-partition-root",
        ]
        command += [f"--table-and-children=public.{name}" for name in group]
        with (
            tempfile.TemporaryFile() as complaints,
            _program(command, stderr=complaints, env=environment_of(source)) as dumping,
        ):
            yield from _known_everywhere(_whole(dumping, complaints))


@contextmanager
def _program(command: list[str], **how: object) -> Iterator[subprocess.Popen[bytes]]:
    """A program whose output is read; killed where the block fails."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, **how) as running:  # type: ignore[call-overload]
        try:
            yield running
        except BaseException:
            running.kill()
            raise


def _feed(stream: IO[bytes], dump: Iterable[bytes], progress: Callable[[int], None]) -> None:
    """Write the archive to a program's input; the program may end before it has read all."""
    done = 0
    with suppress(BrokenPipeError), stream:
        for piece in dump:
            stream.write(piece)
            done += len(piece)
            progress(done)


def _whole(running: subprocess.Popen[bytes], complaints: IO[bytes]) -> Iterator[bytes]:
    """The lines that a program writes; raises `CannotRestore` where it does not come to its end."""
    assert running.stdout is not None  # noqa: S101 - asked for as a pipe
    yield from running.stdout
    if running.wait():
        complaints.seek(0)
        raise CannotRestore(f"The backup cannot be read: {last_line(complaints.read().decode('utf-8', 'replace'))}")


def _known_everywhere(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The script without what older servers do not know; nothing behind its first object is looked at."""
    for line in lines:
        if not line.startswith(TOO_NEW):
            yield line
        if line.startswith(FIRST_OBJECT):
            break
    yield from lines


def _between(before: bytes, lines: Iterator[bytes], after: bytes) -> Iterator[bytes]:
    yield before
    yield from lines
    yield after


def _triggers(what: str, tables: Sequence[str]) -> bytes:
    return "".join(f"alter table public.{name} {what} trigger user;\n" for name in tables).encode()


def _run(url: str, script: Iterator[bytes]) -> None:
    """Run a script; where it or who writes it fails nothing of it stays."""
    command = [str(program("psql")), *PSQL]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints, env=environment_of(url)) as running:
            assert running.stdin is not None  # noqa: S101 - asked for as a pipe
            try:
                for line in chain((BEGIN,), script, (COMMIT,)):
                    running.stdin.write(line)
                running.stdin.close()
            except BaseException as error:
                running.kill()
                with suppress(OSError):
                    running.stdin.close()
                if not isinstance(error, BrokenPipeError):
                    raise  # else it has ended before, and said why
        if running.returncode:
            complaints.seek(0)
            raise CannotRestore(f"The backup could not be restored: {_error(complaints.read().decode())}.")


def _error(complaints: str) -> str:
    """The first error of psql's complaints, in its own words."""
    errors = [line.partition("ERROR:")[2] for line in complaints.splitlines() if "ERROR:" in line]
    return (errors or [last_line(complaints)])[0].strip(" .")
