"""The `orb` command: thin faces on the same functions as the pages."""

import typer

from lib.commands.lazy import Orb

app = typer.Typer(
    cls=Orb, rich_markup_mode=None, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@app.callback()
def main_options() -> None:
    """What AI knows about each client, and a live map of the database."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
