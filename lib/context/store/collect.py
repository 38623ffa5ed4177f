"""Reads everything that a refresh or a decision starts from, in one transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine

from lib.collector import collector_off
from lib.context.engine.derived import SourceRows
from lib.context.engine.state import State
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.store import reads, sources


def collect(database: Engine, contact_id: UUID, *, now: datetime) -> State:
    """The state of a contact as of `now`; raises `NoContact`, `MissingSources`, `MissingTables`."""
    with sources.reading(database) as connection, collector_off():
        return state_of(connection, contact_id, now=now)


def state_of(connection: Connection, contact_id: UUID, *, now: datetime) -> State:
    """The same in a transaction that is under way."""
    contact = sources.contact(connection, contact_id)
    correspondence = correspondence_of(sources.interactions(connection, contact_id, now=now))
    rows = SourceRows(
        contact,
        sources=correspondence.sources,
        deals=sources.deals(connection, contact_id, now=now),
        links=sources.links(connection, contact_id, now=now),
        labels=reads.labels(connection, contact_id, correspondence.sources),
        suggestions=reads.suggestions(connection, contact_id),
    )
    return State(
        rows,
        reads.facts(connection, contact_id),
        reads.current(connection, contact_id),
        reads.sentences(connection, contact_id),
        reads.mark(connection, contact_id),
    )
