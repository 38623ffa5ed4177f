"""What changed between two states of a schema, on a real database that is altered in between."""

import random
from dataclasses import replace

import psycopg
import pytest

from lib.schema.change import Change
from lib.schema.changes import compare
from lib.schema.introspect import read
from lib.schema.model import Schema

BEFORE = """
create schema crm;
create type crm.stage as enum ('open', 'won');
create domain crm.percent as integer check (value <= 100);
create table crm.company (id integer primary key, name text not null);
create table crm.contact (
    id integer primary key,
    email varchar(80) not null default 'none',
    phone varchar(20),
    age smallint,
    company_id integer constraint works_at references crm.company,
    note text,
    share crm.percent,
    created date,
    check (age > 0)
);
create index contact_email on crm.contact (lower(email));
create index contact_phone on crm.contact (phone) where note is not null;
create table crm.deal (id integer primary key, contact_id integer references crm.contact, stage crm.stage);
create table crm.loose (a integer, b integer);
create table crm.visit (at date not null, guest integer, remark text) partition by range (at);
create table crm.visit_2026 partition of crm.visit for values from ('2026-01-01') to ('2027-01-01');
create view crm.people as select id, email, phone from crm.contact where note is not null;
create function crm.stamp() returns trigger language plpgsql as 'begin return new; end';
create trigger stamp before insert on crm.contact for each row execute function crm.stamp();
alter table crm.company enable row level security;
create policy everyone on crm.company using (true);
create sequence crm.numbers;
"""

LONGER = "removed breaking table people|altered harmless column email.type"
SINGLE = [
    ("alter table crm.contact add column city text", "added harmless column city"),
    ("alter table crm.contact add column city text not null", "added breaking column city"),
    ("alter table crm.contact add column city text not null default ''", "added harmless column city"),
    (
        "alter table crm.contact drop column phone cascade",
        "removed breaking column phone|removed breaking table people",
    ),
    ("alter table crm.contact drop column age", "removed breaking column age"),
    ("alter table crm.contact rename column note to remark", "altered breaking column remark.name"),
    ("alter table crm.contact rename to person", "altered breaking table person.name"),
    ("alter table crm.deal set schema public", "altered breaking table deal.schema"),
    ("alter table crm.contact alter age type bigint", "altered risky column age.type"),
    ("alter table crm.loose alter a type text", "altered breaking column a.type"),
    ("alter table crm.deal alter stage type text", "altered breaking column stage.type"),
    ("drop view crm.people; alter table crm.contact alter email type varchar(90)", LONGER),
    ("alter table crm.deal alter contact_id type bigint", "altered risky column contact_id.type"),
    ("alter table crm.contact alter created type timestamptz", "altered risky column created.type"),
    ("alter table crm.contact alter phone drop not null", ""),
    ("alter table crm.contact alter phone set not null", "altered breaking column phone.nullable"),
    ("alter table crm.contact alter email drop not null", "altered risky column email.nullable"),
    ("alter table crm.contact alter email drop default", "altered risky column email.default"),
    ("alter table crm.company alter id add generated always as identity", "altered risky column id.identity"),
    ("alter table crm.contact drop constraint works_at", "removed breaking foreign key works_at"),
    ("alter table crm.contact rename constraint works_at to works_for", "altered harmless foreign key works_for.name"),
    (
        "alter table crm.contact alter constraint works_at deferrable",
        "altered risky foreign key works_at.definition",
    ),
    ("alter table crm.loose add primary key (a, b)", "added risky primary key loose_pkey"),
    ("alter table crm.loose add unique (a)", "added risky unique key loose_a_key"),
    ("alter table crm.loose add constraint c check (a < b)", "added risky check c"),
    ("alter table crm.contact drop constraint contact_age_check", "removed risky check contact_age_check"),
    (
        "alter table crm.company drop constraint company_pkey cascade",
        "removed breaking primary key company_pkey|removed breaking foreign key works_at",
    ),
    ("create index loose_a on crm.loose (a)", "added harmless index loose_a"),
    ("create unique index loose_a on crm.loose (a)", "added risky unique index loose_a"),
    ("drop index crm.contact_email", "removed risky index contact_email"),
    ("alter index crm.contact_email rename to contact_mail", "altered harmless index contact_mail.name"),
    ("alter table crm.contact disable trigger stamp", "altered risky trigger stamp.definition"),
    ("alter trigger stamp on crm.contact rename to stamped", "altered harmless trigger stamped.name"),
    ("drop trigger stamp on crm.contact", "removed risky trigger stamp"),
    ("alter table crm.company disable row level security", "altered breaking table company.row-level security"),
    ("alter table crm.loose enable row level security", "altered risky table loose.row-level security"),
    ("alter policy everyone on crm.company using (id > 3)", "altered risky policy everyone.definition"),
    ("drop policy everyone on crm.company", "removed risky policy everyone"),
    ("comment on table crm.contact is 'A person.'", "altered harmless table contact.comment"),
    ("comment on column crm.contact.note is 'Free text.'", "altered harmless column note.comment"),
    ("alter type crm.stage add value 'lost'", "altered risky type crm.stage.labels"),
    ("alter type crm.stage rename value 'won' to 'closed'", "altered breaking type crm.stage.labels"),
    ("alter domain crm.percent set not null", "altered risky type crm.percent.not null"),
    ("alter sequence crm.numbers increment 5", "altered risky sequence crm.numbers.definition"),
    ("create table crm.more (id integer)", "added harmless table more"),
    ("drop table crm.loose", "removed breaking table loose"),
    ("alter table crm.visit add column more text", "added harmless column more"),
    ("alter table crm.visit rename column guest to person", "altered breaking column person.name"),
    ("alter table crm.visit add primary key (at)", "added risky primary key visit_pkey"),
    ("create index visit_guest on crm.visit (guest)", "added harmless index visit_guest"),
    ("alter table crm.visit detach partition crm.visit_2026", "altered risky table visit_2026.partition of"),
    (
        "create table crm.visit_2027 partition of crm.visit for values from ('2027-01-01') to ('2028-01-01')",
        "added harmless table visit_2027",
    ),
    (
        "create or replace view crm.people as select id, email, phone from crm.contact",
        "altered risky table people.definition",
    ),
    (
        "create or replace view crm.people as select id, email, phone, age from crm.contact where note is not null",
        "added harmless column age",
    ),
    ("alter view crm.people set (security_invoker = true)", "altered risky table people.options"),
    ("alter table crm.loose set unlogged", "altered risky table loose.persistence"),
    ("create schema finance", "added harmless schema finance"),
    (
        "drop table crm.visit_2026;"
        "create table crm.visit_2027 partition of crm.visit for values from ('2027-01-01') to ('2028-01-01')",
        "removed breaking table visit_2026|added harmless table visit_2027",
    ),
    ("alter table crm.visit_2026 rename to visit_old", "altered breaking table visit_old.name"),
    (
        "alter table crm.visit set schema public; alter table crm.visit_2026 set schema public",
        "altered breaking table visit.schema|altered breaking table visit_2026.schema",
    ),
    ("analyze; vacuum full crm.loose", ""),
]
TWENTY = """
alter table crm.contact add column city text;
alter table crm.contact drop column age;
alter table crm.contact rename column note to remark;
alter table crm.contact alter phone set not null;
alter table crm.contact alter email drop not null;
alter table crm.contact alter email drop default;
alter table crm.contact alter created type timestamptz;
alter table crm.contact rename constraint works_at to works_for;
alter table crm.contact disable trigger stamp;
alter index crm.contact_email rename to contact_mail;
alter table crm.company add constraint named check (name <> '');
alter table crm.company disable row level security;
alter table crm.company alter name set default 'x';
alter table crm.deal rename to bargain;
alter table crm.bargain drop constraint deal_contact_id_fkey;
alter table crm.loose add primary key (a);
alter table crm.loose add constraint twice unique (b);
alter table crm.visit add column more text;
alter type crm.stage add value 'lost';
alter domain crm.percent set not null;
"""


def told(change: Change) -> str:
    attribute = f".{change.attribute}" if change.attribute else ""
    return f"{change.kind} {change.severity} {change.what} {change.name}{attribute}"


@pytest.fixture(scope="module")
def template(create_database):  # type: ignore[no-untyped-def]
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(BEFORE)
    return url.rsplit("/", 1)[1], read(url)


def altered(create_database, name: str, script: str) -> Schema:  # type: ignore[no-untyped-def]
    url = create_database(name)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)  # type: ignore[call-overload]
    return read(url)


@pytest.mark.parametrize(("statement", "expected"), SINGLE)
def test_each_statement_is_told_once(statement: str, expected: str | None, template, create_database) -> None:  # type: ignore[no-untyped-def]
    name, before = template
    found = "|".join(told(change) for change in compare(before, altered(create_database, name, statement)))
    assert found == expected


def test_twenty_alterations_are_twenty_events(template, create_database) -> None:  # type: ignore[no-untyped-def]
    name, before = template
    found = compare(before, altered(create_database, name, TWENTY))
    assert len(found) == 20, [told(change) for change in found]
    assert {change.severity for change in found} == {"breaking", "risky", "harmless"}


def test_the_order_of_columns_and_tables_is_no_change(template) -> None:  # type: ignore[no-untyped-def]
    _, before = template
    shuffled = random.Random(1).sample(before.tables, len(before.tables))
    tables = tuple(replace(item, columns=tuple(reversed(item.columns))) for item in shuffled)
    assert compare(before, replace(before, tables=tables)) == ()
