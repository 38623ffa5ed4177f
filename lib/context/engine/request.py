"""The request document: what a reader gets to see, under aliases that hold for one call."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.context.engine.cited import deal_key
from lib.context.engine.derived import Derived, action_key
from lib.context.engine.state import State
from lib.context.evidence.quotes import Source
from lib.context.model import Fact
from lib.context.text.mail.segments import Segment
from lib.context.text.normalize import storable

BYTES_A_TOKEN = 1.5
"""UTF-8 bytes a token: the densest of what was measured (English 2.9, Chinese 1.7) with room to spare."""
BUDGET = 24_000
"""Tokens of sources in one call."""
OWN_LENGTH, QUOTED_LENGTH = 12_000, 600
MOST_SHOWN = 2 * OWN_LENGTH
"""Characters of a part and of a whole message that a reader sees."""
CUT = "\n[… cut]\n"


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
        left -= len(shown(source).encode("utf-8", "replace")) / BYTES_A_TOKEN
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


def request(state: State, derived: Derived, *, aliases: Aliases, now: datetime) -> dict[str, Any]:
    """The document that is the last user message of a call."""
    contact, facts = state.rows.contact, {fact.id: fact for fact in state.facts}
    document = {
        "contact": {"name": contact.name, "company": contact.company, "email": contact.email},
        "as_of": now.isoformat(),
        "context": state.current.document if state.current else None,
        "facts": [
            {
                "id": alias,
                "kind": facts[fact_id].kind,
                "type": facts[fact_id].type,
                "text": facts[fact_id].text,
                "status": facts[fact_id].status,
                "pinned": facts[fact_id].pinned,
                "said_at": _said_at(facts[fact_id]),
            }
            for alias, fact_id in aliases.facts.items()
        ],
        "sources": [_source(alias, source) for alias, source in aliases.sources.items()],
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
    cleaned: dict[str, Any] = json.loads(
        storable(json.dumps(document, ensure_ascii=False)).replace("\\u0000", "\ufffd")
    )
    return cleaned


def _said_at(fact: Fact) -> str | None:
    """When the fact was last said, as ISO 8601; None where no message says it."""
    moments = (item.first_seen_at for item in fact.evidence if item.stance == "supports")
    said_at = max(moments, default=None)
    return said_at.isoformat() if said_at else None


def shown(source: Source) -> str:
    """The text of a source as a reader sees it: long parts are cut visibly, quoted ones early."""
    body, parts = source.interaction.body, []
    for segment in source.segments:
        longest = _longest(segment)
        text = body[segment.start : segment.end]
        parts.append(text if len(text) <= longest else text[:longest] + CUT)
    return "".join(parts)[:MOST_SHOWN]


def own_shown(source: Source) -> tuple[int, int]:
    """How many characters of the author's own words a reader sees, and how many there are."""
    seen = written = position = 0
    for segment in source.segments:
        length = segment.end - segment.start
        told = min(length, _longest(segment))
        if segment.part == "own":
            written += length
            seen += max(0, min(told, MOST_SHOWN - position))
        position += told + (len(CUT) if told < length else 0)
    return seen, written


def _longest(segment: Segment) -> int:
    return OWN_LENGTH if segment.part in ("own", "signature") else QUOTED_LENGTH


def _source(alias: str, source: Source) -> dict[str, Any]:
    interaction = source.interaction
    return {
        "id": alias,
        "channel": source.channel,
        "author": source.author,
        "occurred_at": interaction.occurred_at.isoformat(),
        "subject": interaction.subject or "",
        "text": shown(source),
    }
