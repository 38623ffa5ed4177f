"""Arguments and options that commands of several files take."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Hidden = Annotated[bool, typer.Option("--hidden", help="The schemas that sql/concerns.toml hides, too.")]
ContactId = Annotated[UUID, typer.Argument(metavar="CONTACT", help="The contact's id.")]


def named_path(typed: Path) -> Path:
    """The absolute path that somebody typed; a `~` is their home, or stays as it is where nobody has that home."""
    try:
        return typed.expanduser().absolute()
    except RuntimeError:
        return typed.absolute()
