"""What agents, the command line and the page read of a draft of a reply: the same check, in the same shape."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection

from lib.agent_answer import fitted
from lib.context.agent_shapes import (
    CommitmentLine,
    Commitments,
    DraftCheck,
    GroundShape,
    LackShape,
    MarkShape,
    SentenceShape,
)
from lib.context.alignment.promised import promised
from lib.context.reply.check import check
from lib.context.reply.marks import CheckedSentence, DraftGround, DraftMark, Lack, ReplyCheck
from lib.context.store import reads
from lib.context.store.collect import state_of
from lib.context.store.sources import contact as contact_of
from lib.database import database_clock


def checked(
    connection: Connection, contact_id: UUID, text: str, *, thread: str = "", written_at: datetime | None = None
) -> ReplyCheck:
    """The draft held against what is on file now, in the thread or the one that has waited longest.

    Raises `NoContact`, `ErasedContact`, `NoThread`.
    """
    now = database_clock(connection)
    if written_at is not None and written_at.tzinfo is None:
        written_at = written_at.replace(tzinfo=UTC)  # an agent may leave the zone out
    state = state_of(connection, contact_id, now=now)
    reads.check_not_erased(connection, contact_id)
    return check(state, thread, text, now=now, written_at=written_at)


def draft_check(reply_check: ReplyCheck, *, max_tokens: int | None = None) -> DraftCheck:
    """The check in the shape of answers; sentences with marks come first where not all have room."""
    counts = Counter([*(mark.kind for mark in reply_check.marks), *(lack.kind for lack in reply_check.lacks)])
    ordered = reply_check.sentences if max_tokens is None else sorted(reply_check.sentences, key=_is_clean)

    def made(part: Sequence[SentenceShape], left_out: str, more: str) -> DraftCheck:
        return DraftCheck(
            contact_id=reply_check.contact_id,
            version=reply_check.version,
            as_of=reply_check.as_of,
            thread_id=reply_check.thread,
            counts=dict(sorted(counts.items())),
            lacks=[_lack(item) for item in reply_check.lacks],
            sentences=list(part),
            left_out=left_out,
            more=more,
        )

    return fitted([_sentence(item) for item in ordered], made, offset=0, max_tokens=max_tokens)


def commitments(
    connection: Connection, contact_id: UUID | None = None, *, offset: int = 0, max_tokens: int | None = None
) -> Commitments:
    """What was promised and nobody has said is kept, over all clients or of one."""
    now = database_clock(connection)
    if contact_id is not None:
        contact_of(connection, contact_id)
        reads.check_not_erased(connection, contact_id)
    promises = promised(connection, now=now, contact_id=contact_id)
    items = [
        CommitmentLine(
            quoted_text=item.quote,
            interaction=item.interaction_id,
            **{name: getattr(item, name) for name in CommitmentLine.model_fields if hasattr(item, name)},
        )
        for item in promises
    ]
    scope = "one contact" if contact_id else "all contacts"

    def made(part: Sequence[CommitmentLine], left_out: str, more: str) -> Commitments:
        return Commitments(as_of=now, scope=scope, commitments=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def _is_clean(sentence: CheckedSentence) -> bool:
    return not sentence.marks


def _sentence(item: CheckedSentence) -> SentenceShape:
    marks = [_mark(mark) for mark in item.marks]
    return SentenceShape(text=item.text, supported_by=_ground(item.supported), marks=marks)


def _mark(item: DraftMark) -> MarkShape:
    place = {"start": item.start, "end": item.end}
    return MarkShape(kind=item.kind, **place, words=item.words, note=item.note, ground=_ground(item.ground))


def _lack(item: Lack) -> LackShape:
    return LackShape(kind=item.kind, note=item.note)


def _ground(items: Iterable[DraftGround]) -> list[GroundShape]:
    return [GroundShape(kind=item.kind, id=item.id, quoted_text=item.text) for item in items]
