"""Where tables stood on the maps that were drawn before, kept beside the snapshots so that a refresh moves none."""

import json
from typing import Any

from sqlalchemy import Connection

from lib.database import statement
from lib.schema.layout.places import WIDTH, Box, Island, Layout

Document = dict[str, Any]


def last(connection: Connection, database: str, map_name: str) -> Layout | None:
    """The latest places on the map called `map_name`; None where it was never drawn."""
    kept = connection.execute(statement("schema/cache/places"), {"database": database, "map": map_name}).scalar()
    return None if kept is None else from_document(kept)


def keep(connection: Connection, database: str, map_name: str, layout: Layout) -> None:
    """Keep the places on a map with the latest snapshot; where there is none, nothing is kept."""
    parameters = {"database": database, "map": map_name, "places": json.dumps(to_document(layout))}
    connection.execute(statement("schema/cache/keep_places"), parameters)


def to_document(layout: Layout) -> Document:
    """A layout as JSON: islands with their tables as (schema, name, x, y, height)."""
    return {
        "islands": [
            {
                "ground": island.ground,
                "concern": island.concern,
                "box": [island.box.x, island.box.y, island.box.width, island.box.height],
                "tables": [[*name, *_corner(layout.boxes[name])] for name in island.tables],
            }
            for island in layout.islands
        ]
    }


def from_document(document: Document) -> Layout:
    """The layout that `to_document` wrote."""
    boxes = {
        (schema, name): Box(x, y, WIDTH, height)
        for island in document["islands"]
        for schema, name, x, y, height in island["tables"]
    }
    islands = tuple(
        Island(item["ground"], item["concern"], Box(*item["box"]), tuple((row[0], row[1]) for row in item["tables"]))
        for item in document["islands"]
    )
    return Layout(boxes=dict(sorted(boxes.items())), islands=islands)


def _corner(box: Box) -> tuple[int, int, int]:
    return box.x, box.y, box.height
