"""Has the configured model draft a reply from the brief alone, and holds the draft against what is on file at once."""

from dataclasses import dataclass, replace
from decimal import Decimal
from time import perf_counter
from typing import Protocol
from uuid import UUID

from sqlalchemy import Engine

from lib.context.brief.brief import brief
from lib.context.brief.brief_text import text as brief_text
from lib.context.engine.state import State
from lib.context.model import ReaderAnswer
from lib.context.outcomes import with_costs
from lib.context.readers.contract import ReaderFailed
from lib.context.records import REPLY, RunRecord
from lib.context.reply.check import check
from lib.context.reply.marks import ReplyCheck
from lib.context.store import reads
from lib.context.store.collect import state_of
from lib.context.store.sources import reading
from lib.context.store.writes import record_only
from lib.context.text.jsonb import storable_document
from lib.database import database_clock
from lib.errors import OrbError

DRAFTED, NOT_DRAFTED = "drafted", "not drafted"
"""The states of such a run."""
MOST_TOKENS = 8_000
"""Tokens of the brief that the model is given."""


class NoWriter(OrbError):
    title = "No language model is configured, so nothing drafts a reply."
    next_step = "Set OPENAI_API_KEY or OPENAI_BASE_URL; or take the brief (`orb context brief`) and write it yourself."


class Writer(Protocol):
    """What drafts a reply."""

    @property
    def name(self) -> str:
        """The slug that each run records."""

    @property
    def prompt_version(self) -> str:
        """The version of the instructions that each run records."""

    def write(self, brief: str) -> ReaderAnswer:
        """The draft as `document["text"]`; raises `ReaderFailed`."""


@dataclass(frozen=True)
class DraftedReply:
    """A draft with its check, and what it took."""

    text: str
    checked: ReplyCheck
    run_id: int | None
    model: str | None
    tokens: int | None
    cost: Decimal | None
    duration_ms: int


def draft_reply(
    database: Engine, contact_id: UUID, *, writer: Writer | None, actor: str, thread: str = ""
) -> DraftedReply:
    """One call for a draft in the thread, or in the one that has waited longest; kept as a run, never as a fact.

    Raises `NoWriter`, `NoContact`, `ErasedContact`, `NoThread`, `ReaderFailed`.
    """
    if writer is None:
        raise NoWriter
    with reading(database) as connection:
        now = database_clock(connection)
        state = state_of(connection, contact_id, now=now)
        reads.check_not_erased(connection, contact_id)
    client_brief = brief(state, thread, now=now)
    record = RunRecord(
        contact_id, REPLY, actor, now, reader=writer.name, prompt_version=writer.prompt_version
    )  # fmt: skip
    started = perf_counter()
    try:
        answer = writer.write(brief_text(client_brief, max_tokens=MOST_TOKENS))
    except ReaderFailed as error:
        _record(database, record, state, error.answer, started=started, error=error.title, thread=client_brief.thread)
        raise
    text = str(answer.document.get("text", ""))
    run_id = _record(database, record, state, answer, started=started, text=text, thread=client_brief.thread)
    return DraftedReply(
        text,
        checked=check(state, client_brief.thread, text, now=now, written_at=now),
        run_id=run_id,
        model=answer.model,
        tokens=(answer.prompt_tokens or 0) + (answer.completion_tokens or 0) or None,
        cost=answer.cost,
        duration_ms=answer.duration_ms,
    )


def _record(
    database: Engine,
    record: RunRecord,
    state: State,
    answer: ReaderAnswer | None,
    *,
    started: float,
    thread: str,
    text: str | None = None,
    error: str | None = None,
) -> int | None:
    whole = replace(with_costs(record, answer, started), error=error)
    document = {"reply": {"thread": thread, "text": text}} if text is not None else {}
    status = DRAFTED if error is None else NOT_DRAFTED
    return record_only(database, whole, state, status=status, proposals=storable_document(document))
