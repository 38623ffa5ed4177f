"""A draft whose database cannot be reached is checked against the last snapshot, which is said."""

from collections.abc import Callable

import psycopg
import pytest

from lib.errors import NoDatabase
from lib.schema.catalog.explored import read_explored
from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import document
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from lib.schema.model import Schema

NOWHERE = "host=127.0.0.1 port=9 dbname=gone connect_timeout=2"
SITE = """
create schema s; create type s.mood as enum ('sad', 'ok'); create domain s.short as text check (length(value) < 9);
create sequence s.numbers;
create table s.p (id bigint primary key, made timestamptz not null default now());
create function s.new_code() returns int language sql return 1;
create table s.t (
    id bigint generated always as identity primary key, p_id bigint references s.p, m s.mood default 'ok', k s.short,
    n bigint default nextval('s.numbers'), code int default s.new_code(),
    double int generated always as (code * 2) stored,
    check (code > 0), unique (p_id, m)
);
alter table s.t add constraint later check (n > 0) not valid;
create index t_code on s.t (code) where code > 1;
create view s.w as select id, m from s.t;
create table s.part (id int, d int) partition by range (d);
create table s.part1 partition of s.part for values from (0) to (9);
alter table s.t enable row level security; create policy own on s.t using (code > 1);
comment on table s.t is 'it''s told';
"""
LEFT_OUT = "The default of s.t.code could not be made: function s.new_code() does not exist."


@pytest.fixture(scope="module")
def snapshot(create_database: Callable[[], str]) -> Schema:
    """A schema as it was last read."""
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SITE.encode())
    return read_explored(url)


def test_the_check_is_of_the_snapshot_and_is_never_a_fresh_one(keeper: ShadowKeeper, snapshot: Schema) -> None:
    report = check(keeper, NOWHERE, "alter table s.t add x int, drop column m cascade", last=lambda: snapshot)
    told = document(report)
    assert (report.state, told["fingerprint"]) == ("passed", "")
    assert told["shadow"] == {
        "faithful": False,
        "differences": [
            f"The database cannot be reached: this is its snapshot of {snapshot.as_of}."
            " It holds no functions, rights, settings or rows.",
            LEFT_OUT,
            "The column code of s.t has another default.",
        ],
        "snapshot": snapshot.as_of,
    }
    assert report.verdict.startswith("Passed against the last snapshot, for the database cannot be reached: ")
    assert {(change.what, change.name) for change in report.changes if change.kind == "removed"} == {
        *(("column", "m"), ("table", "w")),
    }


def test_rows_are_unknown_then(keeper: ShadowKeeper, snapshot: Schema) -> None:
    report = check(keeper, NOWHERE, "alter table s.t alter code set not null", last=lambda: snapshot)
    assert [(probe.violations, probe.unknown) for probe in report.rows] == [(None, "The database cannot be reached.")]


def test_a_shadow_of_the_same_schema_serves_better_than_the_snapshot(keeper: ShadowKeeper, site: str) -> None:
    known = keeper.shadow(site).explored
    shadow = keeper.shadow(NOWHERE, last=lambda: known)
    assert shadow.differences == (f"The database cannot be reached: this is its snapshot of {known.as_of}.",)
    assert keeper.shadow(site).differences == ()


def test_without_a_snapshot_it_is_raised(keeper: ShadowKeeper) -> None:
    with pytest.raises(NoDatabase):
        check(keeper, NOWHERE, "select 1")
