"""Reads what people and time made of what readers did; for the activity page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lib.context.alignment.client_drift import LONG_DISPUTE
from lib.context.alignment.coverage import ReadMessage, coverage
from lib.context.alignment.figures import (
    NOTHING,
    AgeFigure,
    Alignment,
    Counted,
    Figure,
    ReaderFigures,
    ReaderVersion,
    RuleWeek,
    beginning,
)
from lib.context.share import Share
from lib.context.store.contact_search import called, contacts
from lib.context.text.mail.shown_body import shown_body
from lib.database import statement

RUNS, MESSAGES, BEHIND = 20_000, 1_000, 20
"""The newest runs and read messages that are looked at, and the things that are named behind a figure."""
LONGEST_BODY = 20_000


def alignment(connection: Connection, *, now: datetime, since: datetime) -> Alignment:
    """The figures at `now`, of what was done after `since`."""

    def rows(name: str, **values: object) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(statement(f"context/alignment/{name}"), values).mappings()]

    first: int = rows("first_run", since=since, runs=RUNS)[0]["run_id"]
    lately = {"first_run": first, "since": since, "most": BEHIND}
    by_reader = {
        name: {_version(row): _figure(row) for row in rows(name, **lately)}
        for name in ("taken_back", "accepted", "undone")
    }
    read = rows("read_messages", first_run=first, since=since, messages=MESSAGES, longest=LONGEST_BODY)
    messages = (ReadMessage(**{**row, "body": shown_body(row["body"])}) for row in read)
    unnamed = Alignment(
        since=since,
        readers=tuple(_reader(row, by_reader) for row in rows("readings", first_run=first, since=since)),
        rules=tuple(
            RuleWeek(row["week"], _version(row), row["rule"], _figure(row))
            for row in rows("rules", **lately)
            if row["rule"] is not None
        ),
        ages=_ages(rows("ages", now=now, most=BEHIND)),
        flip_flops=_figure(rows("flip_flops", **lately)[0]),
        disputes=_figure(rows("disputes", before=now - LONG_DISPUTE, most=BEHIND)[0]),
        coverage=coverage(messages, most=BEHIND),
        names={},
    )
    known = contacts(connection, unnamed.contacts)
    return replace(unnamed, names={contact.contact_id: called(contact.name) for contact in known})


def _reader(row: Mapping[str, Any], by_reader: Mapping[str, Mapping[ReaderVersion, Figure]]) -> ReaderFigures:
    version = _version(row)
    return ReaderFigures(
        version,
        readings=row["readings"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        **{name: figures.get(version, NOTHING) for name, figures in by_reader.items()},
    )


def _ages(rows: Sequence[Mapping[str, Any]]) -> tuple[AgeFigure, ...]:
    total: Counter[str] = Counter()
    for row in rows:
        total[row["kind"]] += row["count"]
    return tuple(
        AgeFigure(row["kind"], row["age"], Figure(Share(row["count"], total[row["kind"]]), _behind(row)))
        for row in rows
    )


def _version(row: Mapping[str, Any]) -> ReaderVersion:
    return ReaderVersion(row["reader"], row["model"], row["prompt_version"])


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(Share(row["count"], row["of"]), _behind(row))


def _behind(row: Mapping[str, Any]) -> tuple[Counted, ...]:
    """What the figure of a row counts: the contact, the fact or "" for a proposal, and the words of each."""
    return tuple(
        Counted(UUID(contact), beginning(words), fact_id=int(fact) if fact else None)
        for contact, fact, words in row["behind"]
    )
