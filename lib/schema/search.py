"""Search over everything in a schema: best match first, misspellings forgiven."""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lib.schema.model import Schema, Table, TableName

Kind = Literal["table", "column", "type", "enum label", "constraint", "index", "comment"]
WEIGHTS: dict[Kind, float] = {
    "table": 1.0,
    "column": 0.94,
    "enum label": 0.8,
    "type": 0.74,
    "constraint": 0.68,
    "index": 0.64,
    "comment": 0.6,
}
"""How much a match counts by what it was found in; a whole column name wins over a part of a table's name."""
WHOLE, WORD, START, WITHIN, MISSPELT = 1.0, 0.86, 0.66, 0.45, 0.5
ELSEWHERE = 0.5
"""What a word counts that stands not in the name itself but in the name of its table or schema."""
SHORTEST_WITHIN = 3
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words were found; `score` is between 0 and 1."""

    kind: Kind
    table: TableName | None
    """The table to open; None for a type that no column has."""
    column: str | None
    """The column to open the table at."""
    name: str
    """What matched: a name, a type, a label or a comment."""
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    table: TableName | None
    column: str | None
    name: str


@dataclass
class _Index:
    """Every entry, and for each word the entries it stands in and the tables that are called so."""

    entries: list[_Entry] = field(default_factory=list)
    having: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    whole: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    tables: dict[str, set[TableName]] = field(default_factory=lambda: defaultdict(set))
    vocabulary: list[str] = field(default_factory=list)


def find(schema: Schema, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
    """The best `limit` places where `words` occur, best first and in a fixed order; none for an empty question.

    Names are compared by their words (`order_item` and `OrderItem` hold "order" and "item"). Every word of the question
    counts; one that occurs nowhere is passed over. A place that matches in its name and its comment is one hit.
    """
    index = _prepared(schema)
    asked = list(dict.fromkeys(_words(words)))
    if len(asked) > 1:
        asked.append("".join(asked))
    matches = {word: found for word in asked if (found := _matching(word, index.vocabulary))}
    joined = asked[-1] if len(asked) > 1 else None
    single = [word for word in asked if word in matches and word != joined]
    best: dict[int, float] = _by_words(index, [matches[word] for word in single])
    for entry, score in _by_whole_name(index, matches.get(joined, {}) if joined else {}).items():
        best[entry] = max(best.get(entry, 0.0), score)
    return _hits(index, best, limit)


def _hits(index: _Index, scores: dict[int, float], limit: int) -> tuple[Hit, ...]:
    """One hit a place: the best of a column's name, type and comment stands for it."""
    places: dict[tuple[object, ...], tuple[float, int]] = {}
    for number, score in scores.items():
        entry = index.entries[number]
        weighted = score * WEIGHTS[entry.kind]
        is_own = entry.kind in ("table", "column", "type", "comment") and entry.table is not None
        place: tuple[object, ...] = (entry.table, entry.column) if is_own else (entry,)
        if place not in places or weighted > places[place][0]:
            places[place] = weighted, number
    best = heapq.nsmallest(
        limit, places.values(), key=lambda item: (-item[0], len(index.entries[item[1]].name), item[1])
    )
    return tuple(
        Hit(entry.kind, entry.table, entry.column, entry.name, round(score, 4))
        for score, entry in ((score, index.entries[number]) for score, number in best)
    )


def _by_words(index: _Index, questions: list[dict[str, float]]) -> dict[int, float]:
    """Scores of the entries in which at least one word of the question stands; the mean over all of its words."""
    own: dict[int, list[float]] = {}
    tables: list[dict[TableName, float]] = []
    for position, matches in enumerate(questions):
        called: dict[TableName, float] = {}
        for word, likeness in matches.items():
            for number in index.having.get(word, ()):
                scores = own.get(number)
                if scores is None:
                    scores = own[number] = [0.0] * len(questions)
                scores[position] = max(scores[position], likeness * WORD)
            for number in index.whole.get(word, ()):
                scores = own.setdefault(number, [0.0] * len(questions))
                scores[position] = max(scores[position], likeness * WHOLE)
            for name in index.tables.get(word, ()):
                called[name] = max(called.get(name, 0.0), likeness * ELSEWHERE)
        tables.append(called)
    if len(questions) == 1:
        return {number: scores[0] for number, scores in own.items()}
    for number, scores in own.items():
        table = index.entries[number].table
        if table is not None:
            for position, called in enumerate(tables):
                scores[position] = max(scores[position], called.get(table, 0.0))
    return {number: sum(scores) / len(questions) for number, scores in own.items()}


def _by_whole_name(index: _Index, matches: dict[str, float]) -> dict[int, float]:
    """Scores of the entries whose whole name is the question written together: `created at`, `createdAt`."""
    found: dict[int, float] = {}
    for word, likeness in matches.items():
        for number in index.whole.get(word, ()):
            found[number] = max(found.get(number, 0.0), likeness * WHOLE)
    return found


def _matching(word: str, vocabulary: list[str]) -> dict[str, float]:
    """The words of the schema that are `word`, start with it, hold it, or are it misspelt, with their likeness."""
    found: dict[str, float] = {}
    for other in vocabulary:
        if other == word:
            found[other] = 1.0
        elif other.startswith(word):
            found[other] = START + (1 - START) * 0.8 * len(word) / len(other)
        elif len(word) >= SHORTEST_WITHIN and word in other:
            found[other] = WITHIN
    slips = 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 7 else 2
    if slips:
        near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=None)
        for other, distance, _ in near:
            found[other] = max(found.get(other, 0.0), 1 - distance * MISSPELT / slips / 1.5 - 0.1 * bool(distance))
    return found


def _prepared(schema: Schema) -> _Index:
    """The index of a schema, made once and kept with it, as its cached properties are."""
    kept: _Index | None = vars(schema).get("_search")
    if kept is None:
        kept = vars(schema)["_search"] = _index(schema)
    return kept


def _index(schema: Schema) -> _Index:
    index = _Index()
    for entry in _entries(schema):
        number = len(index.entries)
        index.entries.append(entry)
        words = tuple(_words(entry.name))
        for word in set(words):
            index.having[word].append(number)
        if entry.kind != "comment":
            index.whole["".join(words)].append(number)
        if entry.kind == "type" and "." in entry.name:  # a type of the database's own, known by its bare name too
            index.whole["".join(_words(entry.name.rpartition(".")[2]))].append(number)
    for table in schema.tables:
        for word in {*_words(table.name), *_words(table.schema)}:
            index.tables[word].add(table.key)
    index.vocabulary = sorted({*index.having, *index.whole, *index.tables} - {""})
    return index


def _entries(schema: Schema) -> Iterator[_Entry]:
    using: dict[TableName, list[tuple[TableName, str]]] = defaultdict(list)
    for table in schema.tables:
        for column in table.columns:
            if column.type_name:
                using[column.type_name].append((table.key, column.name))
        yield from _entries_of(table)
    for enum in schema.enums:
        name = (enum.schema, enum.name)
        if name not in using:
            yield _Entry("type", None, None, enum.name)
        for label in enum.labels:
            if name not in using:
                yield _Entry("enum label", None, None, label)
            for user, at in using.get(name, ()):
                yield _Entry("enum label", user, at, label)
    for domain in schema.domains:
        if (domain.schema, domain.name) not in using:
            yield _Entry("type", None, None, domain.name)


def _entries_of(table: Table) -> Iterator[_Entry]:
    key = table.key
    yield _Entry("table", key, None, table.name)
    if table.comment:
        yield _Entry("comment", key, None, table.comment)
    for column in table.columns:
        yield _Entry("column", key, column.name, column.name)
        yield _Entry("type", key, column.name, column.type)
        if column.comment:
            yield _Entry("comment", key, column.name, column.comment)
    keys = (*((table.primary_key,) if table.primary_key else ()), *table.unique)
    for constraint in (*keys, *table.foreign_keys, *table.checks, *table.exclusions):
        first = constraint.columns[0] if constraint.columns else None
        yield _Entry("constraint", key, first, constraint.name)
    for item in table.indexes:
        if not item.is_constraint:
            yield _Entry("index", key, next(filter(None, item.columns), None), item.name)


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORDS.findall(CAMEL.sub(" ", text))]
