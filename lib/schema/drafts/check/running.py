"""Runs a draft in copies of the shadow: statement by statement, measured, or as one file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from lib.schema.drafts.check.hints import with_nearest
from lib.schema.drafts.measure.effect import Measured, StatementEffect, StatementError
from lib.schema.drafts.measure.errors import error_of
from lib.schema.drafts.measure.limits import DraftEnded, DraftLimits, limited
from lib.schema.drafts.measure.measure import measure
from lib.schema.drafts.measure.reading import run
from lib.schema.drafts.shadow.shadow import Copy, Shadow
from lib.schema.drafts.statements import DraftStatement


def measured_in_copy(
    shadow: Shadow, parts: Sequence[DraftStatement], script: str, *, limits: DraftLimits
) -> tuple[Measured, ...]:
    """Each statement with its effect in a copy of its own; what took too long fails, what follows was not reached."""
    measured: list[Measured] = []
    try:
        with shadow.copy() as copy, limited(copy.owner_url, copy.name, limits), sessions(copy) as (acting, watching):
            for item in measure(acting, watching, parts, script):
                measured.append(with_nearest(item, shadow.explored))
    except DraftEnded as reached:
        ended = parts[min(len(measured), len(parts) - 1)]
        measured[ended.number - 1 :] = [Measured(ended, error=StatementError(reached.title, hint=reached.next_step))]
    done = len(measured)
    return (*measured, *(Measured(part) for part in parts[done:]))


def run_all(acting: psycopg.Connection[Any], made: Sequence[str]) -> None:
    """Run the statements of a way back as one transaction."""
    if made:
        acting.execute("reset all")
        acting.execute(";\n".join(made).encode())


def run_as_file(acting: psycopg.Connection[Any], measured: Sequence[Measured], script: str) -> Measured | None:
    """Run the statements as a migration's file is run, in one transaction but for those that cannot; what failed."""
    acting.execute("discard all")  # the settings and temporary tables of a run before
    for item in measured:
        is_alone = (item.effect or StatementEffect()).outside
        try:
            if is_alone or item.statement.is_control:
                acting.execute("commit")
            elif acting.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
                acting.execute("begin")
            if not item.statement.is_control:
                run(acting, item.statement)
        except psycopg.Error as error:
            if acting.closed:
                raise
            acting.execute("rollback")
            return Measured(item.statement, error=error_of(error, item.statement, script))
    try:
        acting.execute("commit")
    except psycopg.Error as error:
        if acting.closed:
            raise
        message = error.diag.message_primary or "the end of the transaction failed"
        return Measured(measured[-1].statement, error=StatementError(message, error.sqlstate or ""))
    return None


@contextmanager
def sessions(copy: Copy) -> Iterator[tuple[psycopg.Connection[Any], psycopg.Connection[Any]]]:
    """A session of the draft's role, and one of the superuser that looks on."""
    with (
        psycopg.connect(copy.url, autocommit=True) as acting,
        psycopg.connect(copy.owner_url, autocommit=True) as watching,
    ):
        yield acting, watching
