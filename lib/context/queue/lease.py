"""The lease row that keeps workers apart: plain SQL, no session state, so it works through a transaction pooler."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from lib.database import statement
from lib.errors import OrbError

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""How long a contact rests after its first, second, third and fourth failure."""
ATTENTION_AFTER = 5
"""After so many failures in a row a contact needs a person's attention; it is tried once a day until it works."""
DAILY = timedelta(days=1)


class LeaseLost(OrbError):
    title = "Another worker has taken over this contact."
    next_step = "Nothing was saved; the other worker goes on."


@dataclass(frozen=True)
class Lease:
    """One contact held by one worker for a while."""

    contact_id: UUID
    holder: str
    taken_at: datetime
    attempts: int
    """Failures in a row before this attempt."""
    requested_by: str | None


def take(connection: Connection, contact_id: UUID, *, now: datetime, seconds: float) -> Lease | None:
    """The lease, or None where another worker holds it or the contact rests after a failure."""
    holder = str(uuid4())
    values = {"contact_id": contact_id, "holder": holder, "now": now, "until": now + timedelta(seconds=seconds)}
    row = connection.execute(statement("context/queue/lease_take"), values).one_or_none()
    return Lease(contact_id, holder, now, row.attempts, row.requested_by) if row else None


def renew(connection: Connection, lease: Lease, *, now: datetime, seconds: float) -> None:
    """Prolong a lease; raises `LeaseLost` where it has ended."""
    values = {**_key(lease), "now": now, "until": now + timedelta(seconds=seconds)}
    if connection.execute(statement("context/queue/lease_renew"), values).one_or_none() is None:
        raise LeaseLost


def finish(connection: Connection, lease: Lease) -> None:
    """Give a lease back after a success: failures are forgotten, a request that came meanwhile stays."""
    connection.execute(statement("context/queue/lease_done"), {**_key(lease), "started_at": lease.taken_at})


def put_back(connection: Connection, lease: Lease, *, next_at: datetime) -> None:
    """Give a lease back without a result; the contact rests until `next_at`, nothing counts as failed."""
    connection.execute(statement("context/queue/lease_put_back"), {**_key(lease), "next_at": next_at})


def record_failure(connection: Connection, lease: Lease, error: str, *, now: datetime) -> None:
    """Give a lease back after a failure with its reason; the contact rests, longer each time."""
    values = {**_key(lease), "error": error, "next_at": now + rest(lease.attempts + 1)}
    connection.execute(statement("context/queue/lease_failed"), values)


def request(connection: Connection, contact_id: UUID, *, actor: str, now: datetime) -> None:
    """Ask for a contact to be refreshed now, as a person; earlier failures no longer hold it back."""
    values = {"contact_id": contact_id, "requested_by": actor, "now": now}
    connection.execute(statement("context/queue/lease_request"), values)


def rest(failures: int) -> timedelta:
    """How long a contact rests after so many failures in a row."""
    return BACKOFF[failures - 1] if failures <= len(BACKOFF) else DAILY


def _key(lease: Lease) -> dict[str, object]:
    return {"contact_id": lease.contact_id, "holder": lease.holder}
