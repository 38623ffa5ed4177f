"""Measures a statement that cannot run in a transaction: it is made to wait, and others look at what it holds.

Two sessions hold every table before it starts. The first in a mode that stops what wants to change the table: the
statement waits for its first lock. The second as one that writes: what builds concurrently waits for its end.
"""

import threading
import time
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import conninfo

from lib.schema.drafts.measure.effect import StatementEffect
from lib.schema.drafts.measure.reading import FLUSH, effect_of, files, query, relations, run
from lib.schema.drafts.statements import DraftStatement

LOOK_SECONDS = 0.005
MOST_SECONDS = 20
"""For which one session keeps a statement waiting, at most; it waits within milliseconds or not at all."""
HOLD = ("share update exclusive", "row exclusive")


def run_outside(
    acting: psycopg.Connection[Any],
    watching: psycopg.Connection[Any],
    statement: DraftStatement,
    *,
    existing: frozenset[int],
) -> StatementEffect:
    """Run the statement by itself and say what it held, rewrote and read of what exists; raises the server's error."""
    before = {oid: row for oid, row in relations(watching, {"oids": None}).items() if oid in existing}
    read_before = _read(watching)
    held: dict[int, set[str]] = {}
    failed: list[psycopg.Error] = []
    with _holder(watching) as first, _holder(watching) as second:
        for holder, mode in zip((first, second), HOLD, strict=True):
            _hold(holder, mode)
        runner = threading.Thread(target=_run, args=(acting, statement, failed))
        runner.start()
        for holder in (first, second):
            _look(watching, acting, held, runner)
            holder.rollback()
        runner.join()
    if failed:
        raise failed[0]
    acting.execute(FLUSH)
    after = files(watching, {"oids": None})
    read = [
        (oid, scans, rows - read_before.get(oid, (0, 0))[1])
        for oid, (scans, rows) in _read(watching).items()
        if scans > read_before.get(oid, (0, 0))[0]
    ]
    return effect_of(before, held, after, read=read, outside=True)


def _holder(watching: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    return psycopg.connect(conninfo.make_conninfo(watching.info.dsn, password=watching.info.password))


def _hold(holder: psycopg.Connection[Any], mode: str) -> None:
    names = [name for (name,) in holder.execute(query("tables_to_hold"))]
    if names:
        holder.execute(f"lock table {', '.join(f'only {name}' for name in names)} in {mode} mode".encode())


def _run(acting: psycopg.Connection[Any], statement: DraftStatement, failed: list[psycopg.Error]) -> None:
    try:
        run(acting, statement)
    except psycopg.Error as error:
        failed.append(error)


def _look(
    watching: psycopg.Connection[Any],
    acting: psycopg.Connection[Any],
    held: dict[int, set[str]],
    runner: threading.Thread,
) -> None:
    """Note what the statement holds once it waits: what it holds for a moment alone would be seen by chance."""
    deadline = time.monotonic() + MOST_SECONDS
    while runner.is_alive() and time.monotonic() < deadline:
        if _is_waiting(watching, acting):
            _note(watching, acting, held)
            return
        time.sleep(LOOK_SECONDS)


def _note(watching: psycopg.Connection[Any], acting: psycopg.Connection[Any], held: dict[int, set[str]]) -> None:
    with suppress(psycopg.errors.UndefinedTable):
        for oid, mode in watching.execute(query("locks_held"), {"pid": acting.info.backend_pid}):
            held.setdefault(oid, set()).add(mode)


def _is_waiting(watching: psycopg.Connection[Any], acting: psycopg.Connection[Any]) -> bool:
    row = watching.execute(query("locks_waiting"), {"pid": acting.info.backend_pid}).fetchone()
    return bool(row and row[0])


def _read(watching: psycopg.Connection[Any]) -> dict[int, tuple[int, int]]:
    """How often each table was read from end to end so far, and how many rows of it."""
    return {oid: (scans, rows) for oid, scans, rows in watching.execute(query("scans_ever"))}
