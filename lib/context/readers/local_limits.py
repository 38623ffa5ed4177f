"""As many operations as one run and one message may carry, and none for the same words twice."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lib.context.engine.policy import MOST_OPERATIONS, most_from_message
from lib.context.model import KINDS


def once(operations: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The operations without those that add words which another one carries already."""
    carried: dict[str, list[str]] = {}
    for operation in operations:
        (cited,) = operation["evidence"]
        quotes = carried.setdefault(cited["source"], [])
        if (
            operation["op"] == "add"
            and KINDS[operation["kind"]].form == "sentence"
            and any(cited["quote"] in item for item in quotes)
        ):
            continue
        if KINDS[operation["kind"]].form == "sentence":
            quotes.append(cited["quote"])
        yield operation


def limited(operations: Iterable[dict[str, Any]], request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """As many operations as one run and one message may carry."""
    sources = {source["id"]: source for source in request["sources"]}
    kept: list[dict[str, Any]] = []
    carried: dict[str, int] = {}
    for operation in operations:
        source = operation["evidence"][0]["source"]
        is_message = sources[source]["channel"] not in ("meeting", "call")
        most = most_from_message(sources[source]["text"]) if is_message else MOST_OPERATIONS
        if len(kept) < MOST_OPERATIONS and carried.get(source, 0) < most:
            kept.append(operation)
            carried[source] = carried.get(source, 0) + 1
    return kept
