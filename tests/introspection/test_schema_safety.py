"""Reading a schema harms nobody: what it needs, what it waits for, what it does while others change the schema."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic
from typing import Any

import psycopg
import pytest
from psycopg import conninfo
from sqlalchemy import Engine

from lib.database import engine
from lib.schema.cache import cache
from lib.schema.catalog.introspect import read
from lib.schema.catalog.rows import STATEMENTS, script
from lib.schema.export.document import fingerprint
from lib.schema.model import Policy, Schema
from lib.settings import ROOT
from tests.support.schemas.servers_and_scripts import load
from tests.support.servers import pooler

SUPPORT = ROOT / "tests" / "support" / "schemas"
TRAPS = (SUPPORT / "traps.sql", SUPPORT / "traps_18.sql")
SHOP = """
create table item (
    id integer primary key, name text check (name <> ''), twice integer generated always as (id * 2) stored
);
create table line (item integer references item, n integer check (n > 0)) partition by range (n);
create table other (id integer check (id > 0));
create index of_name on item (lower(name)) where id > 1;
create view names as select name from item;
create materialized view kept as select id from item;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger touching before insert on item for each row execute function touch();
create policy positive on item using (id > 0) with check (id > 1);
"""


def run(url: str, text: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(text.encode())


@contextmanager
def held(url: str, table: str) -> Iterator[psycopg.Connection[Any]]:
    """A migration that holds ACCESS EXCLUSIVE on a table."""
    with psycopg.connect(url) as connection:
        connection.execute(f"lock table {table} in access exclusive mode".encode())
        yield connection
        connection.rollback()


def lasting(schema: Schema) -> Schema:
    """The schema without what differs from role to role and from moment to moment."""
    tables = [replace(table, privileges=()) for table in schema.tables]
    namespaces = [replace(namespace, usable=True) for namespace in schema.namespaces]
    return replace(schema, tables=tuple(tables), namespaces=tuple(namespaces), as_of="", role="")


def test_a_role_with_nothing_but_connect_reads_the_same_document(create_database: Callable[..., str]) -> None:
    url = load(create_database(), *TRAPS)
    run(url, "create role connects_only login password 'x'; revoke all on schema public from public")
    try:
        weak = read(conninfo.make_conninfo(url, user="connects_only", password="x"))
        strong = read(url)
        assert lasting(weak) == lasting(strong)
        assert fingerprint(weak) == fingerprint(strong)
        assert {table.privileges for table in weak.tables if not table.extension} == {()}
        assert not any(namespace.usable for namespace in weak.namespaces)
        run(url, "grant usage on schema one to connects_only; grant select, insert on one.same to connects_only")
        granted = read(conninfo.make_conninfo(url, user="connects_only", password="x"))
        assert granted.table_named["one", "same"].privileges == ("SELECT", "INSERT")
        assert [namespace.name for namespace in granted.namespaces if namespace.usable] == ["one"]
    finally:
        run(url, "drop owned by connects_only; drop role connects_only")


def test_only_statements_that_read_are_sent(empty_database: str) -> None:
    for name in (*STATEMENTS, "checks/mark", "checks/locked"):
        words = " ".join(line for line in script(name).splitlines() if not line.startswith("--")).split()
        assert words[0] in ("select", "with"), name
        assert not {"insert", "update", "delete", "create", "for"} & set(words), name
    assert "read only" in script("session")
    name = conninfo.conninfo_to_dict(empty_database)["dbname"]
    run(empty_database, f"alter database {name} set default_transaction_read_only = on")
    assert read(empty_database).tables == ()


def test_behind_a_lock_the_rest_is_read_within_a_second_and_older_texts_are_kept(empty_database: str) -> None:
    run(empty_database, SHOP)
    earlier = read(empty_database)
    with held(empty_database, "item"):
        run(empty_database, "alter table other add column fresh text default 'new'")
        started = monotonic()
        schema = read(empty_database, previous=lambda: earlier)
        took = monotonic() - started
    assert took < 1
    assert schema.kept_texts == (("public", "item"), ("public", "kept"), ("public", "names"))
    assert schema.table_named["public", "item"] == earlier.table_named["public", "item"]
    assert schema.table_named["public", "names"].definition == earlier.table_named["public", "names"].definition
    assert schema.table_named["public", "other"] == read(empty_database).table_named["public", "other"]
    assert fingerprint(schema) == fingerprint(read(empty_database))


def test_behind_a_lock_without_an_earlier_reading_the_texts_are_unknown(empty_database: str) -> None:
    run(empty_database, SHOP)
    with held(empty_database, "item"):
        schema = read(empty_database)
    item = schema.table_named["public", "item"]
    assert [check.definition for check in item.checks] == [None]
    assert [(column.name, column.generated) for column in item.columns][2] == ("twice", None)
    assert item.policies == (Policy("positive"),)
    assert item.indexes[0].definition == "CREATE UNIQUE INDEX item_pkey ON public.item USING btree (id)"
    assert item.indexes[1].definition is None
    assert ("public", "item") in schema.kept_texts
    assert schema.table_named["public", "line"].partition_key == "RANGE (n)"


def test_the_cache_keeps_texts_behind_a_lock_and_the_next_check_looks_again(
    database: Engine, empty_database: str
) -> None:
    explored = engine(empty_database)
    run(empty_database, SHOP)
    first = cache.refresh(database, explored)
    with held(empty_database, "item") as migration:
        second = cache.refresh(database, explored)
        assert not second.changed
        assert ("public", "item") in second.schema.kept_texts
        loaded = cache.load(database, explored)
        assert loaded is not None
        assert loaded.kept_texts == second.schema.kept_texts
        assert loaded.table_named["public", "item"] == first.schema.table_named["public", "item"]
        assert cache.check(database, explored).state == "fresh"
        migration.execute("alter table item drop constraint item_name_check")
        migration.commit()
    assert cache.check(database, explored).state == "changed"
    assert cache.refresh(database, explored).schema.kept_texts == ()


def test_a_storm_of_ddl_causes_no_error(empty_database: str) -> None:
    over = threading.Event()
    rounds = [0, 0]

    def storm(n: int) -> None:
        with psycopg.connect(empty_database, autocommit=True) as connection:
            while not over.is_set():
                connection.execute(
                    f"create schema s{n}; create table s{n}.a (id integer primary key, x text check (x <> ''));"
                    f"create table s{n}.b (a integer references s{n}.a, g integer generated always as (a * 2) stored);"
                    f"create index on s{n}.b (lower(g::text)) where g > 0; create view s{n}.v as select * from s{n}.a;"
                    f"alter table s{n}.a add column y text default 'y'; drop schema s{n} cascade".encode()
                )
                rounds[n] += 1

    threads = [threading.Thread(target=storm, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    try:
        explored = engine(empty_database)
        for _ in range(40):
            read(explored)
        explored.dispose()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert min(rounds) > 0


@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_a_pooler_gives_the_same_document_and_keeps_no_setting(create_database: Callable[..., str], mode: str) -> None:
    url = load(create_database(), TRAPS[0])
    with pooler(url, mode) as pooled:
        explored = engine(pooled)
        for _ in range(3):
            assert lasting(read(explored)) == lasting(read(url))
        explored.dispose()
        with psycopg.connect(pooled, autocommit=True, prepare_threshold=None) as connection:
            assert connection.execute("select current_setting('search_path')").fetchone() == ('"$user", public',)
            assert connection.execute("select current_setting('transaction_read_only')").fetchone() == ("off",)


def test_the_settings_of_a_role_do_not_change_what_is_printed(empty_database: str) -> None:
    run(empty_database, "create table t (at timestamptz default '2020-01-02 03:04:05+00', i interval default '1 day')")
    before = read(empty_database)
    name = conninfo.conninfo_to_dict(empty_database)["dbname"]
    for setting in (
        "quote_all_identifiers = on",
        "datestyle = 'German'",
        "intervalstyle = 'iso_8601'",
        "timezone = 'Asia/Tokyo'",
        "search_path = public",
    ):
        run(empty_database, f"alter database {name} set {setting}")
    assert fingerprint(read(empty_database)) == fingerprint(before)
