"""The `orb` command: thin faces on the same functions as the pages."""

import atexit
import gc
import os
import sys

import typer

from lib.commands.lazy import Orb

COLLECT_AFTER = 100_000
"""New values after which Python looks for cycles among them; by itself after 700, over and over while modules load."""

INTERRUPTED = 130
"""The exit code of a command that was interrupted, as shells count it."""

app = typer.Typer(
    cls=Orb, rich_markup_mode=None, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@app.callback()
def main_options() -> None:
    """What AI knows about each client, and a live map of the database."""


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # they would be looked for in every installed package
    gc.set_threshold(COLLECT_AFTER)
    atexit.register(gc.freeze)  # what is left at the end is not walked once more
    try:
        app()
    except RuntimeError as error:
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        sys.exit(INTERRUPTED)  # so Python 3.11 hides an interruption that comes while a module's class is made


if __name__ == "__main__":
    main()
