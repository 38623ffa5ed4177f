"""Reads the four views over the site's own tables: what is on file about one contact at one moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import isfinite
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, RowMapping

from lib.context.model import Contact, Deal, Interaction, SystemLinks
from lib.context.text.mail.shown_body import shown_body
from lib.database import read_only, statement
from lib.errors import OrbError
from lib.fast_dataclass import open_twin

RECENT = timedelta(days=2)
"""What was edited longer ago and read since is taken as read; later edits are compared letter by letter."""
_OPEN_INTERACTION = open_twin(Interaction)
_TIME = attrgetter("occurred_at", "id")


class NoContact(OrbError):
    title = "There is no such contact."
    next_step = "Look it up with `orb context list`."
    agent_step = "Look it up with client_find."


@contextmanager
def reading(database: Engine) -> Iterator[Connection]:
    """One read-only transaction; a missing table or view is raised as `MissingTables` or `MissingSources`."""
    with read_only(database, seconds=30) as connection:
        yield connection


def contact(connection: Connection, contact_id: UUID) -> Contact:
    """The contact as the site knows it; raises `NoContact`."""
    row = connection.execute(statement("context/sources/contact"), {"contact_id": contact_id}).mappings().first()
    if row is None:
        raise NoContact(f"There is no contact {contact_id}.")
    return Contact(**_in_utc(row))


def interactions(connection: Connection, contact_id: UUID, *, now: datetime) -> tuple[Interaction, ...]:
    """Every interaction that was on file at `now`, oldest first.

    One dated after it was filed (a clock that runs ahead, a meeting to come) counts from when it was filed.
    """
    rows = connection.execute(statement("context/sources/interactions"), {"contact_id": contact_id, "now": now})
    return tuple(sorted((as_shown(_interaction(row)) for row in rows.all()), key=_TIME))


def _interaction(row: Sequence[Any]) -> Interaction:
    """An interaction of the statement's columns; there may be very many, so each is made without its constructor."""
    made = _OPEN_INTERACTION()
    (made.id, made.contact_id, made.kind, made.direction, made.author, made.author_name) = row[:6]
    (made.thread_id, made.subject, made.body, made.is_bulk, occurred_at, ended_at, changed_at, digests) = row[6:]
    made.occurred_at = occurred_at.astimezone(UTC)
    made.ended_at = ended_at and ended_at.astimezone(UTC)
    made.changed_at = changed_at.astimezone(UTC)
    made.digest = digest_of(made.subject, made.body)
    made.is_read = digests is not None and made.digest in digests
    made.__class__ = Interaction
    return made  # type: ignore[no-any-return]


def digest_of(subject: str | None, body: str) -> str:
    """What tells one text of an interaction from another: what `crm_context_digest` gives, five times as fast."""
    return sha256(f"{subject or ''}\n{body}".encode()).hexdigest()


def as_shown(interaction: Interaction) -> Interaction:
    """The interaction with the text that a person sees; its digest stays that of the body on file."""
    body = shown_body(interaction.body)
    return interaction if body is interaction.body else replace(interaction, body=body)


def deals(connection: Connection, contact_id: UUID, *, now: datetime) -> tuple[Deal, ...]:
    """The opportunities on file at `now`, open and closed, in order of their id; a value that is no number is None."""
    rows = connection.execute(statement("context/sources/deals"), {"contact_id": contact_id, "now": now})
    on_file = (Deal(**_in_utc(row)) for row in rows.mappings())
    return tuple(
        deal if deal.estimated_value is None or isfinite(deal.estimated_value) else replace(deal, estimated_value=None)
        for deal in on_file
    )


def links(connection: Connection, contact_id: UUID, *, now: datetime) -> SystemLinks:
    """Where else the contact is known; empty where the site says nothing."""
    rows = connection.execute(statement("context/sources/links"), {"contact_id": contact_id, "now": now})
    row = rows.mappings().first()
    if row is None:
        return SystemLinks()
    return SystemLinks(**{**row, "finance_accounts": tuple(account for account in row["finance_accounts"] if account)})


def _in_utc(row: RowMapping) -> dict[str, Any]:
    """The row with its moments in UTC: how an object is written must not depend on the connection's time zone."""
    return {name: value.astimezone(UTC) if isinstance(value, datetime) else value for name, value in dict(row).items()}
