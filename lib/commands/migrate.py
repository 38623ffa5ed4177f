"""`orb migrate`: the tables in the database."""

from typing import Annotated

import typer

from lib import installation, settings
from lib.commands.output import print_json, print_text, run, say
from lib.context.mapping import report
from lib.context.mapping.check import check
from lib.context.mapping.report import MappingReport
from lib.database import engine
from lib.migrate import PARTITION_HISTORY, Migration, MigrationPlan, plan
from lib.migrate import migrate as install

REWRITTEN = "{} is not the text that was applied here. It is not run again: what is missing belongs into a new file."


def migrate(
    only_plan: Annotated[bool, typer.Option("--plan", help="Only say what would be run; run nothing.")] = False,
    partition_history: Annotated[
        bool, typer.Option("--partition-history", help="Divide history and evidence by contact, once and for good.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Install or upgrade the tables (asks nothing, safe to repeat).

    Ends with what the site's mapping gives, as `orb sources check` says it.
    """
    if only_plan:
        _show(run(_plan), as_json=as_json, once=PARTITION_HISTORY.name if partition_history else None)
        return
    done, mapping = run(lambda: _migrate(partition_history=partition_history))
    if as_json:
        print_json(
            {
                "applied": done.applied,
                "rewritten": done.rewritten,
                "sources_error": done.sources_error or None,
                "sources": None if mapping is None else report.document(mapping),
            }
        )
        return
    for name in done.applied:
        say(f"Applied {name}")
    for name in done.rewritten:
        say(REWRITTEN.format(name), style="yellow")
    say("The tables are up to date.")
    if done.sources_error:
        say(f"The site's mapping is not installed: {done.sources_error}", style="yellow")
        say("Edit sql/sources.sql so that it reads your tables, then run `orb migrate` again.")
    for line in report.lines(mapping) if mapping else ():
        say(line)


def _migrate(*, partition_history: bool) -> tuple[Migration, MappingReport | None]:
    """What was done, and what the mapping gives where it is installed."""
    chosen = settings.load()
    database = engine(installation.database_url(chosen))
    try:
        done = install(database, sources=installation.sources(chosen), partition_history=partition_history)
        return done, None if done.sources_error else check(database)
    finally:
        database.dispose()


def _plan() -> MigrationPlan:
    chosen = settings.load()
    database = engine(installation.database_url(chosen))
    try:
        return plan(database, sources=installation.sources(chosen))
    finally:
        database.dispose()


def _show(planned: MigrationPlan, *, as_json: bool, once: str | None) -> None:
    if as_json:
        print_json(vars(planned))
        return
    for name in planned.pending:
        print_text(f"Would apply {name}")
    if once:
        print_text(f"Would run {once}, once and for good")
    for name in planned.repeated:
        print_text(f"Would run {name}, as every time")
    for name in planned.rewritten:
        say(REWRITTEN.format(name), style="yellow")
    say("Nothing was run.")
