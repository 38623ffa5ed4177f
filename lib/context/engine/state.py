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

    @cached_property
    def notes(self) -> tuple[Source, ...]:
        """Our notes for ourselves, oldest first."""
        return tuple(source for source in self.rows.sources if source.channel == "note" and source.author == "us")

    def is_internal(self, fact: Fact) -> bool:
        """Whether a fact rests on notes of ours for ourselves alone: it is known, but not to be said."""
        ground = {item.interaction_id for item in fact.evidence if item.stance == "supports"}
        return bool(ground) and ground <= self._note_ids

    @cached_property
    def _note_ids(self) -> frozenset[str]:
        return frozenset(source.interaction.id for source in self.notes)


def is_clients(source: Source) -> bool:
    """Whether the client wrote or said it themselves."""
    return source.author == "contact" and not source.is_automatic
