"""What the explorer says of one table, of search hits and of join paths, read from a real database."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from lib.schema.catalog.introspect import read
from lib.schema.model import Schema
from lib.schema.relations import paths
from lib.schema.search import search
from lib.ui.explorer.address import Address
from lib.ui.explorer.paths import path_view
from lib.ui.explorer.sidebar import hit_rows
from lib.ui.explorer.table_detail import table_detail
from tests.support.explorer_pages import SHOP, prepared

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
    shown = str(table_detail(schema, schema.table_named["crm", name], here=Address(table=("crm", name))))
    ended = re.sub(r"</(tr|h3|li|p|div|pre)>|<ul[^>]*>", "\n", shown)
    plain = (unescape(re.sub(r"<[^>]+>", " ", line)) for line in ended.split("\n"))
    return [" ".join(line.split()) for line in plain if line.strip()]


def test_a_column_says_what_it_is_by_icons_with_words(shop: Schema) -> None:
    said = lines(shop, "visit")
    start = said.index("Columns 5")
    assert said[start + 1 : start + 6] == [
        "primary key never null identity id bigint identity, always",
        "never null unique code What stands on the badge. text",
        "foreign key never null person_id bigint",
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
    first = hit_rows(shop, search.find(shop, words), here=Address())[0]
    assert said in first.note
    assert place in first.href


def test_a_path_warns_where_rows_multiply_may_be_missing_or_have_no_index(shop: Schema) -> None:
    shown = str(path_view(paths.find(shop, ("crm", "person"), ("finance", "receipt")), Address()))
    steps = re.findall(r'<div class="step">.*?</div>', shown)
    assert [re.findall(r'class="badge[^"]*">([^<]+)<', step) for step in steps] == [
        ["multiplies rows", "optional", "no index"]
    ] * 2
