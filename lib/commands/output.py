"""What a command prints: one JSON document or text for people on standard output, messages on standard error."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import typer
from rich.cells import cell_len

from lib.errors import OrbError

if TYPE_CHECKING:
    from rich.progress import Progress

Result = TypeVar("Result")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def print_json(document: object) -> None:
    """Print one JSON document on standard output, keys in the order given."""
    json.dump(document, sys.stdout, ensure_ascii=False, default=_jsonable)
    sys.stdout.write("\n")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people; values are shown letter for letter, and whole: lines only wrap in a terminal."""
    texts = [["" if value is None else printable(str(value)) for value in row] for row in rows]
    if sys.stdout.isatty():
        _print_grid(columns, texts)
    else:
        _print_lines([*([list(columns)] if any(columns) else []), *texts])


def _print_grid(columns: Sequence[str], texts: Iterable[Sequence[str]]) -> None:
    """Print a table as wide as the terminal."""
    from rich.console import Console  # takes as long as all else that a piped command prints
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, header_style="bold", pad_edge=False, show_header=any(columns))
    for name in columns:
        grid.add_column(name, overflow="fold")
    for row in texts:
        grid.add_row(*map(Text, row))
    Console(highlight=False).print(grid)


def _print_lines(texts: Sequence[Sequence[str]]) -> None:
    """Print a table for a file or another program: no line is broken that was not."""
    lines = [line for row in texts for line in zip_longest(*(text.split("\n") for text in row), fillvalue="")]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def printable(text: str) -> str:
    """The text as a terminal may print it: characters that would steer it are replaced, as somebody else wrote them."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\t", " "))


def print_text(text: str) -> None:
    """Print a line for people on standard output."""
    typer.echo(printable(text))


def say(text: str, *, style: str = "") -> None:
    """Print a message on standard error, letter for letter."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    console.print(Text(printable(text), style=style), soft_wrap=not console.is_terminal)


def progress_bar() -> "Progress":
    """A bar on standard error that is gone when the work is done; none where no terminal shows it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def run(command: Callable[[], Result]) -> Result:
    """Run a command's body; an error of ours becomes one line on standard error and exit code 1."""
    try:
        return command()
    except OrbError as error:
        say(str(error), style="red")
        raise typer.Exit(1) from error


def _jsonable(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON.")
