"""Histories of one contact for tests: hypothesis draws decisions; facts and objects follow as the engine makes them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from lib.context.compare.ledger_interval import Recorded
from lib.context.model import Evidence, Fact

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
WORDS = "prefers sms over email interested in downtown flats sea view garden 500,000 vegetarian twice".split()  # noqa: SIM905


@dataclass(frozen=True)
class History:
    """Objects by version (the first is version 1), the ledger, and which evidence came with which version."""

    objects: tuple[dict[str, Any], ...]
    facts: tuple[Fact, ...]
    recorded: tuple[Recorded, ...]


def evidence(number: int, *, stance: Any = "supports", quote: str = "I prefer SMS over email.") -> Evidence:
    """One quote from the mail `m<number>`, written `number` days after the start."""
    at = START + timedelta(days=number)
    return Evidence(f"m{number}", 0, len(quote), quote, at, at, "contact", stance)


def context(facts: tuple[Fact, ...] = (), **fields: Any) -> dict[str, Any]:
    """An object in the stored shape that states the current ones of `facts`."""
    document: dict[str, Any] = {
        "contact_id": "8f6f2f6e-52b8-4d8c-9ad4-6c1d1f7b1a01",
        "last_updated_at": "2026-03-01T09:00:00Z",
        "summary": "Buys a flat.",
        "relationship_status": "warm",
        "emotion_trend": {"valence": 0.2, "energy": "medium", "stability": "stable"},
        "roles": [fact.text for fact in facts if fact.is_current and fact.kind == "role"],
        "key_facts": [fact.text for fact in facts if fact.is_current and fact.kind == "key_fact"],
        "open_threads": [],
        "opportunities": [],
        "risks": [{"type": f.type, "note": f.text} for f in facts if f.is_current and f.kind == "risk"],
        "system_links": {"finance_accounts": [], "swl_guest_profile_id": None, "open_people_profile_id": None},
    }
    return document | fields


sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=7).map(" ".join)
threads = st.fixed_dictionaries(
    {
        "channel": st.just("email"),
        "thread_id": st.sampled_from(["t1", "t2", "t3"]),
        "topic": sentences,
        "needs_reply": st.booleans(),
    }
)
deals = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["purchase", "rental"]),
        "stage": st.sampled_from(["lead", "stated"]),
        "next_action": sentences,
    }
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Two to six versions with up to three decisions each: add, contradict, retract, restore, restate, dispute."""
    facts: list[Fact] = []
    recorded: list[Recorded] = []
    objects = []
    for version in range(1, draw(st.integers(2, 6)) + 1):
        for _ in range(draw(st.integers(0, 3))):
            _decide(draw, facts, recorded, version)
        objects.append(
            context(
                tuple(facts),
                summary=draw(sentences),
                open_threads=draw(st.lists(threads, max_size=3)),
                opportunities=[*draw(st.lists(deals, max_size=3)), *map(_stated, filter(_is_business, facts))],
                relationship_status=draw(st.sampled_from(["warm", "hot"])),
            )
        )
    return History(tuple(objects), tuple(facts), tuple(recorded))


def _is_business(fact: Fact) -> bool:
    return fact.is_current and fact.kind == "opportunity"


def _stated(fact: Fact) -> dict[str, Any]:
    """The object holds what a stated opportunity is worth, not its words: several may look alike."""
    value = 500_000.0 if "500,000" in fact.text else None
    return {"type": fact.type, "stage": "stated", "estimated_value": value, "next_action": ""}


def _decide(draw: st.DrawFn, facts: list[Fact], recorded: list[Recorded], version: int) -> None:
    current = [fact for fact in facts if fact.is_current]
    ended = [fact for fact in facts if not fact.is_current]
    choices = [
        "add",
        *(["contradict", "retract", "restate", "dispute"] if current else []),
        *(["restore"] * bool(ended)),
    ]
    choice = draw(st.sampled_from(choices))
    kind, text, restores = draw(st.sampled_from(["key_fact", "role", "risk", "opportunity"])), draw(sentences), None
    if choice in ("contradict", "retract", "restate", "dispute"):
        target = draw(st.sampled_from(current))
        kind = target.kind
        if choice in ("restate", "dispute"):
            stance = "supports" if choice == "restate" else "contradicts"
            recorded.append(Recorded(target.id, version, evidence(version, stance=stance)))
            return
        successor = len(facts) + 1 if choice == "contradict" else None
        status: Any = "contradicted" if successor else "retracted"
        facts[target.id - 1] = replace(
            target, status=status, ended_version=version, superseded_by=successor, reason="Not so any more."
        )
        if not successor:
            return
    if choice == "restore":
        target = draw(st.sampled_from(ended))
        kind, text, restores = target.kind, target.text, target.id
    if any(fact.is_current and fact.text == text and fact.kind == kind for fact in facts):
        text = f"{text} {len(facts)}"
    proof = evidence(version)
    facts.append(
        Fact(
            len(facts) + 1,
            kind,
            {"risk": "gap", "opportunity": "purchase"}.get(kind, ""),
            text,
            "active",
            version,
            restores=restores,
            evidence=(proof,),
        )
    )
    recorded.append(Recorded(len(facts), version, proof))
