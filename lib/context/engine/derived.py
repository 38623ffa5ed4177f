"""What follows from rows and the clock alone: threads, deals, risks, links, dormancy; and the object put together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from lib.context.commitments.standing import commitments, overdue_since
from lib.context.engine.emotion import Label, is_falling, trend
from lib.context.engine.threads import Thread, open_threads
from lib.context.evidence.quotes.source import Source
from lib.context.model import (
    KINDS,
    ClientContext,
    Contact,
    Deal,
    Fact,
    OpenThread,
    Opportunity,
    RelationshipStatus,
    Risk,
    Suggestion,
    SystemLinks,
    text_sections,
)
from lib.context.text.normalize import shortened
from lib.context.text.values.quantities import the_amount

REPLY_DAYS = 3
SILENCE_DAYS = 45
DORMANT_DAYS = 120
"""A reply is late after 3 days; 45 days without a word are a risk, after 120 the relationship is dormant."""
DEFAULT_TONE = "friendly and clear"
CONFLICT_TONE = "calm and concrete"
"""How a thread is answered that nobody suggested a tone for; in a conflict, none since it began."""


@dataclass(frozen=True)
class SourceRows:
    """What is on file about one contact at one moment; `sources` are in order of time."""

    contact: Contact
    sources: tuple[Source, ...]
    deals: tuple[Deal, ...]
    links: SystemLinks
    labels: tuple[Label, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Derived:
    """The derived part of the object, and the moment at which the clock next changes it (None: never)."""

    threads: tuple[Thread, ...]
    open_threads: tuple[OpenThread, ...]
    deals: tuple[Deal, ...]
    opportunities: tuple[Opportunity, ...]
    risks: tuple[Risk, ...]
    status: RelationshipStatus
    until: datetime | None


def derive(
    rows: SourceRows, facts: Sequence[Fact], now: datetime, *, threads: tuple[Thread, ...] | None = None
) -> Derived:
    """Everything that rows, ledger and clock decide at `now`; `threads` are the open ones where they are known."""
    if threads is None:
        threads = open_threads(rows.sources, now, suggestions=rows.suggestions)
    deals = tuple(deal for deal in rows.deals if deal.is_open)
    suggested: dict[tuple[str, str], str] = {(item.field, item.key): item.value for item in rows.suggestions}
    moments = [*_moments(rows, threads, deals), *_due_moments(rows, facts, now)]
    risks = _risks(rows, threads=threads, deals=deals, facts=facts, now=now)
    present = status(rows, deals, now=now)
    tones = _tones(rows.suggestions, present)
    return Derived(
        threads=threads,
        open_threads=tuple(_thread(thread, tones) for thread in threads),
        deals=deals,
        opportunities=tuple(_opportunity(deal, suggested) for deal in deals)
        + tuple(_stated(fact) for fact in _in(facts, "opportunities")),
        risks=risks + tuple(Risk(type=f.type, note=f.text) for f in _in(facts, "risks")),
        status=present,
        until=min((moment for moment in moments if moment > now), default=None),
    )


def assemble(
    rows: SourceRows, derived: Derived, facts: Sequence[Fact], *, summary: str, now: datetime
) -> ClientContext:
    """The object in the spec's shape; facts stand in ledger order."""
    return ClientContext(
        contact_id=rows.contact.contact_id,
        last_updated_at=now,
        summary=summary,
        relationship_status=derived.status,
        emotion_trend=trend(rows.labels),
        open_threads=derived.open_threads,
        opportunities=derived.opportunities,
        risks=derived.risks,
        system_links=rows.links,
        **{section: tuple(fact.text for fact in _in(facts, section)) for section in text_sections()},
    )


def status(rows: SourceRows, deals: Sequence[Deal], *, now: datetime) -> RelationshipStatus:
    """Dormant after a long silence; else what the client's words last showed; else what the rows suggest."""
    spoken = [source.interaction.occurred_at for source in rows.sources if not source.interaction.is_bulk]
    if spoken and now - spoken[-1] >= timedelta(days=DORMANT_DAYS):
        return "dormant"
    stated = next((item for item in rows.suggestions if item.field == "relationship_status"), None)
    if stated and not _was_dormant_since(spoken, stated.said_at):
        return stated.value  # type: ignore[return-value]
    if not any(source.author == "contact" for source in rows.sources):
        return "cold"
    return "active" if deals else "warm"


def _was_dormant_since(spoken: Sequence[datetime], moment: datetime) -> bool:
    later = [moment, *(at for at in spoken if at > moment)]
    return any(after - before >= timedelta(days=DORMANT_DAYS) for before, after in pairwise(later))


def _tones(suggestions: Sequence[Suggestion], present: RelationshipStatus) -> defaultdict[str, str]:
    """The tone for each thread by its key: what was suggested, in a conflict only since the words that show it."""
    said = [item for item in suggestions if item.field == "suggested_tone"]
    if present != "conflict":
        return defaultdict(lambda: DEFAULT_TONE, {item.key: item.value for item in said})
    began = max(item.said_at for item in suggestions if item.field == "relationship_status")
    return defaultdict(lambda: CONFLICT_TONE, {item.key: item.value for item in said if item.said_at >= began})


def _thread(thread: Thread, tones: Mapping[str, str]) -> OpenThread:
    return OpenThread(
        channel=thread.channel,
        thread_id=thread.id,
        topic=thread.topic,
        last_message_at=thread.last_at,
        needs_reply=thread.needs_reply,
        suggested_tone=tones[thread.key],
    )


def action_key(deal: Deal) -> str:
    """What a suggested next action is kept under: it goes stale when the deal moves to another stage."""
    return f"{deal.id} {deal.stage}"


def _opportunity(deal: Deal, suggested: dict[tuple[str, str], str]) -> Opportunity:
    return Opportunity(
        type=deal.type,
        stage=deal.stage,
        estimated_value=None if deal.estimated_value is None else float(deal.estimated_value),
        next_action=deal.next_action or suggested.get(("next_action", action_key(deal)), ""),
    )


def _stated(fact: Fact) -> Opportunity:
    """An opportunity that the client spoke of; its value is the one amount in its quotes, or in a person's words."""
    quotes = " \n ".join(item.quote for item in fact.evidence if item.stance == "supports")
    return Opportunity(type=fact.type, stage="stated", estimated_value=the_amount(quotes or fact.text), next_action="")


def _in(facts: Iterable[Fact], section: str) -> Iterable[Fact]:
    """The current facts that this field of the object states, in ledger order."""
    return (fact for fact in facts if fact.is_current and KINDS[fact.kind].section == section)


def _risks(
    rows: SourceRows, *, threads: Sequence[Thread], deals: Sequence[Deal], facts: Sequence[Fact], now: datetime
) -> tuple[Risk, ...]:
    risks = [
        Risk(type="communications_gap", note=f"No reply since {thread.waits_since:%Y-%m-%d}: {thread.topic}")
        for thread in threads
        if thread.needs_reply and now - thread.waits_since >= timedelta(days=REPLY_DAYS)
    ]
    risks += [
        Risk(
            type="overdue_follow_up",
            note=f"Follow-up on {deal.type} ({deal.stage}) was due {deal.follow_up_at:%Y-%m-%d}.",
        )
        for deal in deals
        if deal.follow_up_at and deal.follow_up_at <= now
    ]
    if is_falling(rows.labels):
        risks.append(Risk(type="falling_emotion", note="The last messages sound clearly worse than those before."))
    risks += [
        Risk(
            type="overdue_promise",
            note=f"{'We' if item.is_ours else 'The client'} promised for {item.due:%Y-%m-%d}: "
            f"{shortened(item.fact.text, 200)}",
        )
        for item in commitments(facts, rows.sources, now)
        if item.state == "overdue"
    ]
    last = _last_word(rows)
    if last and now - last >= timedelta(days=SILENCE_DAYS):
        risks.append(Risk(type="long_silence", note=f"No interaction since {last:%Y-%m-%d}."))
    return tuple(risks) + tuple(dispute(fact) for fact in facts if fact.status == "disputed")


def dispute(fact: Fact) -> Risk:
    """How the object says that a fact is disputed."""
    return Risk(type="disputed_fact", note=f"Disputed: {shortened(fact.text, 200)}")


def _last_word(rows: SourceRows) -> datetime | None:
    return next((s.interaction.occurred_at for s in reversed(rows.sources) if not s.interaction.is_bulk), None)


def _due_moments(rows: SourceRows, facts: Sequence[Fact], now: datetime) -> Iterable[datetime]:
    """The moments at which open promises become overdue."""
    for item in commitments(facts, rows.sources, now):
        if item.state == "open" and (day := overdue_since(item)) is not None:
            yield datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def _moments(rows: SourceRows, threads: Sequence[Thread], deals: Sequence[Deal]) -> list[datetime]:
    """Every moment at which a rule of this module changes its answer."""
    moments = [thread.closes_at for thread in threads]
    moments += [thread.waits_since + timedelta(days=REPLY_DAYS) for thread in threads if thread.needs_reply]
    moments += [deal.follow_up_at for deal in deals if deal.follow_up_at]
    if last := _last_word(rows):
        moments += [last + timedelta(days=SILENCE_DAYS), last + timedelta(days=DORMANT_DAYS)]
    return moments
