"""The SQL of a table makes the same table again."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from lib.schema import introspect
from lib.schema.ddl import ddl
from lib.schema.model import Table

GROUND = """
create schema crm;
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
"""


def read(address: str, script: str) -> dict[str, Table]:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(script.encode())
    return {table.name: replace(table, size=None, row_estimate=None) for table in introspect.read(address).tables}


@pytest.mark.parametrize("name", ['od"d name', "event", "event_2026", "labels"])
def test_the_sql_of_a_table_makes_the_same_table_again(name: str, create_database: Callable[..., str]) -> None:
    made = read(create_database(), GROUND + TABLES)
    needed = {"event_2026": ["event"], "labels": ['od"d name']}.get(name, [])
    script = "".join(ddl(made[other]) for other in [*needed, name])
    again = read(create_database(), GROUND + script)
    assert replace(again[name], indexes=tuple(replace(i, size=None) for i in again[name].indexes)) == replace(
        made[name], indexes=tuple(replace(i, size=None) for i in made[name].indexes)
    )
