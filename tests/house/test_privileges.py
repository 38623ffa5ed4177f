"""Who may do what with our tables."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from lib.database import engine
from lib.migrate import migrate
from lib.settings import ROOT

SITE = """
create table contacts (
    id uuid primary key, full_name text, email text, phone text, company_name text,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create table messages (
    id bigint primary key, contact_id uuid not null references contacts, channel text not null,
    is_outgoing boolean not null, sender_address text, sender_name text, conversation_id text, subject text, body text,
    is_newsletter boolean not null, sent_at timestamptz not null, created_at timestamptz not null,
    updated_at timestamptz not null
);
create table appointments (
    id bigint primary key, contact_id uuid not null references contacts, kind text, title text, notes text,
    starts_at timestamptz not null, ends_at timestamptz, updated_at timestamptz not null
);
create table deals (
    id bigint primary key, contact_id uuid not null references contacts, pipeline text, stage text, amount numeric,
    next_step text, follow_up_at timestamptz, closed_at timestamptz, updated_at timestamptz not null
);
alter table contacts enable row level security;
insert into contacts (id, full_name, email) values (gen_random_uuid(), 'Ada Lovelace', 'ada@example.com');
insert into messages select 1, id, 'email', false, 'Ada@Example.com', 'Ada', 't1', 'Hello', 'I like trains.', false,
    now(), now(), now() from contacts;
"""
SUPABASE = """
alter default privileges in schema public grant all on tables to anon, authenticated;
alter default privileges in schema public grant all on sequences to anon, authenticated;
alter default privileges in schema public grant all on functions to anon, authenticated;
grant usage on schema public to anon, authenticated;
"""
OURS = """
    select oid::regclass::text, relkind from pg_class
    where relname ~ '^(crm_c|crm_source|system_)' and relkind = any(%s)
"""


@pytest.fixture
def supabase(empty_database: str) -> Iterator[psycopg.Connection]:
    """A site's database with Supabase's roles and default grants, in which our tables and the example are installed."""
    with psycopg.connect(empty_database, autocommit=True) as connection:
        for role in ("anon", "authenticated"):
            if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
        connection.execute(SUPABASE)
        connection.execute(SITE)
        database = engine(empty_database)
        assert migrate(database).sources_error == ""
        assert migrate(database).sources_error == "", "the example is safe to repeat"
        database.dispose()
        yield connection


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_supabases_default_grants_open_nothing_of_ours(supabase: psycopg.Connection, role: str) -> None:
    relations = supabase.execute(OURS, [["r", "v"]]).fetchall()
    assert len(relations) >= 15
    supabase.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
    for name, kind in relations:
        commands = ["select * from {}", "delete from {}", "truncate {}"] if kind == "r" else ["select * from {}"]
        for command in commands:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                supabase.execute(command.format(name))
    supabase.execute("create temporary table probe (id int)")  # the role itself works
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        supabase.execute("select crm_context_is_erasing(gen_random_uuid())")
    for name, _ in supabase.execute(OURS, [["S"]]).fetchall():
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            supabase.execute(f"select setval('{name}', 1)")


def test_nothing_of_ours_is_granted_to_anybody_but_the_owner_and_our_role(supabase: psycopg.Connection) -> None:
    granted = """
        select case grantee when 0 then 'public' else grantee::regrole::text end
        from (
            select (aclexplode(relacl)).grantee, relowner as owner, relname as what from pg_class
            where relname ~ '^(crm_c|crm_source|system_)' and relkind in ('r', 'v', 'S')
            union all
            select (aclexplode(coalesce(proacl, acldefault('f', proowner)))).grantee, proowner, proname from pg_proc
            where pronamespace = 'public'::regnamespace and proname ~ '^(crm_|system_)'
        ) as grants where grantee <> owner group by grantee
    """
    assert supabase.execute(granted).fetchall() == [("orb_dashboard",)]
    unguarded = (
        "select relname from pg_class where relkind = 'r' and not relrowsecurity and relname ~ '^(crm_c|system_)'"
    )
    assert supabase.execute(unguarded).fetchall() == []
    ours = "polrelid::regclass::text ~ '^(crm_|system_)'"
    roles = f"select distinct unnest(polroles)::regrole::text from pg_policy where {ours}"
    assert supabase.execute(roles).fetchall() == [("orb_dashboard",)]


def test_even_when_somebody_grants_a_view_its_reader_sees_only_what_the_tables_allow(
    supabase: psycopg.Connection,
) -> None:
    supabase.execute("grant select on crm_source_contact, contacts to anon")
    supabase.execute("set role anon")
    assert supabase.execute("select * from crm_source_contact").fetchall() == []
    supabase.execute("set role orb_dashboard")
    assert supabase.execute("select name from crm_source_contact").fetchall() == [("Ada Lovelace",)]


def test_the_example_tells_whose_words_a_message_is(supabase: psycopg.Connection) -> None:
    rows = supabase.execute("select id, kind, direction, author, thread_id from crm_source_interaction").fetchall()
    assert rows == [("message-1", "email", "in", "contact", "t1")]


@pytest.mark.parametrize(
    "forbidden",
    [
        "update crm_client_context_history set version = version",
        "update crm_client_fact_evidence set quote = quote",
        "update crm_context_run set status = status",
        "update crm_context_erasure set reason = reason",
        "delete from crm_context_erasure",
        "delete from system_schema_snapshot",
        "insert into system_migration (name, digest) values ('x', 'x')",
        "truncate crm_client_fact",
        "alter table crm_client_fact disable trigger all",
        "create table crm_other (id int)",
    ],
)
def test_the_dashboards_role_cannot_rewrite_history(supabase: psycopg.Connection, forbidden: str) -> None:
    supabase.execute("set role orb_dashboard")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        supabase.execute(forbidden)


def test_the_logins_of_the_role_script_have_what_they_need_and_no_more(
    supabase: psycopg.Connection, empty_database: str
) -> None:
    for _ in range(2):
        supabase.execute((ROOT / "sql" / "roles.sql").read_text("utf-8"))
    for login in ("orb_app", "orb_explorer"):
        supabase.execute(sql.SQL("alter role {} password 'of-this-test'").format(sql.Identifier(login)))
    url = make_url(empty_database)
    app = url.set(username="orb_app", password="of-this-test").render_as_string(hide_password=False)
    explorer = url.set(username="orb_explorer", password="of-this-test").render_as_string(hide_password=False)
    with psycopg.connect(app, autocommit=True) as connection:
        assert connection.execute("select name from crm_source_contact").fetchall() == [("Ada Lovelace",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("delete from contacts")
    with psycopg.connect(explorer, autocommit=True) as connection:
        columns = "select count(*) from pg_attribute where attrelid = 'crm_client_context'::regclass and attnum > 0"
        assert connection.execute(columns).fetchone() == (6,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from contacts")
