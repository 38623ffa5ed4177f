"""`orb schema …`: the explored database by machine."""

import typer

app = typer.Typer(no_args_is_help=True, help="The explored database.")
