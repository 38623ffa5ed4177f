"""The `orb` command: thin faces on the same functions as the pages."""

import typer

from lib.commands import context, demo, schema_questions
from lib.commands.contact_list import contact_list
from lib.commands.context_diff import diff
from lib.commands.house import migrate
from lib.commands.mcp import mcp
from lib.commands.worker import worker

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(schema_questions.app, name="schema")
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
