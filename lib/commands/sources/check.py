"""`orb sources check`: whether the site's mapping gives what the dashboard can learn from."""

import typer

from lib.commands.arguments import AsJson
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_text, run, say
from lib.context.mapping import report
from lib.context.mapping.check import check as check_mapping
from lib.context.mapping.report import MappingReport


def check(as_json: AsJson = False) -> None:
    """Count what the four source views give; say what looks wrong and how to mend it.

    It reads only, at most a sample of a big site. Exit code 1 where something is not learned that should be.
    """
    mapping = run(_check)
    if as_json:
        print_json(report.document(mapping))
    else:
        for line in report.lines(mapping):
            print_text(line)
    if mapping.wrong:
        say(f"{len(mapping.wrong)} of the things found keep the dashboard from learning; mend them in sql/sources.sql.")
        raise typer.Exit(1)


def _check() -> MappingReport:
    with context_database() as database:
        return check_mapping(database)
