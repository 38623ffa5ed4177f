"""Search over a schema."""

from collections.abc import Callable
from dataclasses import astuple

import pytest

from lib.schema.catalog.introspect import read
from lib.schema.model import Check, Domain, Enum, Index, Schema
from lib.schema.search.search import find
from tests.support.schemas.made_schema import column, database, refer, table
from tests.support.schemas.servers_and_scripts import FAULTS, load

STATUS = Enum("crm", "deal_status", ("open", "won", "lost_to_competitor"))
SCHEMA = database(
    table(
        "contact",
        column("email_address", "text", comment="Where invoices are sent."),
        column("created_at", "timestamptz"),
        comment="One person we know.",
    ),
    table("deal", column("status", "crm.deal_status", type_name=("crm", "deal_status")), "contact_id"),
    table(
        "contact_note",
        "contact_id",
        column("body", "text"),
        refers=[refer("contact_id", "contact")],
        checks=(Check("body_is_short", "CHECK (length(body) < 9)", ("body",)),),
        indexes=(Index("note_by_contact", ("contact_id",)),),
    ),
    table("guest", column("emailAddress", "text"), "contact_id", schema="swl"),
    table("mailbox", column("email_address", "character varying(80)"), schema="system"),
    table("supplier", column("email_address", "text"), schema="finance"),
    enums=(STATUS,),
    domains=(Domain("crm", "iban", "text"),),
)


def found(words: str, limit: int = 50) -> list[tuple[object, ...]]:
    return [astuple(hit)[:4] for hit in find(SCHEMA, words, limit=limit)]


def test_a_table_comes_before_what_only_mentions_it() -> None:
    assert found("contact")[:2] == [
        ("table", ("crm", "contact"), None, "contact"),
        ("table", ("crm", "contact_note"), None, "contact_note"),
    ]


def test_a_column_in_several_schemas_is_a_hit_in_each() -> None:
    hits = [(hit.table, hit.column) for hit in find(SCHEMA, "email_address")][:4]
    assert sorted(hits) == [  # type: ignore[type-var]
        (("crm", "contact"), "email_address"),
        (("finance", "supplier"), "email_address"),
        (("swl", "guest"), "emailAddress"),
        (("system", "mailbox"), "email_address"),
    ]


@pytest.mark.parametrize("words", ["contcat", "cntact", "conatct", "contacts"])
def test_a_misspelling_is_forgiven(words: str) -> None:
    assert found(words)[0] == ("table", ("crm", "contact"), None, "contact")


@pytest.mark.parametrize("words", ["emial adress", "emailaddress", "emailadress", "EMAIL ADDRESS", "email-address"])
def test_words_may_be_joined_split_and_misspelt(words: str) -> None:
    assert found(words)[0][3] in ("email_address", "emailAddress")


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("lost competitor", ("enum label", ("crm", "deal"), "status", "lost_to_competitor")),
        ("timestamptz", ("type", ("crm", "contact"), "created_at", "timestamptz")),
        ("deal_status", ("type", ("crm", "deal"), "status", "crm.deal_status")),
        ("iban", ("type", None, None, "iban")),
        ("body is short", ("constraint", ("crm", "contact_note"), "body", "body_is_short")),
        ("note by contact", ("index", ("crm", "contact_note"), "contact_id", "note_by_contact")),
        ("person we know", ("comment", ("crm", "contact"), None, "One person we know.")),
        ("invoices sent", ("comment", ("crm", "contact"), "email_address", "Where invoices are sent.")),
    ],
)
def test_everything_that_has_words_is_found(words: str, hit: tuple[object, ...]) -> None:
    assert found(words)[0] == hit


def test_the_table_named_in_the_question_decides_among_equal_columns() -> None:
    assert found("supplier email")[0] == ("column", ("finance", "supplier"), "email_address", "email_address")


def test_a_word_that_occurs_nowhere_is_passed_over() -> None:
    assert found("zzzz guest")[0] == ("table", ("swl", "guest"), None, "guest")


@pytest.mark.parametrize("words", ["", "  ", "_", "zzzz", "%"])
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert found(words) == []


def test_the_limit_keeps_the_best() -> None:
    assert found("contact", limit=3) == found("contact")[:3]


def test_a_name_and_its_comment_are_one_hit() -> None:
    schema = database(table("visit", comment="A visit of a guest."))
    assert [hit.kind for hit in find(schema, "visit")] == ["table", "constraint"]


@pytest.fixture(scope="module")
def trade(create_database: Callable[..., str]) -> Schema:
    return read(load(create_database(), FAULTS / "find.sql"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("category", "categories"),
        ("purchase order", "purchase_orders"),
        ("order", "purchase_orders"),
        ("orders", "purchase_orders"),
        ("person", "people"),
        ("organizing", "organizations"),
        ("analysis", "analyses"),
        ("axis", "axes"),
        ("mouse", "mice"),
        ("knife", "knives"),
        ("section association", "studentsectionassociation"),
        ("associations of students", "studentsectionassociation"),
        ("event 2026 06 17", "event"),
    ],
)
def test_any_form_of_a_word_finds_the_table_first(trade: Schema, words: str, name: str) -> None:
    best = find(trade, words)[0]
    assert (best.kind, best.name) == ("table", name)


def test_a_table_comes_before_a_column_that_fits_as_well(trade: Schema) -> None:
    places = [(hit.kind, hit.name) for hit in find(trade, "order") if hit.kind in ("table", "column")]
    assert places == [("table", "purchase_orders"), ("column", "order_note"), ("column", "purchase_order_id")]


def test_a_word_within_another_is_no_joined_word(trade: Schema) -> None:
    names = [hit.name for hit in find(trade, "section") if hit.kind == "table"]
    assert names == ["section", "studentsectionassociation", "subsection"]
    scores = {hit.name: hit.score for hit in find(trade, "section")}
    assert scores["subsection"] < 0.6 < scores["studentsectionassociation"]


def test_partitions_are_found_once_as_their_table(trade: Schema) -> None:
    for words in ("event", "event_2026_06_17", "2026"):
        hits = [hit for hit in find(trade, words) if hit.table and hit.table[1].startswith("event")]
        assert [(hit.kind, hit.table, hit.partitions) for hit in hits] == [("table", ("trade", "event"), 30)], words
    assert [hit.name for hit in find(trade, "kind")] == ["kind"]
