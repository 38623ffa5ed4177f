"""Replays cases in order of time through the product's own refresh, in a database made for it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Engine

from lib.context.evaluate.case import Case, on_file_at
from lib.context.model import Fact, Verdict
from lib.context.readers.contract import Reader
from lib.context.refresh import refresh
from lib.context.store import reads, sources
from lib.database import statement, transaction
from lib.errors import OrbError
from lib.migrate import migrate
from lib.settings import ROOT

SITE = "context/evaluate/site"
TRIGGER = "evaluate"
ReaderOf = Callable[[Case], Reader]


class ReaderUseless(OrbError):
    title = "The reader gave no answer to anything of the first case."
    next_step = "Then run `orb evaluate` again."


@dataclass(frozen=True)
class Replayed:
    """What was on file about the contact of a case at its end, and what its reader took."""

    case: Case
    facts: tuple[Fact, ...]
    """The whole ledger; the evidence names interactions as the case does."""
    waiting: frozenset[str]
    """The threads that are said to wait for our reply."""
    verdicts: tuple[Verdict, ...]
    runs: int
    failed: int
    """Refreshes, and those of them whose reader gave nothing."""
    error: str
    """What the last of those said, or ""."""
    tokens: int
    cost: Decimal | None
    """Dollars; None where a price is unknown."""
    seconds: float
    model: str | None


def install(database: Engine, cases: Sequence[Case]) -> None:
    """Make our tables in an empty database, and write the cases where the four views find them."""
    installed = migrate(database, sources=ROOT / "sql" / f"{SITE}.sql")
    if installed.sources_error:
        raise OrbError(f"The cases cannot be mapped: {installed.sources_error}.")
    with transaction(database) as connection:
        for case in cases:
            connection.execute(statement("context/evaluate/contact"), vars(case.contact))
            rows = [{**vars(item), "id": _stored_id(case, item.id)} for item in case.interactions]
            connection.execute(statement("context/evaluate/interactions"), rows)


def replay(database: Engine, case: Case, reader: Reader) -> Replayed:
    """What stands at the end of the case, refreshed after each interaction by the clock of the case.

    A reader that fails leaves the interactions unread, so that the next refresh reads them, too.
    """
    contact_id = case.contact.contact_id
    outcomes = [
        refresh(database, contact_id, reader=reader, now=moment, trigger=TRIGGER, actor=TRIGGER)
        for moment in moments(case)
    ]
    with sources.reading(database) as connection:
        facts = reads.facts(connection, contact_id)
        current = reads.current(connection, contact_id)
        used = connection.execute(statement("context/evaluate/use"), {"contact_id": contact_id}).one()
    threads = current.document["open_threads"] if current else ()
    return Replayed(
        case,
        facts=tuple(_as_in_case(case, fact) for fact in facts),
        waiting=frozenset(thread["thread_id"] for thread in threads if thread["needs_reply"]),
        verdicts=tuple(verdict for outcome in outcomes for verdict in outcome.verdicts),
        runs=len(outcomes),
        failed=sum(outcome.status == "failed" for outcome in outcomes),
        error=next((outcome.error or "" for outcome in reversed(outcomes) if outcome.status == "failed"), ""),
        tokens=int(used.tokens),
        cost=used.cost,
        seconds=used.milliseconds / 1000,
        model=next((outcome.model for outcome in outcomes if outcome.model), None),
    )


def replay_all(
    database: Engine, cases: Sequence[Case], reader_of: ReaderOf, *, progress: Callable[[int], None] = lambda _: None
) -> tuple[Replayed, ...]:
    """Each case replayed; `progress` is called with how many are done.

    Raises `ReaderUseless` when the reader failed in every refresh of the first case: it would in all others.
    """
    replayed: list[Replayed] = []
    for case in cases:
        replayed.append(replay(database, case, reader_of(case)))
        if len(replayed) == 1 and replayed[0].runs == replayed[0].failed:
            raise ReaderUseless(replayed[0].error)
        progress(len(replayed))
    return tuple(replayed)


def moments(case: Case) -> tuple[datetime, ...]:
    """When something new was on file: after each interaction, once for those of one moment."""
    return tuple(sorted({on_file_at(item) for item in case.interactions}))


def refused(replayed: Sequence[Replayed]) -> dict[str, int]:
    """How many proposals each rule set aside, most first."""
    rules = Counter(verdict.rule for item in replayed for verdict in item.verdicts if verdict.verdict == "rejected")
    return dict(sorted(rules.items(), key=lambda pair: (-pair[1], pair[0])))


def _stored_id(case: Case, interaction: str) -> str:
    return f"{case.id}#{interaction}"


def _as_in_case(case: Case, fact: Fact) -> Fact:
    """The fact with the case's own names for what it rests on."""
    before = _stored_id(case, "")
    evidence = tuple(replace(item, interaction_id=item.interaction_id.removeprefix(before)) for item in fact.evidence)
    return replace(fact, evidence=evidence)
