"""Reading a schema: what stands in the catalogs is what comes back."""

import psycopg

from lib.embedded import SUPERUSER
from lib.schema.introspect import read
from lib.schema.model import Column, ForeignKey, Key, Namespace, Read

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
