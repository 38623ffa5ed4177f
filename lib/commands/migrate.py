"""`orb migrate`: the tables in the database."""

from typing import Annotated

import typer

from lib import installation, settings
from lib.commands.output import print_json, run, say
from lib.database import engine
from lib.migrate import Migration
from lib.migrate import migrate as install


def migrate(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Install or upgrade the tables (asks nothing, safe to repeat)."""
    done = run(_migrate)
    if as_json:
        print_json({"applied": done.applied, "sources_error": done.sources_error or None})
        return
    for name in done.applied:
        say(f"Applied {name}")
    say("The tables are up to date.")
    if done.sources_error:
        say(f"The site's mapping is not installed: {done.sources_error}", style="yellow")
        say("Edit sql/sources.sql so that it reads your tables, then run `orb migrate` again.")


def _migrate() -> Migration:
    chosen = settings.load()
    database = engine(installation.database_url(chosen))
    try:
        return install(database, sources=installation.sources(chosen))
    finally:
        database.dispose()
