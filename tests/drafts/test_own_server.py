"""A person's own empty server for shadows, instead of the embedded one."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import conninfo

from lib.embedded.private import PrivateServer, private_server
from lib.schema.drafts.check.check import check
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from lib.schema.drafts.shadow.own_server import OwnServerRefused
from tests.drafts.conftest import SITE
from tests.support.servers import postgres_15

DRAFT = "alter table s.t alter v type varchar(10); create role made_here; create index concurrently on s.t (b)"
HELD = (
    "select datname from pg_database where datname ~ '^orb_' union all select rolname from pg_roles where not rolsuper"
)


@pytest.fixture(scope="module")
def own() -> Iterator[PrivateServer]:
    """A server that could be a person's own."""
    with private_server() as server:
        yield server


def held(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute(HELD) if not name.startswith("pg_")]


def test_a_check_on_ones_own_server_says_the_same_and_leaves_it_empty(
    keeper: ShadowKeeper, own: PrivateServer, site: str
) -> None:
    url = own.url_of("postgres")
    with ShadowKeeper(url) as there:
        report = check(there, site, DRAFT)
        assert "orb_shadow" in held(url)
        with there.shadow(site).copy() as copy, psycopg.connect(copy.url) as acting:
            row = acting.execute(
                "select current_setting('temp_file_limit'), current_setting('event_triggers')"
            ).fetchone()
        assert row == ("1GB", "off")
    assert held(url) == []
    here = check(keeper, site, DRAFT)
    assert (report.state, report.differences, report.rollback.proved) == ("passed", (), True)
    assert [item.effect for item in report.measured] == [item.effect for item in here.measured]
    assert report.changes == here.changes


def test_what_a_check_left_that_was_killed_is_taken_away_by_the_next(own: PrivateServer, site: str) -> None:
    url = own.url_of("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in ("create database orb_shadow", "create database orb_copy_7", "create role anybody"):
            connection.execute(statement)
    with ShadowKeeper(url) as there:
        assert there.shadow(site).differences == ()
    assert held(url) == []


def test_a_15_is_tried_on_a_15(server_15: str) -> None:
    with psycopg.connect(server_15, autocommit=True) as connection:
        connection.execute("create database tried template template0 encoding 'UTF8' locale 'C'")
    explored = conninfo.make_conninfo(server_15, dbname="tried")
    with psycopg.connect(explored, autocommit=True) as connection:
        connection.execute(SITE.encode())
        connection.execute("create function s.stop() returns event_trigger language plpgsql as 'begin raise; end'")
        connection.execute("create event trigger stop on ddl_command_start execute function s.stop()")
    with postgres_15("orb_shadow") as url, ShadowKeeper(url) as there:
        report = check(there, explored, "alter table s.t add x int; create index on s.p (email)")
        assert (report.state, report.differences, report.rollback.proved) == ("passed", (), True)
        with pytest.raises(OwnServerRefused, match="Another check"), ShadowKeeper(url) as other:
            other.shadow(explored)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("create table t (id int)", "drop table t", "not empty: it holds public.t"),
        ("create role orb_a", "drop role orb_a", "not empty: it holds the role orb_a"),
        ("create database mine", "drop database mine", "not empty: it holds the database mine"),
        ("create role postgres superuser", "drop role postgres", "is called postgres"),
    ],
)
def test_a_server_that_serves_something_else_is_refused(
    own: PrivateServer, site: str, before: str, after: str, why: str
) -> None:
    with psycopg.connect(own.url_of("postgres"), autocommit=True) as connection:
        connection.execute(before.encode())
        with pytest.raises(OwnServerRefused, match=why), ShadowKeeper(own.url_of("postgres")) as there:
            there.shadow(site)
        connection.execute(after.encode())


def test_a_login_that_is_no_superuser_is_refused(own: PrivateServer, site: str) -> None:
    with psycopg.connect(own.url_of("postgres"), autocommit=True) as connection:
        connection.execute("create role poor login password 'x'")
        with pytest.raises(OwnServerRefused, match="no superuser"):
            ShadowKeeper(own.url_of("postgres", user="poor", password="x")).shadow(site)
        connection.execute("drop role poor")


def test_the_explored_server_itself_is_refused(create_database: Callable[[], str], site: str) -> None:
    with pytest.raises(OwnServerRefused, match="names the server that is explored"):
        ShadowKeeper(create_database()).shadow(site)


def test_an_older_server_is_refused(server_15: str, site: str) -> None:
    with pytest.raises(OwnServerRefused, match="older than the explored one"):
        ShadowKeeper(server_15).shadow(site)


@pytest.mark.parametrize("address", ["host=127.0.0.1 port=9 connect_timeout=2", "nonsense"])
def test_a_server_that_cannot_be_reached_is_said_in_a_sentence(site: str, address: str) -> None:
    with pytest.raises(OwnServerRefused, match="cannot be reached"):
        ShadowKeeper(address).shadow(site)
