"""The graph that a map draws, as it is sent to the browser."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lib.schema.export.document import json_text
from lib.schema.layout.places import Box
from lib.ui.explorer.map.map_items import MapItems


@dataclass(frozen=True)
class Graph:
    """What a map shows, as the JSON that is sent to the browser; `version` moves when the picture does."""

    version: str
    document: bytes


def graph_of(
    network: MapItems,
    *,
    file: str,
    islands: Sequence[dict[str, Any]] = (),
    legend: Sequence[dict[str, Any]] = (),
    hidden: Sequence[str] = (),
    least: float = 0.0,
    narrow: Graph | None = None,
) -> Graph:
    """The network as the document that is sent to the browser.

    `file` names its picture, `hidden` legend entries; `least` is the zoom below which it is not first seen; `narrow`
    is what a narrow screen draws instead.
    """
    content: dict[str, Any] = {"nodes": network.nodes, "edges": network.edges, "islands": islands, "legend": legend}
    content |= {"file": file, "hidden": hidden, "least": least}
    document = json_text(content)
    if narrow is not None:
        document = document[:-1] + b',"narrow":%b}' % narrow.document
    version = hashlib.sha256(document).hexdigest()[:16]
    return Graph(version, document[:-1] + b',"version":"%b"}' % version.encode())


def middle_and_size(box: Box) -> dict[str, float]:
    """Middle and measures of a card."""
    return {"x": box.x + box.width / 2, "y": box.y + box.height / 2, "width": box.width, "height": box.height}


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an "s" unless there is one thing."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
