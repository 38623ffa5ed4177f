"""The next state of a contact, made in memory from the present one and an answer; nothing here reads or writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lib.context.engine import second_try, summary
from lib.context.engine import suggestions as answers
from lib.context.engine.cited import by_alias, deal_key
from lib.context.engine.derived import Derived, SourceRows, assemble, derive
from lib.context.engine.emotion import Label
from lib.context.engine.policy import Judgement, RunInput, judge
from lib.context.engine.reminders import reminders
from lib.context.engine.request import Aliases
from lib.context.engine.state import State, is_clients
from lib.context.engine.summary import Dropped, Sentence
from lib.context.engine.threads import Thread, open_threads
from lib.context.evidence.quotes.source import Source
from lib.context.model import ClientContext, Fact, Suggestion, Verdict


@dataclass(frozen=True)
class Draft:
    """What would be saved: the ledger, the object, and what was read with its labels."""

    facts: tuple[Fact, ...]
    context: ClientContext
    derived: Derived
    version: int
    """The version it makes, where it changes anything."""
    is_changed: bool
    read: tuple[Source, ...] = ()
    labels: Mapping[str, Label] | None = None
    verdicts: tuple[Verdict, ...] = ()
    suggestions: tuple[answers.Judged, ...] = ()
    sentences: tuple[Sentence, ...] | None = None
    """What the answer's summary kept; None where no reader was asked."""
    dropped: tuple[Dropped, ...] = ()
    """What the answer's summary said beyond what it cites."""
    tried_again: Mapping[str, Any] | None = None
    """What was refused of the first answer where the reader was asked a second time, and what became of it."""


@dataclass(frozen=True)
class Groundwork:
    """What asking a reader has worked out about one state; it holds for that state and that answer alone."""

    threads: tuple[Thread, ...]
    judgement: Judgement | None
    """The judgement on the answer, where it was needed already."""


def without_answer(state: State, read: Sequence[Source], *, now: datetime) -> Draft:
    """The draft where no reader was asked: derived fields as they are now."""
    return drafted(state, state.facts, now=now, read=tuple(read))


def with_answer(
    state: State,
    document: Mapping[str, Any],
    *,
    aliases: Aliases,
    read: Sequence[Source],
    now: datetime,
    groundwork: Groundwork | None = None,
) -> Draft:
    """The draft after judging an answer; sources and facts are those that `aliases` stand for.

    What `groundwork` says of this state and this answer is not worked out again.
    """
    known = groundwork or Groundwork(open_threads(state.rows.sources, now, suggestions=state.rows.suggestions), None)
    judgement = known.judgement or judged(state, document, aliases)
    verdicts = second_try.explained(judgement.verdicts, document)
    labelled = answers.labels(document.get("interactions"), aliases.sources)
    threads = _by_alias(known.threads, aliases)
    suggested = _suggestions(state, document, aliases=aliases, facts=judgement.facts, threads=threads, now=now)
    sentences = _sentences(state, document, aliases=aliases, judgement=judgement, threads=threads)
    return drafted(
        state,
        judgement.facts,
        now=now,
        read=tuple(read),
        labels=labelled,
        verdicts=verdicts,
        suggestions=suggested,
        threads=None if any(item.suggestion.field == "needs_reply" for item in suggested) else known.threads,
        sentences=tuple(item for item in sentences if isinstance(item, Sentence)),
        dropped=tuple(item for item in sentences if isinstance(item, Dropped)),
        tried_again=document.get(second_try.KEY),
    )


def _sentences(
    state: State,
    document: Mapping[str, Any],
    *,
    aliases: Aliases,
    judgement: Judgement,
    threads: Mapping[str, Thread],
) -> tuple[Sentence | Dropped, ...]:
    """The sentences of an answer's summary, each held against what it cites."""
    if not isinstance(document.get("summary"), list):
        return ()
    facts = {fact.id: fact for fact in judgement.facts}
    named = {alias: facts[fact_id] for alias, fact_id in aliases.facts.items() if fact_id in facts}
    named |= {
        f"op{number}": facts[verdict.fact_id]
        for number, verdict in enumerate(judgement.verdicts, 1)
        if verdict.fact_id is not None
    }
    deals = {deal_key(deal): deal for deal in state.rows.deals}
    wanted = summary.cited_aliases(document["summary"])  # the words of a thread take time to tell apart
    cited = by_alias(
        facts=named,
        threads={alias: thread for alias, thread in threads.items() if alias in wanted},
        deals={alias: deals[key] for alias, key in aliases.deal_keys.items() if key in deals},
    )
    contact = state.rows.contact
    return summary.stated(document["summary"], cited, (contact.name, contact.company or ""))


def _by_alias(threads: Sequence[Thread], aliases: Aliases) -> dict[str, Thread]:
    """The open threads by their aliases."""
    by_key = {thread.key: thread for thread in threads}
    return {alias: by_key[key] for alias, key in aliases.threads.items() if key in by_key}


def judged(state: State, document: Mapping[str, Any], aliases: Aliases) -> Judgement:
    """The verdicts on the operations of an answer, and the ledger after them."""
    run_input = RunInput(state.rows.contact, aliases.sources, aliases.facts, state.correspondence)
    return judge(state.facts, document["operations"], run_input, version=next_version(state))


def drafted(
    state: State,
    facts: tuple[Fact, ...],
    *,
    now: datetime,
    read: tuple[Source, ...] = (),
    labels: Mapping[str, Label] | None = None,
    verdicts: tuple[Verdict, ...] = (),
    suggestions: tuple[answers.Judged, ...] = (),
    threads: tuple[Thread, ...] | None = None,
    sentences: tuple[Sentence, ...] | None = None,
    dropped: tuple[Dropped, ...] = (),
    tried_again: Mapping[str, Any] | None = None,
    is_new: bool = False,
) -> Draft:
    """The draft with `facts` as its ledger; the object is put together anew from rows, ledger and clock.

    With `is_new` it is a new version whatever it says; `threads` are the open ones, where they are known already.
    """
    rows = _rows(state.rows, labels or {}, suggestions)
    derived = derive(rows, facts, now, threads=threads)
    kept = state.sentences if sentences is None else sentences
    threads, deals = derived.threads, derived.deals
    told = summary.still_standing(kept, summary.standing(facts=facts, threads=threads, deals=deals), facts)
    text = " ".join(sentence.text for sentence in told)
    text = text or summary.template(rows.contact.name, facts=facts, threads=threads, deals=deals)
    text = f"{text} {reminders(text, facts=facts, derived=derived, told=told)}"
    context = assemble(rows, derived, facts, summary=text, now=now)
    return Draft(
        facts=facts,
        context=context,
        derived=derived,
        version=next_version(state),
        is_changed=is_new or _is_changed(state, facts, context),
        read=read,
        labels=labels,
        verdicts=verdicts,
        suggestions=suggestions,
        sentences=sentences,
        dropped=dropped,
        tried_again=tried_again,
    )


def next_version(state: State) -> int:
    """The version that follows the present one."""
    return state.mark.version + 1


def _suggestions(
    state: State,
    document: Mapping[str, Any],
    *,
    aliases: Aliases,
    facts: Sequence[Fact],
    threads: Mapping[str, Thread],
    now: datetime,
) -> tuple[answers.Judged, ...]:
    last = next((item for item in state.rows.suggestions if item.field == "relationship_status"), None)
    ground = answers.SuggestionGround(
        contact=state.rows.contact,
        facts=facts,
        sources=aliases.sources,
        deals=state.rows.deals,
        correspondence=state.correspondence,
        last_status=last,
        now=now,
    )
    return (
        *answers.status(document.get("relationship_status"), ground),
        *answers.waits(document.get("threads"), threads, ground),
        *answers.tones(document.get("threads"), aliases.threads, ground),
        *answers.actions(document.get("opportunities"), aliases.deals, ground),
    )


def _rows(rows: SourceRows, labels: Mapping[str, Label], suggestions: Sequence[answers.Judged]) -> SourceRows:
    """The rows with what this answer adds to them."""
    labelled = {label.interaction_id: label for label in rows.labels}
    if labels:
        own = {
            source.interaction.id for source in rows.sources if source.interaction.id in labels and is_clients(source)
        }
        labelled |= {key: label for key, label in labels.items() if key in own}
    kept: dict[tuple[str, str], Suggestion] = {(item.field, item.key): item for item in rows.suggestions}
    kept |= {(j.suggestion.field, j.suggestion.key): j.suggestion for j in suggestions if j.verdict == "applied"}
    return replace(rows, labels=tuple(labelled.values()), suggestions=tuple(kept.values()))


def _is_changed(state: State, facts: tuple[Fact, ...], context: ClientContext) -> bool:
    """Whether the object or the ledger differs from what is stored; the moment of the last update does not count."""
    if state.current is None:
        return True
    made, stored = context.model_dump(mode="json"), state.current.document
    if not isinstance(stored, dict) or made | {"last_updated_at": None} != stored | {"last_updated_at": None}:
        return True
    return [(fact.id, fact.status) for fact in facts] != [(fact.id, fact.status) for fact in state.facts]
