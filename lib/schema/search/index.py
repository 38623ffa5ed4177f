"""What there is to find in a schema, by its words; made once for each schema."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.schema.computed import once_per_schema
from lib.schema.model import Schema, Table, TableName
from lib.schema.relations.partitions import whole_of

HitKind = Literal["table", "column", "type", "enum label", "constraint", "index", "comment"]
WEIGHTS: dict[HitKind, float] = {
    "table": 1.0,
    "column": 0.94,
    "enum label": 0.8,
    "type": 0.74,
    "constraint": 0.68,
    "index": 0.64,
    "comment": 0.6,
}
"""How much a match counts by what it was found in; a whole column name wins over a part of a table's name."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WORDS = re.compile(r"[^\W_]+")


Entry = tuple[HitKind, TableName | None, str | None, str]
"""One name, type, label or comment (the last) and where it stands; a large schema has tens of thousands."""


@dataclass
class SearchIndex:
    """Every entry, and for each word the entries it stands in and the tables that are called so."""

    entries: list[Entry] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    """The number of each entry's table, -1 for none."""
    having: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    whole: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    called: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    partitions: dict[TableName, int] = field(default_factory=dict)
    """How many partitions each partitioned table has."""
    words: frozenset[str] = frozenset()
    text: str = ""
    """All words, a line each: searched at once."""
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


@once_per_schema
def index_of(schema: Schema) -> SearchIndex:
    """Every entry of a schema by its words, and the words themselves."""
    numbers = {table.key: number for number, table in enumerate(schema.tables)}
    parts = {name: whole for name in numbers if (whole := whole_of(schema, name)) != name}
    entries = _entries(schema, parts)
    index = SearchIndex(entries, [-1 if table is None else numbers[table] for _, table, _, _ in entries])
    _add_words(index)
    for table in schema.tables:
        for word in {*words_of(table.name), *words_of(table.schema)}:
            index.called[word].add(numbers[parts.get(table.key, table.key)])
    _add_partitions(index, parts)
    vocabulary = sorted({*index.having, *index.whole, *index.called} - {""})
    index.words = frozenset(vocabulary)
    index.text = "\n".join(["", *vocabulary, ""])
    for word in vocabulary:
        index.by_length[len(word)].append(word)
    return index


def _add_words(index: SearchIndex) -> None:
    """Let the words of each name lead to its entries; they are looked for once, however many columns are called so."""
    names: dict[str, list[int]] = defaultdict(list)
    comments: dict[str, list[int]] = defaultdict(list)
    for number, (kind, _, _, name) in enumerate(index.entries):
        (comments if kind == "comment" else names)[name].append(number)
        if kind == "type" and "." in name:  # a type of the database's own, known by its bare name too
            index.whole["".join(words_of(name.rpartition(".")[2]))].append(number)
    for name, numbers in names.items():
        words = words_of(name)
        for word in set(words):
            index.having[word] += numbers
        index.whole["".join(words)] += numbers
    for text, numbers in comments.items():
        for word in set(words_of(text)):
            index.having[word] += numbers


def _add_partitions(index: SearchIndex, parts: Mapping[TableName, TableName]) -> None:
    """Let the names of partitions lead to their table: it is found once, however many there are."""
    index.partitions = dict(Counter(parts.values()))
    at = {table: number for number, (kind, table, _, _) in enumerate(index.entries) if kind == "table"}
    added: dict[str, set[int]] = defaultdict(set)
    for (_, name), whole in parts.items():
        words = words_of(name)
        for word in words:
            added[word].add(at[whole])
        index.whole["".join(words)].append(at[whole])
    for word, numbers in added.items():
        index.having[word] += numbers.difference(index.having[word])


def _entries(schema: Schema, parts: Container[TableName]) -> list[Entry]:
    """What there is to find; of partitions nothing, since all that they have is their table's."""
    entries: list[Entry] = []
    using: dict[TableName, list[tuple[TableName, str]]] = defaultdict(list)
    for table in (table for table in schema.tables if table.key not in parts):
        for column in table.columns:
            if column.type_name:
                using[column.type_name].append((table.key, column.name))
        _add_table(entries, table)
    for enum in schema.enums:
        name = (enum.schema, enum.name)
        if name not in using:
            entries.append(("type", None, None, enum.name))
        for label in enum.labels:
            if name not in using:
                entries.append(("enum label", None, None, label))
            entries += [("enum label", user, at, label) for user, at in using.get(name, ())]
    entries += [
        ("type", None, None, domain.name) for domain in schema.domains if (domain.schema, domain.name) not in using
    ]
    return entries


def _add_table(entries: list[Entry], table: Table) -> None:
    key, add = table.key, entries.append
    add(("table", key, None, table.name))
    if table.comment:
        add(("comment", key, None, table.comment))
    for column in table.columns:
        name = column.name
        add(("column", key, name, name))
        add(("type", key, name, column.type))
        if column.comment:
            add(("comment", key, name, column.comment))
    keys = (*((table.primary_key,) if table.primary_key else ()), *table.unique)
    for constraint in (*keys, *table.foreign_keys, *table.checks, *table.exclusions):
        add(("constraint", key, constraint.columns[0] if constraint.columns else None, constraint.name))
    for item in table.indexes:
        if not item.is_constraint:
            add(("index", key, next(filter(None, item.columns), None), item.name))


def words_of(text: str) -> list[str]:
    """The words in a name, small: `order_item` and `OrderItem` are "order" and "item"."""
    if text.islower():  # most names are, and nothing in them needs to be parted or made small
        return WORDS.findall(text)
    return [word.lower() for word in WORDS.findall(CAMEL.sub(" ", text))]
