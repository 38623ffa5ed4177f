"""The request document: what a reader gets to see, under aliases that hold for one call."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.context.engine.cited import deal_key
from lib.context.engine.derived import Derived, action_key
from lib.context.engine.source_documents import (
    conversations,
    earlier_documents,
    source_documents,
    text_for_reader,
    tokens_of,
)
from lib.context.engine.state import State
from lib.context.evidence.quotes.source import Source
from lib.context.model import Fact
from lib.context.text.jsonb import storable_document
from lib.context.text.normalize import storable

BUDGET = 24_000
"""Tokens of sources in one call."""


@dataclass(frozen=True)
class Aliases:
    """What the aliases of one call stand for."""

    sources: dict[str, Source]
    facts: dict[str, int]
    threads: dict[str, str]
    """Keys of threads as they are kept."""
    deals: dict[str, str]
    """Keys of deals with their stage, for next actions."""
    deal_keys: dict[str, str]
    """Keys of deals, for citations."""


NO_ALIASES = Aliases({}, {}, {}, {}, {})
"""Where nobody is asked, nothing needs another name."""


def batch(unread: Sequence[Source], *, budget: int) -> tuple[Source, ...]:
    """The oldest of `unread` whose texts fit the budget of tokens; always at least one."""
    chosen: list[Source] = []
    left = float(budget)
    for source in unread:
        left -= tokens_of(text_for_reader(source))
        if chosen and left < 0:
            break
        chosen.append(source)
    return tuple(chosen)


def assign_aliases(state: State, derived: Derived, read: Sequence[Source]) -> Aliases:
    """The aliases of one call: f1… in ledger order, s1… by time, t1…, o1…."""
    current = [fact for fact in state.facts if fact.is_current]
    return Aliases(
        sources={f"s{number}": source for number, source in enumerate(read, 1)},
        facts={f"f{number}": fact.id for number, fact in enumerate(current, 1)},
        threads={f"t{number}": thread.key for number, thread in enumerate(derived.threads, 1)},
        deals={f"o{number}": action_key(deal) for number, deal in enumerate(derived.deals, 1)},
        deal_keys={f"o{number}": deal_key(deal) for number, deal in enumerate(derived.deals, 1)},
    )


def request(state: State, derived: Derived, *, aliases: Aliases, now: datetime, budget: int = BUDGET) -> dict[str, Any]:
    """The document that is the last user message of a call; `budget` is what its messages may take, in tokens."""
    contact, facts = state.rows.contact, {fact.id: fact for fact in state.facts}
    new = list(aliases.sources.values())
    known = conversations(state, derived, sources=new, threads=list(aliases.threads))
    document = {
        "contact": {"name": contact.name, "company": contact.company, "email": contact.email},
        "as_of": now.isoformat(),
        "context": state.current.document if state.current else None,
        "facts": [_fact(alias, facts[fact_id]) for alias, fact_id in aliases.facts.items()],
        "earlier": earlier_documents(
            state, known, new, budget=budget - sum(tokens_of(text_for_reader(item)) for item in new)
        ),
        "sources": source_documents(state, known, aliases.sources),
        "threads": [
            {"id": alias, "topic": thread.topic, "needs_reply": thread.needs_reply}
            for alias, thread in zip(aliases.threads, derived.threads, strict=True)
        ],
        "opportunities": [
            {
                "id": alias,
                "type": deal.type,
                "stage": deal.stage,
                "estimated_value": None if deal.estimated_value is None else float(deal.estimated_value),
            }
            for alias, deal in zip(aliases.deals, derived.deals, strict=True)
        ],
    }
    return _storable(document)


def _storable(document: dict[str, Any]) -> dict[str, Any]:
    """The document as Postgres can keep it; one that it can keep as it is need not be gone through, which is slow."""
    written = json.dumps(document, ensure_ascii=False)
    is_clean = "\\u0000" not in written and storable(written) == written
    cleaned: dict[str, Any] = json.loads(written) if is_clean else storable_document(document)
    return cleaned


def _fact(alias: str, fact: Fact) -> dict[str, Any]:
    """One current fact, with whose word it is and when it was last said, as ISO 8601."""
    said_at = fact.last_confirmed_at
    return {
        "id": alias,
        "kind": fact.kind,
        "type": fact.type,
        "text": fact.text,
        "status": fact.status,
        "pinned": fact.pinned,
        "said_by": fact.said_by,
        "said_at": said_at.isoformat() if said_at else None,
    }
