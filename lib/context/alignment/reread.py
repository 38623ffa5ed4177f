"""Reads again what was read before, with another reader and what was known then; nothing is saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, Engine

from lib.context.alignment.agreement import Reread, agreement, taken_now, taken_then
from lib.context.alignment.figures import ReaderVersion
from lib.context.alignment.stored import RUNS
from lib.context.ask_reader import ask
from lib.context.engine.derived import derive
from lib.context.engine.draft import judged
from lib.context.engine.ledger import stood
from lib.context.engine.request import assign_aliases, request
from lib.context.engine.state import State
from lib.context.evidence.quotes.source import Source
from lib.context.model import Fact, Verdict
from lib.context.readers.contract import Reader, ReaderFailed
from lib.context.store import reads
from lib.context.store.collect import collect
from lib.context.store.sources import reading
from lib.database import statement


@dataclass(frozen=True)
class Reading:
    """One reading as it is stored: what was known before it, what was read, and what was proposed."""

    run_id: int
    contact_id: UUID
    base_version: int
    started_at: datetime
    version: ReaderVersion
    operations: tuple[dict[str, object], ...]
    interactions: tuple[str, ...]


@dataclass(frozen=True)
class RereadAll:
    """What was read again, what is left out because the texts have changed since, and what it took."""

    rereads: tuple[Reread, ...]
    changed: int
    tokens: int
    cost: Decimal | None


def reread(
    database: Engine,
    reader: Reader,
    *,
    sample: int,
    since: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> RereadAll:
    """The newest readings of `sample` contacts since a moment, each read again by `reader` as things stood then."""
    with reading(database) as connection:
        earlier = readings(connection, sample=sample, since=since)
    done, changed, tokens, costs = [], 0, 0, []
    for number, item in enumerate(earlier, 1):
        state = _as_it_stood(database, item)
        read = [s for s in state.unread if not s.is_automatic and s.interaction.body.strip()]
        if not read:
            changed += 1
            continue
        try:
            verdicts, spent, cost = _ask(reader, state, read, now=item.started_at)
        except ReaderFailed:
            done.append(Reread(item.contact_id, item.run_id, item.version, None))
            continue
        tokens += spent
        costs.append(cost)
        ids = [source.interaction.id for source in read]
        agreed = agreement(taken_then(item.operations, ids), taken_now(verdicts, ids))
        done.append(Reread(item.contact_id, item.run_id, item.version, agreed))
        progress(number)
    known = [cost for cost in costs if cost is not None]
    return RereadAll(
        tuple(done), changed, tokens, sum(known, Decimal()) if known and len(known) == len(costs) else None
    )


def readings(connection: Connection, *, sample: int, since: datetime) -> tuple[Reading, ...]:
    """The newest reading of each of `sample` contacts, the same ones each time as long as nobody reads."""
    first = connection.execute(statement("context/alignment/first_run"), {"since": since, "runs": RUNS}).scalar_one()
    rows = connection.execute(statement("context/alignment/sample"), {"first_run": first, "sample": sample})
    return tuple(
        Reading(
            row.run_id,
            row.contact_id,
            base_version=row.base_version,
            started_at=row.started_at,
            version=ReaderVersion(row.reader, row.model, row.prompt_version),
            operations=tuple(row.operations),
            interactions=tuple(row.interactions),
        )
        for row in rows
    )


def _as_it_stood(database: Engine, item: Reading) -> State:
    """The contact as it was before that reading, what was read in it unread; a text edited since is not on file."""
    state = collect(database, item.contact_id, now=item.started_at)
    with reading(database) as connection:
        current = reads.snapshot(connection, item.contact_id, item.base_version) if item.base_version else None
    sources = tuple(
        replace(source, interaction=replace(source.interaction, is_read=source.interaction.id not in item.interactions))
        for source in state.rows.sources
    )
    facts = tuple(_as_it_was(fact, item) for fact in state.facts if stood(fact, item.base_version))
    return replace(state, rows=replace(state.rows, sources=sources), facts=facts, current=current)


def _as_it_was(fact: Fact, item: Reading) -> Fact:
    """A fact without what was said of it since; one that has ended since stands."""
    evidence = tuple(
        quote
        for quote in fact.evidence
        if quote.interaction_id not in item.interactions and quote.occurred_at <= item.started_at
    )
    is_ended = not fact.is_current
    return replace(
        fact,
        status="active" if is_ended else fact.status,
        ended_version=None,
        superseded_by=None,
        ended_at=None,
        reason=None if is_ended else fact.reason,
        evidence=evidence,
    )


def _ask(
    reader: Reader, state: State, read: Sequence[Source], *, now: datetime
) -> tuple[Sequence[Verdict], int, Decimal | None]:
    """The verdicts on what the reader proposes, the tokens and the cost."""
    derived = derive(state.rows, state.facts, now)
    aliases = assign_aliases(state, derived, read)
    answer, judgement = ask(reader, request(state, derived, aliases=aliases, now=now), state=state, aliases=aliases)
    verdicts = (judgement or judged(state, answer.document, aliases)).verdicts
    return verdicts, (answer.prompt_tokens or 0) + (answer.completion_tokens or 0), answer.cost
