"""The contexts of the demo, made by the product's own refresh over the correspondence with a clock that moves."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Engine

from lib.context.engine.derived import derive
from lib.context.model import Outcome
from lib.context.queue import lease
from lib.context.queue.lease import Lease
from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.context.store.collect import collect
from lib.database import read_only, statement, transaction
from lib.errors import OrbError

TRIGGER = "demo"
HOLDER = "demo"
"""Who holds the leases of the contacts whose history is not complete."""
INTERACTIONS_A_REFRESH = 1.9
FEWEST, MOST = 4, 7
READ_AFTER = timedelta(minutes=30)


class HistoryFailed(OrbError):
    title = "The history of a demo contact could not be made."
    next_step = "Run `orb demo` again; it goes on where it stopped."


def make(database: Engine, contact_id: UUID, *, now: datetime) -> Iterator[Outcome]:
    """The outcome of each refresh of the contact up to `now`; those that were made before are not made again.

    After the last interaction the clock alone goes on: the last refresh is at its last change, as a worker does it.
    """
    with read_only(database) as connection:
        values = {"contact_id": contact_id, "now": now}
        happened = list(connection.execute(statement("demo/happenings"), values).scalars())
        done = connection.execute(statement("demo/last_refresh"), {"contact_id": contact_id}).scalar_one()
    chosen = moments(happened, now=now)
    for moment in chosen:
        if done is None or moment > done:
            yield _refresh(database, contact_id, moment)
    last = _last_change(database, contact_id, since=chosen[-1], now=now)
    if last > max(chosen[-1], done or chosen[-1]):
        yield _refresh(database, contact_id, last)
    with transaction(database) as connection:
        held = Lease(contact_id, HOLDER, taken_at=now, attempts=0, requested_by=None)
        lease.put_back(connection, held, next_at=now)


def moments(happened: Sequence[datetime], *, now: datetime) -> tuple[datetime, ...]:
    """When the contact was refreshed: after each burst of interactions, divided at the longest silences."""
    count = max(FEWEST, min(MOST, round(len(happened) / INTERACTIONS_A_REFRESH)))
    silences = sorted(pairwise(happened), key=lambda pair: pair[0] - pair[1])[: count - 1]
    after = (min(before + READ_AFTER, following - timedelta(seconds=1)) for before, following in silences)
    return (*sorted(after), min(happened[-1] + READ_AFTER, now))


def _last_change(database: Engine, contact_id: UUID, *, since: datetime, now: datetime) -> datetime:
    """The last moment up to `now` at which the clock changed a derived field, `since` where it changed none."""
    state = collect(database, contact_id, now=now)
    moment = since
    while (following := derive(state.rows, state.facts, moment).until) is not None and following <= now:
        moment = following
    return moment


def _refresh(database: Engine, contact_id: UUID, moment: datetime) -> Outcome:
    with transaction(database) as connection:
        connection.execute(statement("demo/deals_at"), {"contact_id": contact_id, "moment": moment})
    outcome = refresh(database, contact_id, reader=LocalRules(), now=moment, trigger=TRIGGER, actor="demo")
    if outcome.status not in ("saved", "unchanged"):
        raise HistoryFailed(f"The history of contact {contact_id} could not be made: {outcome.error}")
    return outcome
