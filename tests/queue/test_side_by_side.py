"""One worker that refreshes several contacts at once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Connection, Engine

from lib.context.queue import leased_refresh
from lib.context.queue.limits import Limits, Usage, used_today
from lib.context.queue.side_by_side import side_by_side
from lib.context.queue.worker import Worker, parallel_of
from lib.context.readers import ReaderFailed
from lib.embedded.server import Server
from lib.errors import InvalidSettings, NoDatabase
from lib.settings import made_of
from tests.support.queue_site import NOW, Site, build
from tests.support.scripted_reader import ScriptedReader, notes_every_source


@pytest.fixture
def site(database: Engine) -> Site:
    build(database)
    return Site(database)


def worker(site: Site, reader: ScriptedReader, **options: Any) -> Worker:
    return Worker(site.database, reader, clock=lambda _connection: NOW, **options)


def waiting(site: Site, number: int) -> None:
    for place in range(number):
        site.interaction(site.contact(), 100 + place, body=f"The garden of number {place} has trees.")


def test_as_many_contacts_as_wanted_wait_for_the_model_at_the_same_time(site: Site) -> None:
    waiting(site, 8)
    together = threading.Barrier(4, timeout=60)  # breaks where fewer than four ask at once

    def script(request: dict[str, Any]) -> dict[str, Any]:
        together.wait()
        return notes_every_source(request)

    done = worker(site, ScriptedReader(script), parallel=4).once()
    assert [item.status for item in done] == ["saved"] * 8
    assert site.rows("select count(*), count(distinct contact_id) from crm_context_run") == [(8, 8)]


def test_workers_that_each_take_several_take_none_twice(site: Site) -> None:
    waiting(site, 40)
    reader = ScriptedReader()
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: worker(site, reader, parallel=4).once(), range(3)))
    taken = Counter(item.contact_id for items in done for item in items)
    assert (len(taken), set(taken.values())) == (40, {1})
    assert set(reader.shown.values()) == {1}


def test_what_is_under_way_when_told_to_stop_is_finished_and_nothing_else_begun(site: Site) -> None:
    waiting(site, 9)
    together = threading.Barrier(3, timeout=60)

    def script(request: dict[str, Any]) -> dict[str, Any]:
        together.wait()
        working.stop()
        return notes_every_source(request)

    working = worker(site, ScriptedReader(script), parallel=3)
    working.run()
    assert site.rows("select status, count(*) from crm_context_run group by status") == [("saved", 3)]
    assert site.rows("select until from crm_context_lease where holder is not null") == []


def test_runs_under_way_count_to_the_limit_of_the_day(site: Site) -> None:
    waiting(site, 12)
    reader = ScriptedReader()
    working = worker(site, reader, parallel=6, limits=Limits(runs=4))
    working.once()
    working.once()
    assert reader.calls == 4
    assert site.rows("select count(*) from crm_context_run") == [(4,)]
    assert site.rows("select count(*) from crm_context_lease where attempts > 0 or holder is not null") == [(0,)]


def test_a_run_that_ends_while_the_limit_is_looked_at_counts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(site, 1)
    working = worker(site, ScriptedReader(), parallel=2, limits=Limits(runs=1))
    working._leased._asking.add(UUID(int=99))  # another thread is in a run …

    def read_and_ended(connection: Connection, now: datetime) -> Usage:
        used = used_today(connection, now)
        working._leased._asking.clear()  # … which ends once its number was read from the file
        return used

    monkeypatch.setattr(leased_refresh, "used_today", read_and_ended)
    assert working.once() == ()
    assert site.rows("select count(*) from crm_context_run") == [(0,)]


def test_a_run_that_failed_no_longer_counts_as_under_way(site: Site) -> None:
    waiting(site, 1)

    def script(_request: dict[str, Any]) -> dict[str, Any]:
        raise ReaderFailed("Down.", status="unreachable")

    working = worker(site, ScriptedReader(script), parallel=2, limits=Limits(runs=3))
    assert [item.status for item in working.once()] == ["failed"]
    assert working._leased._asking == set()


def test_one_contact_that_fails_stops_none_of_the_others(site: Site) -> None:
    waiting(site, 6)

    def script(request: dict[str, Any]) -> dict[str, Any]:
        if "number 2" in request["sources"][0]["text"]:
            raise ReaderFailed("It said no.", status="refused")
        return notes_every_source(request)

    done = worker(site, ScriptedReader(script), parallel=3).once()
    assert Counter(item.status for item in done) == {"saved": 5, "failed": 1}


def test_a_lost_database_is_waited_for_and_no_contact_is_forgotten(site: Site, server: Server) -> None:
    waiting(site, 8)
    asked, minutes = [], 0

    def script(request: dict[str, Any]) -> dict[str, Any]:
        asked.append(1)
        if len(asked) == 3:
            with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
                connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                    (site.database.url.database,),
                )
        return notes_every_source(request)

    def heard(entry: dict[str, Any]) -> None:
        nonlocal minutes
        minutes += 5 * (entry["event"] == "outage")  # what was taken in the very moment is free when its lease ends
        log.append(entry)

    log: list[dict[str, Any]] = []
    clock = lambda _connection: NOW + timedelta(minutes=minutes)  # noqa: E731
    working = Worker(site.database, ScriptedReader(script), clock=clock, parallel=4, poll_seconds=0.05, log=heard)
    thread = threading.Thread(target=working.run)
    thread.start()

    def read() -> int:
        with suppress(NoDatabase):  # this question's own connection may be among the ended ones
            ((contacts,),) = site.rows("select count(distinct contact_id) from crm_client_fact")
            return int(contacts)
        return 0

    while read() != 8:
        thread.join(0.05)
        assert thread.is_alive()
    working.stop()
    thread.join()
    assert site.rows("select until from crm_context_lease where holder is not null") == []


@pytest.mark.parametrize(
    ("written", "parallel"),
    [
        ({}, 1),
        ({"OPENAI_API_KEY": "sk-none"}, 8),
        ({"OPENAI_API_KEY": "sk-none", "ORB_PARALLEL": "3"}, 3),
        ({"ORB_PARALLEL": "16"}, 16),
    ],
)
def test_how_many_at_once_is_chosen_by_the_reader_unless_the_settings_say(
    written: dict[str, str], parallel: int
) -> None:
    assert parallel_of(made_of(written)) == parallel


@pytest.mark.parametrize("written", ["0", "65", "many"])
def test_a_number_that_no_worker_can_take_is_refused(written: str) -> None:
    with pytest.raises(InvalidSettings, match="ORB_PARALLEL"):
        made_of({"ORB_PARALLEL": written})


@pytest.mark.parametrize("threads", [1, 4])
def test_the_first_error_is_raised_once_what_runs_is_finished(threads: int) -> None:
    taken = []

    def act(item: int) -> bool:
        taken.append(item)
        if item == 0:
            raise IndexError("of the work's own")
        return True

    with pytest.raises(IndexError, match="of the work's own"):
        side_by_side(act, [0] * threads + list(range(1, 50)), threads=threads)
    assert len(taken) <= threads


@pytest.mark.parametrize("threads", [1, 3])
def test_each_item_is_taken_once_and_nothing_to_do_is_done(threads: int) -> None:
    taken: list[int] = []
    side_by_side(lambda item: taken.append(item) is None, list(range(20)), threads=threads)
    side_by_side(lambda item: taken.append(item) is None, [], threads=threads)
    assert sorted(taken) == list(range(20))
