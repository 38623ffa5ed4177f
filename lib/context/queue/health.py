"""Whether due contacts are being refreshed: told from the data, so it holds for all workers on all machines."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection

from lib.context.queue import due
from lib.context.queue.due import Due, Pace
from lib.context.queue.lease import ATTENTION_AFTER
from lib.context.queue.limits import Limits, Usage, used_today
from lib.database import statement

BEHIND_AFTER = timedelta(minutes=15)
"""A contact that was due for so long, and that nobody holds, shows that no worker runs or that they are too few."""


@dataclass(frozen=True)
class Trouble:
    """One contact whose last refreshes failed."""

    contact_id: UUID
    name: str
    attempts: int
    error: str | None
    next_at: datetime | None

    @property
    def needs_attention(self) -> bool:
        """Whether it failed so often that a person should look."""
        return self.attempts >= ATTENTION_AFTER


@dataclass(frozen=True)
class Health:
    """The state of the work at one moment."""

    state: Literal["ok", "behind", "limit"]
    """"behind": contacts wait that nobody takes; "limit": they wait because today's limit is used up."""
    as_of: datetime
    queue: tuple[Due, ...]
    """What changed in the last two days and is due or will be, most urgent first."""
    running: int
    troubles: tuple[Trouble, ...]
    usage: Usage
    limits: Limits

    @property
    def due(self) -> tuple[Due, ...]:
        """The contacts that could be taken now."""
        return tuple(item for item in self.queue if item.state(self.as_of) == "due")

    @property
    def attention(self) -> tuple[Trouble, ...]:
        """The contacts that need a person."""
        return tuple(trouble for trouble in self.troubles if trouble.needs_attention)


def health(connection: Connection, *, now: datetime, pace: Pace, limits: Limits) -> Health:
    """The state of the work at `now`."""
    queue = due.queue(connection, now=now, pace=pace)
    usage = used_today(connection, now)
    late = any(item.state(now) == "due" and now - item.due_at > BEHIND_AFTER for item in queue)
    state: Literal["ok", "behind", "limit"] = "ok"
    if late:
        state = "limit" if limits.reached(usage) else "behind"
    running: int = connection.execute(statement("context/queue/leases_held"), {"now": now}).scalar_one()
    rows = connection.execute(statement("context/queue/troubled")).mappings()
    return Health(
        state,
        as_of=now,
        queue=queue,
        running=running,
        troubles=tuple(Trouble(**row) for row in rows),
        usage=usage,
        limits=limits,
    )


def health_document(health: Health) -> dict[str, object]:
    """The state as a document without names and texts."""
    return {
        "state": health.state,
        "as_of": health.as_of,
        "due": len(health.due),
        "oldest_due_at": min((item.due_at for item in health.due), default=None),
        "waiting": sum(item.state(health.as_of) == "waiting" for item in health.queue),
        "running": health.running,
        "failing": len(health.troubles),
        "needs_attention": [trouble.contact_id for trouble in health.attention],
        "today": vars(health.usage),
        "limits": vars(health.limits),
        "limits_reached": health.limits.reached(health.usage),
    }
