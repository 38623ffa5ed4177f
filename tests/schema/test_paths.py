"""Join paths between two tables."""

import random
from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from lib.schema.catalog.introspect import read
from lib.schema.model import Index, Key, Schema, TableName
from lib.schema.relations import paths
from tests.support.schemas.made_schema import column, database, ddl, large, refer, table
from tests.support.schemas.servers_and_scripts import FAULTS, load

SHOP = database(
    table("contact", "company_id", refers=[refer("company_id", "company")]),
    table("company"),
    table(
        "order",
        column("contact_id", nullable=False),
        "created_by",
        refers=[refer("contact_id", "contact"), refer("created_by", "staff")],
        indexes=(Index("order_contact", ("contact_id",)),),
    ),
    table("staff", "contact_id", refers=[refer("contact_id", "contact")], unique=(Key("u", ("contact_id",)),)),
    table(
        "line",
        column("order_id", nullable=False),
        column("number", nullable=False),
        key=("order_id", "number"),
        refers=[refer("order_id", "order")],
    ),
    table(
        "Line.Note",
        column("order_id", nullable=False),
        column("line no", nullable=False),
        refers=[refer("order_id line\u00a0no", "line", "order_id number")],
    ),
    table("island"),
)


def crm(name: str) -> TableName:
    return "crm", name


SHOP = replace(
    SHOP,
    tables=tuple(
        replace(item, foreign_keys=(replace(item.foreign_keys[0], columns=("order_id", "line no")),))
        if item.name == "Line.Note"
        else item
        for item in SHOP.tables
    ),
)


def test_the_best_path_comes_with_its_sql() -> None:
    best = paths.find(SHOP, crm("line"), crm("company"))[0]
    assert best.sql.splitlines() == [
        "select *",
        "from crm.line",
        'join crm."order"',
        '  on "order".id = line.order_id',
        "join crm.contact",
        '  on contact.id = "order".contact_id',
        "left join crm.company  -- may be missing",
        "  on company.id = contact.company_id;",
    ]
    assert best.tables == (crm("line"), crm("order"), crm("contact"), crm("company"))
    assert [step.cardinality for step in best.steps] == ["many to one"] * 3
    assert not best.multiplies


def test_a_step_says_where_rows_multiply_what_is_optional_and_which_index_is_missing() -> None:
    best = paths.find(SHOP, crm("contact"), crm("line"))[0]
    told = [(step.end[1], step.cardinality, step.multiplies, step.optional, step.lacks_index) for step in best.steps]
    assert told == [("order", "one to many", True, True, False), ("line", "one to many", True, True, False)]
    assert paths.find(SHOP, crm("company"), crm("contact"))[0].steps[0].lacks_index


def test_a_unique_foreign_key_is_one_to_one_both_ways() -> None:
    there, back = paths.find(SHOP, crm("staff"), crm("contact"))[0], paths.find(SHOP, crm("contact"), crm("staff"))[0]
    assert (there.steps[0].cardinality, back.steps[0].cardinality) == ("one to one", "one to one")
    assert (there.multiplies, back.multiplies) == (False, False)


def test_parallel_relations_are_paths_of_their_own() -> None:
    schema = database(
        table("person"),
        table("deal", "owner_id", "created_by", refers=[refer("owner_id", "person"), refer("created_by", "person")]),
    )
    found = paths.find(schema, crm("deal"), crm("person"))
    assert [path.steps[0].foreign_key.name for path in found] == ["created_by_fkey", "owner_id_fkey"]


def test_a_composite_key_joins_on_every_column_in_its_own_order() -> None:
    (best, *_) = paths.find(SHOP, crm("Line.Note"), crm("line"))
    assert 'on line.order_id = "Line.Note".order_id and line.number = "Line.Note"."line no"' in best.sql


def test_no_path_is_an_empty_answer() -> None:
    assert paths.find(SHOP, crm("contact"), crm("island")) == ()


def test_a_table_joins_itself_only_over_its_own_relation() -> None:
    schema = database(table("task", "parent_id", refers=[refer("parent_id", "task")]))
    up, down = paths.find(schema, crm("task"), crm("task"))
    assert "left join crm.task as task_2  -- may be missing\n  on task_2.id = task.parent_id;" in up.sql
    assert (up.multiplies, down.multiplies) == (False, True)
    assert paths.find(SHOP, crm("contact"), crm("contact")) == ()


def test_a_hub_is_avoided_where_another_way_exists_and_told_where_it_is_shorter() -> None:
    users = [table(f"t{n}", "by", refers=[refer("by", "hub")]) for n in range(25)]
    bridge = table("bridge", "a", "b", refers=[refer("a", "t0"), refer("b", "middle")])
    middle = table("middle", "c", refers=[refer("c", "t1")])
    schema = database(table("hub"), *users, bridge, middle)
    around, through = paths.find(schema, crm("t0"), crm("t1"))
    assert around.tables == (crm("t0"), crm("bridge"), crm("middle"), crm("t1"))
    assert (around.hubs, through.hubs) == ((), (crm("hub"),))
    (only,) = paths.find(schema, crm("t2"), crm("t3"))
    assert only.tables == (crm("t2"), crm("hub"), crm("t3"))


def test_a_junction_comes_before_a_chance_meeting() -> None:
    schema = database(
        table("guest", "city_id", refers=[refer("city_id", "city")]),
        table("event", "city_id", refers=[refer("city_id", "city")]),
        table("city"),
        table("ticket", "guest_id", "event_id", refers=[refer("guest_id", "guest"), refer("event_id", "event")]),
    )
    assert [path.tables[1][1] for path in paths.find(schema, crm("guest"), crm("event"))] == ["ticket", "city"]


def test_partitions_are_passed_over() -> None:
    whole = table("visit", "guest_id", refers=[refer("guest_id", "guest")])
    part = replace(table("visit_2026", "guest_id", refers=[refer("guest_id", "guest")]), partition_of=crm("visit"))
    bill = table("bill", "visit_id", refers=[refer("visit_id", "visit")])
    schema = database(table("guest"), whole, part, bill)
    assert {path.tables for path in paths.find(schema, crm("guest"), crm("bill"))} == {
        (crm("guest"), crm("visit"), crm("bill"))
    }
    assert paths.find(schema, crm("visit_2026"), crm("guest"))


def test_a_key_that_refers_to_a_partition_leads_to_the_whole_table_too() -> None:
    whole = table("visit", "guest_id", refers=[refer("guest_id", "guest")])
    part = replace(table("visit_2026"), partition_of=crm("visit"))
    bill = table("bill", "visit_id", refers=[refer("visit_id", "visit_2026")])
    schema = database(table("guest"), whole, part, bill)
    assert [path.tables for path in paths.find(schema, crm("bill"), crm("guest"))] == [
        (crm("bill"), crm("visit"), crm("guest"))
    ]
    assert [path.tables for path in paths.find(schema, crm("bill"), crm("visit_2026"))] == [
        (crm("bill"), crm("visit_2026"))
    ]


def test_long_names_get_aliases_of_their_own() -> None:
    long = "x" * 63
    schema = database(table(long, "parent_id", refers=[refer("parent_id", long)]))
    assert f"{'x' * 60}_2" in paths.find(schema, crm(long), crm(long))[0].sql


@pytest.mark.parametrize("schema", [SHOP, large(60, columns=5, relations=150, seed=4)], ids=["shop", "generated"])
def test_postgres_accepts_every_join(schema: Schema, empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute(ddl(schema))  # type: ignore[call-overload]
        names = sorted(schema.table_named)
        pairs = [(a, b) for a in names for b in names]
        explained = 0
        for start, end in random.Random(3).sample(pairs, min(len(pairs), 150)):
            for path in paths.find(schema, start, end):
                connection.execute(f"explain {path.sql}")  # type: ignore[call-overload]
                explained += 1
        assert explained > 20


@pytest.fixture(scope="module")
def club(create_database: Callable[..., str]) -> Schema:
    return read(load(create_database(), FAULTS / "paths.sql"))


def told(schema: Schema, start: str, end: str) -> list[str]:
    """The foreign keys of each path and how often rows multiply on it."""
    found = paths.find(schema, ("club", start), ("club", end))
    return [
        f"{' '.join(step.foreign_key.name for step in path.steps)} x{sum(step.multiplies for step in path.steps)}"
        for path in found
    ]


def test_a_junction_joins_a_table_to_itself(club: Schema) -> None:
    assert told(club, "person", "person") == [
        "friendship_asked_by_fkey friendship_asked_fkey x1",
        "friendship_asked_fkey friendship_asked_by_fkey x1",
    ]
    assert paths.find(club, ("club", "person"), ("club", "person"))[0].sql.splitlines() == [
        "select *",
        "from club.person",
        "left join club.friendship  -- rows multiply, may be missing",
        "  on friendship.asked_by = person.id",
        "left join club.person as person_2",
        "  on person_2.id = friendship.asked;",
    ]


def test_of_keys_that_two_tables_hold_to_each_other_the_shared_one_comes_first(club: Schema) -> None:
    assert told(club, "account", "login") == ["login_id_fkey x0", "account_login x0", "login_backup_of_fkey x1"]
    assert told(club, "login", "account") == ["login_id_fkey x0", "login_backup_of_fkey x0", "account_login x1"]
    assert told(club, "team", "player") == ["team_captain x0", "player_team_id_fkey x1"]


def test_a_way_that_multiplies_twice_comes_after_a_longer_one_that_multiplies_once(club: Schema) -> None:
    assert told(club, "season", "goal") == [
        "cup_season_id_fkey match_cup_id_fkey goal_match_id_fkey x1",
        "round_season_id_fkey goal_round_id_fkey x2",
    ]


def test_only_a_step_that_reads_without_an_index_lacks_one(club: Schema) -> None:
    lacking = {
        (step.start[1], step.end[1], step.foreign_key.name)
        for start, end in (("team", "player"), ("player", "team"), ("account", "login"), ("login", "account"))
        for path in paths.find(club, ("club", start), ("club", end))
        for step in path.steps
        if step.lacks_index
    }
    assert lacking == {("account", "login", "login_backup_of_fkey"), ("login", "account", "account_login")}
