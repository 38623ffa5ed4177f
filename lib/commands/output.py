"""What a command prints: one JSON document or text for people on standard output, messages on standard error."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from lib.errors import OrbError

Result = TypeVar("Result")
WIDE = 2000
"""Columns of a line that goes to a file or to another program."""
messages = Console(stderr=True, highlight=False)


def print_json(document: object) -> None:
    """Print one JSON document on standard output, keys in the order given."""
    json.dump(document, sys.stdout, ensure_ascii=False, default=_jsonable)
    sys.stdout.write("\n")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people; values are shown letter for letter, and whole: lines only wrap in a terminal."""
    grid = Grid(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*(Text("" if value is None else str(value)) for value in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(grid)


def run(command: Callable[[], Result]) -> Result:
    """Run a command's body; an error of ours becomes one line on standard error and exit code 1."""
    try:
        return command()
    except OrbError as error:
        messages.print(Text(str(error), style="red"))
        raise typer.Exit(1) from error


def _jsonable(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON.")
