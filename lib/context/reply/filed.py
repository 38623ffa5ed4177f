"""All that a reply may rest on, text by text: facts, rows and messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lib.context.engine.state import State
from lib.context.model import KINDS, Fact

FiledStanding = Literal["holds", "said", "ended", "retracted", "disputed", "third party", "internal"]
"""What a text on file is worth: a fact or row that holds; a message of the client's or ours; what must not be said."""


@dataclass(frozen=True)
class Filed:
    """One text on file, with what it is and what it is worth."""

    kind: Literal["fact", "deal", "contact", "meeting", "call", "note", "message"]
    id: str
    text: str
    at: datetime
    standing: FiledStanding
    fact: Fact | None = None
    is_ours: bool = False
    """Whether our side wrote it."""
    planned: str = ""
    """What of it is still to be done."""

    @property
    def heading(self) -> str:
        """What it says in short: a fact without its quotes."""
        return self.fact.text if self.fact is not None else self.text


def filed_texts(state: State) -> tuple[Filed, ...]:
    """All that is on file about the contact: facts and rows first, then the messages, the newest first."""
    return (*_facts(state), *_rows(state), *_messages(state))


def _facts(state: State) -> Iterator[Filed]:
    for fact in (fact for fact in state.facts if not KINDS[fact.kind].is_promise):  # their words stand in messages
        at = fact.last_confirmed_at or fact.added_at or state.rows.contact.created_at
        standing: FiledStanding = "holds"
        if fact.status == "disputed":
            standing = "disputed"
        elif fact.status == "retracted":
            standing = "retracted"
        elif fact.status == "contradicted":
            standing = "ended"
        elif fact.said_by == "other":
            standing = "third party"
        elif state.is_internal(fact):
            standing = "internal"
        quotes = (item.quote for item in fact.evidence if item.stance == "supports")
        text = "\n".join(dict.fromkeys((fact.text.replace("_", " "), *quotes)))
        yield Filed("fact", str(fact.id), text, at, standing=standing, fact=fact)


def _rows(state: State) -> Iterator[Filed]:
    contact = state.rows.contact
    known = "\n".join(filter(None, (contact.name, contact.email, contact.phone, contact.company)))
    yield Filed("contact", str(contact.contact_id), known, contact.created_at, "holds")
    for deal in state.rows.deals:
        value = f"{deal.estimated_value:,.2f}" if deal.estimated_value is not None else ""
        due = f"{deal.follow_up_at:%Y-%m-%d %H:%M}" if deal.follow_up_at else ""
        told = (deal.id, deal.type.replace("_", " "), deal.stage, value, deal.next_action or "", due)
        text = "\n".join(filter(None, told))
        yield Filed("deal", deal.id, text, deal.changed_at, "holds", planned=deal.next_action or "")


def _messages(state: State) -> Iterator[Filed]:
    for source in sorted(state.rows.sources, key=lambda source: source.at, reverse=True):
        item, channel, author = source.interaction, source.channel, source.author
        text = "\n".join(filter(None, (item.author_name, item.subject, item.body)))
        kind: Literal["message", "meeting", "call", "note"] = "message"
        if channel in ("meeting", "call"):
            kind, text = channel, f"{item.occurred_at:%Y-%m-%d}\n{item.occurred_at:%H:%M}\n{text}"
        elif channel == "note":
            kind = "note"
        standing: FiledStanding = "third party" if author == "other" else "said"
        if kind == "note" and author == "us":
            standing = "internal"
        yield Filed(kind, item.id, text, item.occurred_at, standing, is_ours=author == "us")
