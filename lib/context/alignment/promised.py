"""What both sides promised and nobody has said is kept, over all clients or of one, what is due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from lib.context.commitments.promises import DueKind
from lib.context.commitments.standing import MOST_LATER, CommitmentState, due_on, open_state
from lib.context.model import PROMISERS, Author
from lib.context.store.contact_search import called
from lib.context.text.mail.shown_body import own_words
from lib.database import statement

MOST = 2_000
"""Promises that are looked at, the oldest."""
LONGEST = 20_000
"""Characters of a later message that are looked at."""


@dataclass(frozen=True)
class ClientPromise:
    """One promise that stands, of whom it is and to or from which client."""

    contact_id: UUID
    name: str
    fact_id: int
    by: Author
    quote: str
    interaction_id: str
    said_at: datetime
    due: date | None
    due_kind: DueKind
    state: CommitmentState


def promised(connection: Connection, *, now: datetime, contact_id: UUID | None = None) -> tuple[ClientPromise, ...]:
    """The promises that stand at `now`: what is due first, then those without a day, the oldest first."""
    values = {
        "contact": contact_id,
        "most": MOST,
        "most_later": MOST_LATER,
        "longest": LONGEST,
    }
    rows = connection.execute(statement("context/alignment/promises"), values).mappings()
    promises = [_promise(now=now, **row) for row in rows]
    return tuple(sorted(promises, key=lambda item: (item.due or date.max, item.said_at, item.fact_id)))


def _promise(
    *,
    now: datetime,
    contact_id: UUID,
    name: str,
    fact_id: int,
    type: str,
    text: str,
    interaction_id: str | None,
    quote: str | None,
    said_at: datetime,
    later: Sequence[str],
) -> ClientPromise:
    due, kind = due_on(text, quote, said_at)
    return ClientPromise(
        contact_id,
        called(name),
        fact_id=fact_id,
        by=PROMISERS.get(type, "us"),
        quote=quote or text,
        interaction_id=interaction_id or "",
        said_at=said_at,
        due=due,
        due_kind=kind,
        state=open_state(text, map(own_words, later), due=due, now=now),
    )
