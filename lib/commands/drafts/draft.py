"""`orb draft new|list|show|edit`: the drafts that are kept."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine

from lib import installation, settings
from lib.commands.arguments import AsJson
from lib.commands.output import print_json, print_rows, print_text, run
from lib.database import read_only, transaction
from lib.errors import OrbError
from lib.schema.cache import cache
from lib.schema.drafts import store

SqlFile = Annotated[str, typer.Option("--sql", metavar="FILE|-", help="The SQL of the change; - reads standard input.")]
DraftAuthor = Annotated[str, typer.Option(help="Who writes it; the user of this machine where nobody is named.")]
DraftNumber = Annotated[int, typer.Argument(metavar="N", help="The draft's number.", min=1)]


class UnreadableFile(OrbError):
    title = "The file cannot be read."
    next_step = "Name a text file in UTF-8, or - for standard input."


@contextmanager
def databases() -> Iterator[tuple[Engine, Engine, str]]:
    """Engines on the database with the drafts and on the explored one, and the name by which its drafts are kept."""
    chosen = settings.load()
    context, explored = installation.context_database(chosen), installation.explored_database(chosen)
    try:
        yield context, explored, cache.name_of(explored, context)
    finally:
        context.dispose()
        explored.dispose()


def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What changes, in a few words.")],
    sql: SqlFile,
    why: Annotated[str, typer.Option(help="Why it is wanted.")] = "",
    author: DraftAuthor = "",
    as_json: AsJson = False,
) -> None:
    """A draft from SQL; nothing is run."""

    def made() -> tuple[int, int]:
        script = _script(sql)
        with databases() as (context, _, name), transaction(context) as connection:
            return store.new_draft(connection, name, title=title, sql=script, why=why, author=author or user())

    _tell_version(*run(made), as_json=as_json)


def edit(number: DraftNumber, sql: SqlFile, author: DraftAuthor = "", as_json: AsJson = False) -> None:
    """A new version of a draft; the earlier ones stay."""

    def made() -> int:
        script = _script(sql)
        with databases() as (context, _, name), transaction(context) as connection:
            store.draft(connection, name, number)
            return store.new_version(connection, number, sql=script, author=author or user())

    _tell_version(number, run(made), as_json=as_json)


def list_drafts(as_json: AsJson = False) -> None:
    """The drafts of the explored database, newest first, each with its state."""

    def read() -> tuple[store.SchemaDraft, ...]:
        with databases() as (context, _, name), read_only(context) as connection:
            return store.drafts(connection, name)

    drafts = run(read)
    if as_json:
        print_json({"drafts": [{**_head(item), "why": item.why} for item in drafts]})
        return
    print_rows(
        ("draft", "version", "state", "title", "author", "edited"), (tuple(_head(item).values()) for item in drafts)
    )


def show(number: DraftNumber, as_json: AsJson = False) -> None:
    """One draft: its newest SQL, and what its newest check found."""

    def read() -> store.SchemaDraft:
        with databases() as (context, _, name), read_only(context) as connection:
            return store.draft(connection, name, number)

    draft = run(read)
    if as_json:
        print_json({**_head(draft), "why": draft.why, "sql": draft.sql, "check": draft.report})
        return
    print_text(f"{draft.draft}. {draft.title} (version {draft.version}, {draft.state}, by {draft.author})")
    for text in filter(None, (draft.why, f"\n{draft.sql}")):
        print_text(text)


def _head(item: store.SchemaDraft) -> dict[str, Any]:
    return {
        "draft": item.draft,
        "version": item.version,
        "state": item.state,
        "title": item.title,
        "author": item.author,
        "edited_at": item.edited_at,
    }


def _tell_version(draft: int, version: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"draft": draft, "version": version})
        return
    print_text(f"Draft {draft}, version {version}. Next: orb draft check {draft}")


def _script(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise UnreadableFile(f"The file {file} cannot be read.") from error


def user() -> str:
    """The user of this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
