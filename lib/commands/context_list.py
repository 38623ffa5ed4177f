"""`orb context list`: the contacts, how far each is known, and who is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from lib import settings
from lib.commands.arguments import AsJson
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, run
from lib.context.queue import due
from lib.context.queue.due import REASONS, Due
from lib.context.store import contact_search
from lib.context.store.contact_search import KnownContact
from lib.context.store.sources import reading
from lib.database import database_clock

FOUND = 100


@dataclass(frozen=True)
class Line:
    """One contact of the list."""

    contact: KnownContact
    due: Due | None
    """What it waits for, where something is unread or changed."""
    as_of: datetime

    @property
    def is_due(self) -> bool:
        """Whether it waits for a worker now, and not only for its thread to rest."""
        return self.due is not None and self.due.due_at <= self.as_of


def contact_list(
    search: Annotated[str, typer.Option(metavar="WORDS", help="Only contacts that these words may mean.")] = "",
    as_json: AsJson = False,
) -> None:
    """The contacts with status, version, last update, and why and since when they are due."""
    lines = run(lambda: _lines(search))
    if as_json:
        print_json([_document(line) for line in lines])
        return
    print_rows(
        ("contact", "name", "status", "version", "updated", "due"),
        (
            (c.contact_id, c.name, c.status, c.version, _minute(c.last_updated_at), _why(line))
            for line in lines
            for c in (line.contact,)
        ),
    )


def _lines(search: str) -> list[Line]:
    chosen = settings.load()
    with context_database() as database, reading(database) as connection:
        now = database_clock(connection)
        matches = (
            [item.contact_id for item in contact_search.search(connection, search, limit=FOUND)] if search else None
        )
        known = contact_search.contacts(connection, matches)
        waiting = due.waiting(connection, now=now, pace=due.pace_of(chosen), contacts=matches)
        by_contact = {item.contact_id: item for item in waiting}
        lines = [Line(contact, by_contact.get(contact.contact_id), now) for contact in known]
    if matches is not None:
        lines.sort(key=lambda line: matches.index(line.contact.contact_id))
    return lines


def _document(line: Line) -> dict[str, Any]:
    """One contact; `due` is null where nothing is due now, `due_from` the moment from which something will be."""
    item = line.due
    return {
        **vars(line.contact),
        "due": {
            "reason": item.reason,
            "why": REASONS[item.reason],
            "since": item.since,
            "state": item.state(line.as_of),
            "attempts": item.attempts,
            "error": item.error,
            "next_at": item.next_at,
        }
        if item and line.is_due
        else None,
        "due_from": item.due_at if item else None,
    }


def _why(line: Line) -> str:
    if line.due is None:
        return ""
    since = f"{REASONS[line.due.reason]}, since {_minute(line.due.since)}"
    state = line.due.state(line.as_of)
    if state == "waiting":
        return f"from {_minute(line.due.due_at)}: {since}"
    trouble = f" ({line.due.error})" if line.due.error and state in ("resting", "needs attention") else ""
    return since if state == "due" else f"{state}{trouble}: {since}"


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"
