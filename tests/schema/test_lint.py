"""Findings about a schema: every rule with a case that it finds and one that it leaves alone."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from lib.embedded.server import Server
from lib.schema.catalog.introspect import read
from lib.schema.finding import GROUPS
from lib.schema.lint import findings, ignored_in
from lib.schema.model import Domain, Index, Policy, Read, Schema, Table
from tests.support.schemas.made_schema import column, database, refer, table
from tests.support.schemas.servers_and_scripts import FAULTS, load

CONTACT = table("contact")
TIDY: dict[str, object] = {"comment": "One row is one thing.", "row_estimate": 3}


def found(*tables: Table, rule: str) -> list[tuple[str, str, str]]:
    contact = table("contact", **TIDY)
    schema = database(contact, *tables, domains=(Domain("crm", "contact_id", "integer"),))
    return [(item.key, item.level, item.name) for item in findings(schema) if item.rule == rule]


def test_a_tidy_table_has_no_finding() -> None:
    indexes = (Index("note_contact", ("contact_id", "body")),)
    note = table("note", "contact_id", "body", refers=[refer("contact_id", "contact")], indexes=indexes, **TIDY)
    assert findings(database(table("contact", **TIDY), note)) == ()


def test_a_table_without_primary_key_is_found() -> None:
    assert found(table("log", key=(), **TIDY), rule="no_primary_key") == [("no_primary_key:crm.log", "warning", "")]
    assert found(table("log", key=(), kind="view", **TIDY), rule="no_primary_key") == []


@pytest.mark.parametrize(
    ("index", "is_found"),
    [
        (None, True),
        (Index("i", ("contact_id",)), False),
        (Index("i", ("contact_id", "body")), False),
        (Index("i", ("body", "contact_id")), True),
        (Index("i", ("contact_id",), predicate="body is null"), True),
        (Index("i", ("contact_id",), valid=False), True),
        (Index("i", (None, "contact_id")), True),
    ],
)
def test_a_foreign_key_needs_a_whole_valid_index_that_leads_with_it(index: Index | None, is_found: bool) -> None:
    indexes = (index,) if index else ()
    note = table("note", "contact_id", "body", refers=[refer("contact_id", "contact")], indexes=indexes, **TIDY)
    keys = [("foreign_key_without_index:crm.note:contact_id_fkey", "warning", "contact_id_fkey")]
    assert found(note, rule="foreign_key_without_index") == keys * is_found


def test_the_columns_of_a_composite_key_may_lead_in_any_order() -> None:
    pair = table("pair", key=("a", "b"), **TIDY)
    refers = [refer("x y", "pair", "a b")]
    note = table("note", "x", "y", refers=refers, indexes=(Index("i", ("y", "x")),), **TIDY)
    assert found(pair, note, rule="foreign_key_without_index") == []


def test_of_two_equal_indexes_the_one_that_no_constraint_owns_goes() -> None:
    twin = table("note", indexes=(Index("a_second", ("id",)),), **TIDY)
    assert found(twin, rule="duplicate_index") == [("duplicate_index:crm.note:a_second", "warning", "a_second")]


def test_of_two_equal_constraints_the_primary_key_stays() -> None:
    keys = (Index("a_key", ("id",), unique=True, is_constraint=True),)
    assert found(table("note", indexes=keys, **TIDY), rule="duplicate_index") == [
        ("duplicate_index:crm.note:a_key", "warning", "a_key")
    ]


@pytest.mark.parametrize(
    "other",
    [
        Index("b", ("body",), predicate="id > 3"),
        Index("b", ("body",), method="hash"),
        Index("b", ("body", "id")),
        Index("b", ("body",), include=("id",)),
        Index("b", ("body",), definition="CREATE INDEX b ON crm.note USING btree (body DESC)"),
        Index("b", (None,), definition=None),
    ],
)
def test_indexes_that_differ_are_no_duplicates(other: Index) -> None:
    assert found(table("note", "body", indexes=(Index("a", ("body",)), other), **TIDY), rule="duplicate_index") == []


def test_an_invalid_index_is_found_but_not_on_a_partitioned_table() -> None:
    broken = (Index("i", ("body",), valid=False),)
    assert found(table("note", "body", indexes=broken, **TIDY), rule="invalid_index") == [
        ("invalid_index:crm.note:i", "error", "i")
    ]
    whole = table("note", "body", indexes=broken, kind="partitioned table", **TIDY)
    assert found(whole, rule="invalid_index") == []


SERVED: dict[str, object] = {**TIDY, "schema": "public", "api_roles": ("anon",)}


def test_row_security_must_be_on_where_an_api_serves() -> None:
    assert found(table("note", **SERVED), rule="rls_off") == [("rls_off:public.note", "error", "")]
    assert found(table("note", schema="public", **TIDY), rule="rls_off") == [("rls_off:public.note", "info", "")]
    assert found(table("note", rls=True, **SERVED), rule="rls_off") == []
    assert found(table("note", **TIDY), rule="rls_off") == []


def test_partitions_that_are_served_are_one_finding_with_their_number() -> None:
    whole = table("visit", kind="partitioned table", rls=True, policies=(Policy("p"),), **SERVED)
    parts = [table(f"visit_{n}", key=(), partition_of=("public", "visit"), **SERVED) for n in range(3)]
    (finding,) = findings(database(whole, *parts))
    assert finding.key == "rls_off:public.visit"
    assert finding.reason.startswith("Row-level security is off in 3 of its partitions, for which its own policies")
    assert findings(database(whole, *(replace(part, rls=True) for part in parts))) == ()


def test_row_security_without_a_policy_lets_nobody_in() -> None:
    assert found(table("note", rls=True, **TIDY), rule="rls_without_policy") == [
        ("rls_without_policy:crm.note", "info", "")
    ]
    assert found(table("note", rls=True, policies=(Policy("p"),), **TIDY), rule="rls_without_policy") == []


@pytest.mark.parametrize(
    ("given", "is_found"),
    [
        (column("contact_id"), False),
        (column("contact_id", "bigint"), True),
        (column("contact_id", "crm.contact_id", type_name=("crm", "contact_id")), False),
    ],
)
def test_a_relation_between_two_types_is_found(given: object, is_found: bool) -> None:
    note = table("note", given, refers=[refer("contact_id", "contact")], **TIDY)  # type: ignore[arg-type]
    assert (
        found(note, rule="type_mismatch") == [("type_mismatch:crm.note:contact_id", "warning", "contact_id")] * is_found
    )


@pytest.mark.parametrize("kind", ["character varying(3)", "text"])
def test_the_length_of_a_type_is_no_mismatch(kind: str) -> None:
    city = table("city", column("code", kind, nullable=False), key=("code",), **TIDY)
    note = table("note", column("city", "character varying(9)"), refers=[refer("city", "city", "code")], **TIDY)
    assert found(city, note, rule="type_mismatch") == []


def test_a_domain_made_from_a_domain_is_what_that_is_made_from() -> None:
    domains = (Domain("crm", "contact_id", "integer"), Domain("crm", "buyer_id", "crm.contact_id"))
    given = column("contact_id", "crm.buyer_id", type_name=("crm", "buyer_id"))
    note = table("note", given, refers=[refer("contact_id", "contact")], **TIDY)
    rules = [item.rule for item in findings(database(table("contact", **TIDY), note, domains=domains))]
    assert rules == ["foreign_key_without_index"]


def test_an_index_on_the_rows_that_refer_covers_a_key_whatever_its_column_is_called() -> None:
    indexes = (Index("i", ("contact (old)",), predicate='("contact (old)" IS NOT NULL)'),)
    note = table("note", "contact (old)", refers=[refer("contact_(old)", "contact")], indexes=indexes, **TIDY)
    keys = (replace(note.foreign_keys[0], columns=("contact (old)",)),)
    assert found(replace(note, foreign_keys=keys), rule="foreign_key_without_index") == []


def test_a_key_that_is_not_enforced_is_no_burden_on_deletions() -> None:
    note = table("note", "contact_id", refers=[refer("contact_id", "contact")], **TIDY)
    note = replace(note, foreign_keys=(replace(note.foreign_keys[0], enforced=False, validated=False),))
    (finding,) = findings(database(table("contact", **TIDY), note))
    assert finding.reason.startswith("Every join from crm.contact reads this whole table")


@pytest.mark.parametrize(
    ("condition", "is_found"),
    [
        ("((owner = id) OR true)", True),
        ("(((auth.uid() IS NULL) OR (owner = id)) AND true)", True),
        ("((name = ')'::text) OR true)", True),
        ("((deleted IS NULL) AND ((owner = id) OR true))", False),
        ("(NOT ((owner = id) OR true))", False),
        ("(name = ' OR true'::text)", False),
        ("((name = ' OR '::text) AND (owner = id))", False),
    ],
)
def test_a_condition_lets_everybody_in_only_where_all_of_it_does(condition: str, is_found: bool) -> None:
    policies = (Policy("p", "SELECT", using=condition),)
    rules = [item.rule for item in findings(database(table("note", rls=True, policies=policies, **SERVED)))]
    assert ("open_to_everybody" in rules) == is_found


@pytest.mark.parametrize(("value", "is_found"), [("t", False), ("YES", False), ("off", True)])
def test_a_view_asks_with_the_readers_rights_however_that_was_written(value: str, is_found: bool) -> None:
    note = table("note", rls=True, policies=(Policy("p"),), **TIDY)
    view = table("seen", kind="view", key=(), reads=(Read("crm", "note"),), options=(f"security_invoker={value}",))
    rules = [item.rule for item in findings(database(note, replace(view, comment="Seen.")))]
    assert rules == ["view_bypasses_rls"] * is_found


def test_a_missing_comment_and_a_missing_analyze_are_told() -> None:
    assert found(table("note", row_estimate=1), rule="missing_comment") == [("missing_comment:crm.note", "info", "")]
    assert found(table("note", comment="A note."), rule="never_analysed") == [("never_analysed:crm.note", "info", "")]
    empty = table("note", comment="A note.", row_estimate=0)
    assert found(empty, rule="never_analysed") == []


def test_partitions_and_extensions_are_left_alone() -> None:
    part = replace(table("part", key=()), partition_of=("crm", "contact"))
    assert findings(database(table("contact", **TIDY), part, table("geo", key=(), extension="postgis"))) == ()


def test_ignored_findings_stay_away() -> None:
    schema = database(table("Odd.name", key=()), table("note", key=(), row_estimate=1))
    text = 'missing_comment:* # nobody reads them\n\n# all of it\nno_primary_key:crm."Odd.name"\nnever_analysed:crm.no*'
    left = [item.key for item in findings(schema, ignored_in(text))]
    assert left == ["no_primary_key:crm.note", 'never_analysed:crm."Odd.name"']


def test_the_gravest_comes_first_with_a_reason_and_a_remedy() -> None:
    schema = database(table("log", key=(), schema="public", api_roles=("anon",)))
    assert [item.level for item in findings(schema)] == ["error", "warning", "info", "info"]
    assert all(item.reason and item.remedy for item in findings(schema))


@pytest.fixture(scope="module")
def api_roles(server: Server) -> None:
    """The roles that an API serves; they are of a whole server."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        for role in ("anon", "authenticated"):
            if not connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                connection.execute(f"create role {role}")  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def health(create_database: Callable[..., str], api_roles: None) -> Schema:
    """The schema of `health.sql`, read where an API has its roles."""
    return read(load(create_database(), FAULTS / "health.sql"))


def test_what_everybody_may_read_is_red_only_where_an_api_has_a_role(empty_database: str, api_roles: None) -> None:
    def levels() -> list[tuple[str, str]]:
        return told(read(empty_database), "rls_off")

    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute(
            "create table note (id int, body text); grant select on note to public;"
            "create table page (id int, body text); grant select (body) on page to public; create table diary (id int);"
        )
        assert levels() == [("public.diary", "info"), ("public.note", "error"), ("public.page", "error")]
        connection.execute("alter role anon rename to nobody_1; alter role authenticated rename to nobody_2")
        try:
            assert levels() == [("public.diary", "info"), ("public.note", "info"), ("public.page", "info")]
        finally:
            connection.execute("alter role nobody_1 rename to anon; alter role nobody_2 rename to authenticated")


def told(schema: Schema, rule: str) -> list[tuple[str, str]]:
    return sorted((item.key.removeprefix(f"{rule}:"), item.level) for item in findings(schema) if item.rule == rule)


def test_an_index_on_the_rows_that_refer_covers_the_key(health: Schema) -> None:
    assert told(health, "foreign_key_without_index") == [("public.deal:deal_lost_to_fkey", "warning")]


def test_row_security_off_is_an_error_only_where_an_api_reaches(health: Schema) -> None:
    assert told(health, "rls_off") == [
        ("private.notes_for_all", "error"),
        ("public.archive", "error"),
        ("public.internal", "info"),
        ("public.listed", "error"),
        ("public.visit", "error"),
    ]
    reasons = {item.table[1]: item.reason for item in findings(health) if item.rule == "rls_off"}
    assert "in 12 of its partitions" in reasons["visit"]
    assert "here and in 2 partitions, and authenticated can reach it" in reasons["archive"]
    assert "everybody (PUBLIC) can reach it" in reasons["notes_for_all"]


def test_policies_that_call_a_function_for_each_row_are_found(health: Schema) -> None:
    assert told(health, "policy_calls_each_row") == [
        ("public.deal:in_a_subquery", "warning"),
        ("public.deal:slow", "warning"),
    ]


def test_policies_that_let_everybody_in_are_found(health: Schema) -> None:
    assert told(health, "open_to_everybody") == [
        ("public.deal:anybody_adds", "error"),
        ("public.deal:no_session", "warning"),
        ("public.deal:readable", "warning"),
    ]


def test_policies_that_do_nothing_and_views_that_go_around_them_are_found(health: Schema) -> None:
    assert told(health, "policies_without_rls") == [("public.listed", "warning")]
    assert told(health, "view_bypasses_rls") == [
        ("public.deals_by_way", "warning"),
        ("public.deals_kept", "error"),
        ("public.open_deals", "error"),
    ]


def test_a_database_without_a_role_of_an_api_has_no_error() -> None:
    bare = replace(table("log", key=(), schema="public", policies=(Policy("p"),)), primary_key=None)
    assert {item.level for item in findings(database(bare))} == {"warning", "info"}


def test_every_rule_is_in_one_group(health: Schema) -> None:
    grouped = [rule for rules in GROUPS.values() for rule in rules]
    assert len(grouped) == len(set(grouped))
    assert {item.rule for item in findings(health)} <= set(grouped)
