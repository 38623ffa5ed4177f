"""The SQL of a table makes the same table again."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from lib.embedded import server as embedded
from lib.schema.catalog import introspect
from lib.schema.ddl import ddl
from lib.schema.model import Table

GROUND = """
create schema crm;
create foreign data wrapper "files";
create server "far away" foreign data wrapper "files";
create table crm.person (id bigint primary key);
create function crm.touched() returns trigger language plpgsql as 'begin return new; end';
"""
TABLES = """
create table crm."od""d name" (
    id bigint generated always as identity,
    person_id bigint not null references crm.person on delete cascade deferrable initially deferred,
    label varchar(20) collate "C" default 'a''b\\c' check (label <> ''),
    half numeric(10, 2) generated always as (1 / 2.0) stored,
    during tstzrange,
    constraint "key" primary key (id),
    unique nulls not distinct (label, person_id),
    exclude using gist (during with &&)
);
create index on crm."od""d name" (lower(label)) where label is not null;
create trigger touched before update on crm."od""d name" for each row execute function crm.touched();
alter table crm."od""d name" enable row level security;
create policy own on crm."od""d name" as restrictive for select using (id > 0);
comment on table crm."od""d name" is 'It''s \\ odd';
comment on column crm."od""d name".label is 'What it is called';
create table crm.event (at timestamptz not null, kind text) partition by range (at);
create table crm.event_2026 partition of crm.event for values from ('2026-01-01') to ('2027-01-01');
create view crm.labels as select label from crm."od""d name";
create view crm.guarded with (security_invoker, check_option = local) as select id from crm.person where id > 0;
create materialized view crm.counted with (fillfactor = 70) as select count(*) as n from crm.person;
create table crm.visit (id integer primary key, guest integer references crm.person) partition by range (id);
create index on crm.visit (guest);
create trigger touched before update on crm.visit for each row execute function crm.touched();
alter table crm.visit disable trigger touched;
create table crm.visit_1 partition of crm.visit (constraint odd check (guest % 2 = 1)) for values from (1) to (9)
    partition by list (id);
create index "own" on crm.visit_1 (id, guest);
create unlogged table crm.visit_2 partition of crm.visit for values from (9) to (20) with (fillfactor = 70);
alter table crm.visit_2 enable always trigger touched;
create table crm.parent (a integer, b text check (b <> ''));
create table crm.child (c integer check (c > 0)) inherits (crm.parent) with (fillfactor = 70, autovacuum_enabled = off);
create trigger touched before update on crm.child for each row execute function crm.touched();
create trigger watched after insert on crm.child for each row execute function crm.touched();
alter table crm.child disable trigger touched, enable replica trigger watched;
create foreign table crm.distant (a integer) server "far away" options (file 'a''b\\c', "Odd Name" '1');
create table crm.told (a text check (a <> 'x NOT VALID y'));
create policy anyone on crm.told using (true);
create policy several on crm.told for select to "web-user", "select" using (true);
"""
ROLES = ("web-user", "select")
NEEDED = {
    "event_2026": ("event",),
    "labels": ('od"d name',),
    "visit_1": ("visit",),
    "visit_2": ("visit",),
    "child": ("parent",),
}
ALL = ('od"d name', "event", "event_2026", "labels", "guarded", "counted", "visit", "visit_1", "visit_2", "child")


@pytest.fixture(scope="module")
def made(server: embedded.Server, create_database: Callable[..., str]) -> dict[str, Table]:
    """The tables as they are where they were made by hand, and the roles that their policies name."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        for role in ROLES:
            connection.execute(sql.SQL("create role {}").format(sql.Identifier(role)))
    return read(create_database(), GROUND + TABLES)


def read(address: str, script: str) -> dict[str, Table]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(script.encode())
    return {
        table.name: replace(
            table,
            oid=None,
            size=None,
            row_estimate=None,
            indexes=tuple(replace(index, size=None) for index in table.indexes),
        )
        for table in introspect.read(address).tables
    }


@pytest.mark.parametrize("name", [*ALL, "distant", "told"])
def test_the_sql_of_a_table_makes_the_same_table_again(
    name: str, made: dict[str, Table], create_database: Callable[..., str]
) -> None:
    script = "".join(ddl(made[other]) for other in [*NEEDED.get(name, ()), name])
    assert read(create_database(), GROUND + script)[name] == made[name]
