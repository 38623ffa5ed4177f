"""The worker: due contacts are refreshed by themselves, whatever happens meanwhile."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Engine

from lib.context.accept_preview import accept_preview
from lib.context.model import Outcome
from lib.context.queue import due, lease
from lib.context.queue.due import Pace
from lib.context.queue.limits import Limits
from lib.context.queue.poison_message import Watched, one_at_a_time
from lib.context.queue.worker import Done, Worker
from lib.context.readers import ReaderFailed
from lib.context.refresh import refresh
from lib.database import transaction
from lib.embedded.server import Server
from lib.errors import TooSlow
from tests.support.queue_site import NOW, Site, build
from tests.support.scripted_reader import ScriptedReader, notes_every_source


@pytest.fixture
def site(database: Engine) -> Site:
    build(database)
    return Site(database)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self, _connection: object) -> datetime:
        return self.now

    def forward(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def worker(site: Site, reader: ScriptedReader | None = None, clock: Clock | None = None, **options: Any) -> Worker:
    return Worker(site.database, reader or ScriptedReader(), clock=clock or Clock(), **options)


def read_texts(site: Site) -> list[str]:
    """The facts that stand in the ledger, in its order."""
    return [row[0] for row in site.rows("select text from crm_client_fact order by fact_id")]


def fails(status: str, match: str = "") -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A script that fails where a source contains `match`."""

    def script(request: dict[str, Any]) -> dict[str, Any]:
        if any(match in source["text"] for source in request["sources"]):
            raise ReaderFailed(f"It was {status}.", status=status)
        return notes_every_source(request)

    return script


def test_a_burst_of_fifty_mails_in_one_thread_is_one_run(site: Site) -> None:
    contact_id, reader, clock = site.contact(), ScriptedReader(), Clock()
    working = worker(site, reader, clock)
    for second in range(50):
        site.interaction(contact_id, -second / 60, body=f"The garden has {second} trees.")
    for _ in range(10):
        clock.forward(1)
        working.once()
    assert reader.calls == 1
    assert len(reader.shown) == 50
    assert site.rows("select trigger, actor, status from crm_context_run") == [("key_thread", "worker", "saved")]


def test_what_was_done_is_reported_without_any_text_of_theirs(site: Site) -> None:
    contact_id = site.contact("Ann Lee")
    site.interaction(contact_id, 40, kind="call", thread=None, ended=30, body="The client keeps two secret horses.")
    log: list[dict[str, Any]] = []
    (done,) = worker(site, log=log.append).once()
    assert done == Done(
        contact_id, "call", 1800, "saved", 1, 120, Decimal("0.001"), done.duration_ms, attempt=1, error=None
    )
    assert log == [{"event": "run", **vars(done)}]
    assert not [word for word in ("horses", "Ann") if word in str(log)]


def test_nothing_new_makes_no_call_and_no_run(site: Site) -> None:
    site.interaction(site.contact(), 100)
    reader = ScriptedReader()
    working = worker(site, reader)
    assert len(working.once()) == 1
    assert [working.once() for _ in range(3)] == [(), (), ()]
    assert reader.calls == 1


def test_an_interaction_that_arrives_during_a_run_is_read_by_the_next(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    site.interaction(contact_id, 100, body="The house has a red door.")

    def script(request: dict[str, Any]) -> dict[str, Any]:
        if reader.calls == 1:
            clock.forward(2)
            site.interaction(contact_id, -1, body="The house has a blue roof.")
        return notes_every_source(request)

    reader = ScriptedReader(script)
    working = worker(site, reader, clock)
    assert [done.status for done in working.once()] == ["saved"]
    clock.forward(60)
    assert [done.status for done in working.once()] == ["saved"]
    assert reader.shown == {"The house has a red door.": 1, "The house has a blue roof.": 1}


def test_each_different_text_is_read_once_late_edited_or_synced_again(site: Site) -> None:
    contact_id, reader, clock = site.contact(), ScriptedReader(), Clock()
    working = worker(site, reader, clock)
    first = site.interaction(contact_id, 500, body="The garden has three trees.")
    working.once()
    site.interaction(contact_id, 900, body="The garden has a pond.", changed=-10)  # late
    site.run("update interaction set body = 'The garden has four trees.', changed_at = :at where id = :id",
             at=site.ago(-10), id=first)  # fmt: skip
    clock.forward(120)
    working.once()
    site.run("update interaction set changed_at = :at", at=site.ago(-130))  # synced again, the same
    site.run("update interaction set body = 'The garden has three trees.' where id = :id", id=first)
    clock.forward(120)
    working.once()
    texts = ["The garden has three trees.", "The garden has four trees.", "The garden has a pond."]
    assert reader.shown == Counter(texts)


def test_a_deleted_row_breaks_nothing(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    working = worker(site, clock=clock)
    site.interaction(contact_id, 500, body="The garden has three trees.")
    working.once()
    site.run("delete from interaction")
    site.interaction(contact_id, -1, body="The garden has a pond.")
    clock.forward(120)
    assert [(done.status, done.version) for done in working.once()] == [("saved", 2)]
    assert read_texts(site) == ["The garden has three trees.", "The garden has a pond."]


@pytest.mark.parametrize("how", ["a deal moves", "an account is linked", "three days pass"])
def test_what_changes_without_words_needs_no_reader(site: Site, how: str) -> None:
    contact_id, reader, clock = site.contact(), ScriptedReader(), Clock()
    site.interaction(contact_id, 100, body="Could you send the plans?")
    working = worker(site, reader, clock)
    working.once()
    clock.forward(61)
    if how == "a deal moves":
        site.deal(contact_id, -61)
    elif how == "an account is linked":
        site.link(contact_id, -61)
    else:
        clock.forward(3 * 24 * 60)
    (done,) = working.once()
    assert (done.reason, done.status, done.version) == (
        "clock" if how == "three days pass" else "changed_row", "saved", 2,
    )  # fmt: skip
    clock.forward(61)
    assert working.once() == ()
    assert reader.calls == 1


def test_failures_rest_ever_longer_and_after_five_a_person_is_needed(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    site.interaction(contact_id, 100)
    reader = ScriptedReader(fails("unreachable"))
    working = worker(site, reader, clock)
    for calls, rest in enumerate((1, 5, 30, 120), 1):
        assert [(done.status, done.attempt) for done in working.once()] == [("failed", calls)]
        clock.forward(rest - 0.1)
        assert working.once() == ()
        clock.forward(0.1)
    working.once()
    with transaction(site.database) as connection:
        (item,) = due.waiting(connection, now=clock.now, pace=Pace())
        assert (item.state(clock.now), item.error) == (
            "needs attention",
            "It was unreachable. The interactions stay unread; try again.",
        )
        lease.request(connection, contact_id, actor="tom", now=clock.now)
    reader.script = notes_every_source
    assert [(done.reason, done.status) for done in working.once()] == [("request", "saved")]
    assert site.rows("select trigger, actor, status from crm_context_run order by run_id desc limit 1") == [
        ("request", "tom", "saved")
    ]
    assert site.rows("select attempts, error from crm_context_lease") == [(0, None)]


def test_a_message_that_always_fails_is_set_aside_and_the_rest_goes_on(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    bodies = ["We have a pond.", "We need a gate.", "Poison for every model.", "We own a barn.", "We keep a horse."]
    for number, body in enumerate(bodies):
        site.interaction(contact_id, 500 - number, body=body)
    working = worker(site, ScriptedReader(fails("refused", "Poison")), clock)
    for rest, status in ((1, "failed"), (5, "failed"), (0, "saved")):
        assert [done.status for done in working.once()] == [status]
        clock.forward(rest)
    assert read_texts(site) == [*bodies[:2], *bodies[3:]]
    set_aside = site.rows(
        "select s.interaction_id, r.error from crm_context_seen s join crm_context_run r using (run_id)"
        " where r.status = 'failed'",
    )
    assert set_aside == [("i4", "It was refused. The interactions stay unread; try again.")]
    clock.forward(300)
    assert working.once() == ()


def test_where_the_reader_answers_nobody_no_message_is_blamed(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    site.interaction(contact_id, 500)
    working = worker(site, ScriptedReader(fails("prose")), clock)
    for _ in range(5):
        working.once()
        clock.forward(200)
    assert site.rows("select count(*) from crm_context_seen") == [(0,)]


@pytest.mark.parametrize("status", ["timeout", "rejected_request", "error_body"])
def test_an_outage_of_the_reader_sets_no_message_aside(site: Site, status: str) -> None:
    clock = Clock()
    site.interaction(site.contact(), 900, body="The house has a red door.")
    for contact_id in (site.contact(), site.contact()):
        for number in range(4):
            site.interaction(contact_id, 500 - number, body=f"The garden has {number} trees.")

    def script(request: dict[str, Any]) -> dict[str, Any]:
        return notes_every_source(request) if reader.calls == 1 else fails(status)(request)

    reader = ScriptedReader(script)
    working = worker(site, reader, clock)
    assert [done.status for done in working.once()] == ["saved", "failed", "failed"]
    for rest in (1, 5, 30, 120):
        clock.forward(rest)
        assert [done.status for done in working.once()] == ["failed", "failed"]
    reader.script = notes_every_source
    clock.forward(24 * 60)
    assert [done.status for done in working.once()] == ["saved", "saved"]
    assert site.rows(
        "select count(*), count(*) filter (where r.status = 'failed')"
        " from crm_context_seen join crm_context_run r using (run_id)",
    ) == [(9, 0)]


def test_an_accepted_preview_is_no_answer_that_puts_the_blame_on_a_message(site: Site) -> None:
    clock, kept = Clock(), site.contact()
    for contact_id in (kept, site.contact()):
        site.interaction(contact_id, 500)
    preview = refresh(site.database, kept, reader=ScriptedReader(), now=NOW, dry_run=True)
    working = worker(site, ScriptedReader(fails("timeout")), clock)
    for rest in (1, 5):
        working.once()
        clock.forward(rest)
    assert preview.run_id is not None
    assert accept_preview(site.database, kept, preview.run_id, actor="tom", now=clock.now).status == "saved"
    assert [done.status for done in working.once()] == ["failed"]
    assert site.rows("select contact_id from crm_context_seen") == [(kept,)]


def test_a_lone_poison_is_set_aside_where_the_reader_answers_others(site: Site) -> None:
    clock = Clock()
    site.interaction(site.contact(), 500, body="Poison for every model.")
    working = worker(site, ScriptedReader(fails("refused", "Poison")), clock)
    for rest in (1, 5, 30):
        working.once()
        clock.forward(rest)
    assert site.rows("select count(*) from crm_context_seen") == [(0,)]
    site.interaction(site.contact(), 500, body="The garden has a pond.")
    assert [done.status for done in working.once()] == ["failed", "saved"]
    clock.forward(120)
    assert [done.status for done in working.once()] == ["saved"]
    assert site.rows("select count(*) from crm_context_seen") == [(2,)]


def test_a_text_that_is_set_aside_while_somebody_reads_it_breaks_nothing(site: Site) -> None:
    contact_id = site.contact()
    poison = site.interaction(contact_id, 500, body="The garden has a pond.")
    watched = Watched(ScriptedReader(fails("refused")))
    refresh(site.database, contact_id, reader=watched, now=NOW)
    site.interaction(other := site.contact(), 500)
    refresh(site.database, other, reader=ScriptedReader(), now=NOW)
    seen = f"select status from crm_context_seen join crm_context_run using (run_id) where interaction_id = '{poison}'"

    def attempt(budget: int) -> Outcome:
        if site.rows(seen):
            return Outcome("busy", None)
        return refresh(site.database, contact_id, reader=watched, now=NOW, budget=budget)

    def script(request: dict[str, Any]) -> dict[str, Any]:
        one_at_a_time(site.database, contact_id, attempt=attempt, watched=watched)
        assert site.rows(seen) == [("failed",)]
        return notes_every_source(request)

    assert refresh(site.database, contact_id, reader=ScriptedReader(script), now=NOW).status == "saved"
    assert "The garden has a pond." in read_texts(site)


@pytest.mark.parametrize("late", [False, True])
def test_what_others_read_or_filed_during_a_failing_call_is_not_set_aside(site: Site, late: bool) -> None:
    contact_id, clock = site.contact(), Clock()
    site.interaction(contact_id, 500, body="The garden has a pond.")

    def script(request: dict[str, Any]) -> dict[str, Any]:
        if reader.calls == 3:
            refresh(site.database, contact_id, reader=ScriptedReader(), now=clock.now)
            if late:
                site.interaction(contact_id, 400, body="The garden has three trees.")
        return (fails("refused") if reader.calls <= 3 else notes_every_source)(request)

    reader = ScriptedReader(script)
    working = worker(site, reader, clock)
    for rest in (1, 5):
        working.once()
        clock.forward(rest)
    assert [done.status for done in working.once()] == ["saved" if late else "unchanged"]
    assert read_texts(site) == ["The garden has a pond.", "The garden has three trees."][: 1 + late]
    assert site.rows(
        "select count(*) from crm_context_seen join crm_context_run using (run_id) where status = 'failed'"
    ) == [(0,)]


@pytest.mark.parametrize(
    ("limits", "runs"),
    [(Limits(runs=2), 2), (Limits(tokens=240), 2), (Limits(cost=Decimal("0.0015")), 2), (Limits(), 5)],
)
def test_the_limits_of_a_day_are_respected_until_midnight(site: Site, limits: Limits, runs: int) -> None:
    for _ in range(5):
        site.interaction(site.contact(), 100)
    clock = Clock()
    working = worker(site, clock=clock, limits=limits)
    working.once()
    working.once()
    assert site.rows("select count(*) from crm_context_run") == [(runs,)]
    clock.forward(12 * 60 + 1)
    working.once()
    assert site.rows("select count(*) from crm_context_run") == [(min(5, 2 * runs),)]


def test_what_needs_no_reader_goes_on_at_the_limit(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    site.interaction(contact_id, 100)
    working = worker(site, clock=clock, limits=Limits(runs=1))
    working.once()
    clock.forward(5)
    site.deal(contact_id, -5)
    assert [(done.reason, done.status) for done in working.once()] == [("changed_row", "saved")]


def test_at_the_limit_a_hundred_waiting_threads_do_not_hold_up_what_needs_no_reader(site: Site) -> None:
    contact_id, clock = site.contact(), Clock()
    site.interaction(contact_id, 100)
    working = worker(site, clock=clock, limits=Limits(runs=1))
    working.once()
    for _ in range(100):
        site.interaction(site.contact(), 100)
    clock.forward(5)
    site.deal(contact_id, -5)
    assert [(done.reason, done.status) for done in working.once()] == [("changed_row", "saved")]


def test_at_the_limit_a_full_sweep_that_finds_nothing_to_do_is_not_repeated(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lib.context.queue import worker as module

    monkeypatch.setattr(module, "SWEPT_AT_ONCE", 2)
    for _ in range(3):
        site.interaction(site.contact(), 4 * 24 * 60)
    clock, reader = Clock(), ScriptedReader()
    working = worker(site, reader, clock, limits=Limits(runs=0))
    sweeps: list[datetime] = []
    sweep = due.sweep

    def counted(connection: Any, *, now: datetime, **options: Any) -> tuple[due.Due, ...]:
        sweeps.append(now)
        return sweep(connection, now=now, **options)

    monkeypatch.setattr(due, "sweep", counted)
    for _ in range(3):
        assert working.once() == ()
        clock.forward(1)
    assert sweeps == [NOW]


def test_six_workers_take_none_of_forty_contacts_twice(site: Site) -> None:
    for number in range(40):
        site.interaction(site.contact(), 100 + number, body=f"The garden of number {number} has trees.")
    reader = ScriptedReader()
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: worker(site, reader).once(), range(6)))
    taken = Counter(item.contact_id for items in done for item in items)
    assert (len(taken), set(taken.values())) == (40, {1})
    assert set(reader.shown.values()) == {1}
    assert site.rows("select count(*), count(distinct contact_id) from crm_context_run") == [(40, 40)]


def test_a_worker_asked_to_stop_finishes_the_present_contact_alone(site: Site) -> None:
    for _ in range(3):
        site.interaction(site.contact(), 100)

    def script(request: dict[str, Any]) -> dict[str, Any]:
        working.stop()
        return notes_every_source(request)

    working = worker(site, ScriptedReader(script))
    working.run()
    assert site.rows("select status from crm_context_run") == [("saved",)]
    assert site.rows("select until from crm_context_lease where holder is not null") == []


def test_a_worker_that_lost_its_lease_saves_nothing(site: Site) -> None:
    site.interaction(site.contact(), 100)
    clock = Clock()

    def script(request: dict[str, Any]) -> dict[str, Any]:
        clock.forward(10)
        return notes_every_source(request)

    assert worker(site, ScriptedReader(script), clock).once() == ()
    assert site.rows("select count(*) from crm_context_run") == [(0,)]
    assert len(worker(site, clock=clock).once()) == 1


def test_one_contact_that_breaks_does_not_stop_the_others(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from lib.context.queue import leased_refresh as module

    broken, fine = site.contact(), site.contact()
    for contact_id in (broken, fine):
        site.interaction(contact_id, 100)
    real = module.refresh

    def refresh(database: Engine, contact_id: UUID, **options: Any) -> object:
        if contact_id == broken:
            raise KeyError("the client's own words")
        return real(database, contact_id, **options)

    monkeypatch.setattr(module, "refresh", refresh)
    done = worker(site).once()
    assert {(item.contact_id, item.status, item.error) for item in done} == {
        (broken, "failed", "Unexpected: KeyError."),
        (fine, "saved", None),
    }


def test_a_lost_database_is_waited_for_and_no_contact_is_forgotten(site: Site, server: Server) -> None:
    site.interaction(site.contact(), 100)
    log: list[str] = []
    name = site.rows("select current_database()")[0][0]

    def script(request: dict[str, Any]) -> dict[str, Any]:
        if reader.calls == 1:
            admin(server, f"alter database {name} allow_connections false")
            admin(server, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        else:
            working.stop()
        return notes_every_source(request)

    def outage(entry: dict[str, Any]) -> None:
        log.append(entry["event"])
        if log == ["outage"] * 3:
            admin(server, f"alter database {name} allow_connections true")

    reader = ScriptedReader(script)
    working = worker(site, reader, log=outage, poll_seconds=0.01)
    working.run()
    assert log == ["outage"] * 3 + ["run"]
    assert reader.calls == 2
    assert site.rows("select version from crm_client_context") == [(1,)]


def test_an_error_of_the_database_ends_no_worker(site: Site, server: Server) -> None:
    site.interaction(site.contact(), 100)
    log: list[dict[str, Any]] = []
    name = site.rows("select current_database()")[0][0]
    admin(server, f"alter database {name} set lock_timeout = '50ms'")
    site.database.dispose()

    with psycopg.connect(server.url_of(name)) as other:
        other.execute("lock table crm_context_lease in access exclusive mode")

        def heard(entry: dict[str, Any]) -> None:
            log.append(entry)
            if len(log) == 1:
                other.rollback()
                site.run("alter table crm_context_lease rename column holder to owner")
            elif len(log) == 2:
                site.run("alter table crm_context_lease rename column owner to holder")
            else:
                working.stop()

        working = worker(site, log=heard, poll_seconds=0.01)
        working.run()
    assert log[:2] == [
        {"event": "outage", "error": str(TooSlow())},
        {"event": "outage", "error": "Unexpected: UndefinedColumn."},
    ]
    assert [entry["event"] for entry in log[2:]] == ["run"]
    assert site.rows("select version from crm_client_context") == [(1,)]


def admin(server: Server, sql: str) -> None:
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql)  # type: ignore[call-overload]
