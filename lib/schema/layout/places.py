"""The measures of cards, and what a map is made of: boxes, islands, piles."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from lib.schema.model import Column, Table, TableName

ColumnsShown = Literal["keys", "all", "none"]
"""Which columns a card shows."""
Ground = Literal["concern", "unrelated", "views"]

WIDTH, HEADER, ROW, FOOT = 220, 34, 20, 6
"""The measures of a card, in units of the map: at zoom 1 a unit is a pixel."""
MOST_ROWS = 40
GAP_Y = 26
GAP_X: dict[Ground, int] = {"concern": 96, "unrelated": 28, "views": 28}
PAD, TITLE, SEA = 36, 88, 64
"""Room between an island's edge and its cards, for its title, and between islands."""
ROOM: dict[ColumnsShown, int] = {"keys": 96, "all": 300, "none": 60}
"""Room below the cards of a new island, for tables that come later."""
SHAPE = 1.5
"""Width to height of islands and map: about a screen's."""
NARROW_FRAME = (300, 440)
"""The pixels that a map has on the screen, toolbar and legend not counted, in a window of 360 × 800, a phone's."""
NAME_HEIGHT, PILE_HEIGHT = 72, 58
"""There, of a card that shows its name alone, in two lines where it breaks, and of a pile."""


@dataclass(frozen=True)
class Box:
    """A rectangle, known by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True)
class Island:
    """The ground that a group of tables stands on; `ground` says what they have in common."""

    ground: Ground
    concern: str
    box: Box
    tables: tuple[TableName, ...]


@dataclass(frozen=True)
class Pile:
    """Tables that are not drawn one by one: one pile stands for them; `concern` is None where they are of several."""

    id: str
    concern: str | None
    box: Box
    tables: tuple[TableName, ...]


@dataclass(frozen=True)
class Layout:
    """The places of all tables, and the islands they stand on or the piles that some are folded into."""

    boxes: Mapping[TableName, Box]
    islands: tuple[Island, ...] = ()
    groups: tuple[Pile, ...] = ()
    taking_part: Mapping[TableName, Set[str]] = field(default_factory=dict)
    """Of a table the key columns that its card shows, where it does not show all."""


def card_columns(table: Table, rows: ColumnsShown, *, taking_part: Set[str] | None = None) -> tuple[Column, ...]:
    """The columns that a table's card shows: the primary key first, then foreign keys, then the others.

    Of keys only those are shown that `taking_part` names, where it is given.
    """
    if rows == "none":
        return ()
    keys = [column for column in table.columns if column.is_pk]
    keys += [column for column in table.columns if column.is_fk and not column.is_pk]
    others = [column for column in table.columns if not (column.is_pk or column.is_fk)]
    if rows == "keys" and taking_part is not None:
        keys = [column for column in keys if column.name in taking_part]
    return tuple((keys if rows == "keys" else keys + others)[:MOST_ROWS])


def columns_left(table: Table, rows: ColumnsShown, columns: Sequence[Column]) -> str:
    """What the last row of a card says of those that `columns` leaves out; "" where there is none to speak of."""
    if rows == "none":
        return ""
    if rows == "all":
        left = len(table.columns) - len(columns)
        return f"… {left} more" if left else ""
    left = sum(column.is_pk or column.is_fk for column in table.columns) - len(columns)
    return f"… {left} more key{'s' * (left != 1)}" if left else ""


def card_height(table: Table, rows: ColumnsShown, *, taking_part: Set[str] | None = None) -> int:
    """The height of a table's card; where columns are left out there is a row that says so."""
    columns = card_columns(table, rows, taking_part=taking_part)
    lines = len(columns) + bool(columns_left(table, rows, columns))
    return HEADER + (lines * ROW + FOOT if lines else 0)
