"""The most useful description that fits a budget of tokens."""

import random
from collections.abc import Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lib.schema.catalog.introspect import read
from lib.schema.export.pack import BudgetTooSmall, pack
from lib.schema.model import Schema
from lib.tokens import tokens
from tests.support.laws import examples
from tests.support.schemas.made_schema import column, database, large, refer, table
from tests.support.schemas.servers_and_scripts import FAULTS, load

SHOP = database(
    table("company", column("name", "text")),
    table(
        "contact", "company_id", column("note", "text", comment="Long. " * 40), refers=[refer("company_id", "company")]
    ),
    table("deal", "contact_id", column("title", "text"), refers=[refer("contact_id", "contact")]),
    table("booking", schema="swl"),
)
CONTACT = (("crm", "contact"),)
LARGE = large(150, relations=350)
SCHEMAS = tuple(f"{item.schema}." for item in LARGE.tables)


def test_with_room_the_tables_asked_for_stand_in_full_and_the_rest_by_name() -> None:
    packed = pack(SHOP, CONTACT, max_tokens=2000)
    assert packed.text.splitlines()[3:] == [
        f"crm.contact: id* integer, company_id? integer -> crm.company.id, note? text ({'Long. ' * 40})",
        "crm.company: id* integer, and 1 more columns",
        "crm.deal: id* integer, contact_id? integer -> crm.contact.id, and 1 more columns",
        "also in swl: booking",
        "# left out: 0 neighbours; not named: 0 tables; ask with other tables or more tokens",
    ]
    assert packed.levels == {("crm", "contact"): "full", ("crm", "company"): "keys", ("crm", "deal"): "keys"}


def test_what_joins_more_of_the_tables_comes_first_and_a_table_that_joins_everything_last() -> None:
    satellites = [table(f"z{number:02}", "hub_id", refers=[refer("hub_id", "hub")]) for number in range(40)]
    shop = database(
        table("hub"),
        table("sale", "hub_id", "guest_id", refers=[refer("hub_id", "hub"), refer("guest_id", "guest")]),
        table("visit", "hub_id", "guest_id", refers=[refer("hub_id", "hub"), refer("guest_id", "guest")]),
        table("bill", "sale_id", refers=[refer("sale_id", "sale")]),
        table("guest"),
        *satellites,
    )
    packed = pack(shop, (("crm", "sale"), ("crm", "visit")), max_tokens=2000)
    described = [line.split(":")[0] for line in packed.text.splitlines() if line.startswith("crm.")]
    assert described == ["crm.sale", "crm.visit", "crm.guest", "crm.hub", "crm.bill"]
    packed = pack(shop, (("crm", "sale"),), max_tokens=2000)
    described = [line.split(":")[0] for line in packed.text.splitlines() if line.startswith("crm.")]
    assert described == ["crm.sale", "crm.bill", "crm.guest", "crm.hub"]


def test_comments_go_before_columns_and_columns_before_keys() -> None:
    texts = [column(f"text_{number}", "text", comment="Some words.") for number in range(9)]
    schema = database(table("wide", *texts, "contact_id", refers=[refer("contact_id", "contact")]), table("contact"))
    levels = [
        pack(schema, (("crm", "wide"),), max_tokens=budget).levels["crm", "wide"] for budget in range(400, 149, -1)
    ]
    assert list(dict.fromkeys(levels)) == ["full", "columns", "keys", "name"]


@pytest.mark.parametrize("budget", [500, 2000, 8000])
def test_of_a_table_that_is_too_wide_as_many_columns_are_told_as_fit(budget: int) -> None:
    names = [f"column_number_{number}" for number in range(1599)]
    wide = table("wide", *names, "company_id", refers=[refer("company_id", "company")])
    packed = pack(database(wide, table("company")), (wide.key,), max_tokens=budget)
    assert budget - 60 < packed.tokens <= budget
    (described,) = (text for text in packed.text.splitlines() if text.startswith("crm.wide:"))
    assert described.startswith("crm.wide: id* integer, column_number_0? integer, column_number_1? integer, ")
    told = described.count("column_number_")
    assert f"company_id? integer -> crm.company.id, and {1599 - told} more columns" in described


def test_a_budget_that_holds_nothing_says_how_much_it_needs() -> None:
    with pytest.raises(BudgetTooSmall) as raised:
        pack(SHOP, CONTACT, max_tokens=50)
    needed = int(raised.value.next_step.split()[4])
    assert pack(SHOP, CONTACT, max_tokens=needed).tokens <= needed


def test_the_same_question_gives_the_same_text() -> None:
    names = (LARGE.tables[3].key, LARGE.tables[7].key)
    shuffled = random.Random(1).sample(LARGE.tables, len(LARGE.tables))
    other = database(*shuffled)
    assert pack(LARGE, names, max_tokens=3000).text == pack(other, names, max_tokens=3000).text


def test_what_does_not_fit_is_counted() -> None:
    packed = pack(LARGE, (LARGE.tables[0].key,), max_tokens=2000)
    heads = [text.partition(":") for text in packed.text.splitlines()]
    named = sum(head.startswith(SCHEMAS) or rest.count(",") + 1 for head, _, rest in heads if "#" not in head)
    assert packed.unnamed == len(LARGE.tables) - named
    assert packed.unnamed > 0


@example(185, [("finance", "address_note_0_1")])  # it fits with what joins it to itself, not with all of its keys
@examples(60)
@given(st.integers(1, 6000), st.lists(st.sampled_from([item.key for item in LARGE.tables]), min_size=1, max_size=6))
def test_the_budget_is_never_exceeded_and_no_joining_column_is_lost(budget: int, names: list[tuple[str, str]]) -> None:
    try:
        packed = pack(LARGE, tuple(names), max_tokens=budget)
    except BudgetTooSmall:
        assume(False)
    assert tokens(packed.text) == packed.tokens <= budget
    assert set(names) <= set(packed.levels)
    for name, level in ((name, level) for name, level in packed.levels.items() if level != "name"):
        described = next(text for text in packed.text.splitlines() if text.startswith(f"{name[0]}.{name[1]}:"))
        keys = LARGE.table_named[name].foreign_keys
        for key in (key for key in keys if level != "joins" or key.other in names):
            assert f"{key.columns[0]}? integer -> {key.other_schema}.{key.other_table}.id" in described


words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=30)


@examples(60)
@given(st.lists(words, min_size=1, max_size=5, unique=True), st.integers(1, 900))
def test_odd_names_stay_within_the_budget_too(names: list[str], budget: int) -> None:
    schema: Schema = database(*(table(name, column(f"c {name}", "text", comment=name), schema=name) for name in names))
    try:
        packed = pack(schema, ((names[0], names[0]),), max_tokens=budget)
    except BudgetTooSmall:
        return
    assert packed.tokens <= budget


@examples(200)
@given(st.text(), st.text())
def test_tokens_add_up_line_by_line(one: str, other: str) -> None:
    assert tokens(f"{one}\n{other}") == tokens(one) + 1 + tokens(other)


@pytest.fixture(scope="module")
def school(create_database: Callable[..., str]) -> Schema:
    return read(load(create_database(), FAULTS / "pack.sql"))


REVIEWER, PERSON = ("school", "reviewer"), ("school", "person")
JOIN = "(reviewer_person_id, reviewer_source_system) -> school.person(person_id, source_system)"


def described_in(text: str) -> dict[str, str]:
    parts = (line.partition(": ") for line in text.splitlines() if line.startswith("school."))
    return {head.split(" ")[0]: rest for head, _, rest in parts}


def test_what_joins_the_tables_asked_for_is_never_lost(school: Schema) -> None:
    with pytest.raises(BudgetTooSmall) as raised:
        pack(school, (REVIEWER, PERSON), max_tokens=50)
    for budget in range(raised.value.needed, 700):
        packed = pack(school, (REVIEWER, PERSON), max_tokens=budget)
        told = described_in(packed.text)
        assert JOIN in told["school.reviewer"], budget
        assert told["school.person"].startswith("person_id* text, source_system* integer"), budget
    least = pack(school, (REVIEWER, PERSON), max_tokens=raised.value.needed)
    assert least.levels[REVIEWER] == "joins"


def test_no_neighbour_is_described_before_the_tables_asked_for_are_whole(school: Schema) -> None:
    seen = set()
    for budget in range(250, 900):
        packed = pack(school, (PERSON, REVIEWER), max_tokens=budget)
        is_whole = {packed.levels[name] for name in (PERSON, REVIEWER)} == {"full"}
        others = {packed.levels.get(("school", name), "name") for name in ("evaluation", "score")}
        assert is_whole or others == {"name"}, budget
        seen |= {(is_whole, level) for level in others}
    assert seen == {(False, "name"), (True, "name"), (True, "keys")}


def test_a_view_brings_what_it_reads_with_the_columns_that_it_names(school: Schema) -> None:
    told = described_in(pack(school, (("school", "points_of_people"),), max_tokens=900).text)
    assert told["school.person"] == "person_id* text, source_system* integer, last_name? text, and 2 more columns"
    assert told["school.score"] == (
        "reviewer_person_id? text, reviewer_source_system? integer, points? numeric, and 1 more columns, " + JOIN
    )


def test_a_view_of_a_view_brings_what_both_read(school: Schema) -> None:
    packed = pack(school, (("school", "best_people"),), max_tokens=900)
    read = ("school", "points_of_people"), ("school", "person"), ("school", "score")
    assert [packed.levels.get(name) for name in read] == ["keys"] * 3
    assert list(described_in(packed.text))[:4] == ["school.best_people", *(f"{one}.{other}" for one, other in read)]
