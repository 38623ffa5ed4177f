"""Concerns: every table in exactly one, by a rule that it can name; what no rule catches is inferred and says so."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from hypothesis import given

from lib.schema.catalog.introspect import read
from lib.schema.concerns.rules import FILE, ConcernRules, InvalidRules, assign, concern_rules, read_rules
from lib.schema.concerns.visible import visible
from lib.schema.model import Counts, ForeignKey, Namespace, Schema, Table
from tests.support.laws import examples
from tests.support.schemas.servers_and_scripts import SCHEMAS, load
from tests.support.schemas.strategies import schemas

RULES = concern_rules(
    {
        "hidden": ["auth", "timescaledb_*"],
        "rules": [
            {"concern": "CRM", "schemas": ["crm"], "prefixes": ["crm_"]},
            {"concern": "Finance", "patterns": ["^invoice"], "tables": ['public."Odd.Name"', "public.crm_debt"]},
            {"concern": "System", "prefixes": ["system_", "crm_system_"]},
        ],
    }
)


def places(*tables: Table, rules: ConcernRules = RULES) -> list[tuple[str, str, bool]]:
    schema = assign(Schema("shop", 180006, "", tables=tables), rules)
    return [(table.concern, table.concern_rule, table.concern_inferred) for table in schema.tables]


def linked(name: str, *others: str) -> Table:
    keys = tuple(ForeignKey(f"{name}_{other}", ("x",), "public", other, ("x",)) for other in others)
    return Table("public", name, foreign_keys=keys)


@pytest.mark.parametrize(
    ("table", "concern", "rule"),
    [
        (Table("crm", "anything"), "CRM", "schema crm"),
        (Table("public", "crm_contact"), "CRM", "prefix crm_"),
        (Table("public", "crm_system_log"), "CRM", "prefix crm_"),
        (Table("public", "crm_debt"), "Finance", "listed by name"),
        (Table("public", "Odd.Name"), "Finance", "listed by name"),
        (Table("public", "invoice_line"), "Finance", "pattern ^invoice"),
        (Table("public", "crm_x", comment="One visit. [concern: finance]"), "Finance", "tag in its comment"),
        (Table("public", "x", comment="[concern: Restaurant]"), "Restaurant", "tag in its comment"),
        (Table("public", "spatial_ref_sys", extension="postgis"), "System", "extension postgis"),
        (Table("timescaledb_information", "x"), "System", "hidden schema timescaledb_information"),
    ],
)
def test_a_table_names_the_rule_that_placed_it(table: Table, concern: str, rule: str) -> None:
    assert places(table) == [(concern, rule, False)]


def test_a_schema_of_its_own_is_a_concern_by_inference() -> None:
    assert places(Table("sales", "order")) == [("sales", "its schema sales", True)]


def test_a_partition_belongs_where_its_table_does() -> None:
    parent = Table("public", "crm_visit", kind="partitioned table")
    part = Table("archive", "visit_2026", partition_of=("public", "crm_visit"))
    assert places(parent, part)[1] == ("CRM", "partition of public.crm_visit", False)


def test_tables_that_share_a_beginning_form_a_group_and_a_small_one_joins_by_its_keys() -> None:
    tables = [
        *(linked(name) for name in ("projects", "project_pages", "project_versions", "project_contents")),
        linked("field_guide", "projects"),
        linked("lonely"),
    ]
    found = dict(zip([table.name for table in tables], places(*tables), strict=True))
    assert found["project_pages"] == ("project", "shares the beginning project", True)
    assert found["field_guide"] == ("project", "foreign keys tie field_guide to project", True)
    assert found["lonely"] == ("Other", "no rule, prefix or foreign key ties it to a larger group", True)


def test_numbered_siblings_give_their_group_the_name_that_they_share() -> None:
    siblings = [linked(f"reading_{number}", "reading_0") for number in range(3)]
    tables = [*siblings, linked("gauge", "reading_1"), linked("oauth2", "reading_2")]
    assert {concern for concern, _, _ in places(*tables)} == {"reading"}


def test_the_order_of_the_tables_does_not_matter() -> None:
    tables = [linked("a", "b"), linked("b", "c"), linked("c", "d"), linked("d"), linked("e", "a"), linked("f", "a")]
    assert sorted(places(*tables)) == sorted(places(*reversed(tables)))


@given(schemas)
@examples(40)
def test_every_table_has_exactly_one_concern_and_a_reason(schema: Schema) -> None:
    assigned = assign(schema, RULES)
    assert [table.key for table in assigned.tables] == [table.key for table in schema.tables]
    assert all(table.concern and table.concern_rule for table in assigned.tables)
    counts = assigned.counts
    assert counts is not None
    assert counts.seen == len(schema.tables)
    assert counts.seen == counts.shown + counts.partitions + counts.extension_owned + counts.hidden


def test_hidden_schemas_are_left_out_counted_and_kept_as_targets_of_foreign_keys() -> None:
    profile = Table("public", "profile", foreign_keys=(ForeignKey("f", ("id",), "auth", "users", ("id",)),))
    part = Table("public", "profile_1", partition_of=("public", "profile"))
    namespaces = (Namespace("auth"), Namespace("public"))
    tables = (Table("auth", "users"), profile, part)
    whole = assign(Schema("shop", 180006, "", tables=tables, namespaces=namespaces), RULES)
    shown = visible(whole)
    assert [table.key for table in shown.tables] == [("public", "profile")]
    assert shown.foreign == (("auth", "users"),)
    assert shown.counts == Counts(seen=3, shown=1, partitions=1, hidden=1)
    assert shown.scope == ("whole database without the hidden schema auth (1 table), 1 partition")
    assert [table.key for table in visible(whole, hidden=True).tables] == [("auth", "users"), ("public", "profile")]
    assert visible(whole, hidden=True, folded=True) is whole


def test_what_refers_to_a_part_of_a_part_refers_to_the_whole() -> None:
    year = Table("public", "visit_2026", partition_of=("public", "visit"))
    month = Table("public", "visit_2026_01", partition_of=("public", "visit_2026"))
    keys = tuple(ForeignKey(other, ("id",), "public", other, ("id",)) for other in ("visit_2026_01", "guest"))
    tables = (Table("public", "guest"), Table("public", "note", foreign_keys=keys), Table("public", "visit"))
    shown = visible(assign(Schema("shop", 180006, "", tables=(*tables, year, month)), RULES))
    assert [table.name for table in shown.tables] == ["guest", "note", "visit"]
    assert [key.other_table for key in shown.table_named["public", "note"].foreign_keys] == ["visit", "guest"]
    assert shown.foreign == ()


def test_the_file_that_ships_is_valid() -> None:
    rules = read_rules(FILE)
    assert {rule.concern for rule in rules.rules} >= {"CRM", "Finance", "SWL", "Real estate", "Open People", "System"}
    assert "auth" in rules.hidden


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("rules = 7", "concerns.toml, rules: Expected `array`, got `int`."),
        ("[[rules]]\nconcern = 'X'\nprefix = ['x']", "concerns.toml, rules.0: Object contains unknown field `prefix`."),
        (
            "[[rules]]\nconcern = 'X'\npatterns = ['(']",
            "concerns.toml, rules.0.patterns.0: '(' is no pattern: missing )",
        ),
        ("[[rules]]\nconcern = 'X'\ncolour = 7", "concerns.toml, rules.0.colour: Expected `str`, got `int`."),
        ("[[rules]]\nconcern = ''", "concerns.toml, rules.0.concern: Expected `str` of length >= 1."),
        ("[[rules", "concerns.toml is not TOML"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong_in_it(tmp_path: Path, text: str, title: str) -> None:
    path = tmp_path / "concerns.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidRules) as caught:
        read_rules(path)
    assert caught.value.title.startswith(title)


@pytest.mark.schemas
@pytest.mark.parametrize(
    ("name", "together", "apart"),
    [
        (
            "panoptes",
            [("projects", "project_pages", "field_guides"), ("workflows", "tutorials"), ("users", "memberships")],
            [("projects", "users"), ("subjects", "classifications")],
        ),
        (
            "dhis2",
            [("program", "programstage"), ("chart", "chart_filters"), ("users", "userinfo"), ("map", "mapview")],
            [("program", "chart"), ("dataelement", "map"), ("users", "dashboard")],
        ),
    ],
)
def test_a_flat_schema_falls_into_groups_that_a_reader_would_make(
    name: str,
    together: list[tuple[str, ...]],
    apart: list[tuple[str, str]],
    create_database: Callable[..., str],
) -> None:
    file = SCHEMAS / f"{name}.sql"
    if not file.exists():
        pytest.skip(f"{file} is not beside the checkout")
    schema = assign(read(load(create_database(), file)), read_rules())
    concern = {table.name: table.concern for table in schema.tables}
    assert [{concern[table] for table in group} for group in together] == [{concern[group[0]]} for group in together]
    assert all(concern[one] != concern[other] for one, other in apart)
    sizes = Counter(concern.values())
    assert 6 <= len(sizes) <= 26
    assert max(sizes.values()) <= len(schema.tables) / 4


@pytest.mark.schemas
def test_supabase_hides_its_own_schemas(create_database: Callable[..., str]) -> None:
    file = SCHEMAS / "supabase.sql"
    if not file.exists():
        pytest.skip(f"{file} is not beside the checkout")
    url = load(create_database(), file)
    with psycopg.connect(url) as connection:
        connection.execute("create table public.profile (id uuid primary key references auth.users)")
    whole = assign(read(url), read_rules())
    shown = visible(whole)
    assert {"auth", "storage", "realtime", "vault", "cron", "extensions"} <= set(whole.hidden)
    assert [table.key for table in shown.tables] == [("public", "profile")]
    assert shown.foreign == (("auth", "users"),)
    assert visible(whole, hidden=True, folded=True) is whole
