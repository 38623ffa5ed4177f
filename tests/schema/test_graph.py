"""Neighbourhoods, inferred relations, deletions and concerns, compared as whole values."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from lib.schema.model import Column, Index, Schema, Table
from lib.schema.relations import deletion, graph
from lib.schema.relations.concern_graph import concern_graph
from lib.schema.relations.inferred import inferred
from tests.support.laws import examples
from tests.support.schemas.small_schemas import schema, table

NAMES = [f"t{i}" for i in range(8)]
LINKS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14)


def linked(links: list[tuple[str, str]], *, cascade: bool = False) -> Schema:
    refers = {name: [other for start, other in links if start == name] for name in NAMES}
    action = "CASCADE" if cascade else "NO ACTION"
    return schema(*(table(name, *refers[name], on_delete=action) for name in NAMES))


def crm(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("crm", name) for name in names)


def test_neighbours_are_found_in_both_directions_and_nearest_first() -> None:
    chain = schema(table("a", "b"), table("b", "c"), table("c"), table("z"))
    assert graph.neighbourhood(chain, crm("b"), hops=1).tables == crm("b", "a", "c")
    assert graph.neighbourhood(chain, crm("a"), hops=2).tables == crm("a", "b", "c")
    assert graph.neighbourhood(chain, crm("z", "unknown"), hops=3).tables == crm("z")


def test_a_neighbourhood_stops_at_a_hub_and_counts_what_it_leaves_out() -> None:
    hub = [table(f"user{i}", "person") for i in range(5)]
    found = graph.neighbourhood(schema(table("person"), table("deal", "person"), *hub), crm("deal"), hops=2, hub=3)
    assert (found.tables, found.hubs, found.left_out) == (crm("deal", "person"), crm("person"), 5)


def test_the_table_asked_for_is_gone_on_from_even_where_it_is_a_hub() -> None:
    hub = [table(f"user{i}", "person") for i in range(5)]
    found = graph.neighbourhood(schema(table("person"), *hub), crm("person"), hops=1, hub=3)
    assert (len(found.tables), found.hubs, found.left_out) == (6, (), 0)
    assert graph.neighbourhood(schema(table("person"), *hub), crm("person"), hops=1, most=4).left_out == 2


@examples(60)
@given(LINKS, st.integers(0, 4))
def test_without_hubs_a_neighbourhood_is_all_that_can_be_walked_to(links: list[tuple[str, str]], hops: int) -> None:
    reached = {"t0"}
    for _ in range(hops):
        reached |= {end for pair in links for end in pair if set(pair) & reached}
    found = graph.neighbourhood(linked(links), crm("t0"), hops=hops)
    assert {name for _, name in found.tables} == reached
    assert found.left_out == 0


def test_a_relation_says_whether_it_is_optional_and_one_to_one() -> None:
    profile = dataclasses.replace(
        table("profile", "person", nullable=True), indexes=(Index("one", ("person_0_id",), unique=True),)
    )
    (relation,) = graph.foreign_keys(schema(profile, table("person")))
    assert (relation.is_optional, relation.is_one_to_one) == (True, True)
    partial = dataclasses.replace(profile, indexes=(Index("one", ("person_0_id",), unique=True, predicate="x"),))
    assert not graph.foreign_keys(schema(partial, table("person")))[0].is_one_to_one


def with_column(name: str, column: str, type_: str = "bigint", *, schema_name: str = "crm") -> Table:
    made = table(name, schema=schema_name)
    return dataclasses.replace(made, columns=(*made.columns, Column(column, 2, type_, True)))


def test_a_column_named_after_a_table_and_of_its_keys_type_is_an_inferred_relation() -> None:
    deal = with_column("deals", "company_id")
    (found,) = inferred(schema(deal, table("companies")))
    assert (found.kind, found.table, found.other, found.columns, found.other_columns) == (
        "inferred",
        ("crm", "deals"),
        ("crm", "companies"),
        ("company_id",),
        ("id",),
    )


def test_another_type_or_two_possible_tables_or_a_foreign_key_infer_nothing() -> None:
    other_type = schema(with_column("deal", "company_id", "uuid"), table("company"))
    two = schema(with_column("deal", "company_id"), table("company", schema="a"), table("company", schema="b"))
    held = schema(table("deal", "company"), table("company"))
    assert [inferred(case) for case in (other_type, two, held)] == [(), (), ()]


def test_deleting_a_row_follows_cascades_and_stops_at_the_rest() -> None:
    tree = deletion.deletion(
        schema(
            table("person"),
            table("deal", "person", on_delete="CASCADE"),
            table("task", "deal", on_delete="SET NULL"),
            table("invoice", "deal"),
            table("line", "invoice", on_delete="CASCADE"),
        ),
        ("crm", "person"),
    )
    assert tree.tables == {"blocks": crm("invoice"), "deletes": crm("deal"), "sets null": crm("task")}
    assert [(effect.what, len(effect.below)) for effect in tree.effects] == [("deletes", 2)]


@examples(60)
@given(LINKS)
def test_a_cascade_reaches_all_that_refers_and_ends_in_circles(links: list[tuple[str, str]]) -> None:
    reached = {"t0"}
    while more := {start for start, end in links if end in reached} - reached:
        reached |= more
    found = deletion.deletion(linked(links, cascade=True), ("crm", "t0")).tables.get("deletes", ())
    expected = {start for start, end in links if end in reached}
    assert {name for _, name in found} == expected


def test_a_chain_of_cascades_longer_than_the_stack_is_followed() -> None:
    chain = [table(f"t{i}", f"t{i + 1}", on_delete="CASCADE") for i in range(3000)]
    found = deletion.deletion(schema(*chain, table("t3000")), ("crm", "t3000"))
    assert found.counts == {"deletes": 3000}


def test_concerns_depend_on_each_other_by_the_foreign_keys_between_them() -> None:
    found = concern_graph(
        schema(
            table("person"),
            table("deal", "person", "finance.account", "finance.account"),
            table("account", schema="finance"),
            dataclasses.replace(table("deal_2026", "person"), partition_of=("crm", "deal"), foreign_keys=()),
        )
    )
    assert found.tables == {"crm": 2, "finance": 1}
    assert found.matrix == {("crm", "crm"): 1, ("crm", "finance"): 2}


def test_what_is_worked_out_once_is_the_same_value_and_starts_anew_in_a_copy() -> None:
    shop = schema(table("deal", "company"), table("company"))
    assert graph.foreign_keys(shop) is graph.foreign_keys(shop)
    assert inferred(shop) == ()
    smaller = dataclasses.replace(shop, tables=shop.tables[1:])
    assert graph.foreign_keys(smaller) == ()
    assert [relation.name for relation in graph.foreign_keys(shop)] != []
