"""The map of one table: who refers to it stands on its left, what it refers to on its right, one column a hop.

Where not everything can be read at once, the less related neighbours of a concern stand in one pile.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lib.schema.layout.places import (
    GAP_Y,
    HEADER,
    NAME_HEIGHT,
    NARROW_FRAME,
    PILE_HEIGHT,
    WIDTH,
    Box,
    ColumnsShown,
    Layout,
    Pile,
    card_height,
)
from lib.schema.model import Schema, TableName
from lib.schema.relations.graph import Neighbourhood, Relation, neighbours

STEP = WIDTH + 70
FOLD = WIDTH + 30
FRAME = (612, 498)
"""The pixels that the map has on the screen, toolbar and legend not counted, in a window of 1,360 × 850."""
READABLE = 0.572
"""The least zoom at which the rows of a card can be read."""
TALLEST = (480, 640, 800, 960, 1150, 1400, 1700, 2100, 2600, 3400, 4600)
"""How high columns may be before they are folded into several; the one that fills the frame best is taken."""
CAPS = (12, 8, 6, 4, 3, 2, 1)
"""How many neighbours of one concern stand for themselves, the fewer the less room there is."""
MOST_OF_SMALL = 10
"""Cards on one side where even one of each concern is too many."""
ALL = "*"
"""What to open for every pile."""

Place = tuple[int, int]
"""Direction (-1 left, 1 right) and hop."""


@dataclass(frozen=True)
class _Card:
    """A table or a pile, before it has a place."""

    height: int
    concern: str
    tables: tuple[TableName, ...]
    """One, or those of a pile."""
    is_pile: bool = False
    is_mixed: bool = False


def around(
    schema: Schema,
    table: TableName,
    near: Neighbourhood,
    relations: Sequence[Relation],
    *,
    rows: ColumnsShown = "keys",
    opened: str = "",
    is_narrow: bool = False,
) -> Layout:
    """The places of a table's neighbourhood, the table itself in the middle; `opened` names the concern of piles that
    are not to be folded.

    On a narrow screen cards show their names alone, and those further away stand in the columns of the nearest.
    """
    frame = NARROW_FRAME if is_narrow else FRAME
    side = _sides(table, near, relations)
    taking_part = _taking_part(table, near, relations)
    heights, pile = dict.fromkeys(near.tables, NAME_HEIGHT), PILE_HEIGHT if is_narrow else HEADER + 8
    if not is_narrow:
        for name in near.tables:
            heights[name] = card_height(schema.table_named[name], rows, taking_part=taking_part.get(name))
    links = neighbours(relations)
    concern_of = {name: schema.table_named[name].concern for name in near.tables}
    members: dict[Place, list[TableName]] = {}
    for name in near.tables:
        if name != table:
            members.setdefault((side[name], 1 if is_narrow else near.distance[name]), []).append(name)
    weight = {name: (-near.distance[name], len(links.get(name, ()))) for name in near.tables}
    wanted = min(READABLE, 0.95 * frame[0] / (WIDTH + STEP * len(members)))  # many hops leave no column room for more
    best: tuple[float, dict[Place, list[list[_Card]]]] = (-1.0, {})
    fold = partial(_folded, heights=heights, pile=pile, concern_of=concern_of, weight=weight, opened=opened)
    for cap in (len(near.tables), *CAPS, 0):
        cards = {place: list(fold(names, cap)) for place, names in sorted(members.items())}
        candidate = max(
            ((_zoom(columns, heights[table], frame), -tallest, columns) for tallest, columns in _columned(cards)),
            key=lambda item: item[:2],
        )
        if candidate[0] > best[0] + 1e-9:
            best = candidate[0], candidate[2]
        if best[0] >= wanted or opened == ALL:
            break
    placed = _placed(table, heights, best[1], links)
    return placed if is_narrow else replace(placed, taking_part=taking_part)


def _taking_part(table: TableName, near: Neighbourhood, relations: Sequence[Relation]) -> dict[TableName, set[str]]:
    """The columns of the neighbours, not of the table itself, by which tables of the neighbourhood relate."""
    joining: dict[TableName, set[str]] = {name: set() for name in near.tables if name != table}
    for relation in relations:
        if relation.table in near.distance and relation.other in near.distance:
            joining.get(relation.table, set()).update(relation.columns)
            joining.get(relation.other, set()).update(relation.other_columns)
    return joining


def _folded(
    names: Sequence[TableName],
    cap: int,
    *,
    heights: Mapping[TableName, int],
    pile: int,
    concern_of: Mapping[TableName, str],
    weight: Mapping[TableName, tuple[int, int]],
    opened: str,
) -> Iterator[_Card]:
    """The cards of one side and hop by concern, the most related `cap` tables of each, and a pile of the others."""
    ordered = sorted(sorted(names), key=lambda name: weight[name], reverse=True)
    if cap == 0 and opened != ALL and len(names) > MOST_OF_SMALL:
        kept = [name for name in ordered if opened and concern_of[name] == opened] or ordered[: MOST_OF_SMALL - 1]
        kept.sort(key=lambda name: (concern_of[name], name))
        yield from (_Card(heights[name], concern_of[name], (name,)) for name in kept)
        rest = tuple(sorted(set(names) - set(kept)))
        if rest:
            yield _Card(pile, "", rest, is_pile=True, is_mixed=True)
        return
    counts = Counter(concern_of[name] for name in names)
    for concern in sorted(counts):
        own = [name for name in ordered if concern_of[name] == concern]
        most = len(own) if opened in (concern, ALL) and opened else max(cap, 1)
        unfolded = own if len(own) <= most + 1 else own[:most]
        yield from (_Card(heights[name], concern, (name,)) for name in sorted(unfolded))
        if len(unfolded) < len(own):
            yield _Card(pile, concern, tuple(sorted(own[len(unfolded) :])), is_pile=True)


def _columned(cards: Mapping[Place, list[_Card]]) -> Iterator[tuple[int, dict[Place, list[list[_Card]]]]]:
    """The cards in columns, for each height that those may have."""
    total = max((sum(card.height + GAP_Y for card in stack) for stack in cards.values()), default=0)
    for tallest in TALLEST:
        yield tallest, {place: _stacks(stack, tallest) for place, stack in cards.items()}
        if tallest > total:
            return


def _stacks(cards: Sequence[_Card], tallest: int) -> list[list[_Card]]:
    """Cards in columns of about equal height, none much higher than `tallest`."""
    total = sum(card.height + GAP_Y for card in cards)
    count = -(-total // tallest)
    columns: list[list[_Card]] = []
    filled = 0
    for card in cards:
        if not columns or filled >= total * len(columns) / count:
            columns.append([])
        columns[-1].append(card)
        filled += card.height + GAP_Y
    return columns


def _zoom(columns: Mapping[Place, list[list[_Card]]], middle: int, frame: tuple[int, int]) -> float:
    """At which zoom the frame holds everything."""
    width = WIDTH + sum(STEP + (len(stacks) - 1) * FOLD for stacks in columns.values())
    height = max([middle, *(_height(stack) for stacks in columns.values() for stack in stacks)])
    return min(1.0, frame[0] / width, frame[1] / height)


def _height(stack: Sequence[_Card]) -> int:
    return sum(card.height + GAP_Y for card in stack) - GAP_Y


def _placed(
    table: TableName,
    heights: Mapping[TableName, int],
    columns: Mapping[Place, list[list[_Card]]],
    links: Mapping[TableName, set[TableName]],
) -> Layout:
    """Every column centred on the table in the middle; those further away in the order of what they relate to."""
    boxes = {table: Box(-WIDTH // 2, -heights[table] // 2, WIDTH, heights[table])}
    groups: list[Pile] = []
    for direction in (-1, 1):
        x = 0
        for _, hop in sorted(place for place in columns if place[0] == direction):
            stacks = columns[direction, hop]
            if hop > 1:
                stacks = _reordered(stacks, links, boxes)
            for i, stack in enumerate(stacks):
                x += direction * (STEP if i == 0 else FOLD)
                y = -_height(stack) // 2
                for card in stack:
                    box = Box(x - WIDTH // 2, y, WIDTH, card.height)
                    if card.is_pile:
                        name = f"{'left' if direction < 0 else 'right'} {hop} {card.concern}"
                        groups.append(Pile(name, None if card.is_mixed else card.concern, box, card.tables))
                    else:
                        boxes[card.tables[0]] = box
                    y += card.height + GAP_Y
    return Layout(boxes=dict(sorted(boxes.items())), groups=tuple(groups))


def _reordered(
    stacks: list[list[_Card]], links: Mapping[TableName, set[TableName]], boxes: Mapping[TableName, Box]
) -> list[list[_Card]]:
    """Columns of as many cards, the cards in the order of how high what they relate to stands."""
    cards = sorted(
        (card for stack in stacks for card in stack),
        key=lambda card: (card.is_mixed, _height_of_friends(card.tables, links, boxes), card.tables),
    )
    rest = iter(cards)
    return [[next(rest) for _ in stack] for stack in stacks]


def _height_of_friends(
    names: Sequence[TableName], links: Mapping[TableName, set[TableName]], boxes: Mapping[TableName, Box]
) -> float:
    """Where on average the tables stand that these relate to."""
    friends = [other for name in names for other in sorted(links.get(name, ())) if other in boxes]
    return sum(boxes[other].y + boxes[other].height / 2 for other in friends) / len(friends) if friends else 0


def _sides(table: TableName, near: Neighbourhood, relations: Sequence[Relation]) -> dict[TableName, int]:
    """-1 for the tables on the left, 1 for those on the right: that of the table they were reached through."""
    referring = {relation.table for relation in relations if relation.other == table}
    links = neighbours(relations)
    side = {table: 0}
    for name in near.tables:
        hop = near.distance[name]
        if hop == 1:
            side[name] = -1 if name in referring else 1
        elif hop:
            through = min(other for other in links[name] if near.distance.get(other) == hop - 1)
            side[name] = side[through]
    return side
