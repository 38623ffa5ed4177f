"""Maps on a narrow screen: all of a map has room in its frame, and every card so much that its name can be read."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.schema.layout.concern_places import concern_places
from lib.schema.layout.name_columns import MOST_NAMES, name_columns
from lib.schema.layout.neighbourhood import around
from lib.schema.layout.places import NARROW_FRAME, Box, Layout
from lib.schema.model import Schema, TableName
from lib.schema.relations import graph
from tests.support.laws import examples
from tests.support.schemas.small_schemas import schema, table

LETTER = 6
"""Pixels that a letter takes which is ten pixels high."""


def zoom(boxes: Iterable[Box]) -> float:
    """At which zoom the frame of a narrow screen holds all of these."""
    boxes = list(boxes)
    wide = max(box.right for box in boxes) - min(box.x for box in boxes)
    high = max(box.bottom for box in boxes) - min(box.y for box in boxes)
    return min(1.0, NARROW_FRAME[0] / wide, NARROW_FRAME[1] / high)


def narrowest(layout: Layout) -> float:
    """How many letters have room in one line of the narrowest card."""
    boxes = [*layout.boxes.values(), *(pile.box for pile in layout.groups)]
    return zoom(boxes) * min(box.width for box in boxes) / LETTER


def hub(neighbours: int, *, further: int = 0) -> Schema:
    """A table that so many refer to, and others that refer to one of those."""
    near = [table(f"near_{i}", "hub", concern=f"c{i % 9}") for i in range(neighbours)]
    far = [table(f"far_{i}", "near_0", concern="far") for i in range(further)]
    return schema(table("hub"), *near, *far)


def narrow(known: Schema, *, hops: int = 1) -> Layout:
    relations, middle = graph.foreign_keys(known), ("crm", "hub")
    near = graph.neighbourhood(known, [middle], hops=hops, most=150)
    return around(known, middle, near, relations, is_narrow=True)


def all_of(layout: Layout) -> list[TableName]:
    return sorted([*layout.boxes, *(name for pile in layout.groups for name in pile.tables)])


@pytest.mark.parametrize("neighbours", [1, 9, 40, 140])
def test_however_many_neighbours_a_table_has_all_cards_have_room_for_a_name(neighbours: int) -> None:
    found = narrow(hub(neighbours))
    assert narrowest(found) > 12
    assert all_of(found) == sorted(item.key for item in hub(neighbours).tables)


def test_those_further_away_stand_beside_the_nearest_which_come_first() -> None:
    found = narrow(hub(4, further=60), hops=2)
    assert narrowest(found) > 12
    assert {("crm", f"near_{i}") for i in range(4)} < found.boxes.keys()
    assert len({box.x for box in found.boxes.values()}) == 2


@pytest.mark.parametrize(
    ("count", "name", "cards", "columns"),
    [(3, "t{}", 3, 1), (36, "crm_t{}", 36, 3), (90, "crm_t{}", MOST_NAMES, 3), (90, "measurementunit{}", 24, 2)],
)
def test_of_many_tables_the_most_related_stand_in_columns_for_themselves(
    count: int, name: str, cards: int, columns: int
) -> None:
    names = [("crm", name.format(i)) for i in range(count)]
    known = schema(*(table(name.format(i), *[name.format(0)] * (i < 5)) for i in range(count)))
    found = name_columns(names, graph.foreign_keys(known))
    assert len(found.boxes) + len(found.groups) == cards
    assert len({box.x for box in found.boxes.values()}) == columns
    assert narrowest(found) > 12
    assert all_of(found) == sorted(names)
    assert {("crm", name.format(i)) for i in range(min(count, 5))} <= found.boxes.keys()


@examples(40)
@given(st.dictionaries(st.text(min_size=1, max_size=6), st.integers(1, 300), max_size=21))
def test_concerns_stand_in_rows_that_the_frame_holds(tables: dict[str, int]) -> None:
    boxes = concern_places(tables, {}, is_narrow=True)
    assert list(boxes) == list(tables)
    assert not any(one.overlaps(other) for one in boxes.values() for other in boxes.values() if one is not other)
    assert not boxes or zoom(boxes.values()) * min(box.width for box in boxes.values()) / LETTER > 10
