"""The brief: what this answer needs, section by section, from what is on file alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lib.context.brief.lines import commitment_line, deal_line, fact_line, form_lines, message_line, question_line
from lib.context.brief.questions import Question, asked
from lib.context.brief.quoting import dated, said
from lib.context.brief.thread_to_answer import thread_of
from lib.context.brief.voice import voice
from lib.context.commitments.standing import Commitment, commitments
from lib.context.engine.derived import Derived, derive
from lib.context.engine.emotion import trend
from lib.context.engine.state import State
from lib.context.engine.threads import Thread
from lib.context.evidence.quotes.source import Source
from lib.context.evidence.relatedness import speaks_of
from lib.context.model import KINDS, Deal, Fact

MOST_NOTES = 5
"""Notes of ours, and ended values, that are named, the newest."""
MOST_ANSWERED = 10
"""Messages that wait for the answer, the newest, that are given."""
MOST_READ = 100
"""Messages that wait, the newest, in which questions are looked for."""


@dataclass(frozen=True)
class Section:
    """One part of a brief; its lines stand in the order of their weight, the last is left out first."""

    title: str
    lines: tuple[str, ...]
    least: int = 0
    """Lines that are kept however little room there is."""


@dataclass(frozen=True)
class Brief:
    """All that an answer in one thread needs; words of others stand in it as JSON strings, as data."""

    contact_id: UUID
    name: str
    thread: str
    channel: str
    topic: str
    version: int
    as_of: datetime
    sections: tuple[Section, ...]
    not_given: tuple[tuple[str, int], ...] = ()
    """What is on file and in no section, with how many of it there are."""


def brief(state: State, thread_id: str | None, *, now: datetime) -> Brief:
    """The brief for an answer in the thread, or in the one that has waited longest; raises `NoThread`."""
    derived = derive(state.rows, state.facts, now)
    thread = thread_of(state, thread_id, now=now, threads=derived.threads)
    waiting = thread.unanswered or (thread.last,)
    answered = waiting[-MOST_ANSWERED:]
    facts = _facts(state, thread)
    ours = [source for source in thread.messages if source.author == "us"]
    questions, older = asked(waiting[-MOST_READ:], facts=facts, deals=derived.deals, ours=ours)
    contact = state.rows.contact
    return Brief(
        contact.contact_id,
        contact.name or contact.email or contact.phone or "",
        thread=thread.id,
        channel=thread.channel,
        topic=thread.topic,
        version=state.current.version if state.current else 0,
        as_of=now,
        sections=(
            Section("Answer to", tuple(message_line(source) for source in reversed(answered)), least=1),
            Section("Questions", tuple(question_line(item) for item in questions), least=len(questions)),
            Section("Commitments", tuple(map(commitment_line, _promised(state, thread, now)))),
            Section("What is known", tuple(fact_line(fact, now) for fact in facts)),
            Section("Deals and meetings", (*map(deal_line, derived.deals), *_meetings(state, now))),
            Section("Do not say", tuple(_unsaid(state, thread))),
            Section("Tone", tuple(_tone(derived, state, thread)), least=3),
            Section("Form", tuple(form_lines(voice(state.rows.sources))), least=4),
            Section("Next steps", tuple(_steps(derived, questions))),
            Section("Unknown", tuple(_unknown(questions, derived.deals)), least=len(questions)),
        ),
        not_given=tuple(_not_given(state, facts, waiting=waiting, older_questions=older)),
    )


def _not_given(
    state: State, facts: Sequence[Fact], *, waiting: Sequence[Source], older_questions: int
) -> Iterator[tuple[str, int]]:
    """What no section has, by the reason; nothing that is none."""
    counts = {
        "older messages that wait": len(waiting) - MOST_ANSWERED,
        "messages too long to look for questions in their middle": sum(item.is_long for item in waiting[-MOST_READ:]),
        "older questions": older_questions,
        "facts that speak of nothing in this thread": sum(_is_sayable(state, fact) for fact in state.facts)
        - len(facts),
        "older ended facts": len(_ended_facts(state)) - MOST_NOTES,
        "older retracted facts": sum(fact.status == "retracted" for fact in _stated(state)) - MOST_NOTES,
        "older notes of ours": len(state.notes) - MOST_NOTES,
    }
    yield from ((name, count) for name, count in counts.items() if count > 0)


def _stated(state: State) -> list[Fact]:
    return [fact for fact in state.facts if not KINDS[fact.kind].is_promise]


def _ended_facts(state: State) -> list[Fact]:
    return [fact for fact in _stated(state) if fact.status == "contradicted" and fact.ended_at]


def _is_sayable(state: State, fact: Fact) -> bool:
    kind = KINDS[fact.kind]
    is_known = fact.status == "active" and fact.said_by != "other" and not state.is_internal(fact)
    return is_known and not kind.is_slug and not kind.is_promise


def _facts(state: State, thread: Thread) -> tuple[Fact, ...]:
    """The facts that stand and matter here: said in the thread, or speaking of what it speaks of; pinned ones, too."""
    ids = {source.interaction.id for source in thread.messages}
    words = "\n".join(source.own_ends for source in thread.messages[-10:])
    ranked = []
    for fact in state.facts:
        if not _is_sayable(state, fact):
            continue
        is_here = any(item.interaction_id in ids for item in fact.evidence)
        if is_here or fact.pinned or speaks_of(fact.text, f"{thread.topic}\n{words}"):
            ranked.append((not is_here, not fact.pinned, -_confirmed(fact), fact.id, fact))
    return tuple(item[-1] for item in sorted(ranked, key=lambda item: item[:-1]))


def _confirmed(fact: Fact) -> float:
    return fact.last_confirmed_at.timestamp() if fact.last_confirmed_at else 0.0


def _promised(state: State, thread: Thread, now: datetime) -> list[Commitment]:
    """The promises that are not done with, those of this thread first, then what is due first."""
    ids = {source.interaction.id for source in thread.messages}
    standing = [item for item in commitments(state.facts, state.rows.sources, now) if item.fact.is_current]
    return sorted(standing, key=lambda item: (item.source not in ids, item.due or date.max, item.fact.id))


def _meetings(state: State, now: datetime) -> Iterator[str]:
    """The meetings and calls to come, and the last one."""
    spoken = [source for source in state.rows.sources if source.channel in ("meeting", "call")]
    last = [source for source in spoken if source.at <= now][-1:]
    for source in (*last, *(source for source in spoken if source.at > now)):
        when = "coming" if source.at > now else "last"
        subject = f": {said(source.interaction.subject)}" if source.interaction.subject else ""
        yield f"{when} {source.channel}, {dated(source.at)}{subject}"


def _unsaid(state: State, thread: Thread) -> Iterator[str]:
    """What must not be said as if it held, or not be told at all."""
    facts = {fact.id: fact for fact in state.facts}
    stated = _stated(state)
    for fact in stated:
        if fact.status == "disputed":
            against = next((item.quote for item in reversed(fact.evidence) if item.stance == "contradicts"), "")
            yield f"disputed: {said(fact.text)} against {said(against)}" if against else f"disputed: {said(fact.text)}"
    for fact in stated:
        if fact.is_current and fact.said_by == "other":
            yield f"said by somebody else alone: {said(fact.text)}"
        elif fact.is_current and state.is_internal(fact):
            yield f"known from a note of ours alone: {said(fact.text)}"
    for name in dict.fromkeys(item.interaction.author_name for item in thread.messages if item.author == "other"):
        if name:
            yield f"another person in this thread, not the client: {said(name)}"
    for fact in sorted(_ended_facts(state), key=_ended, reverse=True)[:MOST_NOTES]:
        now_holds = facts.get(fact.superseded_by or 0)
        instead = f", now {said(now_holds.text)}" if now_holds and now_holds.is_current else ""
        yield f"true until {dated(fact.ended_at)}: {said(fact.text)}{instead}"  # type: ignore[arg-type]
    for fact in [fact for fact in stated if fact.status == "retracted"][-MOST_NOTES:]:
        yield f"retracted by a person: {said(fact.text)}"
    for source in state.notes[: -MOST_NOTES - 1 : -1]:
        yield f"a note of ours for ourselves, {dated(source.at)}: {said(source.interaction.body, 300)}"


def _ended(fact: Fact) -> float:
    return fact.ended_at.timestamp() if fact.ended_at else 0.0


def _tone(derived: Derived, state: State, thread: Thread) -> Iterator[str]:
    tone = next((item.suggested_tone for item in derived.open_threads if item.thread_id == thread.id), "")
    yield f"suggested: {said(tone)}" if tone else "no tone is suggested: the thread is closed"
    mood = trend(state.rows.labels)
    yield f"the client sounds {mood.valence:+.1f} (from -1 to +1), energy {mood.energy}, {mood.stability}"
    yield f"the relationship is {derived.status}"


def _steps(derived: Derived, questions: Sequence[Question]) -> Iterator[str]:
    open_questions = sum(item.answer is None for item in questions)
    if questions:
        count = f"{len(questions)} question{'s' if len(questions) > 1 else ''}"
        yield f"answer {count}, {open_questions} of which nothing on file answers"
    for deal in derived.deals:
        if deal.next_action:
            yield f"{said(deal.next_action)} (the deal {said(deal.id)} says so)"
    for risk in derived.risks:
        yield f"mind the risk {risk.type.replace('_', ' ')}: {said(risk.note)}"


def _unknown(questions: Iterable[Question], deals: Iterable[Deal]) -> Iterator[str]:
    """What the record does not say, with the question that would answer it."""
    for item in questions:
        if item.answer is None:
            yield f"the answer to {said(item.text)}: ask a colleague"
    for deal in deals:
        if deal.estimated_value is None:
            yield f"the value of the deal {said(deal.id)}: what is the budget or price?"
        if not deal.next_action and not deal.follow_up_at:
            yield f"the next step of the deal {said(deal.id)}: who does what until when?"
