"""A database that is there and does not answer, takes no writes, or ends one of two who wait for each other."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, make_url, text

from lib import database as databases
from lib import driver
from lib.database import engine, read_only, transaction
from lib.driver import again_after_deadlock
from lib.errors import NoDatabase, ReadOnlyDatabase
from lib.settings import ROOT
from tests.soak.faults.proxy import Proxy, proxy


@pytest.fixture
def between(database_url: str) -> Iterator[tuple[Proxy, Engine]]:
    """A proxy before the test's database, and an engine that goes through it."""
    url = make_url(database_url)
    with proxy(url.port or 5432) as made:
        through = engine(url.set(port=made.port).render_as_string(hide_password=False))
        yield made, through
        through.dispose()


def test_connections_that_were_forgotten_on_the_way_are_replaced(
    between: tuple[Proxy, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, database = between
    monkeypatch.setattr(databases, "CONNECT_SECONDS", 1)
    with transaction(database) as connection:
        before = connection.execute(text("select pg_backend_pid()")).scalar_one()
    made.forget()
    with transaction(database) as connection:
        assert connection.execute(text("select pg_backend_pid()")).scalar_one() != before


def test_an_answer_that_does_not_come_is_not_waited_for(
    between: tuple[Proxy, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, database = between
    monkeypatch.setattr(databases, "CONNECT_SECONDS", 1)

    def fall_silent() -> None:
        time.sleep(0.3)
        made.is_deaf = True

    threading.Thread(target=fall_silent).start()
    with pytest.raises(NoDatabase), read_only(database, seconds=1) as connection:
        connection.execute(text("select pg_sleep(0.9)"))


def test_what_takes_long_and_may_is_waited_for(between: tuple[Proxy, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(driver.PatientConnection, "patience", 0.2)
    with transaction(between[1]) as connection:
        assert connection.execute(text("select 'late' from pg_sleep(0.7)")).scalar_one() == "late"


def test_a_database_that_takes_no_writes_is_said_to_be_read_only(database: Engine) -> None:
    with pytest.raises(ReadOnlyDatabase, match="standby"), transaction(database) as connection:
        databases.run_script(connection, "set transaction read only; create table never (it boolean)")


def test_of_two_who_wait_for_each_other_the_one_that_was_ended_begins_again(database: Engine) -> None:
    with transaction(database) as connection:
        connection.execute(text("create table pair (id integer primary key, n integer default 0)"))
        connection.execute(text("insert into pair values (1), (2)"))
    meeting, tries = threading.Barrier(2), list[tuple[int, ...]]()

    def count(*ids: int) -> None:
        is_first = ids not in tries
        tries.append(ids)
        with transaction(database) as connection:
            for place, id in enumerate(ids):
                connection.execute(text("update pair set n = n + 1 where id = :id"), {"id": id})
                if is_first and place == 0:
                    meeting.wait()

    threads = [threading.Thread(target=again_after_deadlock(count), args=ids) for ids in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transaction(database) as connection:
        assert connection.execute(text("select n from pair order by id")).scalars().all() == [2, 2]
    assert len(tries) > 2


def test_privileges_that_stand_lock_nobody_out(database: Engine) -> None:
    script = (ROOT / "sql" / "privileges.sql").read_text("utf-8")
    with transaction(database) as reader:
        reader.execute(text("select count(*) from crm_client_fact"))  # a lock until the end, as a worker's
        with transaction(database) as connection:
            connection.execute(text("set local lock_timeout = '2s'"))
            databases.run_script(connection, script)
