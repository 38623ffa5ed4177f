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


class Room:
    """How many operations the run and each of its messages may still carry."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        self._left = MOST_OPERATIONS
        self._left_of = {
            source["id"]: MOST_OPERATIONS
            if source["channel"] in ("meeting", "call")
            else most_from_message(source["text"])
            for source in request["sources"]
        }

    def takes(self, operation: Mapping[str, Any]) -> bool:
        """Whether there is room for the operation, which it has from now on."""
        (cited,) = operation["evidence"]
        if not self._left or not self._left_of[cited["source"]]:
            return False
        self._left -= 1
        self._left_of[cited["source"]] -= 1
        return True
