"""The laws of the map: nothing overlaps, the same schema gives the same map, a new table moves no other."""

import dataclasses
import itertools

from hypothesis import given
from hypothesis import strategies as st

from lib.schema.layout import islands
from lib.schema.layout.concern_places import concern_places
from lib.schema.layout.neighbourhood import around
from lib.schema.layout.new_islands import NAMES_FROM, first_zoom
from lib.schema.layout.packing import packed
from lib.schema.layout.places import TITLE, Box, ColumnsShown, Layout, columns_left
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
    piled = [name for group in found.groups for name in group.tables]
    assert sorted([*found.boxes, *piled]) == sorted(near.tables)
    assert apart([*found.boxes.values(), *(group.box for group in found.groups)])
    for relation in relations:
        if {relation.table, relation.other} & {*piled}:
            continue
        if relation.other == name != relation.table:
            assert found.boxes[relation.table].right < found.boxes[name].x
        elif relation.table == name and name not in {k.other for k in relations if k.table == relation.other}:
            assert relation.other == name or found.boxes[name].right < found.boxes[relation.other].x


def hub(concerns: dict[str, int]) -> Schema:
    """One table to which so many tables of each concern refer."""
    many = [table(f"{name}_{i}", "hub", concern=name) for name, count in concerns.items() for i in range(count)]
    return schema(table("hub"), *many)


def around_hub(concerns: dict[str, int], opened: str = "") -> Layout:
    known = hub(concerns)
    relations, near = graph.foreign_keys(known), graph.neighbourhood(known, [("crm", "hub")], hops=1)
    return around(known, ("crm", "hub"), near, relations, opened=opened)


def test_few_neighbours_stand_for_themselves_and_many_of_one_concern_in_a_pile() -> None:
    assert around_hub({"crm": 4, "finance": 4}).groups == ()
    found = around_hub({"crm": 3, "student": 40})
    assert [(group.concern, len(group.tables) > 20) for group in found.groups] == [("student", True)]
    assert {("crm", f"crm_{i}") for i in range(3)} < found.boxes.keys()


def test_a_pile_that_is_opened_gives_its_tables_places_of_their_own() -> None:
    concerns = {"student": 40, "staff": 30}
    assert {group.concern for group in around_hub(concerns).groups} == {"student", "staff"}
    assert [group.concern for group in around_hub(concerns, "student").groups] == ["staff"]
    everything = around_hub(concerns, "*")
    assert (everything.groups, len(everything.boxes)) == ((), 71)


def test_neighbours_of_very_many_concerns_stand_in_one_pile() -> None:
    found = around_hub({f"c{i}": 1 for i in range(60)})
    assert [(group.concern, len(group.tables)) for group in found.groups] == [(None, 51)]


def test_a_neighbourhood_uses_the_height_of_its_frame_as_well_as_the_width() -> None:
    boxes = around_hub({"crm": 12}).boxes.values()
    wide = max(box.right for box in boxes) - min(box.x for box in boxes)
    high = max(box.bottom for box in boxes) - min(box.y for box in boxes)
    assert 0.7 < wide / high < 1.8


def test_a_neighbour_shows_the_keys_that_take_part_and_how_many_more_it_has() -> None:
    known = schema(table("a", "b", "c", "d"), table("b"), table("c"), table("d"))
    near = graph.neighbourhood(known, [("crm", "b")], hops=1)
    found = around(known, ("crm", "b"), near, graph.foreign_keys(known))
    assert found.taking_part["crm", "a"] == {"b_0_id"}
    assert columns_left(known.table_named["crm", "a"], "keys", known.table_named["crm", "a"].columns[1:2]) == (
        "… 3 more keys"
    )


def test_a_map_that_is_first_seen_from_afar_has_bands_for_names_and_no_island_too_narrow_for_its_own() -> None:
    near_by, far_off = drawn(business(12, 20)), drawn(business(600, 1500))

    def bands(layout: Layout) -> list[int]:
        return [min(layout.boxes[name].y for name in island.tables) - island.box.y for island in layout.islands]

    assert set(bands(near_by)) == {TITLE}
    wide = max(island.box.right for island in far_off.islands)
    high = max(island.box.bottom for island in far_off.islands)
    zoom = min(690 / wide, 500 / high)
    assert min(bands(far_off)) * zoom > 26  # pixels: a title and a name
    assert min(island.box.width for island in far_off.islands) * zoom > 90


def test_a_table_that_refers_to_itself_alone_is_not_without_relations() -> None:
    found = drawn(schema(table("person", "person"), table("alone")))
    assert [(island.ground, island.tables) for island in found.islands] == [
        ("concern", (("crm", "person"),)),
        ("unrelated", (("crm", "alone"),)),
    ]


@examples(40)
@given(st.dictionaries(st.text(min_size=1, max_size=6), st.integers(1, 300), min_size=1, max_size=40))
def test_no_two_concerns_overlap_on_their_overview(tables: dict[str, int]) -> None:
    names = sorted(tables)
    strength = {(one, other): len(one) for one in names for other in names[:3] if one != other}
    found = concern_places(tables, strength)
    assert list(found) == list(tables)
    assert apart(list(found.values()))
    assert found == concern_places(tables, strength)


def test_a_concern_whose_long_name_can_be_broken_has_a_higher_box() -> None:
    names = ["measurement_of_organisation", "validationMeasurement", "measurementoforganisation", *map(str, range(9))]
    boxes = concern_places(dict.fromkeys(names, 3), {})
    heights = [boxes[name].height for name in names[:4]]
    assert heights[0] == heights[1] > heights[2] == heights[3]


def test_of_many_concerns_those_that_relate_most_stand_side_by_side() -> None:
    tables = {f"c{i:02}": 10 for i in range(24)}
    pairs = [("c00", "c23"), ("c01", "c17"), ("c05", "c11")]
    found = concern_places(tables, {key: 50 for pair in pairs for key in (pair, pair[::-1])})
    for one, other in pairs:
        assert abs(found[one].x - found[other].x) < 2 * 176
        assert abs(found[one].y - found[other].y) < 2 * 146


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


def test_a_concern_that_is_seen_too_small_with_its_keys_can_be_read_with_names_alone() -> None:
    known = schema(*(table(f"t{i}", *[f"t{i // 2}"] * 4) for i in range(60)))
    keys, names = (first_zoom(drawn(known, rows)) for rows in ("keys", "none"))
    assert keys < NAMES_FROM < names
    assert first_zoom(drawn(schema(table("t0")))) == 1
