"""Answers keep to their budget and say how to get the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.agent_answer import LEAST_TOKENS, size
from lib.schema import agent
from lib.schema.export.pack import BudgetTooSmall
from lib.schema.model import Schema
from tests.support.laws import examples
from tests.support.schemas.made_schema import column, database, large, refer, table

KEYS = [refer(f"part_{number}_id", f"part_{number}") for number in range(120)]
TIED = database(
    table("tied", *(f"part_{number}_id" for number in range(120)), refers=KEYS),
    *(table(f"part_{number}") for number in range(120)),
)
WIDE = database(table("wide", *(column(f"amount_{n}", "numeric", comment="A sum.") for n in range(400))))
LARGE = large(150, relations=350)


@pytest.mark.parametrize(("schema", "name"), [(TIED, "tied"), (WIDE, "wide")])
def test_all_columns_of_a_big_table_come_page_by_page(schema: Schema, name: str) -> None:
    columns: list[str] = []
    offset = 0
    while True:
        answer = agent.table(schema, ("crm", name), offset=offset, max_tokens=2000)
        assert size(answer) <= 2000
        columns += [item["name"] for item in answer.table["columns"]]
        if not answer.more:
            break
        offset = int(answer.more.split("offset=")[1].split(",")[0])
    assert sorted(columns) == sorted(schema.table_named["crm", name].column_named)


def test_without_a_budget_nothing_is_left_out() -> None:
    answer = agent.table(TIED, ("crm", "tied"))
    assert (answer.left_out, len(answer.table["foreign_keys"])) == ("", 120)


@examples(40)
@given(st.integers(LEAST_TOKENS, 9000), st.integers(0, 40), st.sampled_from([item.key for item in LARGE.tables]))
def test_no_answer_exceeds_its_budget(budget: int, offset: int, name: tuple[str, str]) -> None:
    other = LARGE.tables[7].key
    made = (
        agent.concerns(LARGE, offset=offset, max_tokens=budget),
        agent.find(LARGE, name[1], offset=offset, max_tokens=budget),
        agent.table(LARGE, name, max_tokens=budget),
        agent.table(TIED, ("crm", "tied"), offset=offset, max_tokens=budget),
        agent.neighbours(LARGE, [name, other], hops=3, offset=offset, max_tokens=budget),
        agent.join_paths(LARGE, name, other, max_tokens=budget),
        agent.packed(LARGE, (name,), max_tokens=budget),
    )
    assert all(size(answer) <= budget for answer in made)


def test_pages_of_hits_follow_each_other() -> None:
    whole = agent.find(LARGE, "note", limit=40).hits
    first = agent.find(LARGE, "note", limit=40, max_tokens=1500)
    second = agent.find(LARGE, "note", limit=40, offset=len(first.hits), max_tokens=100_000)
    assert [*first.hits, *second.hits][:40] == whole


@examples(20)
@given(st.integers(1, 900), st.integers(1, 90))
def test_what_a_budget_too_small_asks_for_is_enough(budget: int, count: int) -> None:
    names = tuple(item.key for item in LARGE.tables[:count])
    try:
        agent.packed(LARGE, names, max_tokens=budget)
    except BudgetTooSmall as error:
        needed = int(error.next_step.split()[4])
        assert needed > budget
        assert size(agent.packed(LARGE, names, max_tokens=needed)) <= needed
