"""A preview: a run whose answer is kept, so that a person can accept it without a second call."""

from collections.abc import Sequence
from typing import Any

from lib.context.engine.draft import Draft
from lib.context.engine.quotes import Source
from lib.context.engine.request import Aliases
from lib.context.model import ReaderAnswer
from lib.context.store.writes import proposals_of
from lib.context.text.normalize import storable


def proposals(draft: Draft, answer: ReaderAnswer | None, names: Aliases, read: Sequence[Source]) -> dict[str, Any]:
    """The proposals of a preview run: verdicts as of now, and what judging again needs."""
    return {
        **proposals_of(draft),
        "preview": {
            "answer": None if answer is None else storable_document(answer.document),
            "sources": {alias: kept(source) for alias, source in names.sources.items()},
            "facts": names.facts,
            "threads": names.threads,
            "opportunities": names.deals,
            "opportunity_keys": names.deal_keys,
            "read": [kept(source) for source in read],
            "context": draft.context.model_dump(mode="json"),
        },
    }


def storable_document(value: Any, *, depth: int = 12) -> Any:
    """`value` as jsonb can keep it: strings cleaned, odd numbers and what is nested too deep left out."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else None
    if isinstance(value, float):
        return value if abs(value) < 1e15 else None  # also NaN and the infinities, which compare as false
    if depth and isinstance(value, dict):
        return {storable(str(key)): storable_document(item, depth=depth - 1) for key, item in value.items()}
    if depth and isinstance(value, list | tuple):
        return [storable_document(item, depth=depth - 1) for item in value]
    return None


def kept(source: Source) -> dict[str, str]:
    """Which text of which interaction a source is, as the proposals of a run keep it."""
    return {"interaction_id": source.interaction.id, "digest": source.interaction.digest}
