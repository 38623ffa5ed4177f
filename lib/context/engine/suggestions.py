"""What an answer says beside its operations: emotion labels, a status, tones and next actions, each checked alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from lib.context.engine.cited import LOOKED_AT, deal_words
from lib.context.engine.emotion import Label
from lib.context.engine.policy import known_names
from lib.context.engine.threads import Thread
from lib.context.engine.waiting import judged_wait
from lib.context.evidence.grounding import unsupported
from lib.context.evidence.quotes.correspondence import Correspondence
from lib.context.evidence.quotes.find import find
from lib.context.evidence.quotes.source import Source
from lib.context.model import Contact, Deal, Energy, Evidence, Fact, RelationshipStatus, Suggestion
from lib.context.text.normalize import one_line, storable
from lib.context.text.orders import carried
from lib.context.text.values.quantities import numbers

TONE_LENGTH, ACTION_LENGTH = 80, 200
FEW = 3
"""So many of something need no ground in a suggestion."""
ENERGIES: list[Any] = list(get_args(Energy))


@dataclass(frozen=True)
class Judged:
    """One suggestion and what was said to it."""

    suggestion: Suggestion
    verdict: Literal["applied", "rejected"]
    why: str
    evidence: Evidence | None = None


@dataclass(frozen=True)
class SuggestionGround:
    """What suggestions are checked against."""

    contact: Contact
    facts: Sequence[Fact]
    sources: Mapping[str, Source]
    deals: Sequence[Deal]
    correspondence: Correspondence
    last_status: Suggestion | None
    now: datetime


def labels(items: Any, sources: Mapping[str, Source]) -> dict[str, Label]:
    """The well-formed emotion labels by interaction; the first for each counts."""
    labelled: dict[str, Label] = {}
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        alias, valence = item.get("source"), item.get("valence")
        energy: Any = item.get("energy")
        source = sources.get(alias) if isinstance(alias, str) else None
        if source is None or isinstance(valence, bool) or not isinstance(valence, int | float):
            continue
        if valence not in (-2, -1, 0, 1, 2) or energy not in ENERGIES:
            continue
        interaction = source.interaction
        labelled.setdefault(interaction.id, Label(interaction.id, interaction.occurred_at, int(valence), energy))
    return labelled


def status(item: Any, ground: SuggestionGround) -> tuple[Judged, ...]:
    """The verdict on a proposed relationship status: verbatim words, newer than those behind the last one."""
    if not isinstance(item, dict) or not item.get("value"):
        return ()
    value, alias, quote = (item.get(name) for name in ("value", "source", "quote"))
    if not isinstance(value, str) or value not in get_args(RelationshipStatus) or value == "dormant":
        why = "It is no status that a reader may propose."
        return (_rejected("relationship_status", "", value=str(value)[:20], why=why, ground=ground),)
    source = ground.sources.get(alias) if isinstance(alias, str) else None
    place = None
    if source is not None and isinstance(quote, str):
        place = find(storable(quote), source, ground.correspondence)
    if place is None or isinstance(place, str):
        why = "Its quote does not stand in its source."
        return (_rejected("relationship_status", "", value=value, why=why, ground=ground),)
    evidence = place.evidence
    if not place.is_own or evidence.author == "other":
        why = "Quoted, forwarded and signed words and third parties do not show it."
    elif ground.last_status and evidence.first_seen_at <= ground.last_status.said_at:
        why = "Its words are not newer than those behind the present status."
    else:
        suggestion = Suggestion("relationship_status", "", value, evidence.first_seen_at)
        return (Judged(suggestion, "applied", "The words show it.", evidence),)
    return (_rejected("relationship_status", "", value=value, why=why, ground=ground, evidence=evidence),)


def tones(items: Any, threads: Mapping[str, str], ground: SuggestionGround) -> tuple[Judged, ...]:
    """The verdicts on suggested tones; `threads` leads from aliases to keys."""
    return tuple(
        _suggestion("suggested_tone", alias, value=value, keys=threads, longest=TONE_LENGTH, ground=ground)
        for alias, value in _lines(items, "thread", "suggested_tone")
    )


def waits(items: Any, threads: Mapping[str, Thread], ground: SuggestionGround) -> tuple[Judged, ...]:
    """The verdicts on what an answer says of threads that wait or do not; `threads` are the open ones by alias."""
    judged = (judged_wait(item, threads, ground.correspondence) for item in (items if isinstance(items, list) else []))
    return tuple(
        Judged(word, verdict, why, place.evidence if place else None)
        for word, verdict, why, place in list(filter(None, judged))[:50]
    )


def actions(items: Any, deals: Mapping[str, str], ground: SuggestionGround) -> tuple[Judged, ...]:
    """The verdicts on next actions; `deals` leads from aliases to keys."""
    return tuple(
        _suggestion("next_action", alias, value=value, keys=deals, longest=ACTION_LENGTH, ground=ground)
        for alias, value in _lines(items, "opportunity", "next_action")
    )


def _lines(items: Any, what: str, field: str) -> list[tuple[str, str]]:
    """The pairs of alias and text that are well formed; an empty text proposes nothing."""
    pairs = [
        (item.get(what), item.get(field))
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict)
    ]
    cleaned = [(alias, one_line(text)) for alias, text in pairs if isinstance(alias, str) and isinstance(text, str)]
    return [(storable(alias)[:60], text) for alias, text in cleaned if text][:50]


def _suggestion(
    field: Literal["suggested_tone", "next_action"],
    alias: str,
    *,
    value: str,
    keys: Mapping[str, str],
    longest: int,
    ground: SuggestionGround,
) -> Judged:
    if alias not in keys:
        why = "It is for something that does not exist."
        return _rejected(field, alias, value=value[:longest], why=why, ground=ground)
    if len(value) > longest or not any(character.isalpha() for character in value):
        why = f"It is empty or longer than {longest} characters."
        return _rejected(field, keys[alias], value=value[:longest], why=why, ground=ground)
    if why := carried(value):
        return _rejected(field, keys[alias], value=value, why=why, ground=ground)
    if missing := _missing(value, ground):
        words = ", ".join(f"“{word}”" for word in missing[:5])
        why = f"{words} stands neither in the facts and deals nor in what the client and our side wrote."
        return _rejected(field, keys[alias], value=value, why=why, ground=ground)
    return Judged(Suggestion(field, keys[alias], value, ground.now), "applied", "Nothing in it is made up.")


def _missing(value: str, ground: SuggestionGround) -> tuple[str, ...]:
    """What a suggestion names and nothing says; "two dates" for the client to choose from is ours to say."""
    few = {item.written for item in numbers(value) if item.is_article or (not item.unit and max(item.values) <= FEW)}
    words = unsupported(value, _said(ground), known=known_names(ground.contact, ground.facts))
    return tuple(word for word in words if word not in few)


def _said(ground: SuggestionGround) -> list[tuple[str, datetime]]:
    """The words that a suggestion may take numbers and names from: our rows, the facts, what both sides wrote.

    What somebody else wrote, and what was quoted or forwarded, is none of them.
    """
    read = [
        (f"{source.interaction.subject or ''}\n{source.own_text[:LOOKED_AT]}", source.at)
        for source in ground.sources.values()
        if source.author != "other"
    ]
    facts = [(fact.text, ground.now) for fact in ground.facts if fact.is_current and fact.said_by != "other"]
    return [*read, *facts, *(deal_words(deal) for deal in ground.deals)]


def _rejected(
    field: Literal["relationship_status", "suggested_tone", "next_action"],
    key: str,
    *,
    value: str,
    why: str,
    ground: SuggestionGround,
    evidence: Evidence | None = None,
) -> Judged:
    return Judged(Suggestion(field, key, storable(value), ground.now), "rejected", why, evidence)
