"""Pairs the items of two lists by what they say: an item that only moved is no change."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from lib.context.model import has_rows
from lib.context.text import word_diff

Pair = tuple[Any, Any]
"""An old item and the new one that took its place; None where there is none."""


def canonical(value: Any) -> str:
    """One text for equal values, whatever the order of their keys."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def unequal(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The items of each list that the other has no equal of, in their order."""
    ours, theirs = [_key(item) for item in old], [_key(item) for item in new]
    return _without(old, ours, Counter(theirs)), _without(new, theirs, Counter(ours))


def alike(section: str, old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """The likeliest pairs first, then what is left alone; the same pairs both ways round."""
    keys = [_key(item) for item in old], [_key(item) for item in new]
    words = word_diff.likenesses([_text(item) for item in old], [_text(item) for item in new]) if old and new else []
    scored = [
        (-score, sorted((keys[0][i], keys[1][j])), i, j)
        for i, row in enumerate(words)
        for j, likeness in enumerate(row)
        if (score := _score(section, likeness, old=old[i], new=new[j])) >= word_diff.ALIKE
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    paired = [(item, new[partner[i]] if i in partner else None) for i, item in enumerate(old)]
    return paired + [(None, item) for j, item in enumerate(new) if j not in taken]


def _score(section: str, likeness: float, *, old: Any, new: Any) -> float:
    """How likely `new` is `old` with a change in it, 0 to 1: threads by their id, business and risks by their type."""
    if isinstance(old, str) and isinstance(new, str):
        return likeness
    if isinstance(old, str) or isinstance(new, str):
        return 0.0
    if section == "open_threads":
        return float(_same(old, new, ("channel", "thread_id")))
    if not _same(old, new, ("type",)):
        return 0.0
    return 0.5 + likeness / 2 if has_rows(section) else likeness


def _same(old: dict[str, Any], new: dict[str, Any], names: Iterable[str]) -> bool:
    return all(name in old and name in new and old[name] == new[name] for name in names)


def _text(item: Any) -> str:
    if isinstance(item, str):
        return item
    return " ".join(str(item[name]) for name in sorted(item) if name != "type")


def _key(item: Any) -> str:
    return f'"{item}' if isinstance(item, str) else canonical(item)


def _without(items: Sequence[Any], keys: Sequence[str], equals: Counter[str]) -> list[Any]:
    left = []
    for item, key in zip(items, keys, strict=True):
        if equals[key]:
            equals[key] -= 1
        else:
            left.append(item)
    return left
