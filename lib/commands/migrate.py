"""`orb migrate`: the tables in the database."""

from typing import Annotated

import typer

from lib import installation, settings
from lib.commands.output import print_json, run, say
from lib.context.mapping import report
from lib.context.mapping.check import check
from lib.context.mapping.report import MappingReport
from lib.database import engine
from lib.migrate import Migration
from lib.migrate import migrate as install


def migrate(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Install or upgrade the tables (asks nothing, safe to repeat).

    Ends with what the site's mapping gives, as `orb sources check` says it.
    """
    done, found = run(_migrate)
    if as_json:
        sources = None if found is None else report.document(found)
        print_json({"applied": done.applied, "sources_error": done.sources_error or None, "sources": sources})
        return
    for name in done.applied:
        say(f"Applied {name}")
    say("The tables are up to date.")
    if done.sources_error:
        say(f"The site's mapping is not installed: {done.sources_error}", style="yellow")
        say("Edit sql/sources.sql so that it reads your tables, then run `orb migrate` again.")
    for line in report.lines(found) if found else ():
        say(line)


def _migrate() -> tuple[Migration, MappingReport | None]:
    """What was done, and what the mapping gives where it is installed."""
    chosen = settings.load()
    database = engine(installation.database_url(chosen))
    try:
        done = install(database, sources=installation.sources(chosen))
        return done, None if done.sources_error else check(database)
    finally:
        database.dispose()
