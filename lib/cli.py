"""The `orb` command: thin faces on the same functions as the pages."""

from collections.abc import Iterator
from typing import Any

import typer

from lib.commands import context, demo, schema_queries
from lib.commands.context_diff import diff
from lib.commands.context_list import contact_list
from lib.commands.mcp import mcp
from lib.commands.migrate import migrate
from lib.commands.worker import worker


class Everything(typer.core.TyperGroup):
    """A group whose help also lists the commands of the groups in it."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a line a command: its name, what it takes, and what it does."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_lines(self, ctx)))


def _lines(group: typer.core.TyperGroup, ctx: typer.Context, before: str = "") -> Iterator[tuple[str, str]]:
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from _lines(command, ctx, f"{before}{name} ")
        else:
            takes = [piece for piece in command.collect_usage_pieces(ctx) if piece != "[OPTIONS]"]
            yield " ".join((before + name, *takes)), command.get_short_help_str(limit=200)


app = typer.Typer(
    cls=Everything, rich_markup_mode=None, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
app.add_typer(schema_queries.app, name="schema")
context.app.command(name="list")(contact_list)
context.app.command(name="diff")(diff)
app.add_typer(context.app, name="context")
app.command(name="migrate")(migrate)
app.command(name="demo")(demo.load)
app.command(name="worker")(worker)
app.command(name="mcp")(mcp)


@app.callback()
def main_options() -> None:
    """What AI knows about each client, and a live map of the database."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
