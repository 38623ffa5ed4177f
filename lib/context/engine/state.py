"""Everything that a refresh or a decision starts from, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection, Engine

from lib.context.engine.derived import SourceRows
from lib.context.engine.emotion import Label
from lib.context.engine.quotes import Correspondence, Source, correspondence
from lib.context.engine.summary import Sentence
from lib.context.engine.threads import is_automatic
from lib.context.model import Fact
from lib.context.store import reads, sources
from lib.context.store.reads import Mark, Snapshot
from lib.database import statement


@dataclass(frozen=True)
class State:
    """What is on file and what is stored about one contact at one moment."""

    rows: SourceRows
    facts: tuple[Fact, ...]
    current: Snapshot | None
    sentences: tuple[Sentence, ...]
    mark: Mark

    @property
    def contact_id(self) -> UUID:
        """Whose state it is."""
        return self.rows.contact.contact_id

    @cached_property
    def letters(self) -> Correspondence:
        """The whole correspondence; its sources are those of the rows, so that each is folded once."""
        return Correspondence(self.rows.sources)

    @property
    def unread(self) -> tuple[Source, ...]:
        """The interactions whose present text no run has read, oldest first."""
        return tuple(source for source in self.rows.sources if not source.interaction.is_read)


def collected(database: Engine, contact_id: UUID, *, now: datetime) -> State:
    """The state of a contact as of `now`; raises `NoContact`, `MissingSources`, `MissingTables`."""
    with sources.reading(database) as connection:
        contact = sources.contact(connection, contact_id)
        letters = correspondence(sources.interactions(connection, contact_id, now=now))
        rows = SourceRows(
            contact,
            letters.sources,
            sources.deals(connection, contact_id, now=now),
            sources.links(connection, contact_id, now=now),
            _labels(connection, contact_id, letters.sources),
            reads.suggestions(connection, contact_id),
        )
        return State(
            rows,
            reads.facts(connection, contact_id),
            reads.current(connection, contact_id),
            reads.sentences(connection, contact_id),
            reads.mark(connection, contact_id),
        )


def _labels(connection: Connection, contact_id: UUID, found: tuple[Source, ...]) -> tuple[Label, ...]:
    """The emotion labels of the client's own interactions."""
    own = {source.interaction.id: source.interaction for source in found if is_clients(source)}
    rows = connection.execute(statement("context/labels"), {"contact_id": contact_id})
    return tuple(
        Label(row.interaction_id, own[row.interaction_id].occurred_at, row.valence, row.energy)
        for row in rows
        if row.interaction_id in own
    )


def is_clients(source: Source) -> bool:
    """Whether the client wrote or said it themselves."""
    return source.author == "contact" and not is_automatic(source)
