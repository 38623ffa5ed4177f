"""What the tests of drafts share: an explored database, and a shadow of it that is kept from test to test."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import conninfo

from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import CheckReport
from lib.schema.drafts.measure.limits import DraftLimits
from lib.schema.drafts.shadow.keeper import ShadowKeeper

SITE = """
create schema s;
create type s.mood as enum ('sad', 'ok');
create table s.p (id bigint primary key, email text);
create table s.t (
    id bigint primary key, p_id bigint, a int, b text, v varchar(20), m s.mood,
    g int generated always as (a * 2) stored
);
create index t_a on s.t ((a + 1));
create index t_v on s.t (v);
create view s.w as select id, a from s.t;
create function s.newest() returns int language plpgsql as 'begin return (select max(a) from s.t); end';
create function s.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before update of a on s.t for each row execute function s.touch();
alter table s.t enable row level security;
create policy own on s.t using (a > 0);
create publication pub for table s.t;
create table s.part (id int, d int not null) partition by range (d);
create table s.part1 partition of s.part for values from (0) to (100);
insert into s.p select i from generate_series(1, 100) as i;
insert into s.t (id, p_id, a, v) select i, i, i, 'v' || i from generate_series(1, 1000) as i;
grant usage on schema s to public;
grant select on s.p, s.t to public;
analyze s.p, s.t;
"""
Check = Callable[..., CheckReport]


@pytest.fixture(scope="session")
def keeper() -> Iterator[ShadowKeeper]:
    """One private server for the tests of a process."""
    with ShadowKeeper() as kept:
        yield kept


@pytest.fixture(scope="session")
def site(create_database: Callable[[], str]) -> str:
    """The address of a small explored database with a thing of each kind that depends on a column."""
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SITE.encode())
    return url


@pytest.fixture
def check_site(keeper: ShadowKeeper, site: str) -> Check:
    """A function that checks a script against the small explored database."""

    def checked(script: str, *, seconds: float = 60, disk_bytes: int = 1 << 30) -> CheckReport:
        return check(keeper, site, script, limits=DraftLimits(seconds, disk_bytes))

    return checked


def as_explorer(url: str) -> str:
    """The same database for a login that may connect and nothing else."""
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("select from pg_roles where rolname = 'orb_test_explorer'").fetchall():
            connection.execute("create role orb_test_explorer login password 'x'")
    return conninfo.make_conninfo(url, user="orb_test_explorer", password="x")
