"""Values that a later word of the same reading replaces: both are proposed, the later one ends the earlier."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

_EARLIER = "earlier"
_Maker = Callable[[str, str], dict[str, Any]]


def with_overtaken(
    operations: Iterable[dict[str, Any]],
    earlier: Mapping[tuple[str, str], Sequence[_Maker]],
    has_room: Callable[[dict[str, Any]], bool],
) -> Iterator[dict[str, Any]]:
    """The operations, each that is the last word for a value behind those that it overtakes, which it then ends.

    `earlier`, by source and quote, makes them from what the last word would do and to which fact: the first of them
    does that instead. Of those for which there is no room the oldest are left out. `named` gives them their names when
    all are in their places.
    """
    for operation in operations:
        (cited,) = operation["evidence"]
        makers: Sequence[_Maker] = ()
        if operation["op"] in ("add", "contradict"):
            newest_first = reversed(earlier.get((cited["source"], cited["quote"]), ()))
            makers = [make for make in newest_first if has_room(make("add", ""))][::-1]
        if not makers:
            yield operation
            continue
        op, fact = operation["op"], operation["fact"]
        before: dict[str, Any] | None = None
        for make in makers:
            made = make(op, fact) if before is None else {**make("add", ""), _EARLIER: before}
            yield made
            before = made
        yield {**operation, _EARLIER: before}


def follows(end: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Any]:
    """An `end` of what an earlier operation of the same reading adds."""
    return {**end, _EARLIER: earlier}


def named(operations: Sequence[dict[str, Any]], *, reason: Callable[[dict[str, Any]], str]) -> list[dict[str, Any]]:
    """The operations as they are answered: what ends an earlier one of them names it ("op2") as its fact.

    An `end` of one for which there was no room is left out.
    """
    answered = [_named(operation, operations, reason) for operation in operations]
    return [operation for operation in answered if operation["op"] != "end" or operation["fact"]]


def _named(
    operation: dict[str, Any], operations: Sequence[dict[str, Any]], reason: Callable[[dict[str, Any]], str]
) -> dict[str, Any]:
    plain = {name: value for name, value in operation.items() if name != _EARLIER}
    before = operation.get(_EARLIER)
    place = next((number for number, other in enumerate(operations, 1) if other is before), None)
    if before is None or place is None:
        return plain
    if plain["op"] == "end":
        return {**plain, "fact": f"op{place}"}
    return {**plain, "op": "contradict", "fact": f"op{place}", "reason": reason(plain)}
