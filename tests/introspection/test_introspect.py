"""Reading a schema: what stands in the catalogs is what comes back."""

import json
from collections.abc import Callable
from dataclasses import fields

import psycopg
import pytest
from jsonschema import Draft202012Validator

from lib.embedded.server import SUPERUSER
from lib.schema.catalog.introspect import read
from lib.schema.export.document import JSON_SCHEMA, from_document, to_document
from lib.schema.model import Column, ForeignKey, Key, Namespace, NotNull, Read, Schema
from lib.settings import ROOT
from tests.support.schemas.servers_and_scripts import load

FOLDER = ROOT / "tests" / "support" / "schemas"
CACHED = {"column_named"}
SHOP = """
create schema "odd.name";
create type mood as enum ('sad', 'ok', 'happy');
create domain word as text check (value <> '') not null;
create table "odd.name"."Order" (
    b integer, a integer, mood mood[], label word, gone text,
    total numeric(10, 2) generated always as (a * 2) stored,
    primary key (a, b)
);
alter table "odd.name"."Order" drop column gone;
comment on column "odd.name"."Order".label is 'what it says';
create table line (id bigint generated always as identity primary key, x integer not null, y integer default 7);
alter table line add constraint order_of_line foreign key (y, x) references "odd.name"."Order" (b, a)
    on delete set null (y);
create view mine as select x, total from line join "odd.name"."Order" on a = x;
"""


def created(url: str, script: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())
    return url


def test_a_table_comes_back_with_everything_that_was_said_about_it(empty_database: str) -> None:
    schema = read(created(empty_database, SHOP))
    order = schema.table_named["odd.name", "Order"]
    assert order.columns == (
        Column("b", 1, "integer", nullable=False, is_pk=True),
        Column("a", 2, "integer", nullable=False, is_pk=True),
        Column("mood", 3, "public.mood[]", nullable=True, type_name=("public", "mood")),
        Column("label", 4, "public.word", nullable=False, comment="what it says", type_name=("public", "word")),
        Column("total", 6, "numeric(10,2)", nullable=True, generated="(a * 2)", generated_kind="stored"),
    )
    assert order.primary_key == Key("Order_pkey", ("a", "b"))
    assert order.row_estimate is None
    assert schema.namespaces == (
        Namespace("odd.name", owner=SUPERUSER),
        Namespace("public", owner="pg_database_owner", comment="standard public schema"),
    )


def test_a_foreign_key_pairs_its_columns_in_its_own_order(empty_database: str) -> None:
    line = read(created(empty_database, SHOP)).table_named["public", "line"]
    expected = ForeignKey(
        "order_of_line", ("y", "x"), "odd.name", "Order", ("b", "a"), on_delete="SET NULL", set_columns=("y",)
    )
    assert line.foreign_keys == (expected,)


def test_a_view_names_what_it_reads(empty_database: str) -> None:
    mine = read(created(empty_database, SHOP)).table_named["public", "mine"]
    assert mine.kind == "view"
    assert mine.reads == (Read("odd.name", "Order", ("a", "total")), Read("public", "line", ("x",)))


@pytest.fixture(scope="module")
def odd(create_database: Callable[..., str]) -> Schema:
    """The schema of every trap."""
    return read(load(create_database(), FOLDER / "traps.sql", FOLDER / "traps_18.sql"))


def test_a_key_to_a_partitioned_table_is_one_and_a_partition_has_its_own(odd: Schema) -> None:
    refers = odd.table_named["one", "refers_to_event"]
    assert [(key.columns, key.other_table) for key in refers.foreign_keys] == [
        (("id", "again"), "event_2025"),
        (("id", "at"), "event"),
    ]
    part = odd.table_named["two", "event 2026 a"]
    assert [(key.name, key.other, key.is_inherited) for key in part.foreign_keys] == [
        ("event_same_id_fkey", ("one", "same"), True)
    ]
    assert part.partition_of == ("one", "event_2026")
    assert part.primary_key == Key("event 2026 a_pkey", ("id", "at"), is_inherited=True)


def test_a_domain_over_a_domain_that_is_not_null_is_not_null_either(odd: Schema) -> None:
    columns = odd.table_named["one", "columns"].column_named
    assert (columns["strict"].nullable, columns["stricter"].nullable, columns["word"].nullable) == (False, False, True)


def test_the_index_of_a_partitioned_table_is_no_failed_one(odd: Schema) -> None:
    found = {index.name: index.valid for index in odd.table_named["one", "event"].indexes}
    assert found == {"event_pkey": True, "of_event": True, "of_parent_only": True}


def test_what_an_extension_owns_says_so(odd: Schema) -> None:
    owned = {table.name: table.extension for table in odd.tables if table.extension}
    assert owned == {
        "pg_stat_statements": "pg_stat_statements",
        "pg_stat_statements_info": "pg_stat_statements",
    }


def test_what_came_with_18_is_read(odd: Schema) -> None:
    newer = odd.table_named["one", "newer"]
    assert newer.column_named["twice"] == Column(
        "twice", 2, "integer", nullable=True, generated="(a * 2)", generated_kind="virtual"
    )
    assert newer.not_nulls == (
        NotNull("late_not_null", "late", validated=False),
        NotNull("newer_alone_not_null", "alone", no_inherit=True),
        NotNull("other_later", "other"),
        NotNull("the name; it", "named", comment="why"),
    )
    assert [(check.name, check.enforced) for check in newer.checks] == [("not_kept", False)]
    assert [(key.name, key.enforced, key.validated) for key in newer.foreign_keys] == [("not_enforced", False, False)]
    visit = odd.table_named["one", "visit"].foreign_keys[0]
    assert (visit.period, visit.columns, visit.other_columns) == (True, ("room", "at"), ("room", "during"))
    booking = odd.table_named["one", "booking"]
    assert booking.primary_key == Key("booked", ("room", "during"), period=True)


def test_unknown_is_unknown_and_not_nothing(empty_database: str) -> None:
    created(empty_database, "create table never (a integer); create table empty (a integer); analyze empty")
    tables = read(empty_database).table_named
    assert (tables["public", "never"].row_estimate, tables["public", "never"].size) == (None, None)
    assert (tables["public", "empty"].row_estimate, tables["public", "empty"].size) == (0, 0)


def test_the_document_of_every_trap_is_valid_and_comes_back(odd: Schema) -> None:
    document = json.loads(json.dumps(to_document(odd)))
    Draft202012Validator(json.loads(JSON_SCHEMA.read_text("utf-8"))).validate(document)
    assert from_document(document) == odd


def test_a_value_that_is_built_quickly_has_every_field(odd: Schema) -> None:
    parts = [part for table in odd.tables for part in (table, *table.columns, *table.foreign_keys, *table.indexes)]
    parts += [key for table in odd.tables for key in (*table.unique, *filter(None, [table.primary_key]))]
    wrong = {type(part) for part in parts if set(vars(part)) - CACHED != {item.name for item in fields(part)}}
    assert not wrong
