"""What the engine takes without the model: a refresh, a quote check, opening a contact among many."""

import itertools
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

from sqlalchemy import Engine, text

from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.evidence.quotes.find import find
from lib.context.model import Interaction
from lib.context.refresh import refresh
from lib.context.store import client_view, reads
from lib.context.store.sources import reading
from lib.context.text.normalize import fold
from lib.database import engine, run_script, transaction
from lib.embedded import server as embedded
from lib.migrate import migrate
from tests.bench.measurement import Measurement
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

FACTS, OLDER, NEW = 200, 500, 50
MANY = 20_000
CONTACTS, SNAPSHOTS = 100_000, 500
TEXT = (
    "the offer for the flat near the river was good but we would like to talk about the kitchen and the closing date "
    "before the end of the month because my brother comes back and wants to see the second floor again with us"
)
WORDS = TEXT.split()


def measure() -> Iterable[Measurement]:
    """The figures of the engine."""
    yield _quote_check()
    with _business() as database:
        yield from _refresh(database)
        yield _opening(database)
    with _business() as database:
        yield _one_among_many(database)


def _quote_check() -> Measurement:
    body = "\n".join(_line(number) for number in range(700))
    source = correspondence_of([_mail("m1", body)]).sources[0]
    quote = body.splitlines()[-1].upper().replace(" ", "  ")
    started = perf_counter()
    fold(body)
    found = find(quote, source, correspondence_of([source.interaction]))
    kilobytes = len(body.encode()) / 1000
    assert not isinstance(found, str)
    return Measurement("quote check, a kilobyte", (perf_counter() - started) * 1000 / kilobytes, "ms", 1)


def _refresh(database: Engine) -> Iterator[Measurement]:
    """One refresh at 200 facts with 50 new mails and 500 older ones on file, the reader's own time left out."""
    for number in range(OLDER):
        site.write(database, f"old{number:04}", _body(number), at=day(number / 10), thread_id=f"t{number % 40}")
    refresh(database, ANNA, reader=Scripted(), now=day(55), budget=10**9)
    facts = iter(range(FACTS))
    while batch := list(itertools.islice(facts, 12)):
        operations = [add(_claim(n * 7), _line(n * 7), source="s1") for n in batch]
        body = " ".join(_line(n * 7) for n in batch)
        site.write(database, f"meeting{batch[0]}", body, at=day(60 + batch[0] / 100), kind="meeting")
        refresh(database, ANNA, reader=Scripted(answer(*operations)), now=day(60 + batch[0] / 100), budget=10**9)
    for number in range(NEW):
        site.write(
            database, f"new{number}", _body(9000 + number * 5), at=day(70 + number / 100), thread_id=f"t{number}"
        )
    operations = [add(_claim(9000 + n * 5), _line(9000 + n * 5), source=f"s{n + 1}") for n in range(12)]
    reply = answer(
        *operations,
        interactions=[{"source": f"s{n + 1}", "valence": n % 5 - 2, "energy": "low"} for n in range(NEW)],
        summary=[{"text": "All goes on.", "cites": ["op1"]}],
    )
    times = []
    for _ in range(5):
        started = perf_counter()
        refresh(database, ANNA, reader=Scripted(reply), now=day(71), budget=10**9, dry_run=True)
        times.append((perf_counter() - started) * 1000)
    yield Measurement(f"dry run, {FACTS} facts, {NEW} new and {OLDER} older mails (median of 5)", median(times), "ms")
    started = perf_counter()
    outcome = refresh(database, ANNA, reader=Scripted(reply), now=day(71), budget=10**9)
    elapsed = (perf_counter() - started) * 1000
    assert [verdict.verdict for verdict in outcome.verdicts] == ["applied"] * 12, outcome
    yield Measurement(f"refresh, {FACTS} facts, {NEW} new and {OLDER} older mails", elapsed, "ms", 200)


def _one_among_many(database: Engine) -> Measurement:
    """A refresh for one new mail where very many long ones are on file and read; the median of three."""
    with transaction(database) as connection:
        written = [
            {"id": f"m{n:05}", "contact": ANNA, "body": _body(n), "at": day(n * 0.11), "thread": f"t{n // 6}"}
            for n in range(MANY)
        ]
        connection.execute(text(_MAILS), written)
    refresh(database, ANNA, reader=Scripted(), now=day(2300), budget=10**9)
    with transaction(database) as connection:
        connection.exec_driver_sql("analyze")  # as the server does by itself after a while
    times = []
    for number in (90_000, 90_007, 90_014):
        at = day(2301 + number % 1000)
        site.write(database, f"new{number}", _body(number), at=at, thread_id="new")
        reply = answer(add(_claim(number), _line(number), source="s1"))
        started = perf_counter()
        outcome = refresh(database, ANNA, reader=Scripted(reply), now=at, budget=10**9)
        times.append((perf_counter() - started) * 1000)
        assert [verdict.verdict for verdict in outcome.verdicts] == ["applied"], outcome
    length = len(_body(0)) // 100 * 100
    return Measurement(f"refresh, one new mail and {MANY:,} older ones of {length:,} characters", median(times), "ms")


def _opening(database: Engine) -> Measurement:
    """Database time to open a contact with 500 snapshots among 100,000 contacts: object, history, facts, runs."""
    with transaction(database) as connection:
        document = json.dumps(reads.current(connection, ANNA).document)  # type: ignore[union-attr]
        run_script(connection, "set local session_replication_role = replica")
        run_script(connection, _FILL.replace("$document", document.replace("'", "''")))
    with transaction(database) as connection:
        run_script(connection, "analyze")
    busy = UUID("b0000000-0000-4000-8000-000000000001")
    times = []
    for _ in range(7):
        with reading(database) as connection:
            connection.execute(text("select 1"))
            started = perf_counter()
            reads.current(connection, busy)
            versions = reads.history(connection, busy)
            reads.facts(connection, busy)
            client_view.recorded(connection, busy)
            times.append((perf_counter() - started) * 1000)
        assert len(versions) == SNAPSHOTS
    return Measurement(f"opening a contact with {SNAPSHOTS} snapshots among {CONTACTS:,}", median(times), "ms", 50)


_FILL = f"""
insert into site_contact (contact_id, name, created_at)
select gen_random_uuid(), 'Contact ' || n, now() from generate_series(1, {CONTACTS}) as n;
insert into crm_context_run (contact_id, trigger, actor, status, base_version, version, started_at)
select contact_id, 'worker', '', 'saved', 0, 1, now() from site_contact where name like 'Contact %';
insert into crm_client_context (contact_id, version, context_json, last_updated_at)
select contact_id, 1, '{{}}', now() from site_contact where name like 'Contact %';
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select contact_id, version, '{{}}', started_at, run_id from crm_context_run where trigger = 'worker';
insert into site_contact (contact_id, name) values ('b0000000-0000-4000-8000-000000000001', 'Busy');
insert into crm_context_run (contact_id, trigger, actor, status, base_version, version, started_at)
select 'b0000000-0000-4000-8000-000000000001', 'busy', '', 'saved', n - 1, n, now()
from generate_series(1, {SNAPSHOTS}) as n;
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select contact_id, version, '$document', started_at, run_id from crm_context_run where trigger = 'busy';
insert into crm_client_context (contact_id, version, context_json, last_updated_at)
values ('b0000000-0000-4000-8000-000000000001', {SNAPSHOTS}, '$document', now());
insert into crm_client_fact (contact_id, kind, type, text, status, added_version, actor, run_id)
select 'b0000000-0000-4000-8000-000000000001', kind, type, text, status, 1, actor, run_id
from crm_client_fact where contact_id = '{ANNA}';
insert into crm_client_fact_evidence (
    fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at, first_seen_at, author, stance,
    run_id
)
select
    fact.fact_id, fact.contact_id, 'm1', 0, 1, 'A quote of the usual length.', now(), now(), 'contact', 'supports',
    run_id
from crm_client_fact as fact where fact.contact_id = 'b0000000-0000-4000-8000-000000000001';
"""


_MAILS = """
insert into site_interaction (
    id, contact_id, kind, direction, author, author_name, thread_id, body, is_bulk, occurred_at, changed_at
) values (:id, :contact, 'email', 'in', 'contact', 'Anna Berg', :thread, :body, false, :at, :at)
"""


@contextmanager
def _business() -> Iterator[Engine]:
    """A database of its own with the tables of a small business."""
    home = Path(tempfile.mkdtemp(prefix="orb bench "))
    server = embedded.start(home)
    database = engine(server.url_of("orb"))
    try:
        migrate(database)
        site.install(database)
        yield database
    finally:
        database.dispose()
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def _mail(id: str, body: str) -> Interaction:
    return Interaction(id, ANNA, "email", "in", "contact", None, None, None, body, False, day(0), None, day(0))


def _body(number: int) -> str:
    return "\n".join(_line(number + step) for step in range(20))


def _line(number: int) -> str:
    start = number % len(WORDS)
    return " ".join((WORDS + WORDS)[start : start + 14]) + f" {_letters(number)}."


def _claim(number: int) -> str:
    """What a reader makes of that line: its beginning and its number, in words of the line."""
    words = _line(number).split()
    return f"Wrote {' '.join(words[:3])} {words[-1]}"


def _letters(number: int) -> str:
    """`number` in letters, so that no line says another number than its fact."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
