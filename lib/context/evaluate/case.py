"""One case of a corpus: a correspondence, and what a reader should and should not take from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from lib.context.model import Author, Contact, FactKind, Interaction

Why = Literal["question", "if", "someone else", "quoted", "joke", "wish", "offer of ours"]


@dataclass(frozen=True)
class Passage:
    """Words of one interaction, with their place in the text that a person sees of it."""

    interaction: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Gold:
    """One fact that the correspondence states."""

    id: str
    kind: FactKind
    quote: Passage
    ends: str | None
    """The gold fact that no longer holds because of it."""
    by: Author


@dataclass(frozen=True)
class Trap:
    """Words that state no fact, and why."""

    quote: Passage
    why: Why


@dataclass(frozen=True)
class Case:
    """One contact with their whole correspondence in order of time."""

    id: str
    """Its file below the corpus' folder, without the ending."""
    name: str
    email: str
    company: str
    interactions: tuple[Interaction, ...]
    """Their ids are the case's own."""
    gold: tuple[Gold, ...]
    traps: tuple[Trap, ...]
    waiting: Mapping[str, bool] = field(default_factory=dict)
    """Whether each thread waits for our reply at the end."""

    @cached_property
    def contact(self) -> Contact:
        """The contact as the site would know them."""
        first = min(item.occurred_at for item in self.interactions)
        return Contact(
            contact_id=case_contact_id(self.id),
            name=self.name,
            email=self.email,
            phone=None,
            company=self.company or None,
            created_at=first,
        )

    @property
    def half(self) -> str:
        """The half of a corpus that the case is of, "" outside the halves."""
        return next((part for part in self._folders if part in HALVES), "")

    @property
    def language(self) -> str:
        """The language that its folder names by two letters, or ""."""
        return next((part for part in self._folders if len(part) == 2 and part.isalpha()), "")

    @property
    def topic(self) -> str:
        """The innermost folder that names neither a half nor a language, or ""."""
        others = [part for part in self._folders if part not in (self.half, self.language)]
        return others[-1] if others else ""

    @property
    def _folders(self) -> list[str]:
        return self.id.split("/")[:-1]


HALVES = ("development", "held_back")
"""The folders of the shipped corpus: what may be looked at while a reader is made, and what only scores it."""


def case_contact_id(case_id: str) -> UUID:
    """The contact's id, the same in every replay."""
    return uuid5(NAMESPACE_URL, f"orb-evaluate:{case_id}")


def on_file_at(interaction: Interaction) -> datetime:
    """When the interaction is known to the site: a meeting or a call once it has ended."""
    return interaction.changed_at
