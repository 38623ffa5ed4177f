"""The lines of a brief: one thing on file each, words of others as JSON strings."""

from collections.abc import Iterator
from datetime import datetime

from lib.context.brief.questions import Question
from lib.context.brief.quoting import dated, said
from lib.context.brief.voice import Voice
from lib.context.commitments.standing import Commitment
from lib.context.evidence.quotes.source import Source
from lib.context.model import AUTHORS, Deal, Fact

MOST_SHOWN = 6_000
"""Characters of the message to answer that are given."""


def message_line(source: Source) -> str:
    """A message to answer, with who wrote it, where it is on file and its digest."""
    interaction = source.interaction
    who = interaction.author_name or AUTHORS[source.author]
    place = f"{source.channel} {said(interaction.id)} of {dated(source.at)}, digest {interaction.digest[:12]}"
    text = source.own_text
    cut = f", the first {MOST_SHOWN:,} of {len(text):,} characters" if len(text) > MOST_SHOWN else ""
    return f"{said(who)} ({AUTHORS[source.author]}), {place}{cut}: {said(text, MOST_SHOWN)}"


def question_line(item: Question) -> str:
    """A question and what on file answers it, or that nothing does."""
    place = f"asked {dated(item.source.at)} in {said(item.source.interaction.id)}"
    if item.answer is None:
        return f"{said(item.text)} ({place}): nobody on file knows. Ask a colleague, do not invent."
    return f"{said(item.text)} ({place}): {item.answer.kind} {said(item.answer.id)} says {said(item.answer.text)}"


def fact_line(fact: Fact, now: datetime) -> str:
    """A fact with its sources, its age and the words it rests on."""
    supports = [item for item in fact.evidence if item.stance == "supports"]
    sources = fact.source_count
    newest = max(supports, key=lambda item: item.occurred_at, default=None)
    confirmed = fact.last_confirmed_at
    age = f", last confirmed {dated(confirmed)}, {(now - confirmed).days} days ago" if confirmed else ""
    ground = f"{sources} source{'s' if sources != 1 else ''}" if supports else f"stated by {said(fact.actor)}"
    quote = f", in the words {said(newest.quote)}" if newest and newest.quote.strip() != fact.text.strip() else ""
    return f"{said(fact.text)} (fact {fact.id}, {ground}{age}{', pinned' if fact.pinned else ''}){quote}"


def commitment_line(item: Commitment) -> str:
    """A promise with its day and how it stands."""
    who = "we promised" if item.is_ours else "the client promised"
    due = f"due {item.due:%Y-%m-%d}" if item.due else "no day named"
    return f"{who}, {item.state}, {due}: {said(item.quote)} (fact {item.fact.id}, {dated(item.said_at)})"


def deal_line(deal: Deal) -> str:
    """A deal with its stage, its value and what is next."""
    value = f", {deal.estimated_value:,.0f}" if deal.estimated_value is not None else ""
    action = f"; next: {said(deal.next_action)}" if deal.next_action else ""
    follow = f"; follow up {dated(deal.follow_up_at)}" if deal.follow_up_at else ""
    return f"{deal.type.replace('_', ' ')} {said(deal.id)}: {deal.stage}{value}{action}{follow}"


def form_lines(voice: Voice) -> Iterator[str]:
    """The language, how they greet and sign, and how both sides address each other."""
    sure = "" if voice.is_sure else " (not sure)"
    yield f"language: {voice.language}{sure}" if voice.language else "language: not known"
    yield f"they greet with {said(voice.greeting)}" if voice.greeting else "how they greet is not known"
    yield f"they sign as {said(voice.signs_as)}" if voice.signs_as else "how they sign is not known"
    formal, informal, we_formal, we_informal = voice.counts
    theirs = f"they are {voice.theirs} with us ({formal} formal, {informal} informal)" if voice.theirs else ""
    ours = f"we are {voice.ours} with them ({we_formal} formal, {we_informal} informal)" if voice.ours else ""
    yield "; ".join(part for part in (theirs, ours) if part) or "the form of address cannot be told from the messages"
