"""The check of a draft, as a whole."""

from collections.abc import Callable
from tempfile import gettempdir
from typing import Any

import psycopg
import pytest

from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import CheckReport, document
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from lib.ui.drafts.report import report_view
from tests.drafts.conftest import Check

KEYS = [
    *("draft", "version", "state", "fingerprint", "shadow", "statements", "changes", "findings", "dependents", "rows"),
    *("rollback", "access"),
]


def told(report: CheckReport) -> dict[str, Any]:
    return document(report, draft=1, version=2)


def test_the_document_has_what_the_interface_names(check_site: Check) -> None:
    found = told(check_site("alter table s.t add x int not null default 3; comment on column s.t.x is 'why'"))
    assert list(found) == KEYS
    assert (found["draft"], found["version"], found["state"]) == (1, 2, "passed")
    assert found["shadow"] == {"faithful": True, "differences": []}
    first = found["statements"][0]
    assert (first["number"], first["error"], first["safer"], first["rows"]) == (1, None, None, 0)
    assert first["locks"] == [{"relation": "s.t", "mode": "AccessExclusiveLock", "blocks": "reads and writes"}]
    assert [(item["what"], item["table"], item["name"], item["severity"]) for item in found["changes"]] == [
        ("column", "s.t", "x", "harmless")
    ]
    assert found["rollback"] == {
        "sql": "comment on column s.t.x is null;\nalter table s.t drop column x;\n",
        "proved": True,
        "irreversible": [],
    }


def test_the_rows_are_those_of_the_explored_database(check_site: Check) -> None:
    report = told(check_site("alter table s.t alter v type varchar(10); create index on s.p (email)"))
    assert [(item["rewritten"], item["scanned"], item["rows"]) for item in report["statements"]] == [
        (["s.t", "s.t_a", "s.t_pkey"], ["s.t"], 1000),
        ([], ["s.p"], 100),
    ]


def test_what_a_dropped_column_takes_with_it(check_site: Check) -> None:
    report = check_site("alter table s.t drop column a cascade")
    assert {(item.kind, item.name) for item in report.dependents} == {
        ("function, by name in its text", "s.newest()"),
        ("generated column or default", "s.t.g"),
        ("index", "s.t_a"),
        ("policy", "own on s.t"),
        ("publication", "pub"),
        ("trigger", "touch on s.t"),
        ("view", "s.w"),
    }
    assert {(change.what, change.name) for change in report.changes if change.kind == "removed"} == {
        *(("column", "a"), ("column", "g"), ("index", "t_a"), ("policy", "own"), ("trigger", "touch"), ("table", "w")),
    }
    assert report.rollback.proved
    assert report.rollback.irreversible == ("The values of s.t.a.",)
    refused = check_site("alter table s.t drop column a")
    assert "depends on" in str(refused.measured[0].error)


@pytest.mark.parametrize(
    ("script", "irreversible"),
    [
        ("alter table s.t rename to u; alter table s.u rename b to bb", ()),
        ("create table s.n (id int primary key, t bigint references s.t); create view s.nv as select * from s.n", ()),
        ("drop view s.w; create view s.w as select id from s.t", ()),
        ("alter table s.t alter v type text", ("What values of s.t.v lose in becoming text.",)),
        ("alter table s.t alter b set default 'x', alter p_id set not null", ()),
        ("create or replace function s.newest() returns int language plpgsql as 'begin return 1; end'", ()),
        ("create index concurrently i on s.t (b)", ()),
        ("alter table s.t add constraint c check (a > 0) not valid; drop policy own on s.t", ()),
        ("grant select on s.w to public; revoke select on s.p from public", ()),
        ("drop table s.part1", ("The rows of s.part1.",)),
        ("create type s.kind as enum ('a'); alter table s.t add k s.kind", ()),
        ("create role orb_r; create schema z; create table z.z (id int generated always as identity)", ()),
        ("update s.t set a = 1", ("What statement 1 (update) does to rows of s.t.",)),
    ],
)
def test_the_way_back_is_proved_and_what_is_lost_is_named(
    check_site: Check, script: str, irreversible: tuple[str, ...]
) -> None:
    rollback = check_site(script).rollback
    assert (rollback.irreversible, rollback.proved) == (irreversible, True), rollback.sql


def test_a_new_label_is_never_taken_back(check_site: Check) -> None:
    rollback = check_site("alter type s.mood add value 'glad'").rollback
    assert not rollback.proved
    assert rollback.irreversible[0] == "The label 'glad' of the type s.mood: Postgres takes none away."


@pytest.mark.parametrize(
    ("script", "violations"),
    [
        ("alter table s.t alter b set not null", 1000),
        ("alter table s.t add foreign key (p_id) references s.p", 900),
        ("alter table s.t add unique (m)", 0),
        ("alter table s.t add check (a < 10)", 991),
        ("alter table s.t alter v type varchar(3)", 901),
        ("alter table s.t add x int not null", 1000),
    ],
)
def test_rows_of_today_are_asked_whether_they_allow_it(check_site: Check, script: str, violations: int) -> None:
    report = check_site(script)
    assert [probe.violations for probe in report.rows] == [violations]
    assert report.state == ("failed" if violations else "passed")


def test_what_no_snapshot_holds_is_a_change_too(check_site: Check) -> None:
    script = (
        "create rule quiet as on delete to s.p do instead nothing; drop function s.newest();"
        "create or replace function s.touch() returns trigger language plpgsql as 'begin return null; end';"
        "grant insert on s.p to public; alter table s.t replica identity full, alter b set storage main;"
        "alter publication pub drop table s.t; create table s.n (id int); grant select on s.n to public"
    )
    report = check_site(script)
    assert [(item.kind, item.severity, item.what, item.name) for item in report.others] == [
        ("added", "harmless", "column setting", "storage of s.t.b"),
        ("removed", "breaking", "function", "s.newest()"),
        ("altered", "risky", "function", "s.touch()"),
        ("altered", "risky", "publication", "pub"),
        ("added", "risky", "replica identity", "s.t"),
        ("altered", "risky", "rights", "table s.p"),
        ("added", "risky", "rule", "quiet on s.p"),
    ]
    assert {item["what"] for item in told(report)["changes"]} == {"table", *(item.what for item in report.others)}
    assert report.rollback.proved


def test_characters_that_turn_the_writing_are_shown_to_who_reviews(check_site: Check) -> None:
    shown = report_view(told(check_site("comment on table s.p is 'a\u202e b'")))
    assert "\u202e" not in shown
    assert "comment on table s.p is &#39;a⟨U+202E⟩ b&#39;" in shown


def test_findings_come_and_go(check_site: Check) -> None:
    report = check_site("create table s.open (id int); grant select on s.open to public; drop view s.w")
    assert {item.rule for item in report.added} >= {"no_primary_key", "missing_comment"}
    assert "missing_comment:s.w" in {item.key for item in report.removed}


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("", "The draft holds no statement."),
        ("-- nothing", "The draft holds no statement."),
        ("select 'a", "Line 1, column 8: The string that begins here has no end. Mend the SQL at this place."),
        ("select 1;\ncreat table x", 'Line 2, column 1: syntax error at or near "creat".'),
        ("alter table s.tt add x int", 'relation "s.tt" does not exist. Nearest: s.t'),
        ("create index on s.t (vv)", 'column "vv" does not exist. Nearest: v'),
        ("alter system set work_mem = '1GB'", "no superuser: who owns this or administers the server does it."),
        ("alter table s.t alter column id type int", 'rule _RETURN on view s.w depends on column "id"'),
        ("create index on s.p (emial)", 'column "emial" does not exist. Nearest: email, id.'),
        ("alter type s.mood add value 'x'; insert into s.t (id, m) values (0, 'x')", "unsafe use of new value"),
        ("select 1;" * 1001, "It holds more than 1,000 statements."),
    ],
)
def test_bad_input_is_a_sentence(check_site: Check, script: str, error: str) -> None:
    report = told(check_site(script))
    errors = [item["error"] for item in report["statements"] if item["error"]]
    assert report["state"] == "failed"
    assert len(errors) == 1
    assert error in errors[0]


@pytest.mark.parametrize(
    "script",
    [
        "select pg_sleep(1000)",
        "select count(*) from generate_series(1, 1000000000000)",
        "with recursive r as (select 1 union all select * from r) select count(*) from r",
        "set statement_timeout = 0; "
        "do $$ begin loop begin perform pg_sleep(9); exception when query_canceled then null; end; end loop; end $$",
        "select pg_advisory_lock(1) from generate_series(1, 2); select pg_sleep(1000)",
    ],
)
def test_what_never_ends_ends_at_the_limit(check_site: Check, script: str) -> None:
    report = told(check_site(script, seconds=2))
    assert report["state"] == "failed"
    errors = [item["error"] for item in report["statements"] if item["error"]]
    assert errors == [
        "The draft was ended after 2 seconds. Nothing outside of the shadow was touched; "
        "look for a statement that never ends."
    ]


def test_what_writes_without_end_ends_at_the_limit(check_site: Check) -> None:
    endless = "loop insert into s.p select random() * 1e15, md5(i::text) from generate_series(1, 10000) as i; end loop"
    report = check_site(f"do $$ begin {endless}; end $$", disk_bytes=64 << 20)
    assert "had written 64 MB" in str(report.measured[0].error)


@pytest.mark.parametrize(
    "script",
    [
        f"copy (select 1) to '{gettempdir()}/orb_draft'",  # a folder in which every user may write
        "select pg_read_file('/etc/passwd')",
        "select lo_import('/etc/passwd')",
        "alter system set port = 1",
        "create extension dblink",
        "create extension plpython3u",
        "create role orb_root superuser",
        "alter role postgres superuser",
        "create function f() returns int language c as 'libc', 'abs'",
        "create subscription s connection 'host=127.0.0.1' publication p",
        "set session authorization orb_dashboard; reset session authorization; select pg_read_file('postgresql.conf')",
        f"create tablespace t location '{gettempdir()}'",
        "grant pg_execute_server_program to postgres",
    ],
)
def test_nothing_reaches_outside_of_the_shadow(check_site: Check, script: str) -> None:
    report = check_site(script)
    assert report.state == "failed"
    assert [item.error for item in report.measured if item.error]


API = """
create role anon; create role authenticated; create role service_role bypassrls;
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to service_role;
create table public.note (id int primary key); alter table public.note enable row level security;
grant select on public.note to anon, authenticated;
"""


def test_what_the_roles_of_an_api_may_do_is_told_before_and_after(
    keeper: ShadowKeeper, create_database: Callable[[], str]
) -> None:
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("select rolname from pg_roles")}
        for statement in API.split(";"):
            if not (statement.split()[:2] == ["create", "role"] and statement.split()[2] in known):
                connection.execute(statement.encode())
    script = "create table public.open (id int); grant select, insert on note to anon; alter table note rename to notes"
    report = check(keeper, url, script)
    assert [(item.table[1], item.role, item.before, item.after) for item in report.access] == [
        ("notes", "anon", ("select",), ("select", "insert")),
        ("open", "anon", None, ()),
        ("open", "authenticated", None, ()),
        ("open", "service_role", None, ("select", "insert", "update", "delete")),
    ]
    assert [item.meaning.partition(":")[0] for item in report.access] == [
        "Row-level security is on",
        "It cannot reach the table",
        "It cannot reach the table",
        "Row-level security is off",
    ]


def test_the_explored_database_is_only_read(check_site: Check, site: str) -> None:
    look = "select md5(string_agg(c::text, '')) from (select relname, relfilenode, xmin from pg_class order by 1) as c"
    with psycopg.connect(site) as connection:
        before = connection.execute(look).fetchone()
    check_site("drop schema s cascade; create table x (id int)")
    with psycopg.connect(site) as connection:
        assert connection.execute(look).fetchone() == before
