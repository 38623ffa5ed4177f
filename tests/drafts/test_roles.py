"""Roles are of all databases of a server: what a draft does to them is told rightly, however often it is checked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import CheckReport
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from tests.drafts.conftest import SITE

ROLES = ("tester_writer", "tester_reader")


@pytest.fixture(scope="module")
def checked(keeper: ShadowKeeper, create_database: Callable[[], str]) -> Callable[[str], CheckReport]:
    """A function that checks a script against a site that has two roles of its own."""
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        for role in ROLES:
            connection.execute(f"drop role if exists {role}".encode())
            connection.execute(f"create role {role}; grant {role} to current_user with admin option".encode())
        connection.execute(SITE.encode())
    return lambda script: check(keeper, url, script)


def told(report: CheckReport) -> tuple[list[str], list[str], bool, tuple[str, ...]]:
    """What a check found: errors, other changes, and whether the way back is proved or what it loses."""
    errors = [item.error.message for item in report.measured if item.error]
    return errors, [change.name for change in report.others], report.rollback.proved, report.rollback.irreversible


def test_a_new_role_beside_what_has_a_safer_way_is_made_once_in_each_copy(
    checked: Callable[[str], CheckReport],
) -> None:
    for _ in range(3):
        report = checked("create role web; create index on s.t (b); grant select on s.t to web;")
        assert told(report)[0] == []
        assert report.rollback.proved
        assert [way.number for way in report.safer] == [2]


@pytest.mark.parametrize(
    "script",
    [
        "grant tester_reader to tester_writer",
        "alter role tester_reader set statement_timeout = '5s'",
        "alter role tester_writer createrole",
        "drop role tester_reader",
        "alter role tester_reader rename to tester_other",
    ],
)
def test_what_becomes_of_a_role_that_was_there_is_told_the_second_time_as_the_first(
    checked: Callable[[str], CheckReport], script: str
) -> None:
    first = checked(script)
    assert told(first)[0] == []
    assert told(checked(script)) == told(first)
    assert told(checked("create table s.other (id int primary key)"))[:3] == ([], [], True)


def test_two_checks_at_once_do_not_see_each_others_roles(checked: Callable[[str], CheckReport]) -> None:
    script = "create role web; grant select on s.t to web;"
    with ThreadPoolExecutor(2) as both:
        reports = list(both.map(checked, [script, script]))
    assert [told(report) for report in reports] == [told(reports[0])] * 2
    assert told(reports[0])[0] == []
    assert reports[0].rollback.proved
