"""`orb context …`: what is known about each client, by machine."""

import typer

app = typer.Typer(no_args_is_help=True, help="What is known about each client.")
