"""What is recorded about a contact: one version of its object, one run, and how far its ledger is."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from lib.context.model import ClientContext

REPLY = "reply"
"""The trigger of a run that drafted a reply: it changes nothing that is known."""


@dataclass(frozen=True)
class Snapshot:
    """One version of a contact's object as it is stored, and what is wrong with it, where something is."""

    contact_id: UUID
    version: int
    document: dict[str, Any]
    last_updated_at: datetime
    run_id: int | None
    derived_until: datetime | None
    problems: tuple[str, ...]

    @property
    def context(self) -> ClientContext | None:
        """The validated object, or None where the stored one does not validate."""
        return None if self.problems else ClientContext.model_validate(self.document)


@dataclass(frozen=True)
class Version:
    """One line of a contact's history."""

    version: int
    last_updated_at: datetime
    run_id: int
    trigger: str | None
    actor: str | None
    reason: str | None
    reader: str | None
    model: str | None


@dataclass(frozen=True)
class Run:
    """One refresh or one decision of a person."""

    run_id: int
    contact_id: UUID
    trigger: str
    actor: str
    reason: str | None
    reader: str | None
    model: str | None
    prompt_version: str | None
    status: str
    base_version: int
    version: int | None
    proposals: dict[str, Any]
    prompt_tokens: int | None
    completion_tokens: int | None
    cost: Decimal | None
    duration_ms: int | None
    error: str | None
    started_at: datetime


@dataclass(frozen=True)
class Mark:
    """How far a contact's ledger is; two equal marks mean that nothing was decided in between."""

    run_id: int
    erasure_id: int
    version: int


@dataclass(frozen=True)
class RunRecord:
    """What is recorded of a run beside its results."""

    contact_id: UUID
    trigger: str
    actor: str
    started_at: datetime
    reason: str | None = None
    reader: str | None = None
    model: str | None = None
    prompt_version: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: Decimal | None = None
    duration_ms: int | None = None
    error: str | None = None


@dataclass(frozen=True)
class Saved:
    """The run that was recorded, and the version that the contact has now."""

    run_id: int
    version: int
    is_new_version: bool


def problems(document: Any) -> tuple[str, ...]:
    """What is wrong with a stored object, one line a fault; empty when it has the published shape."""
    try:
        ClientContext.model_validate(document)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        return tuple(f"{'.'.join(map(str, fault['loc'])) or 'object'}: {fault['msg']}" for fault in faults)
    return ()
