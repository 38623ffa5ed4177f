"""The client page: search, lists, diff, and the script of a rerun."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event
from streamlit.testing.v1 import AppTest

from lib.context.compare.diff import compare
from lib.context.compare.ledger_interval import Recorded
from lib.context.model import Evidence, Fact
from lib.context.queue import due
from lib.context.store import contact_search, conversation
from lib.context.store.client_view import view, waiting
from lib.context.store.conversation import Wanted
from lib.database import read_only
from lib.settings import ROOT
from tests.bench.client_crowd import CONTACT, WRITER, crowd, midnight
from tests.bench.measurement import Measurement
from tests.support.context_histories import context, evidence

STATEMENTS = ("Interested in {n} flats near the harbour", "Paid the deposit for table {n}", "Has {n} cousins in Volos")


def measure() -> Iterable[Measurement]:
    """The speed lines of the client page."""
    facts, old, new = _snapshots(200)
    recorded = [Recorded(fact.id, fact.added_version, item) for fact in facts for item in fact.evidence]

    def ledger() -> None:
        compare(old, new, old_version=1, new_version=2, facts=facts, recorded=recorded)

    yield Measurement("diff of two snapshots, 200 facts, 12 changes", _milliseconds(ledger), "ms", 5)
    yield Measurement("the same without a ledger", _milliseconds(lambda: compare(old, new)), "ms", 5)
    strangers = context(key_facts=[f"Statement {n} of somebody quite different, number {n * 7}" for n in range(200)])
    yield Measurement("two objects with nothing in common", _milliseconds(lambda: compare(old, strangers)), "ms")
    with crowd(people=100_000) as (database, url):
        yield from _finding(database)
        yield from _script(url)


def _finding(database: Engine) -> Iterable[Measurement]:
    for typed in ("papadopoulos", "papadopulos", "jhon", "jonh smith", "ma", "aegean stone", "+30 693 000", "xyzzy"):
        yield Measurement(
            f"database time to find {typed!r} in 100,000",
            _read(database, partial(contact_search.search, typed=typed)),
            "ms",
            50,
        )
    for name in contact_search.LISTS:
        call = partial(contact_search.listed, name=name, since=midnight())
        yield Measurement(f"database time of the list {name!r}, 100,000", _read(database, call), "ms", 50)
    call = partial(contact_search.listed, name="recent", since=midnight(), status="hot", role="buyer")
    yield Measurement("the same filtered by status and role", _read(database, call), "ms", 50)
    yield Measurement(
        "database time of a contact, 500 versions", _read(database, partial(view, contact_id=CONTACT)), "ms"
    )
    now = datetime.now(UTC)
    pages = {"the first page of a conversation, 20,000 messages": Wanted(), "one thread of it": Wanted(thread="t7")}
    for name, wanted in pages.items():
        yield Measurement(f"database time of {name}", _read(database, partial(_conversed, wanted, now)), "ms", 50)
    call = partial(waiting, contact_id=WRITER, now=now)
    yield Measurement("of how many of them are not read", _read(database, call), "ms")
    call = partial(due.waiting, now=now, pace=due.Pace(), contacts=[WRITER])
    yield Measurement("of whether a worker is due to read them", _read(database, call), "ms")


def _conversed(wanted: Wanted, now: datetime, connection: Connection) -> object:
    known = conversation.threads(connection, WRITER, now=now)
    return conversation.page(connection, WRITER, wanted, known=known, now=now)


def _script(url: str) -> Iterable[Measurement]:
    """The script's own time in a rerun, as Streamlit runs it but without a browser."""
    os.environ["DATABASE_URL"] = url
    for part in ("now", "changes", "history"):
        page = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=120)
        page.run()
        page.switch_page("../../../pages/client_context.py")
        page.query_params["contact"] = str(CONTACT)
        page.query_params["view"] = part
        page.run()
        yield Measurement(f"rerun of {part!r}, 200 facts, 500 versions", _milliseconds(page.run, times=9), "ms", 100)
    os.environ.pop("DATABASE_URL")


def _read(database: Engine, call: Callable[[Connection], object]) -> float:
    """What the database takes, and the way there and back; the ranking in Python is not counted."""
    waited: list[float] = []

    def begin(_connection: object, _cursor: object, _sql: object, _values: object, context: Any, _many: object) -> None:
        context.begun = perf_counter()

    def end(_connection: object, _cursor: object, _sql: object, _values: object, context: Any, _many: object) -> None:
        waited[-1] += (perf_counter() - context.begun) * 1000

    with read_only(database) as connection:
        event.listen(connection, "before_cursor_execute", begin)
        event.listen(connection, "after_cursor_execute", end)
        for _ in range(9):
            waited.append(0.0)
            call(connection)
    return median(waited)


def _snapshots(count: int) -> tuple[tuple[Fact, ...], dict[str, Any], dict[str, Any]]:
    """A ledger whose second version contradicts six facts and adds six, and its two objects."""
    proof: Evidence = evidence(1)
    first = [
        Fact(n, "key_fact", "", STATEMENTS[n % 3].format(n=n), "active", 1, evidence=(proof,))
        for n in range(1, count + 1)
    ]
    ended = [
        Fact(
            n, "key_fact", "", first[n - 1].text, "contradicted", 1, 2, superseded_by=count + n, reason="So they said."
        )
        for n in range(1, 7)
    ]
    come = [
        Fact(count + n, "key_fact", "", f"Now has {n} of them after all", "active", 2, evidence=(proof,))
        for n in range(1, 13)
    ]
    return (*ended, *first[6:], *come), context(tuple(first)), context((*first[6:], *come))


def _milliseconds(call: Any, *, times: int = 15) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        call()
        taken.append((perf_counter() - start) * 1000)
    return median(taken)
