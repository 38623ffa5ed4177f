"""What the explorer says of one table, of search hits and of join paths, read from a real database."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from markupsafe import escape

from lib.schema.catalog.introspect import read
from lib.schema.model import Column, ForeignKey, Schema, Table
from lib.schema.relations import paths
from lib.schema.search import search
from lib.ui.components.names import breakable
from lib.ui.explorer.address import Address
from lib.ui.explorer.paths import path_view
from lib.ui.explorer.short_types import short_type
from lib.ui.explorer.sidebar import hit_rows
from lib.ui.explorer.table_detail import table_detail
from lib.ui.explorer.table_list import table_list
from tests.support.explorer_pages import SHOP, prepared
from tests.support.schemas.small_schemas import schema

COLOURS = defaultdict(lambda: "#4a5bd0")
MORE = """
create type crm.mood as enum ('glad', 'grumpy');
create table crm.visit (
    id bigint generated always as identity primary key,
    code text not null unique,
    person_id bigint not null references crm.person on delete cascade,
    mood crm.mood default 'glad',
    label text generated always as (code || '!') stored
);
comment on column crm.visit.code is 'What stands on the badge.';
create table finance.receipt (id bigint primary key, visit_id bigint references crm.visit on delete cascade);
create view crm.guest as select id, email from crm.person;
"""


@pytest.fixture(scope="module")
def shop(create_database: Callable[..., str]) -> Schema:
    """The shop with a table of every kind of column, a deletion that goes on, and a view."""
    return read(prepared(create_database(), SHOP + MORE))


def lines(schema: Schema, name: str) -> list[str]:
    """The lines of a table's detail as they are read, each icon by its meaning."""
    shown = str(
        table_detail(schema, schema.table_named["crm", name], colour="#4a5bd0", here=Address(table=("crm", name)))
    )
    ended = re.sub(r"</(tr|h3|li|p|div|pre)>|<ul[^>]*>", "\n", shown.replace("<wbr>", ""))
    plain = (unescape(re.sub(r"<[^>]+>", " ", line)) for line in ended.split("\n"))
    return [" ".join(line.split()) for line in plain if line.strip()]


def test_a_column_says_what_it_is_by_icons_with_words(shop: Schema) -> None:
    said = lines(shop, "visit")
    start = said.index("Columns 5")
    assert said[start + 1 : start + 6] == [
        "primary key never null identity id bigint identity, always",
        "never null unique code What stands on the badge. text",
        "foreign key never null person_id → crm.person.id bigint",
        "may be null mood crm.mood glad, grumpy default 'glad'::crm.mood",
        "may be null generated label text generated stored: (code || '!'::text)",
    ]


def test_relations_come_in_from_other_schemas_too(shop: Schema) -> None:
    said = lines(shop, "visit")
    assert said[said.index("Referred to by 1") + 1] == (
        "finance.receipt visit_id → id many to one or none, on delete cascade receipt_visit_id_fkey"
    )


def test_deleting_a_row_is_told_to_the_end(shop: Schema) -> None:
    said = lines(shop, "person")
    start = said.index("Deleting a row is blocked by rows in 2 tables, deletes rows in 3 tables, sets null in 1 table")
    assert said[start + 1 : start + 7] == [
        "deletes crm.deal by buyer_id",
        "blocks finance.invoice by deal_id",
        "sets null crm.deal by seller_id",
        "blocks crm.person by parent_id",
        "deletes crm.visit by person_id",
        "deletes finance.receipt by visit_id",
    ]


def test_a_view_shows_its_definition_and_what_it_reads_and_has_no_rows_to_count(shop: Schema) -> None:
    said = lines(shop, "guest")
    assert "crm.person id, email" in said[said.index("Reads") :]
    assert "SELECT id," in said[said.index("Definition") :]
    assert not any("rows" in line for line in said)


@pytest.mark.parametrize(
    ("words", "said", "place"),
    [
        ("grumpy", "enum", "table=visit&column=mood"),
        ("badge", "comment", "table=visit&column=code"),
        ("somebody we know", "comment", "table=person"),
    ],
)
def test_a_hit_says_what_matched_and_opens_its_table_there(shop: Schema, words: str, said: str, place: str) -> None:
    first = hit_rows(shop, search.find(shop, words), colour_of=COLOURS, here=Address())[0]
    assert said in first.note
    assert place in first.href


def test_a_path_warns_where_rows_multiply_may_be_missing_or_have_no_index(shop: Schema) -> None:
    shown = str(path_view(paths.find(shop, ("crm", "person"), ("finance", "receipt")), Address()))
    steps = re.findall(r'<div class="step">.*?</div>', shown)
    assert [re.findall(r'class="badge[^"]*">([^<]+)<', step) for step in steps] == [
        ["multiplies rows", "optional", "no index"]
    ] * 2


def test_the_icons_that_stand_beside_columns_are_explained_below_them(shop: Schema) -> None:
    said = lines(shop, "visit")
    assert said[said.index("Columns 5") + 6] == (
        "primary key primary key foreign key foreign key never null never null may be null may be null "
        "unique unique identity identity generated generated"
    )


def test_a_view_has_no_icons_because_of_its_columns_nothing_is_known_but_types() -> None:
    view = Table("crm", "seen", kind="view", columns=(Column("at", 1, "timestamp with time zone", True),))
    shown = str(table_detail(schema(view), view, colour="#4a5bd0", here=Address(table=view.key)))
    assert "<svg" not in shown
    assert "may be null" not in shown


def test_a_key_of_two_columns_leads_from_each_to_its_own(shop: Schema) -> None:
    key = ForeignKey("both", ("a", "b"), "crm", "person", ("id", "code"))
    holder = Table(
        "crm", "x", columns=tuple(Column(name, i, "bigint", False) for i, name in enumerate("ab")), foreign_keys=(key,)
    )
    known = replace(shop, tables=(*shop.tables, holder))
    shown = str(table_detail(known, holder, colour="#4a5bd0", here=Address(table=holder.key))).replace("<wbr>", "")
    for target, column in (("crm.person.id", "id"), ("crm.person.code", "code")):
        assert re.search(
            rf'→ <a data-open href="\?schema=crm&amp;table=person&amp;column={column}"[^>]*>{target}</a>', shown
        )


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("timestamp with time zone", "timestamptz"),
        ("timestamp(3) without time zone", "timestamp(3)"),
        ("time with time zone", "timetz"),
        ("character varying(30)[]", "varchar(30)[]"),
        ("character(2)", "char(2)"),
        ("bit varying(8)", "varbit(8)"),
        ("double precision", "float8"),
        ("numeric(12,2)", "numeric(12,2)"),
        ('crm."character varying"', 'crm."character varying"'),
    ],
)
def test_types_are_short_and_whole_where_they_are_pointed_at(long: str, short: str) -> None:
    assert short_type(long) == short
    held = Table("crm", "x", columns=(Column("c", 1, long, True),))
    shown = str(table_detail(schema(held), held, colour="#4a5bd0", here=Address(table=held.key)))
    assert f'<span title="{escape(long)}">' in shown


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("order_line_id", ["order_", "line_", "id"]),
        ("orderLineID", ["order", "Line", "ID"]),
        ("__private", ["__", "private"]),
        ("crm.deal", ["crm.", "deal"]),
        ("organisationunit", ["organisationunit"]),
    ],
)
def test_names_break_after_underscores_and_before_capitals_only(name: str, pieces: list[str]) -> None:
    assert str(breakable(name)).split("<wbr>") == pieces


def test_of_a_long_name_without_a_place_to_break_the_end_is_always_seen() -> None:
    head = "x" * 52
    assert str(breakable(f"{head}<groupmember")) == (
        f'<span class="cut" title="{head}&lt;groupmember"><span>{head}&lt;</span><span>groupmember</span></span>'
    )


def test_a_partitioned_table_is_found_with_the_number_of_its_partitions() -> None:
    months = [Table("crm", f"visit_{month}", partition_of=("crm", "visit")) for month in (1, 2)]
    known = schema(Table("crm", "visit", kind="partitioned table"), *months)
    assert [row.title for row in hit_rows(known, search.find(known, "visit"), colour_of=COLOURS, here=Address())] == [
        "visit and 2 partitions"
    ]


def test_a_name_written_from_the_right_keeps_its_schema_on_the_left() -> None:
    assert str(breakable('"مخطط"."طلب_id"')).split("<wbr>") == [
        '<bdi dir="ltr">&#34;مخطط&#34;.</bdi>',
        '<bdi dir="ltr">&#34;طلب_</bdi>',
        "id&#34;",
    ]


def test_the_list_says_how_many_partitions_a_table_has() -> None:
    known = schema(Table("crm", "visit", kind="partitioned table"))
    listed = table_list(known, Address(), colour_of=COLOURS, parts={("crm", "visit"): 2700})
    assert "partitioned table, 2,700 partitions" in listed
