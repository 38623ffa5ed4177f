"""`orb context reply`: holds a draft against what is on file, or has the model write one; nothing is ever sent."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from lib import settings
from lib.commands.actor import actor
from lib.commands.arguments import AsJson, ContactId
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_text, run
from lib.context import agent_replies
from lib.context.reply import check_text
from lib.context.reply.marks import ReplyCheck
from lib.context.store.sources import reading
from lib.errors import OrbError

MOST_READ = 2_000_000
"""Bytes of a draft that are read at most."""


class UnreadableDraft(OrbError):
    title = "The draft cannot be read."
    next_step = "Name a text file, or - for standard input."


def reply(
    contact: ContactId,
    thread: Annotated[str, typer.Option(help="The thread to answer in; the one that waits longest unless given.")] = "",
    text: Annotated[
        str, typer.Option(metavar="FILE|-", help="The draft to check, - for standard input; the model writes one else.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Hold the draft of a reply against what is on file, yours or the model's; nothing is sent."""
    if not text:
        _written(contact, thread, as_json=as_json)
        return

    def read() -> ReplyCheck:
        draft, written_at = _draft(text)
        with context_database() as database, reading(database) as connection:
            return agent_replies.checked(connection, contact, draft, thread=thread, written_at=written_at)

    reply_check = run(read)
    if as_json:
        print_json(agent_replies.draft_check(reply_check).model_dump(mode="json"))
    else:
        print_text(check_text.text(reply_check))


def _written(contact: UUID, thread: str, *, as_json: bool) -> None:
    """Have the model write a draft, and print it with its check."""
    from lib.context.draft_reply import DraftedReply, draft_reply  # loads the readers, which takes time
    from lib.context.readers.reply_writer import writer_for

    def write() -> DraftedReply:
        with context_database() as database:
            return draft_reply(database, contact, writer=writer_for(settings.load()), actor=actor(), thread=thread)

    made = run(write)
    if as_json:
        cost = None if made.cost is None else float(made.cost)
        took = {"run_id": made.run_id, "model": made.model, "tokens": made.tokens, "cost": cost}
        checked = agent_replies.draft_check(made.checked).model_dump(mode="json")
        print_json({"draft": made.text, **took, "duration_ms": made.duration_ms, "check": checked})
    else:
        print_text(f"{made.text}\n\n{check_text.text(made.checked)}")


def _draft(name: str) -> tuple[str, datetime | None]:
    """The draft, and when its file was last written; what is typed is written now."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_READ).decode("utf-8", "replace"), None
        path = Path(name)
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(MOST_READ), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise UnreadableDraft(f"{name!r}: {error.strerror}.") from error
