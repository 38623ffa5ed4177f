"""Counts what the four source views give: reads only, at most a sample, and every statement ends in time."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from lib.context.mapping.counts import (
    MOST,
    ContactCounts,
    InteractionCounts,
    RowCounts,
    SourceCounts,
    Totals,
)
from lib.context.mapping.plans import whole_reads
from lib.database import read_only, statement
from lib.errors import TooSlow

Part = TypeVar("Part")
LOOKED_AT = 100_000
"""Contacts, deals and links that are looked at."""
NEWEST, CONTACTS, EACH = 10_000, 200, 50
"""Interactions that are looked at: so many of the newest, and of so many contacts so many older ones each."""
LONGEST = 40
"""Characters of a kind, an author or a direction that leave the database."""
SMALLEST = 8 << 20
"""Bytes of a table below which reading it whole takes a few milliseconds."""


def survey(database: Engine, *, seconds: int = 10, smallest: int = SMALLEST) -> SourceCounts:
    """What the views give, and which tables larger than `smallest` bytes are read whole for want of an index.

    Each part ends after `seconds`; raises `MissingSources` where a view is missing.
    """
    slow: list[str] = []
    broken: list[tuple[str, str]] = []

    def part(name: str, count: Callable[[Connection], Part]) -> Part | None:
        try:
            with read_only(database, seconds=seconds) as connection:
                return count(connection)
        except TooSlow:
            slow.append(name)
        except DBAPIError as error:  # of a view's own doing; its message may quote a row
            broken.append((name, getattr(error.orig, "sqlstate", None) or ""))
        return None

    return SourceCounts(
        totals=part("the number of rows", _totals),
        contacts=part("the contacts", _contacts),
        interactions=part("the interactions", _interactions),
        rows=part("the deals and links", _rows),
        whole_reads=part("the indexes", lambda connection: whole_reads(connection, smallest=smallest)) or (),
        too_slow=tuple(slow),
        broken=tuple(broken),
    )


def _totals(connection: Connection) -> Totals:
    return Totals(**connection.execute(statement("context/mapping/totals"), {"most": MOST}).mappings().one())


def _contacts(connection: Connection) -> ContactCounts:
    row = connection.execute(statement("context/mapping/contacts"), {"most": LOOKED_AT}).mappings().one()
    return ContactCounts(**row)


def _interactions(connection: Connection) -> tuple[InteractionCounts, ...]:
    sizes = {"newest": NEWEST, "contacts": CONTACTS, "each": EACH, "most": LOOKED_AT, "longest": LONGEST}
    rows = connection.execute(statement("context/mapping/interactions"), sizes).mappings()
    return tuple(InteractionCounts(**row) for row in rows)


def _rows(connection: Connection) -> tuple[RowCounts, ...]:
    rows = connection.execute(statement("context/mapping/rows"), {"most": LOOKED_AT}).mappings()
    return tuple(RowCounts(**row) for row in rows)
