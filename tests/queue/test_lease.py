"""The lease that keeps workers apart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from lib.context.queue import lease
from lib.context.queue.lease import Lease, LeaseLost
from lib.database import transaction
from tests.support.queue_site import NOW

CONTACT = UUID(int=7)


def taken(database: Engine, minutes: float = 0, *, seconds: float = 60) -> Lease | None:
    with transaction(database) as connection:
        return lease.take(connection, CONTACT, now=NOW + timedelta(minutes=minutes), seconds=seconds)


def row(database: Engine) -> tuple[object, ...]:
    with transaction(database) as connection:
        found = connection.execute(text("select attempts, error, requested_by, holder is null from crm_context_lease"))
        return tuple(found.one())


def test_of_twenty_takers_one_has_the_lease(database: Engine) -> None:
    with ThreadPoolExecutor(5) as pool:
        leases = list(pool.map(lambda _: taken(database), range(20)))
    assert len([item for item in leases if item]) == 1


def test_a_lease_that_ran_out_is_taken_by_another_and_lost_to_the_first(database: Engine) -> None:
    first = taken(database)
    assert first
    assert taken(database, 0.99) is None
    second = taken(database, 1)
    assert second
    assert second.holder != first.holder
    with transaction(database) as connection:
        with pytest.raises(LeaseLost):
            lease.renew(connection, first, now=NOW + timedelta(minutes=1), seconds=60)
        lease.finish(connection, first)
    assert row(database) == (0, None, None, False)


def test_a_renewed_lease_holds_longer(database: Engine) -> None:
    first = taken(database)
    assert first
    with transaction(database) as connection:
        lease.renew(connection, first, now=NOW + timedelta(seconds=50), seconds=60)
    assert taken(database, 1.5) is None
    assert taken(database, 2)


def test_failures_rest_1_5_30_and_120_minutes_and_then_a_day(database: Engine) -> None:
    minute = 0.0
    for number, rest in enumerate((1, 5, 30, 120, 24 * 60, 24 * 60), 1):
        held = taken(database, minute)
        assert held
        assert held.attempts == number - 1
        with transaction(database) as connection:
            lease.record_failure(connection, held, "The model declined to answer.", now=NOW + timedelta(minutes=minute))
        assert taken(database, minute + rest - 0.1) is None
        minute += rest
    assert row(database) == (6, "The model declined to answer.", None, True)


def test_a_success_forgets_the_failures(database: Engine) -> None:
    for minute in (0, 1):
        held = taken(database, minute)
        assert held
        with transaction(database) as connection:
            if minute:
                lease.finish(connection, held)
            else:
                lease.record_failure(connection, held, "No.", now=NOW)
    assert row(database) == (0, None, None, True)


def test_a_request_ends_the_rest_and_one_that_comes_meanwhile_stays(database: Engine) -> None:
    held = taken(database)
    assert held
    with transaction(database) as connection:
        lease.record_failure(connection, held, "No.", now=NOW)
        lease.request(connection, CONTACT, actor="tom", now=NOW)
    again = taken(database)
    assert again
    assert (again.requested_by, again.attempts) == ("tom", 0)
    with transaction(database) as connection:
        lease.request(connection, CONTACT, actor="ann", now=NOW + timedelta(seconds=5))
        lease.finish(connection, again)
    assert row(database) == (0, None, "ann", True)


def test_what_is_put_back_has_not_failed(database: Engine) -> None:
    held = taken(database)
    assert held
    with transaction(database) as connection:
        lease.put_back(connection, held, next_at=NOW + timedelta(minutes=1))
    assert taken(database, 0.9) is None
    assert taken(database, 1)
    assert row(database) == (0, None, None, False)
