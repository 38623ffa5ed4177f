"""The laws of the map: nothing overlaps, the same schema gives the same map, a new table moves no other."""

import dataclasses
import itertools

from hypothesis import given
from hypothesis import strategies as st

from lib.schema.layout import islands
from lib.schema.layout.islands import Box, ColumnsShown, Layout
from lib.schema.layout.neighbourhood import around
from lib.schema.layout.packing import packed
from lib.schema.model import Schema, Table
from lib.schema.relations import graph
from tests.support.laws import examples
from tests.support.schemas.small_schemas import business, schema, table

NAMES = [f"t{i}" for i in range(14)]
CONCERNS = ("crm", "finance", "estate")
ROWS = st.sampled_from(["keys", "all", "none"])


@st.composite
def tables(draw: st.DrawFn) -> list[Table]:
    """Up to 14 tables in three concerns that refer to each other as it comes, in any order."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    made = []
    for name in names:
        refers = draw(st.lists(st.sampled_from(names), max_size=4))
        extra = [f"c{i}" for i in range(draw(st.integers(0, 50)))]
        made.append(table(name, *refers, concern=draw(st.sampled_from(CONCERNS)), columns=extra))
        if draw(st.booleans()) and not refers:
            made[-1] = dataclasses.replace(made[-1], kind="view")
    return made


def drawn(given: Schema, rows: ColumnsShown = "keys", before: Layout | None = None) -> Layout:
    return islands.whole(given, graph.foreign_keys(given), rows=rows, before=before)


def apart(boxes: list[Box]) -> bool:
    return not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def is_inside(box: Box, ground: Box) -> bool:
    return ground.x <= box.x and ground.y <= box.y and box.right <= ground.right and box.bottom <= ground.bottom


@examples(80)
@given(tables(), ROWS)
def test_no_two_tables_and_no_two_islands_overlap(made: list[Table], rows: ColumnsShown) -> None:
    found = drawn(schema(*made), rows)
    assert sorted(found.boxes) == sorted(table.key for table in made)
    assert apart(list(found.boxes.values()))
    assert apart([island.box for island in found.islands])
    assert all(is_inside(found.boxes[name], island.box) for island in found.islands for name in island.tables)


@examples(40)
@given(tables(), st.randoms(use_true_random=False))
def test_the_same_tables_in_any_order_give_the_same_map(made: list[Table], chance: object) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert drawn(schema(*made)) == drawn(schema(*shuffled))


@examples(80)
@given(tables(), ROWS, st.data())
def test_tables_that_come_go_or_relate_anew_move_no_other(
    made: list[Table], rows: ColumnsShown, data: st.DataObject
) -> None:
    before = drawn(schema(*made), rows)
    leaving = data.draw(st.sets(st.sampled_from([table.name for table in made]), max_size=3))
    staying = [table for table in made if table.name not in leaving]
    targets = st.lists(st.sampled_from([table.name for table in made]), max_size=3)
    coming = [
        table(f"n{i}", *data.draw(targets), concern=data.draw(st.sampled_from([*CONCERNS, "new"])))
        for i in range(data.draw(st.integers(0, 12)))
    ]
    after = drawn(schema(*staying, *coming), rows, before)
    assert {table.key: after.boxes[table.key] for table in staying} == {
        table.key: before.boxes[table.key] for table in staying
    }
    assert apart(list(after.boxes.values()))
    assert apart([island.box for island in after.islands])
    assert set(after.boxes) == {table.key for table in (*staying, *coming)}


def test_a_table_that_grows_or_changes_its_concern_moves_alone() -> None:
    made = [table("a", "b"), table("b"), table("c", "b"), table("d", "b", concern="finance")]
    before = drawn(schema(*made))
    grown = [table("a", "b", "b", "b", "b", "b"), table("b", concern="finance"), *made[2:]]
    after = drawn(schema(*grown), before=before)
    assert [after.boxes[name] == before.boxes[name] for name in (("crm", "c"), ("crm", "d"))] == [True, True]
    assert after.boxes["crm", "b"] != before.boxes["crm", "b"]
    assert apart(list(after.boxes.values()))


def test_partitions_stand_under_their_parent_and_isolated_tables_in_a_block_of_their_own() -> None:
    part = dataclasses.replace(table("deal_2026"), partition_of=("crm", "deal"))
    found = drawn(schema(table("deal", "person"), table("person"), part, table("alone", concern="finance")))
    assert [(island.ground, island.concern, island.tables) for island in found.islands] == [
        ("concern", "crm", (("crm", "deal"), ("crm", "person"))),
        ("unrelated", "", (("crm", "alone"),)),
    ]


def test_those_that_refer_stand_left_of_those_referred_to() -> None:
    found = drawn(schema(*(table(f"t{i}", f"t{i + 1}") for i in range(9)), table("t9")))
    columns = [found.boxes["crm", f"t{i}"].x for i in range(10)]
    assert columns == sorted(columns)


@examples(60)
@given(tables(), st.integers(1, 3))
def test_around_a_table_nothing_overlaps_and_who_refers_to_it_stands_left(made: list[Table], hops: int) -> None:
    known = schema(*(dataclasses.replace(table, kind="table") for table in made))
    name = made[0].key
    relations = graph.foreign_keys(known)
    near = graph.neighbourhood(known, [name], hops=hops)
    found = around(known, name, near, relations)
    assert sorted(found.boxes) == sorted(near.tables)
    assert apart(list(found.boxes.values()))
    for relation in relations:
        if relation.other == name != relation.table:
            assert found.boxes[relation.table].right < found.boxes[name].x
        elif relation.table == name and name not in {k.other for k in relations if k.table == relation.other}:
            assert relation.other == name or found.boxes[name].right < found.boxes[relation.other].x


@examples(80)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=20), st.integers(10, 100))
def test_packed_rectangles_stay_apart_and_inside(sizes: list[tuple[int, int]], width: int) -> None:
    corners = packed(sizes, width=width, start=5)
    boxes = [Box(x, y, *size) for (x, y), size in zip(corners, sizes, strict=True)]
    assert apart(boxes)
    assert all(box.x >= 0 and box.y >= 5 and (box.right <= width or box.x == 0) for box in boxes)


def test_a_map_of_three_thousand_tables_is_whole() -> None:
    found = drawn(business(3000, 7000))
    assert len(found.boxes) == 3000
    widest = max(island.box.right for island in found.islands)
    tallest = max(island.box.bottom for island in found.islands)
    assert 0.5 < widest / tallest < 4
