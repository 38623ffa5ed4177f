"""What is known about one contact at one moment: the pure value that a refresh or a decision starts from."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from lib.context.engine.derived import SourceRows
from lib.context.engine.summary import Sentence
from lib.context.evidence.quotes.correspondence import Correspondence
from lib.context.evidence.quotes.source import Source
from lib.context.model import Fact
from lib.context.records import Mark, Snapshot


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
    def correspondence(self) -> Correspondence:
        """The whole correspondence; its sources are those of the rows, so that each is folded once."""
        return Correspondence(self.rows.sources)

    @property
    def unread(self) -> tuple[Source, ...]:
        """The interactions whose present text no run has read, oldest first."""
        return tuple(source for source in self.rows.sources if not source.interaction.is_read)


def is_clients(source: Source) -> bool:
    """Whether the client wrote or said it themselves."""
    return source.author == "contact" and not source.is_automatic
