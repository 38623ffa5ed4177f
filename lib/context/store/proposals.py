"""What agents have proposed about a contact and no person has decided about yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lib.context.run_document import evidence_of
from lib.database import statement


@dataclass(frozen=True)
class WaitingProposal:
    """One proposal that no person has decided about yet, with what the policy said when it was made."""

    run_id: int
    actor: str
    proposed_at: datetime
    op: str
    text: str
    verdict: str
    why: str
    quotes: tuple[tuple[str, datetime], ...]
    """The words that it rests on, each with when they were written."""
    ends: str = ""
    """The fact that it would end or dispute, in words."""


def waiting(connection: Connection, contact_id: UUID) -> tuple[WaitingProposal, ...]:
    """The proposals about a client that wait for a person, the newest first."""
    rows = connection.execute(statement("context/proposals/waiting"), {"contact_id": contact_id})
    return tuple(_waiting(dict(row)) for row in rows.mappings())


def _waiting(row: dict[str, Any]) -> WaitingProposal:
    (operation,) = row["operations"]
    quotes = [evidence_of(item) for item in operation["evidence"]]
    return WaitingProposal(
        row["run_id"],
        row["actor"],
        proposed_at=row["started_at"],
        op=operation["op"],
        text=operation["text"],
        verdict=operation["verdict"],
        why=operation["why"],
        quotes=tuple((item.quote, item.occurred_at) for item in quotes),
        ends=row["target"] or "",
    )
