"""Two results side by side: what rose, what fell, and what chance alone would explain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lib.context.share import Share, difference
from lib.errors import OrbError

Change = Literal["better", "worse", "within chance", "not measured"]


class NoResult(OrbError):
    title = "This is no result of an evaluation."
    next_step = "Write one with `orb evaluate --json > FILE`."


@dataclass(frozen=True)
class Compared:
    """One measure of two results; the higher share is the better one."""

    measure: str
    before: Share
    after: Share
    change: Change
    """"within chance" where the 95 % interval of the difference holds 0."""
    difference: tuple[float, float, float] | None
    """By how much the share rose, from -1 to 1, with the interval's bounds."""


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Compared, ...]:
    """Each measure and each attack that both documents have; raises `NoResult` for what is no such document.

    The intervals take the two as independent; of two readings of one corpus the true ones are narrower.
    """
    ours, theirs = shares(before), shares(after)
    return tuple(_compared(name, ours[name], theirs[name]) for name in ours if name in theirs)


def shares(document: Mapping[str, Any]) -> dict[str, Share]:
    """Every measure of a result by its name: of the whole, of each half, and the attacks."""
    try:
        parts = {"": document, **{f"{name}: ": half for name, half in document.get("halves", {}).items()}}
        measures = {
            f"{before}{name}": Share(int(share["right"]), int(share["of"]))
            for before, part in parts.items()
            for name, share in part["shares"].items()
        }
        attacks = {
            f"attack refused: {name}": Share(int(share["refused"]), int(share["tried"]))
            for name, share in document["attacks"].items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NoResult() from error
    return {**measures, **attacks}


def document(compared: tuple[Compared, ...]) -> list[dict[str, Any]]:
    """The comparison for machines."""
    return [
        {
            "measure": item.measure,
            "before": {"right": item.before.right, "of": item.before.of},
            "after": {"right": item.after.right, "of": item.after.of},
            "change": item.change,
            "difference": None if item.difference is None else round(item.difference[0], 4),
            "interval": None if item.difference is None else [round(bound, 4) for bound in item.difference[1:]],
        }
        for item in compared
    ]


def rows(compared: tuple[Compared, ...]) -> list[tuple[str, ...]]:
    """The comparison for people: measure, both shares, points of difference with their interval, and what it is."""
    return [(item.measure, str(item.before), str(item.after), _points(item), item.change) for item in compared]


def _compared(name: str, before: Share, after: Share) -> Compared:
    interval = difference(before, after)
    change: Change = "not measured"
    if interval is not None:
        change = "better" if interval[1] > 0 else "worse" if interval[2] < 0 else "within chance"
    return Compared(name, before, after, change, interval)


def _points(item: Compared) -> str:
    if item.difference is None:
        return "-"
    change, low, high = (100 * value for value in item.difference)
    return f"{change:+.1f} [{low:+.1f}, {high:+.1f}]"
