"""What a run came to, as an outcome: judged, stopped, or two batches joined."""

from dataclasses import replace
from time import perf_counter

from lib.context.engine.draft import Draft
from lib.context.engine.state import State
from lib.context.model import Outcome, ReaderAnswer, RunStatus
from lib.context.records import RunRecord


def stopped(record: RunRecord, state: State, *, error: str, status: RunStatus) -> Outcome:
    """The outcome of a run that saved nothing, with the reason."""
    return Outcome(
        status,
        state.mark.version or None,
        reader=record.reader or "",
        model=record.model,
        tokens=_tokens(record),
        duration_ms=record.duration_ms or 0,
        error=error,
    )


def outcome_of(record: RunRecord, draft: Draft, *, status: RunStatus, version: int | None) -> Outcome:
    """The outcome of a run that was judged, with its verdicts and the object that it makes."""
    return Outcome(
        status,
        version,
        draft.verdicts,
        reader=record.reader or "",
        model=record.model,
        tokens=_tokens(record),
        duration_ms=record.duration_ms or 0,
        context=draft.context.model_dump(mode="json"),
    )


def join(before: Outcome, after: Outcome) -> Outcome:
    """Two batches of one refresh as one outcome: saved when either was, with all verdicts."""
    tokens = None if before.tokens is None and after.tokens is None else (before.tokens or 0) + (after.tokens or 0)
    status = "saved" if after.status == "unchanged" and before.status == "saved" else after.status
    return replace(
        after,
        status=status,
        verdicts=before.verdicts + after.verdicts,
        tokens=tokens,
        duration_ms=before.duration_ms + after.duration_ms,
    )


def with_costs(record: RunRecord, answer: ReaderAnswer | None, started: float) -> RunRecord:
    """The record with what the call took; without a call it is the time up to now."""
    elapsed = round((perf_counter() - started) * 1000)
    if answer is None:
        return replace(record, duration_ms=elapsed)
    return replace(
        record,
        model=answer.model,
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        cost=answer.cost,
        duration_ms=max(elapsed, answer.duration_ms),
    )


def _tokens(record: RunRecord) -> int | None:
    if record.prompt_tokens is None and record.completion_tokens is None:
        return None
    return (record.prompt_tokens or 0) + (record.completion_tokens or 0)
