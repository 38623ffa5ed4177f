"""The summary by template: who the client is, what they said, what is open; each sentence with what it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lib.context.engine.occasions import all_past
from lib.context.model import KINDS
from lib.context.readers.local_slots import Claim, rules

SAID, LONGEST = 3, 220
TOLD_FOR = timedelta(days=60)
"""How long after it was said something passing is told."""


def summary(request: Mapping[str, Any], operations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Up to six sentences over the facts that will stand, the open deals and the threads that wait."""
    standing = dict(_standing(request, operations))
    sentences = [*_roles(request, standing), *_said(request, standing), *_deals(request, standing), *_waiting(request)]
    return [{"text": text, "cites": cites} for text, cites in sentences if len(text) <= 400]


def _standing(
    request: Mapping[str, Any], operations: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Kind and text of each fact that stands after the operations, by its alias or that of its operation."""
    ended = {operation["fact"] for operation in operations if operation["op"] in ("contradict", "end")}
    for fact in request["facts"]:
        if fact["status"] == "active" and fact["id"] not in ended:
            yield fact["id"], (fact["kind"], fact["text"])
    seen: set[str] = set()
    for number, operation in enumerate(operations, 1):
        if operation["op"] in ("add", "contradict") and operation["text"] not in seen:
            seen.add(operation["text"])
            yield f"op{number}", (operation["kind"], operation["text"])


def _roles(request: Mapping[str, Any], standing: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    roles = {alias: text.replace("_", " ") for alias, (kind, text) in standing.items() if KINDS[kind].is_slug}
    if roles:
        yield f"{request['contact']['name']}: {', '.join(roles.values())}.", list(roles)


def _said(request: Mapping[str, Any], standing: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """What the client said about the things that matter most, in the order of the rules."""
    order = {slot.name: number for number, slot in enumerate(rules().slots)}
    stated = {
        alias: (text, rules().claims(text))
        for alias, (kind, text) in standing.items()
        if KINDS[kind].form == "sentence" and len(text) <= LONGEST
    }
    passed = _passed(request)
    left_out = _moot(request, [claim for _, claims in stated.values() for claim in claims])
    lines = []
    for alias, (text, all_claims) in stated.items():
        claims = [
            claim
            for claim in all_claims
            if (claim.slot.name not in left_out or claim.is_ended) and not (claim.slot.is_passing and alias in passed)
        ]
        if claims:
            first = min(claims, key=lambda claim: order[claim.slot.name])
            lines.append((order[first.slot.name], "No longer" if first.is_ended else first.slot.label, text, alias))
    for _, label, text, alias in sorted(lines)[:SAID]:
        yield f"{label}: “{text.rstrip('.')}”.", [alias]


def _passed(request: Mapping[str, Any]) -> frozenset[str]:
    """The facts about days that are over, or last said so long ago that an event they are about may be."""
    now = datetime.fromisoformat(request["as_of"])
    said = {fact["id"]: datetime.fromisoformat(fact["said_at"]) for fact in request["facts"] if fact.get("said_at")}
    texts = {fact["id"]: fact["text"] for fact in request["facts"]}
    return frozenset(
        alias
        for alias, moment in said.items()
        if moment < now - TOLD_FOR or all_past(texts[alias], moment.date(), today=now.date())
    )


def _moot(request: Mapping[str, Any], claims: Sequence[Claim]) -> frozenset[str]:
    """The slots that need no telling: what they hang on has ended, or a deal has settled them."""
    holding = {claim.slot.name for claim in claims if not claim.is_ended}
    over = {claim.slot.name for claim in claims if claim.is_ended} - holding
    hanging = {slot for name in over for slot in rules().needs.get(name, ())}
    deals = (rules().settled.get(deal["type"], {}).get(deal["stage"], ()) for deal in request["opportunities"])
    return frozenset(hanging.union(*deals))


def _deals(request: Mapping[str, Any], standing: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The first deal that is open, or else the newest chance that the client spoke of."""
    for deal in request["opportunities"][:1]:
        value = deal["estimated_value"]
        worth = f", worth {value:,.0f}" if value else ""
        name, stage = deal["type"].replace("_", " "), deal["stage"].replace("_", " ")
        yield f"Open business: {name}, {stage}{worth}.", [deal["id"]]
    chances = [item for item in standing.items() if KINDS[item[1][0]].has_rows]
    if chances and not request["opportunities"]:
        alias, (_, text) = chances[-1]
        yield f"Might want: “{text.rstrip('.')}”.", [alias]


def _waiting(request: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for thread in request["threads"]:
        if thread["needs_reply"]:
            yield f"Waits for an answer about “{thread['topic'][:120]}”.", [thread["id"]]
            return
