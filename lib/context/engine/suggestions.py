"""What an answer says beside its operations: emotion labels, a status, tones and next actions, each checked alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from lib.context.engine.emotion import Label
from lib.context.engine.grounding import unsupported
from lib.context.engine.policy_checks import known_names
from lib.context.engine.quotes import Correspondence, Source, find
from lib.context.model import Contact, Energy, Evidence, Fact, RelationshipStatus, Suggestion
from lib.context.text.normalize import storable

TONE_LENGTH, ACTION_LENGTH = 80, 200
ENERGIES: list[Any] = list(get_args(Energy))


@dataclass(frozen=True)
class Judged:
    """One suggestion and what was said to it."""

    suggestion: Suggestion
    verdict: Literal["applied", "rejected"]
    why: str
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Ground:
    """What suggestions are checked against."""

    contact: Contact
    facts: Sequence[Fact]
    sources: Mapping[str, Source]
    correspondence: Correspondence
    last_status: Suggestion | None
    now: datetime


def labels(items: Any, sources: Mapping[str, Source]) -> dict[str, Label]:
    """The well-formed emotion labels by interaction; the first for each counts."""
    found: dict[str, Label] = {}
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
        found.setdefault(interaction.id, Label(interaction.id, interaction.occurred_at, int(valence), energy))
    return found


def status(item: Any, ground: Ground) -> tuple[Judged, ...]:
    """The verdict on a proposed relationship status: verbatim words, newer than those behind the last one."""
    if not isinstance(item, dict) or not item.get("value"):
        return ()
    value, alias, quote = (item.get(name) for name in ("value", "source", "quote"))
    if not isinstance(value, str) or value not in get_args(RelationshipStatus) or value == "dormant":
        return (
            _rejected("relationship_status", "", str(value)[:20], "It is no status that a reader may propose.", ground),
        )
    source = ground.sources.get(alias) if isinstance(alias, str) else None
    found = (
        find(storable(quote), source, ground.correspondence) if source is not None and isinstance(quote, str) else None
    )
    if found is None or isinstance(found, str):
        return (_rejected("relationship_status", "", value, "Its quote does not stand in its source.", ground),)
    evidence = found.evidence
    if not found.is_own or evidence.author == "other":
        why = "Quoted, forwarded and signed words and third parties do not show it."
    elif ground.last_status and evidence.first_seen_at <= ground.last_status.said_at:
        why = "Its words are not newer than those behind the present status."
    else:
        suggestion = Suggestion("relationship_status", "", value, evidence.first_seen_at)
        return (Judged(suggestion, "applied", "The words show it.", evidence),)
    return (_rejected("relationship_status", "", value, why, ground, evidence),)


def tones(items: Any, threads: Mapping[str, str], ground: Ground) -> tuple[Judged, ...]:
    """The verdicts on suggested tones; `threads` leads from aliases to keys."""
    found = _lines(items, "thread", "suggested_tone")
    return tuple(_suggestion("suggested_tone", alias, value, threads, TONE_LENGTH, ground) for alias, value in found)


def actions(items: Any, deals: Mapping[str, str], ground: Ground) -> tuple[Judged, ...]:
    """The verdicts on next actions; `deals` leads from aliases to keys."""
    found = _lines(items, "opportunity", "next_action")
    return tuple(_suggestion("next_action", alias, value, deals, ACTION_LENGTH, ground) for alias, value in found)


def _lines(items: Any, what: str, field: str) -> list[tuple[str, str]]:
    """The pairs of alias and text that are well formed; an empty text proposes nothing."""
    pairs = [
        (item.get(what), item.get(field))
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict)
    ]
    cleaned = [
        (alias, " ".join(storable(text).split()))
        for alias, text in pairs
        if isinstance(alias, str) and isinstance(text, str)
    ]
    return [(storable(alias)[:60], text) for alias, text in cleaned if text][:50]


def _suggestion(
    field: Literal["suggested_tone", "next_action"],
    alias: str,
    value: str,
    keys: Mapping[str, str],
    longest: int,
    ground: Ground,
) -> Judged:
    if alias not in keys:
        return _rejected(field, alias, value[:longest], "It is for something that does not exist.", ground)
    if len(value) > longest or not any(character.isalpha() for character in value):
        return _rejected(
            field, keys[alias], value[:longest], f"It is empty or longer than {longest} characters.", ground
        )
    if missing := unsupported(value, _said(ground), known=known_names(ground.contact, ground.facts)):
        words = ", ".join(f"“{word}”" for word in missing[:5])
        return _rejected(
            field, keys[alias], value, f"{words} stands neither in what was read nor in the facts.", ground
        )
    return Judged(Suggestion(field, keys[alias], value, ground.now), "applied", "Nothing in it is made up.")


def _said(ground: Ground) -> list[tuple[str, datetime]]:
    """The words that a suggestion may take numbers and names from: what was read in this run, and the facts."""
    read = [
        (f"{s.interaction.subject or ''}\n{s.interaction.body[:20_000]}", s.interaction.occurred_at)
        for s in ground.sources.values()
    ]
    return [*read, *((fact.text, ground.now) for fact in ground.facts if fact.is_current)]


def _rejected(
    field: Literal["relationship_status", "suggested_tone", "next_action"],
    key: str,
    value: str,
    why: str,
    ground: Ground,
    evidence: Evidence | None = None,
) -> Judged:
    return Judged(Suggestion(field, key, storable(value), ground.now), "rejected", why, evidence)
