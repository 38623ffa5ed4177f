"""Runs statements one by one in a copy of the shadow and says what each did; nothing is looked up in a list of rules.

Each statement has a transaction of its own, so that its locks are not hidden behind those of the one before. What it
holds is read inside of it, by number; the names are read by a second session, which still sees the state before: so
what the statement drops keeps its name.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from lib.schema.drafts.measure.effect import Measured, StatementEffect
from lib.schema.drafts.measure.errors import error_of
from lib.schema.drafts.measure.outside import run_outside
from lib.schema.drafts.measure.reading import FLUSH, effect_of, files, query, relations, run
from lib.schema.drafts.statements import DraftStatement

NO_TRANSACTION = ("25001", "2D000")
"""Codes of what cannot run in a transaction: https://www.postgresql.org/docs/18/errcodes-appendix.html."""


def measure(
    acting: psycopg.Connection[Any],
    watching: psycopg.Connection[Any],
    statements: Sequence[DraftStatement],
    script: str,
) -> Iterator[Measured]:
    """Each statement with its effect on what existed before the first, until one fails: that is the last.

    `acting` is a session of the draft's role and `watching` one of the superuser, both in autocommit.
    """
    settings: list[DraftStatement] = []
    existing = frozenset(relations(watching, {"oids": None}))
    for statement in statements:
        if statement.is_control:
            settings = []
            yield Measured(statement, StatementEffect())
            continue
        measured = _measure_one(acting, watching, statement, settings=settings, script=script, existing=existing)
        yield measured
        if measured.error:
            return
        settings += [statement] if statement.sets_locally else []


def _measure_one(
    acting: psycopg.Connection[Any],
    watching: psycopg.Connection[Any],
    statement: DraftStatement,
    *,
    settings: Sequence[DraftStatement],
    script: str,
    existing: frozenset[int],
) -> Measured:
    acting.execute(FLUSH)  # what earlier transactions of this session read would be counted again
    try:
        acting.execute("begin")
        for setting in settings:
            acting.execute(setting.sql.encode())
        run(acting, statement)
        effect = _effect(acting, watching, existing)
        acting.execute("commit")
    except psycopg.Error as error:
        if acting.closed:
            raise
        acting.execute("rollback")
        if error.sqlstate not in NO_TRANSACTION:
            return Measured(statement, error=error_of(error, statement, script))
        return _outside(acting, watching, statement, script=script, existing=existing)
    return Measured(statement, effect)


def _outside(
    acting: psycopg.Connection[Any],
    watching: psycopg.Connection[Any],
    statement: DraftStatement,
    *,
    script: str,
    existing: frozenset[int],
) -> Measured:
    try:
        return Measured(statement, run_outside(acting, watching, statement, existing=existing))
    except psycopg.Error as error:
        if acting.closed:
            raise
        return Measured(statement, error=error_of(error, statement, script))


def _effect(
    acting: psycopg.Connection[Any], watching: psycopg.Connection[Any], existing: frozenset[int]
) -> StatementEffect:
    held: dict[int, set[str]] = {}
    for oid, mode in acting.execute(query("locks_held"), {"pid": acting.info.backend_pid}):
        if oid in existing:  # nobody waits for what the draft itself has made
            held.setdefault(oid, set()).add(mode)
    asked = {"oids": list(held)}
    before = relations(watching, asked)
    after = files(acting, asked)
    read = acting.execute(query("scans_in_transaction"), {"oids": list(before)}).fetchall()
    return effect_of(before, held, after, read=read)
