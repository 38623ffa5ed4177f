"""Tables on a narrow screen: a card each with its name alone, in as few columns as can be read, the rest in a pile."""

import re
from collections.abc import Sequence

from lib.schema.layout.column_order import sequence
from lib.schema.layout.places import GAP_Y, NAME_HEIGHT, NARROW_FRAME, PILE_HEIGHT, WIDTH, Box, Layout, Pile
from lib.schema.model import Schema, TableName
from lib.schema.relations.graph import Relation, neighbours

MOST_ROWS = 12
MOST_NAMES = 3 * MOST_ROWS
"""More cannot be read."""
BROAD, LONG = 360, 12
"""The width of cards where but two stand beside each other: many names have no break within so many letters."""
GAP = 50
VIEWS = ("view", "materialized view")
PITCH = NAME_HEIGHT + GAP_Y


def narrow_layout(schema: Schema, relations: Sequence[Relation]) -> Layout | None:
    """The map of all tables or of a concern; None where it would be read better as whole concerns."""
    views = [table.key for table in schema.tables if table.kind in VIEWS]
    names = [table.key for table in schema.tables if table.kind not in VIEWS]
    if len(names) > MOST_NAMES and len({table.concern for table in schema.tables}) > 1:
        return None
    return name_columns(names, relations, views=views)


def name_columns(
    names: Sequence[TableName], relations: Sequence[Relation], *, views: Sequence[TableName] = ()
) -> Layout:
    """The places of these tables in columns, those that refer left of those referred to, and of views below them.

    Of too many the most related have a card of their own and a pile without a concern holds the others.
    """
    links = neighbours([item for item in relations if item.table in {*names} and item.other in {*names}])
    ordered = sorted(names, key=lambda name: (-len(links.get(name, ())), name))
    is_broad = 4 * sum(_longest_piece(name) > LONG for _, name in ordered) > len(ordered)
    most, width = (2, BROAD) if is_broad else (3, WIDTH)
    kept = ordered if len(ordered) <= most * MOST_ROWS else ordered[: most * MOST_ROWS - 1]
    cards: list[TableName | None] = list(sequence(sorted(kept), relations))
    cards += [None] if len(kept) < len(ordered) else []
    rows = -(-len(cards) // max(range(1, most + 1), key=lambda columns: _zoom(len(cards), columns, width)))
    boxes = {
        name: Box(number % most * (width + GAP), (rows + number // most) * PITCH, width, NAME_HEIGHT)
        for number, name in enumerate(sorted(views))
    }
    piles: tuple[Pile, ...] = ()
    for number, name in enumerate(cards):
        column, row = divmod(number, rows)
        if name is None:
            rest = tuple(sorted(ordered[len(kept) :]))
            piles = (Pile("rest", None, Box(column * (width + GAP), row * PITCH, width, PILE_HEIGHT), rest),)
        else:
            boxes[name] = Box(column * (width + GAP), row * PITCH, width, NAME_HEIGHT)
    return Layout(boxes=dict(sorted(boxes.items())), groups=piles)


def _longest_piece(name: str) -> int:
    """How many letters of a name stand in one line: it breaks after underscores and before capitals."""
    return max(map(len, re.split(r"(?<=_)|(?<=[^_A-Z])(?=[A-Z])", name)))


def _zoom(count: int, columns: int, width: int) -> float:
    """At which zoom the frame holds so many cards of a width in so many columns."""
    height = -(-count // columns) * PITCH - GAP_Y
    return min(NARROW_FRAME[0] / (columns * (width + GAP) - GAP), NARROW_FRAME[1] / max(height, NAME_HEIGHT))
