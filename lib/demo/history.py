"""The contexts of the demo, made by the product's own refresh over the correspondence with a clock that moves."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import Engine

from lib.context.model import Outcome
from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.database import read_only, statement, transaction
from lib.errors import OrbError

TRIGGER = "demo"
LETTERS_A_REFRESH = 1.9
FEWEST, MOST = 4, 8
READ_AFTER = timedelta(minutes=30)


class HistoryFailed(OrbError):
    title = "The history of a demo contact could not be made."
    next_step = "Run `orb demo` again; it goes on where it stopped."


def make(database: Engine, contact_id: UUID, *, now: datetime) -> Iterator[Outcome]:
    """The outcome of each refresh of the contact up to `now`; those that were made before are not made again."""
    with read_only(database) as connection:
        said = list(connection.execute(statement("demo/letters"), {"contact_id": contact_id}).scalars())
        done = connection.execute(statement("demo/last_refresh"), {"contact_id": contact_id}).scalar_one()
    for moment in moments(said, now=now):
        if done is None or moment > done:
            yield _refreshed(database, contact_id, moment)
    with transaction(database) as connection:
        connection.execute(statement("demo/lease_give"), {"contact_id": contact_id})


def moments(said: Sequence[datetime], *, now: datetime) -> tuple[datetime, ...]:
    """When the contact was refreshed: after each burst of letters, divided at the longest silences, and at `now`."""
    count = max(FEWEST, min(MOST, round(len(said) / LETTERS_A_REFRESH)))
    silences = sorted(pairwise(said), key=lambda pair: pair[0] - pair[1])[: count - 1]
    after = (min(before + READ_AFTER, following - timedelta(seconds=1)) for before, following in silences)
    return (*sorted(after), now)


def _refreshed(database: Engine, contact_id: UUID, moment: datetime) -> Outcome:
    with transaction(database) as connection:
        connection.execute(statement("demo/deals_at"), {"contact_id": contact_id, "moment": moment})
    outcome = refresh(database, contact_id, reader=LocalRules(), now=moment, trigger=TRIGGER, actor="demo")
    if outcome.status not in ("saved", "unchanged"):
        raise HistoryFailed(f"The history of contact {contact_id} could not be made: {outcome.error}")
    return outcome
