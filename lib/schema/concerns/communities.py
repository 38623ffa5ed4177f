"""Groups in a flat schema: tables that share the beginning of their names, then small groups joined by foreign keys."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isqrt, sqrt

from lib.schema.model import Table, TableName

SMALLEST = 4
"""Fewer tables than this make no group of their own where foreign keys tie them to another."""
FEWEST_GROUPS = 6
LARGEST_SHARE = 0.25
"""No group grows past this share of all tables by joining, nor stops before `AT_LEAST` of them."""
AT_LEAST = 12
OTHER = "Other"
NUMBER = re.compile(r"[_-]?\d+\Z")
"""By what siblings of one name differ: reading_0, reading_1, reading_2."""
Placed = dict[TableName, tuple[str, str]]
"""For each table its group, and why it is there in words."""


@dataclass
class TableGroup:
    """Tables while they are being grouped; `ties` are the weights of foreign keys to other groups."""

    head: str
    members: list[Table]
    ties: dict[str, float] = field(default_factory=dict)


def communities(tables: list[Table]) -> Placed:
    """Every table in one group named after the beginning or the table that most of its tables share."""
    heads = _heads([table.name for table in tables])
    sharing = Counter(heads[table.name] for table in tables)
    groups: dict[str, TableGroup] = {}
    for table in tables:
        groups.setdefault(heads[table.name], TableGroup(heads[table.name], [])).members.append(table)
    head_of = {table.key: heads[table.name] for table in tables}
    _tie(groups, head_of, tables)
    _join(groups, len(tables))
    reasons = _reasons(head_of, tables)
    placed: Placed = {}
    for group in groups.values():
        is_alone = len(group.members) < SMALLEST and not group.ties
        within = {heads[table.name] for table in group.members}
        for table in group.members:
            head = heads[table.name]
            if is_alone:
                placed[table.key] = OTHER, "no rule, prefix or foreign key ties it to a larger group"
            elif head != group.head:
                placed[table.key] = group.head, _joined(head, within, group.head, reasons)
            elif sharing[head] > 1:
                placed[table.key] = group.head, f"shares the beginning {head}"
            else:
                placed[table.key] = group.head, "gives its group the name"
    return placed


def _joined(head: str, within: set[str], group: str, reasons: Mapping[tuple[str, str], set[str]]) -> str:
    """Why the tables that begin with `head` are in a group of another name: straight ties first, keys before views."""
    ties = [(reason, other) for other in within if other != head for reason in reasons.get((head, other), ())]
    if not ties:
        return f"joined to {group}"
    reason, other = min(ties, key=lambda item: (item[1] != group, item[0].startswith("views"), *item))
    return reason if other == group else f"{reason}, which is in {group}"


def _reasons(head_of: Mapping[TableName, str], tables: Iterable[Table]) -> dict[tuple[str, str], set[str]]:
    """For two beginnings what ties the tables of the first to those of the second, in words."""
    reasons: dict[tuple[str, str], set[str]] = {}
    for table in tables:
        start = head_of[table.key]
        for key in table.foreign_keys:
            if end := head_of.get(key.other):
                reasons.setdefault((start, end), set()).add(f"foreign keys tie {start} to {end}")
                reasons.setdefault((end, start), set()).add(f"foreign keys tie {start} to {end}")
        for name in _read(table):
            if end := head_of.get(name):
                reasons.setdefault((start, end), set()).add(f"views read {end}")
                reasons.setdefault((end, start), set()).add(f"views of {start} read {end}")
    return reasons


def _heads(names: Iterable[str]) -> dict[str, str]:
    """For each name the word that it begins with: a first word that several share, or another table's whole name."""
    every = sorted(set(names))
    stems = {name: NUMBER.sub("", name) or name for name in every}
    siblings = Counter(stems.values())
    called = {name: stem if siblings[stem] > 1 else name for name, stem in stems.items()}
    firsts = Counter(_singular(_first_word(name)) for name in every)
    words = {_singular(name) for name in called.values() if len(name) > 2}
    return {name: _head(called[name], firsts, words) for name in every}


def _head(name: str, firsts: Mapping[str, int], words: set[str]) -> str:
    first = _singular(_first_word(name))
    whole = _singular(name)
    for end in range(3, len(first)):
        if first[:end] in words:
            return first[:end]
    if firsts[first] >= SMALLEST or first in words:
        return first
    return whole if whole in words else first


def _first_word(name: str) -> str:
    return name.strip("_").split("_", 1)[0].casefold() or name


def _singular(word: str) -> str:
    word = word.casefold()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _tie(groups: dict[str, TableGroup], head_of: Mapping[TableName, str], tables: list[Table]) -> None:
    """Weigh the foreign keys and views between groups; a tie to a table that everybody refers to says little."""
    others_of = {table.key: [*(key.other for key in table.foreign_keys), *_read(table)] for table in tables}
    references = Counter(other for others in others_of.values() for other in others)
    for table, others in others_of.items():
        for other_table in others:
            start, end = head_of[table], head_of.get(other_table)
            if end is not None and start != end:
                weight = 1 / sqrt(references[other_table])
                for one, other in ((start, end), (end, start)):
                    groups[one].ties[other] = groups[one].ties.get(other, 0) + weight


def _read(table: Table) -> list[TableName]:
    return [(read.schema, read.table) for read in table.reads]


def _join(groups: dict[str, TableGroup], total: int) -> None:
    """Join the smallest group to the one it is tied to most, until none is small and there are not too many."""
    wanted = max(FEWEST_GROUPS, isqrt(total))
    largest = max(AT_LEAST, int(total * LARGEST_SHARE))
    while True:
        tied = sorted(
            (group for group in groups.values() if group.ties), key=lambda item: (len(item.members), item.head)
        )
        for group in tied:
            if len(group.members) >= SMALLEST and len(tied) <= wanted:
                return
            other = _nearest(group, groups, largest)
            if other is not None:
                _merge(group, other, groups)
                break
        else:
            return


def _nearest(group: TableGroup, groups: Mapping[str, TableGroup], largest: int) -> TableGroup | None:
    fitting = [
        (weight / sqrt(len(groups[head].members)), head)
        for head, weight in group.ties.items()
        if len(groups[head].members) + len(group.members) <= largest
    ]
    return groups[max(fitting, key=lambda item: (item[0], item[1]))[1]] if fitting else None


def _merge(group: TableGroup, other: TableGroup, groups: dict[str, TableGroup]) -> None:
    keep, gone = (other, group) if len(other.members) >= len(group.members) else (group, other)
    keep.members += gone.members
    for head, weight in gone.ties.items():
        neighbour = groups[head]
        del neighbour.ties[gone.head]
        if neighbour is not keep:
            keep.ties[head] = keep.ties.get(head, 0) + weight
            neighbour.ties[keep.head] = neighbour.ties.get(keep.head, 0) + weight
    del groups[gone.head]
