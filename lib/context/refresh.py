"""One refresh: collect, ask the reader, judge, save; again until nothing is unread."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context import run_document
from lib.context.adopt import adopt
from lib.context.ask_reader import ask
from lib.context.engine.derived import derive
from lib.context.engine.draft import Draft, Groundwork, with_answer, without_answer
from lib.context.engine.request import BUDGET, NO_ALIASES, Aliases, assign_aliases, batch, request
from lib.context.engine.source_documents import own_shown
from lib.context.engine.state import State
from lib.context.evidence.quotes.source import Source
from lib.context.model import Outcome, ReaderAnswer, RunStatus
from lib.context.outcomes import join, outcome_of, stopped, with_costs
from lib.context.readers.contract import Reader, ReaderFailed
from lib.context.records import RunRecord
from lib.context.store.collect import collect
from lib.context.store.writes import ATTEMPTS, Overtaken, record_only, save
from lib.context.text.normalize import storable
from lib.errors import OrbError

LOG = logging.getLogger(__name__)
BUSY = "Others changed this contact at the same time; nothing was saved. Try again."
ERASED = "This person was erased meanwhile; nothing was saved."
Progress = Callable[[str], None]


def silent(_step: str) -> None:
    """Tell nobody how far a refresh has come."""


def refresh(
    database: Engine,
    contact_id: UUID,
    *,
    reader: Reader,
    now: datetime,
    trigger: str = "manual",
    actor: str = "",
    dry_run: bool = False,
    progress: Progress = silent,
    budget: int = BUDGET,
) -> Outcome:
    """What one refresh of the contact did; only source rows with `changed_at <= now` are read.

    The unread interactions are read oldest first, in batches of `budget` tokens, each its own run and one call. A dry
    run asks once and keeps a preview that can be accepted. `progress` is called with "collecting", "asking", "judging"
    and "saving". Raises `NoContact`, `MissingTables`, `MissingSources`; what the reader does wrong is an outcome.
    """
    record = RunRecord(contact_id, trigger, actor, now, reader=reader.name, prompt_version=reader.prompt_version)
    total: Outcome | None = None
    erasure_id = 0
    while True:
        started = perf_counter()
        progress("collecting")
        state = adopt(database, contact_id, now=now)
        if total is not None and state.mark.erasure_id != erasure_id:
            return join(total, stopped(record, state, error=ERASED, status="failed"))
        erasure_id = state.mark.erasure_id
        outcome, is_more = _batch(
            database,
            record,
            reader=reader,
            state=state,
            started=started,
            now=now,
            dry_run=dry_run,
            report=progress,
            budget=budget,
        )
        total = outcome if total is None else join(total, outcome)
        if not is_more or outcome.status not in ("saved", "unchanged"):
            return total


def _batch(
    database: Engine,
    record: RunRecord,
    *,
    reader: Reader,
    state: State,
    started: float,
    now: datetime,
    dry_run: bool,
    report: Progress,
    budget: int,
) -> tuple[Outcome, bool]:
    """The outcome of one run, and whether more is unread after it."""
    waiting = state.unread
    read = batch(waiting, budget=budget)
    spoken = [source for source in read if not source.is_automatic and source.interaction.body.strip()]
    aliases, answer, groundwork = NO_ALIASES, None, None
    if spoken:
        _log_cuts(record.contact_id, spoken)
        derived = derive(state.rows, state.facts, now)
        aliases = assign_aliases(state, derived, spoken)
        report("asking")
        try:
            document = request(state, derived, aliases=aliases, now=now, budget=budget)
            answer, judgement = ask(reader, document, state=state, aliases=aliases)
        except OrbError as error:
            return _failed(database, record, state=state, given=spoken, error=error, started=started), False
        groundwork = Groundwork(derived.threads, judgement)
    record = with_costs(record, answer, started)
    if dry_run:
        report("judging")
        draft = draft_of(state, answer, aliases=aliases, read=read, now=now, groundwork=groundwork)
        return _preview(database, record, state=state, draft=draft, answer=answer, aliases=aliases), False
    outcome = judge_and_save(
        database,
        record,
        state=state,
        answer=answer,
        aliases=aliases,
        read=read,
        now=now,
        report=report,
        groundwork=groundwork,
    )
    return outcome, len(waiting) > len(read)


def _log_cuts(contact_id: UUID, given: Sequence[Source]) -> None:
    """Say in the log which texts are longer than a reader is shown; the run keeps the same for the page."""
    for source in given:
        seen, written = own_shown(source)
        if seen < written:
            LOG.warning(
                "Contact %s: the reader is shown %d of %d characters of the %s of %s.",
                *(contact_id, seen, written, source.channel, source.at.isoformat()),
            )


def judge_and_save(
    database: Engine,
    record: RunRecord,
    *,
    state: State,
    answer: ReaderAnswer | None,
    aliases: Aliases,
    read: Sequence[Source],
    now: datetime,
    report: Progress = silent,
    proposals: dict[str, Any] | None = None,
    groundwork: Groundwork | None = None,
) -> Outcome:
    """The outcome of judging and saving; overtaken by another run it reads and judges again, three times in all."""
    for attempt in range(ATTEMPTS):
        if attempt:
            report("collecting")
            erased = state.mark.erasure_id
            state = collect(database, record.contact_id, now=now)
            if state.mark.erasure_id != erased:
                return stopped(record, state, error=ERASED, status="failed")
            aliases, read = still_unread(state, aliases=aliases, read=read)
            groundwork = None
        report("judging")
        draft = draft_of(state, answer, aliases=aliases, read=read, now=now, groundwork=groundwork)
        report("saving")
        try:
            saved = save(database, record, draft, state, proposals=proposals)
        except Overtaken:
            continue
        status: RunStatus = "saved" if saved.is_new_version else "unchanged"
        outcome = outcome_of(record, draft, status=status, version=saved.version)
        return replace(outcome, run_id=saved.run_id)
    busy = stopped(record, state, error=BUSY, status="busy")
    return _record(database, replace(record, error=BUSY), state=state, outcome=busy)


def draft_of(
    state: State,
    answer: ReaderAnswer | None,
    *,
    aliases: Aliases,
    read: Sequence[Source],
    now: datetime,
    groundwork: Groundwork | None,
) -> Draft:
    """The draft of one run, with an answer or with what rows and clock say alone."""
    if answer is None:
        return without_answer(state, read, now=now)
    return with_answer(state, answer.document, aliases=aliases, read=read, now=now, groundwork=groundwork)


def still_unread(state: State, *, aliases: Aliases, read: Sequence[Source]) -> tuple[Aliases, tuple[Source, ...]]:
    """The aliases and sources without those that another run has read meanwhile or whose text changed."""
    unread = {(source.interaction.id, source.interaction.digest): source for source in state.unread}
    kept = {alias: (source.interaction.id, source.interaction.digest) for alias, source in aliases.sources.items()}
    sources = {alias: unread[key] for alias, key in kept.items() if key in unread}
    again = [(source.interaction.id, source.interaction.digest) for source in read]
    return replace(aliases, sources=sources), tuple(unread[key] for key in again if key in unread)


def _preview(
    database: Engine,
    record: RunRecord,
    *,
    state: State,
    draft: Draft,
    answer: ReaderAnswer | None,
    aliases: Aliases,
) -> Outcome:
    proposals = run_document.preview_document(draft, answer, aliases=aliases, read=draft.read)
    outcome = outcome_of(record, draft, status="preview", version=state.mark.version or None)
    return _record(database, record, state=state, outcome=outcome, proposals=proposals)


def _failed(
    database: Engine, record: RunRecord, *, state: State, given: Sequence[Source], error: OrbError, started: float
) -> Outcome:
    """The outcome of a reader that failed: recorded with its cost; context untouched, everything still unread."""
    answer = error.answer if isinstance(error, ReaderFailed) else None
    record = with_costs(record, answer, started)
    record = replace(record, error=storable(str(error))[:1000])
    proposals = {"shown": [run_document.text_key(source) for source in given]}
    outcome = stopped(record, state, error=str(error), status="failed")
    return _record(database, record, state=state, outcome=outcome, proposals=proposals)


def _record(
    database: Engine, record: RunRecord, *, state: State, outcome: Outcome, proposals: dict[str, Any] | None = None
) -> Outcome:
    """The outcome of a run that changes nothing, once it is recorded; a failure where the person was erased."""
    run_id = record_only(database, record, state, status=outcome.status, proposals=proposals)
    if run_id is None:
        return replace(stopped(record, state, error=ERASED, status="failed"), version=None)
    return replace(outcome, run_id=run_id)
