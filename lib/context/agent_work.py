"""What an agent works from: who waits, what was said in a thread, and what becomes of its own proposals."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, Engine

from lib.agent_answer import fitted
from lib.context import propose as proposals
from lib.context.agent_shapes import (
    MessageLine,
    MessagePart,
    ProposedFact,
    ThreadAnswer,
    WaitingClients,
    WaitingLine,
)
from lib.context.brief.thread_to_answer import NoThread
from lib.context.evidence.quotes.source import Source
from lib.context.model import AUTHORS
from lib.context.store import contact_search, conversation, reads
from lib.context.store.conversation import FiledMessage, Wanted
from lib.context.store.sources import contact as contact_of
from lib.database import database_clock, read_only

MOST_CLIENTS = 200
MOST_OF_MESSAGE = 6_000
"""Characters of a message's own words that are given; of what it quotes a tenth."""
MESSAGES = 30
"""Messages of one answer."""


def waiting(connection: Connection, *, offset: int = 0, max_tokens: int | None = None) -> WaitingClients:
    """Who waits for a reply, the longest first, then who is at risk."""
    now = database_clock(connection)
    items = list(_waiting(connection, now - timedelta(days=1)))

    def made(part: Sequence[WaitingLine], left_out: str, more: str) -> WaitingClients:
        return WaitingClients(as_of=now, clients=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def _waiting(connection: Connection, since: datetime) -> Iterator[WaitingLine]:
    lists: tuple[tuple[Literal["needs a reply", "at risk"], str], ...] = (
        ("needs a reply", "reply"),
        ("at risk", "risk"),
    )
    for why, name in lists:
        for item in contact_search.listed(connection, name, since=since, limit=MOST_CLIENTS):
            yield WaitingLine(
                contact_id=item.contact_id,
                name=contact_search.called(item.name, item.email, item.phone),
                company=item.company,
                why=why,
                about=item.note,
                since=item.waits_since,
                thread_id=item.thread,
            )


def thread(
    connection: Connection,
    contact_id: UUID,
    thread_id: str,
    *,
    before: str = "",
    offset: int = 0,
    max_tokens: int | None = None,
) -> ThreadAnswer:
    """The messages of one thread, newest first, from the interaction `before` on.

    Raises `NoContact`, `ErasedContact`, `NoThread`.
    """
    now = database_clock(connection)
    contact_of(connection, contact_id)
    reads.check_not_erased(connection, contact_id)
    known = conversation.threads(connection, contact_id, now=now)
    wanted = Wanted(thread=thread_id, anchor=before)
    page = conversation.page(connection, contact_id, wanted, known=known, now=now, size=MESSAGES)
    if not thread_id or not page.messages:
        names = "; ".join(f"{item.id!r} ({item.topic})" for item in known[:8])
        raise NoThread(next_step=f"Name one of these: {names}." if names else "No message with this client is on file.")
    items = [_message(item) for item in page.messages]
    current = reads.current(connection, contact_id)

    def made(part: Sequence[MessageLine], left_out: str, more: str) -> ThreadAnswer:
        if cut := sum(message.cut for message in part):
            left_out = _and(left_out, f"the rest of {cut} long message{'s' if cut > 1 else ''}")
        if not more and page.older:
            left_out = _and(left_out, "older messages")
            more = f"Ask again with before={page.older!r}."
        return ThreadAnswer(
            contact_id=contact_id,
            version=current.version if current else 0,
            as_of=now,
            scope="one thread",
            thread_id=thread_id,
            messages=list(part),
            left_out=left_out,
            more=more,
        )

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def _and(told: str, more: str) -> str:
    return f"{told}; {more}" if told else more


def propose(database: Engine, contact_id: UUID, proposal: proposals.Proposal, *, actor: str) -> ProposedFact:
    """What the policy says of a proposal, which waits for a person unless it is rejected."""
    with read_only(database) as connection:
        now = database_clock(connection)
        reads.check_not_erased(connection, contact_id)
    outcome = proposals.propose(database, contact_id, proposal, actor=actor, now=now)
    verdict = outcome.verdict
    return ProposedFact(
        contact_id=contact_id,
        version=outcome.version,
        as_of=now,
        verdict=verdict.verdict,
        rule=verdict.rule,
        why=verdict.reason,
        proposal=outcome.run_id,
        more="" if outcome.run_id is None else "A person accepts or dismisses it on the client's page.",
    )


def _message(filed: FiledMessage) -> MessageLine:
    source = Source(filed.interaction)
    body, parts, is_cut = filed.interaction.body, [], False
    for segment in source.segments:
        text = body[segment.start : segment.end]
        most = MOST_OF_MESSAGE if segment.part == "own" else MOST_OF_MESSAGE // 10
        is_cut = is_cut or len(text) > most
        if text.strip():
            parts.append(MessagePart(part=segment.part, quoted_text=text[:most].strip("\n")))
    return MessageLine(
        interaction=filed.interaction.id,
        channel=source.channel,
        written_by=AUTHORS[source.author],
        author_name=filed.interaction.author_name or "",
        occurred_at=filed.interaction.occurred_at,
        subject=filed.interaction.subject or "",
        parts=parts,
        cut=is_cut,
    )
