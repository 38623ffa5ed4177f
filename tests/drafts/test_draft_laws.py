"""The law of drafts: what a check predicts is what the exported files make, and the way back brings back what was."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.schema.catalog import introspect
from lib.schema.changes.compare import compare
from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import document
from lib.schema.drafts.handover.files import migration_files, migration_parts, stamps
from lib.schema.drafts.safer import safer_version
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from tests.support.laws import examples

NOW = datetime(2026, 11, 28, tzinfo=UTC)
TABLES = ("alpha", '"Be ta"', "gamma")
COLUMNS = ("one", '"Two"', "three")
TYPES = ("int", "text", "numeric(8,2)", "timestamptz")
SITE = "create schema s;" + "".join(
    f"create table s.{table} (id int primary key, one int, \"Two\" text not null default 'x', three int);"
    f"comment on table s.{table} is 'told';"
    for table in TABLES
)
SITE += """
create type s.mood as enum ('sad', 'ok'); create domain s.short as text check (length(value) < 9);
create table s.mixed (id int primary key, m s.mood default 'ok', k s.short);
create table s.part (id int, d int not null) partition by range (d);
create table s.part1 partition of s.part for values from (0) to (9);
create view s.over as select id, one from s.alpha; create materialized view s.sums as select count(*) from s.gamma;
create function s.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touch before insert on s.gamma for each row execute function s.touch();
alter table s.alpha enable row level security; create policy own on s.alpha using (one > 0);
grant usage on schema s to public; grant select on s.alpha to public;
"""
tables, columns, types = st.sampled_from(TABLES), st.sampled_from(COLUMNS), st.sampled_from(TYPES)
STEPS = st.one_of(
    st.builds("alter table s.{} add column added_{} {}".format, tables, st.integers(1, 3), types),
    st.builds("alter table s.{} drop column {}".format, tables, columns),
    st.builds("alter table s.{} rename column {} to renamed".format, tables, columns),
    st.builds("alter table s.{} alter column {} set not null".format, tables, columns),
    st.builds("alter table s.{} alter column {} drop default".format, tables, columns),
    st.builds("alter table s.{} alter column one type {}".format, tables, st.sampled_from(("bigint", "text"))),
    st.builds("create index on s.{} ({})".format, tables, columns),
    st.builds("create unique index concurrently on s.{} ({})".format, tables, columns),
    st.builds("alter table s.{} add check ({} is not null)".format, tables, columns),
    st.builds("alter table s.{} add foreign key (three) references s.{}".format, tables, tables),
    st.builds("comment on column s.{}.{} is 'new'".format, tables, columns),
    st.builds("alter table s.{} enable row level security".format, tables),
    st.builds("create view s.seen_{} as select id from s.{}".format, st.integers(1, 2), tables),
    st.builds("drop table s.{}".format, tables),
    st.builds("alter table s.{} rename to moved".format, tables),
    st.builds("create table s.made_{} (id int primary key, t text)".format, st.integers(1, 2)),
    st.just("commit"),
    st.sampled_from(
        (
            "alter type s.mood add value 'glad'",
            "alter type s.mood rename value 'sad' to 'low'",
            "alter type s.mood rename to feeling",
            "alter domain s.short add constraint filled check (value <> '')",
            "alter table s.mixed alter m drop default",
            "create table s.part2 partition of s.part for values from (9) to (99)",
            "alter table s.part detach partition s.part1",
            "alter table s.part add column more int",
            "create index on s.part (id)",
            "drop view s.over",
            "create or replace view s.over as select id, one, three from s.alpha",
            "create materialized view s.more as select id from s.gamma; create unique index on s.more (id)",
            "drop materialized view s.sums",
            "create or replace function s.touch() returns trigger language plpgsql as 'begin return null; end'",
            "drop function s.touch() cascade",
            "drop trigger touch on s.gamma",
            "alter table s.gamma disable trigger touch",
            "create policy more on s.alpha for select using (one > 1)",
            "alter policy own on s.alpha using (one > 5)",
            "drop policy own on s.alpha",
            "comment on table s.alpha is null",
            "comment on view s.over is 'told'",
            "grant insert, select (id) on s.alpha to public",
            "revoke select on s.alpha from public",
            "create table s.keyed (id int generated always as identity primary key, a int references s.alpha)",
            "alter table s.gamma add unique (three)",
            "create sequence s.numbers; alter table s.gamma alter three set default nextval('s.numbers')",
            "alter table s.gamma add double int generated always as (id * 2) stored",
            "alter table s.gamma set (fillfactor = 70)",
            "create schema other; alter table s.mixed set schema other",
        )
    ),
)


@pytest.fixture(scope="module")
def copies(create_database: Callable[..., str]) -> tuple[str, Callable[[], str]]:
    """The address of a small site, and a function that gives a fresh copy of it."""
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SITE.encode())
    template = url.rsplit("/", 1)[1]
    return url, lambda: create_database(template)


@pytest.mark.hypothesis
@examples(16)
@given(steps=st.lists(STEPS, min_size=1, max_size=5), takes_safer=st.booleans())
def test_what_is_predicted_comes_and_what_was_comes_back(
    copies: tuple[str, Callable[[], str]], keeper: ShadowKeeper, steps: list[str], *, takes_safer: bool
) -> None:
    url, copy = copies
    script = ";\n".join(steps)
    report = check(keeper, url, script)
    told = document(report)
    if takes_safer and (safer := safer_version(script, told)):
        script, report = safer, check(keeper, url, safer)
        told = document(report)
        assert report.state == "passed"
    if report.state == "failed":
        return
    parts = migration_parts(script, told)
    files = migration_files(parts, title="x", draft=1, version=1, stamped=stamps(NOW, [], len(parts)))
    applied = copy()
    before = introspect.read(applied)
    for file in files:
        with psycopg.connect(applied, autocommit=True) as connection:
            connection.execute(file.text.encode())
    assert compare(before, introspect.read(applied)) == report.changes
    if report.rollback.proved:
        with psycopg.connect(applied, autocommit=True) as connection:
            connection.execute(report.rollback.sql.encode() or b"select 1")
        assert compare(before, introspect.read(applied)) == ()
