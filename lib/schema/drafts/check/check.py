"""Checks a draft: one function for the page, the command line and the agents."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import Engine

from lib.schema import lint
from lib.schema.catalog import introspect
from lib.schema.changes.compare import compare
from lib.schema.changes.renames import renames
from lib.schema.concerns.rules import assign, read_rules
from lib.schema.drafts.check.access import access_changes, access_of
from lib.schema.drafts.check.at_risk import at_risk
from lib.schema.drafts.check.dependents import dependents
from lib.schema.drafts.check.extent import extent
from lib.schema.drafts.check.findings import come_and_gone
from lib.schema.drafts.check.hints import too_new
from lib.schema.drafts.check.others import other_changes
from lib.schema.drafts.check.probes import ask_rows, not_asked, probes
from lib.schema.drafts.check.report import CheckReport, Rollback, estimates_of, sizes_of
from lib.schema.drafts.check.rollback import (
    back,
    back_to_names,
    differing,
    irreversible,
    renamed_schemas,
    types_to_names,
)
from lib.schema.drafts.check.running import measured_in_copy, run_all, run_as_file, sessions
from lib.schema.drafts.check.safer_ways import safer_ways
from lib.schema.drafts.measure.effect import Measured
from lib.schema.drafts.measure.limits import DraftEnded, DraftLimits, limited
from lib.schema.drafts.shadow.at_once import both_at_once, one_after_other
from lib.schema.drafts.shadow.keeper import LastSnapshot, ShadowKeeper, TellStep, no_progress, no_snapshot
from lib.schema.drafts.shadow.pieces import Pieces, read_pieces
from lib.schema.drafts.shadow.shadow import Copy, Shadow
from lib.schema.drafts.statements import UnreadableScript, statements
from lib.schema.model import Schema

EMPTY = "The draft holds no statement."
MOST_LEFT = 5


def check(
    keeper: ShadowKeeper,
    explored: Engine | str,
    script: str,
    *,
    limits: DraftLimits | None = None,
    progress: TellStep = no_progress,
    last: LastSnapshot = no_snapshot,
) -> CheckReport:
    """What the script would do to the explored database, which is only read; a script that fails is told, not raised.

    Where the database cannot be reached, it is checked against the snapshot that `last` gives. Raises what keeps both
    from being read or the shadow from being built.
    """
    try:
        parts = statements(script)
    except UnreadableScript as error:
        return CheckReport(fingerprint="", refusal=error.title + (f" {error.next_step}" if error.next_step else ""))
    if not parts:
        return CheckReport(fingerprint="", refusal=EMPTY)
    with keeper.alone(progress):
        shadow = keeper.shadow(explored, progress, last=last)
        shadow.cluster.has_moved = False
        report = CheckReport(
            "" if shadow.snapshot else shadow.explored.fingerprint,
            shadow.differences,
            snapshot=shadow.snapshot,
            estimates=estimates_of(shadow.explored),
            sizes=sizes_of(shadow.explored),
        )
        limits = limits or DraftLimits()
        try:
            progress("Measuring each statement")
            report = replace(report, measured=measured_in_copy(shadow, parts, script, limits=limits))
            if any(item.error for item in report.measured):
                return report
            progress("Running the draft as a whole, back, and again")
            built = partial(keeper.as_built, shadow, explored, last=last)
            whole, safer = (one_after_other if shadow.cluster.has_moved else both_at_once)(
                lambda: _whole(built(), report, script, explored=explored, limits=limits),
                lambda: safer_ways(built(), report.measured, script, limits=limits),
            )
            return replace(whole, safer=safer)
        except DraftEnded as reached:
            return replace(report, refusal=f"{reached.title} {reached.next_step}")


def _whole(
    shadow: Shadow, report: CheckReport, script: str, *, explored: Engine | str, limits: DraftLimits
) -> CheckReport:
    """The report with what the draft changes as a whole, run as one transaction as a migration's file is."""
    with shadow.copy() as copy, limited(copy.owner_url, copy.name, limits), sessions(copy) as (acting, watching):
        state_before = _State(shadow.schema, shadow.own_pieces)
        failed = run_as_file(acting, report.measured, script)
        if failed:
            measured = tuple(failed if item.statement == failed.statement else item for item in report.measured)
            return replace(report, measured=measured)
        after, access_after = _state(copy), access_of(watching)
        report, rollback = both_at_once(
            lambda: _with_effect(report, shadow, after),
            lambda: _rollback(copy, acting, report.measured, before=state_before, after=after),
        )
    with psycopg.connect(shadow.before_url, autocommit=True) as connection:
        access = access_changes(access_of(connection), access_after)
        needing = dependents(connection, report.changes)
    questions = probes(shadow.explored, after.schema)
    rows = not_asked(questions) if shadow.snapshot else ask_rows(explored, questions)
    return replace(report, rollback=rollback, access=access, dependents=needing, rows=rows)


def _with_effect(report: CheckReport, shadow: Shadow, state: "_State") -> CheckReport:
    """The report with what follows from the schema before and after alone."""
    after = state.schema
    before_assigned, after_assigned = (assign(schema, read_rules()) for schema in (shadow.schema, after))
    changes = compare(before_assigned, after_assigned)
    added, removed = come_and_gone(before_assigned, after_assigned, _ignored())
    return replace(
        report,
        changes=changes,
        others=other_changes(shadow.own_pieces, state.pieces),
        added=added,
        removed=removed,
        refusal=" ".join(too_new(shadow.schema, after, shadow.explored.server_version)),
        at_risk=at_risk(shadow.schema, after, report.measured),
        extent=extent(before_assigned, after_assigned, changes, explored=shadow.explored),
    )


class _State:
    """The schema of a copy at one moment, and its pieces."""

    def __init__(self, schema: Schema, pieces: Pieces) -> None:
        self.schema = schema
        self.pieces = pieces


def _state(copy: Copy) -> _State:
    return _State(*both_at_once(lambda: introspect.read(copy.owner_url), lambda: read_pieces(copy.owner_url)))


def _rollback(
    copy: Copy, acting: psycopg.Connection[Any], measured: Sequence[Measured], *, before: _State, after: _State
) -> Rollback:
    """The way back, proved by going it and coming again: twice the same, each time."""
    renaming = renames(before.schema, after.schema)
    schemas = renamed_schemas(before.schema, after.schema, renaming)
    names = (
        *back_to_names(renaming, schemas, after.schema),
        *types_to_names(before.pieces, after.pieces, schemas),
    )
    sql = "".join(f"{statement};\n" for statement in names)
    try:
        run_all(acting, names)
        named = _state(copy) if names else after
        lost = tuple(irreversible(before.schema, named.schema, measured))
        rest = back(before.schema, named.schema, pieces_before=before.pieces, pieces_after=named.pieces)
        sql += "".join(f"{statement};\n" for statement in rest)
        run_all(acting, rest)
        left = _different(before, _state(copy))
        lost += tuple(f"The way back leaves {what}." for what in left[:MOST_LEFT])
        is_again = not left and run_as_file(acting, measured, "") is None and not _different(after, _state(copy))
    except psycopg.Error as error:
        if acting.closed:
            raise
        reason = error.diag.message_primary or "the server gave no reason"
        lost = tuple(irreversible(before.schema, after.schema, measured))
        return Rollback(sql, proved=False, irreversible=(*lost, f"The way back fails: {reason}."))
    return Rollback(sql, proved=is_again, irreversible=lost)


def _different(one: _State, other: _State) -> tuple[str, ...]:
    """What the second state has otherwise than the first."""
    changed = tuple(
        f"the {item.attribute} of the {item.what} {item.name}"
        if item.kind == "altered"
        else f"the {item.what} {item.name} {item.kind}"
        for item in compare(one.schema, other.schema)
    )
    return changed or tuple(f"the {what} as the draft made it" for what in differing(one.pieces, other.pieces))


def _ignored() -> tuple[str, ...]:
    return lint.ignored_in(lint.IGNORE_FILE.read_text("utf-8"))
