"""Names for formats that cannot spell every name: each table keeps one of its own."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Name = TypeVar("Name")


def labels(names: Iterable[Name], spelled: Callable[[Name], str]) -> dict[Name, str]:
    """A label for every name, `spelled` where that is free, otherwise with a number behind it."""
    label_of: dict[Name, str] = {}
    taken: set[str] = set()
    for name in names:
        label = first = spelled(name)
        number = 1
        while label.lower() in taken:
            number += 1
            label = f"{first}_{number}"
        taken.add(label.lower())
        label_of[name] = label
    return label_of
