"""The nodes and lines of a map while they are collected, as vis-network takes them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class MapItems:
    """What a map draws; pyvis' own network would load networkx and IPython for the same lists, a second of a start."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)

    def add_node(self, card: str, **content: Any) -> None:
        """Add a card; what is empty or false is left out."""
        self.nodes.append(_said({**content, "id": card}))

    def add_edge(self, start: str, end: str, **content: Any) -> None:
        """Add a line between two cards; what is empty or false is left out."""
        self.edges.append(_said({**content, "from": start, "to": end}))


def _said(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value != "" and value is not False}
