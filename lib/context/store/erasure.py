"""Erasing a person: the one door through which history goes, and what still holds their words afterwards."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine

from lib.context.store.writes import lock
from lib.context.text.normalize import storable
from lib.database import statement, transaction
from lib.errors import OrbError

TABLES = ("evidence", "facts", "current", "history", "seen", "lease", "runs", "calls")
"""What is erased, in the order that references ask for; statements `context/erasure/…`."""


class NothingToErase(OrbError):
    title = "Nothing is kept about this contact."
    next_step = "There is nothing to erase here; look at the site's own tables."


@dataclass(frozen=True)
class Erasure:
    """What was erased: rows by kind, and the site's own tables that still hold the person's words."""

    contact_id: UUID
    counts: dict[str, int]
    source_tables: tuple[str, ...]


def erase(database: Engine, contact_id: UUID, *, actor: str, reason: str, now: datetime) -> Erasure:
    """Remove everything that our tables keep about a person, and record who did it, when and why; no text of theirs.

    A refresh under way saves nothing any more, and the contact is not due again until a person asks.
    """
    if not actor.strip() or not reason.strip():
        raise OrbError("Erasing needs a name and a reason.", next_step="Say who erases and why.")
    with transaction(database) as connection:
        lock(connection, contact_id)
        counts = _counts(connection, contact_id)
        if not any(counts.values()):
            raise NothingToErase
        row = {"contact_id": contact_id, "erased_by": storable(actor.strip()), "reason": storable(reason.strip())}
        connection.execute(statement("context/erasure/insert"), {**row, "erased_at": now, "counts": json.dumps(counts)})
        for name in TABLES:
            connection.execute(statement(f"context/erasure/{name}"), {"contact_id": contact_id})
        return Erasure(contact_id, counts, source_tables(connection))


def source_tables(connection: Connection) -> tuple[str, ...]:
    """The tables that the four source views read, as `schema.table`."""
    return tuple(connection.execute(statement("context/erasure/source_tables")).scalars())


def _counts(connection: Connection, contact_id: UUID) -> dict[str, int]:
    row = connection.execute(statement("context/erasure/counts"), {"contact_id": contact_id}).mappings().one()
    return dict(row)
