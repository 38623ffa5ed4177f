"""What is known about a client: the context object in the spec's shape, and the values the engine works with."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

RelationshipStatus = Literal["cold", "warm", "hot", "active", "dormant", "conflict"]
Energy = Literal["low", "medium", "high"]
Stability = Literal["stable", "volatile"]
FactKind = Literal["key_fact", "role", "opportunity", "risk", "commitment"]
FactStatus = Literal["active", "disputed", "contradicted", "retracted"]
Author = Literal["contact", "us", "other"]
AUTHORS: dict[str, str] = {"contact": "the client", "us": "our side", "other": "somebody else"}
"""What each author is called in words, to people and to agents."""
Channel = Literal["email", "sms", "meeting", "call", "note"]
PROMISERS: dict[str, Author] = {"by_us": "us", "by_contact": "contact"}
"""The types of a promise, and whose it is."""
RunStatus = Literal["saved", "unchanged", "failed", "busy", "preview"]


@dataclass(frozen=True)
class Kind:
    """One kind of fact: what people call it, which form its facts have, and where they stand in the object."""

    name: FactKind
    plural: str
    """What several of them are called inside a sentence."""
    heading: str
    """The title above a list of them."""
    form: Literal["sentence", "slug", "typed"]
    """A sentence; a slug, shown as words, whose figures a quote must hold; or a sentence with a slug as its type."""
    section: str | None
    """The field of `ClientContext` that states them; None where the object does not."""
    has_rows: bool = False
    """Whether rows of the site stand in that field beside its facts: an item is known by its type and place alone."""
    is_promise: bool = False
    """Whether its facts are promises of either side: the type tells whose, the words are theirs, and only the other
    side's words or a person say that one is kept."""
    may_be_asked: bool = False
    """Whether a question states one in their own words, as it does what they would buy ("Do you give classes?")."""

    @property
    def has_type(self) -> bool:
        """Whether its facts have a type beside their text."""
        return self.form == "typed"

    @property
    def is_slug(self) -> bool:
        """Whether the text of its facts is a slug."""
        return self.form == "slug"


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("key_fact", plural="key facts", heading="Facts", form="sentence", section="key_facts"),
        Kind("role", plural="roles", heading="Roles", form="slug", section="roles"),
        Kind(
            "opportunity",
            plural="opportunities",
            heading="Stated opportunities",
            form="typed",
            section="opportunities",
            has_rows=True,
            may_be_asked=True,
        ),
        Kind("risk", plural="risks", heading="Stated risks", form="typed", section="risks"),
        Kind(
            "commitment",
            plural="commitments",
            heading="Commitments",
            form="typed",
            section=None,
            is_promise=True,
        ),
    )
}
"""Every kind of fact by its name, in the order in which lists show them.

A new kind is a change in at most five files: this one (`FactKind`, `KINDS`); a migration that widens the check of
`crm_client_fact.kind` (and, where the object states its texts, the guard that compares object and ledger); what asks
readers for it, `readers/prompt.py` and `readers/local_rules.toml`; and `engine/derived.py` where its section is new and
holds more than texts.
"""


def text_sections() -> dict[str, FactKind]:
    """The fields of the object that list texts of facts, each with the first kind that stands there."""
    sections: dict[str, FactKind] = {}
    for kind in KINDS.values():
        if kind.section and not kind.has_type:
            sections.setdefault(kind.section, kind.name)
    return sections


def has_rows(section: str) -> bool:
    """Whether rows of the site stand in a field of the object beside facts."""
    return any(kind.has_rows for kind in KINDS.values() if kind.section == section)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EmotionTrend(_Part):
    """How the client's own messages sound lately."""

    valence: Annotated[float, Field(ge=-1, le=1)]
    energy: Energy
    stability: Stability


class OpenThread(_Part):
    """One conversation that is not closed."""

    channel: Channel
    thread_id: str
    topic: str
    last_message_at: AwareDatetime
    needs_reply: bool
    suggested_tone: str


class Opportunity(_Part):
    """One possible piece of business, from a row of the site or stated by the client."""

    type: str
    stage: str
    estimated_value: float | None
    next_action: str


class Risk(_Part):
    """One thing that may go wrong."""

    type: str
    note: str


class SystemLinks(_Part):
    """Where else this person is known."""

    finance_accounts: tuple[str, ...] = ()
    swl_guest_profile_id: str | None = None
    open_people_profile_id: str | None = None


class ClientContext(_Part):
    """The structured context object that agents read; its shape is the spec's."""

    contact_id: UUID
    last_updated_at: AwareDatetime
    summary: str
    relationship_status: RelationshipStatus
    emotion_trend: EmotionTrend
    roles: tuple[str, ...]
    key_facts: tuple[str, ...]
    open_threads: tuple[OpenThread, ...]
    opportunities: tuple[Opportunity, ...]
    risks: tuple[Risk, ...]
    system_links: SystemLinks


@dataclass(frozen=True)
class Contact:
    """One row of `crm_source_contact`."""

    contact_id: UUID
    name: str
    email: str | None
    phone: str | None
    company: str | None
    created_at: datetime


@dataclass(frozen=True)
class Interaction:
    """One row of `crm_source_interaction`: a mail, a message, a meeting, a call or a note."""

    id: str
    contact_id: UUID
    kind: str
    direction: str
    author: str
    author_name: str | None
    thread_id: str | None
    subject: str | None
    body: str
    is_bulk: bool
    occurred_at: datetime
    ended_at: datetime | None
    changed_at: datetime
    digest: str = ""
    """What tells one text of it from another: SHA-256 of subject, line feed and body, in hex."""
    is_read: bool = False
    """Whether a run has read this very text."""


@dataclass(frozen=True)
class Deal:
    """One row of `crm_source_opportunity`."""

    id: str
    contact_id: UUID
    type: str
    stage: str
    estimated_value: Decimal | None
    next_action: str | None
    follow_up_at: datetime | None
    is_open: bool
    changed_at: datetime


@dataclass(frozen=True)
class Evidence:
    """One verified quote: `body[start:end] == quote` of the interaction at the time it was read."""

    interaction_id: str
    start: int
    end: int
    quote: str
    occurred_at: datetime
    first_seen_at: datetime
    """When the same words first occur in the contact's whole correspondence."""
    author: Author
    stance: Literal["supports", "contradicts"] = "supports"


@dataclass(frozen=True)
class Fact:
    """One fact ever stated; it may end, it is never deleted or reworded."""

    id: int
    kind: FactKind
    type: str
    text: str
    status: FactStatus
    added_version: int
    ended_version: int | None = None
    superseded_by: int | None = None
    restores: int | None = None
    reason: str | None = None
    pinned: bool = False
    actor: str = "reader"
    evidence: tuple[Evidence, ...] = ()
    added_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        """Whether it stands in the object: active, or disputed and not yet decided."""
        return self.status in ("active", "disputed")

    @property
    def said_by(self) -> Author:
        """Whose word it is: the contact's where a support is theirs or a person stated it, else ours, else others'."""
        if self.actor != "reader":
            return "contact"
        authors = {item.author for item in self.evidence if item.stance == "supports"}
        return next((author for author in ("contact", "us") if author in authors), "other")

    @property
    def source_count(self) -> int:
        """In how many interactions it was said: quotes of one letter are one source."""
        return len({item.interaction_id for item in self.evidence if item.stance == "supports"})

    @property
    def last_confirmed_at(self) -> datetime | None:
        """When somebody last said it: the newest support, a person's word from when it was taken; None for neither.

        `ages.sql` and `old_facts.sql` of `sql/context/alignment` count by the same rule.
        """
        moments = [item.first_seen_at for item in self.evidence if item.stance == "supports"]
        if self.added_at is not None and (self.actor != "reader" or not moments):
            moments.append(self.added_at)
        return max(moments, default=None)


@dataclass(frozen=True)
class Quote:
    """What a reader cites: the alias of a source and words from it."""

    source: str
    quote: str


@dataclass(frozen=True)
class Operation:
    """One proposal of a reader or of a person."""

    op: str
    kind: str
    type: str
    fact: str
    text: str
    reason: str
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What the policy said to one operation, with a reason that a person understands."""

    operation: Operation
    verdict: Literal["applied", "reinforced", "disputed", "rejected", "unchanged"]
    reason: str
    rule: str = ""
    """The slug of the rule that decided: verdicts are counted by it."""
    evidence: tuple[Evidence, ...] = ()
    """The quotes that were found."""
    target_id: int | None = None
    """The fact that the operation speaks of."""
    fact_id: int | None = None
    """The fact that now says it: new, or the one that stood already."""


@dataclass(frozen=True)
class Suggestion:
    """One accepted word of a reader on a derived field: a status, a tone, a next action, or whether a message waits."""

    field: Literal["relationship_status", "suggested_tone", "next_action", "needs_reply"]
    key: str
    """Which thread, deal or interaction it is for; empty for the status."""
    value: str
    said_at: datetime
    """When the words behind it were first seen."""
    quote: str = ""
    """The words behind it, where it has some."""


@dataclass(frozen=True)
class ReaderAnswer:
    """What a reader gave back: the document of the agreed format, unchecked, and what it took."""

    document: dict[str, Any]
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: Decimal | None = None
    duration_ms: int = 0
    model: str | None = None
    calls: int = 1
    """Requests that were sent for it."""


@dataclass(frozen=True)
class Outcome:
    """What one refresh did; printed by `orb context refresh --json` and shown by the page."""

    status: RunStatus
    version: int | None
    verdicts: tuple[Verdict, ...] = ()
    reader: str = ""
    model: str | None = None
    tokens: int | None = None
    duration_ms: int = 0
    error: str | None = None
    run_id: int | None = None
    context: dict[str, Any] | None = field(default=None, repr=False)
