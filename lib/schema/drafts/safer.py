"""The same change in steps that hold others up less: what each way is stands in Postgres' chapters on ALTER TABLE and
CREATE INDEX; whether it helps is measured like everything else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.schema.drafts.measure.effect import Measured, StatementEffect
from lib.schema.drafts.statements import DraftStatement, Token, statements, tokens
from lib.schema.model import Schema, Table
from lib.schema.names import quoted

COMMIT = "commit"
"""Ends a file: what was locked before it is let go."""
LONGEST_NAME = 63
KEYS = {("unique",): "key", ("primary", "key"): "pkey"}
BEYOND_COLUMNS = {"nulls", "include", "using", "without"}


def safer_steps(item: Measured, before: Schema) -> tuple[str, ...]:
    """The statements that do the same in safer steps; none where none is known. `before` is the schema before it."""
    effect = item.effect
    if effect is None or effect.outside:
        return ()
    parts = _Parts(item.statement.sql)
    words = item.statement.words
    if words[:1] == ("create",) and "index" in words[1:3] and effect.scanned:
        return _concurrently(parts, _tables(effect, before), after="index")
    if words[:2] == ("drop", "index") and "," not in parts.signs and "cascade" not in parts.words:
        return _concurrently(parts, _tables(effect, before), after="index")
    if words[:1] == ("reindex",) and words[1:2] in (("index",), ("table",)):
        return _concurrently(parts, _tables(effect, before), after=words[1])
    if words[:2] == ("alter", "table") and (effect.scanned or effect.rewritten):
        return _alteration(parts, effect, before)
    return ()


def safer_script(script: str, parts: Iterable[DraftStatement], steps: Mapping[int, Sequence[str]]) -> str:
    """The script with the statements of those numbers replaced by their steps; everything else stands as it did."""
    texts, end = [], 0
    for statement in parts:
        if steps.get(statement.number):
            texts += [script[end : statement.start], ";\n".join(steps[statement.number])]
            end = statement.start + len(statement.sql)
    return "".join(texts) + script[end:]


def safer_version(script: str, document: Mapping[str, Any]) -> str:
    """The script with every safer way that a check's document holds; "" where it holds none."""
    ways = {item["number"]: item["safer"]["sql"] for item in document.get("statements", ()) if item["safer"]}
    if not ways:
        return ""
    steps = {number: (way.rstrip().removesuffix(";"),) for number, way in ways.items()}
    return safer_script(script, statements(script), steps)


def holds_up(steps: Iterable[Measured]) -> int:
    """How much the worst of some statements holds others up.

    3 where reads and writes wait while rows are read or written, 2 where writes do, 1 for a moment's lock, else 0.
    """
    return max((_rank(step.effect) for step in steps if step.effect), default=0)


def _rank(effect: StatementEffect) -> int:
    blocks = {lock.blocks for lock in effect.locks}
    if not blocks - {"nothing"}:
        return 0
    if not (effect.scanned or effect.rewritten):
        return 1
    return 3 if "reads and writes" in blocks else 2


class _Parts:
    """A statement as tokens with their texts."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.tokens: tuple[Token, ...] = tuple(tokens(sql))
        self.words = {token.word for token in self.tokens if token.word}
        self.signs = {token.sign for token in self.tokens if token.sign}

    def text(self, span: Sequence[Token]) -> str:
        """The text from the first to the last of some tokens."""
        return self.sql[span[0].start : span[-1].end] if span else ""

    def name(self, token: Token) -> str:
        """The identifier that a token writes, as Postgres reads it."""
        text = self.sql[token.start : token.end]
        if text.startswith('"'):
            return text[1:-1].replace('""', '"')
        return token.word


@dataclass(frozen=True)
class _Action:
    """One action of an ALTER TABLE: its tokens and their words."""

    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens)


def _tables(effect: StatementEffect, before: Schema) -> list[Table]:
    """The plain tables that the statement locks; empty where one of them is no plain table."""
    names = [lock.relation for lock in effect.locks if not lock.is_index]
    tables = [before.table_named[name] for name in names if name in before.table_named]
    return tables if all(table.kind in ("table", "materialized view") for table in tables) else []


def _concurrently(parts: _Parts, tables: list[Table], *, after: str) -> tuple[str, ...]:
    if not tables or "concurrently" in parts.words:
        return ()
    word = next(token for token in parts.tokens if token.word == after)
    return (f"{parts.sql[: word.end]} concurrently{parts.sql[word.end :]}",)


def _alteration(parts: _Parts, effect: StatementEffect, before: Schema) -> tuple[str, ...]:
    """The actions of an ALTER TABLE one by one, where at least one of them has a safer way."""
    head, actions = _actions(parts)
    if not head or not actions:
        return ()
    called = parts.name(next(token for token in reversed(head) if token.sign != "*"))
    tables = [table for table in _tables(effect, before) if table.name == called]
    if len(tables) != 1 or tables[0].kind != "table":
        return ()
    table, opening = tables[0], parts.text(head)
    steps: list[str] = []
    is_safer = False
    for action in actions:
        ways = tuple(_steps(parts, action, table, opening))
        is_safer = is_safer or bool(ways)
        steps += ways or (f"{opening} {parts.text(action.tokens)}",)
    return tuple(steps) if is_safer else ()


def _actions(parts: _Parts) -> tuple[tuple[Token, ...], list[_Action]]:
    """The tokens up to the table's name, and the actions behind it."""
    at = 2
    for words in (("if", "exists"), ("only",)):
        if tuple(token.word for token in parts.tokens[at : at + len(words)]) == words:
            at += len(words)
    at += 1
    while at < len(parts.tokens) and parts.tokens[at].sign == ".":
        at += 2
    if at < len(parts.tokens) and parts.tokens[at].sign == "*":
        at += 1
    actions: list[list[Token]] = [[]]
    depth = 0
    for token in parts.tokens[at:]:
        depth += (token.sign in ("(", "[")) - (token.sign in (")", "]"))
        if token.sign == "," and depth == 0:
            actions.append([])
        else:
            actions[-1].append(token)
    return parts.tokens[:at], [_Action(tuple(action)) for action in actions if action]


def _steps(parts: _Parts, action: _Action, table: Table, opening: str) -> Iterator[str]:
    words = action.words
    if words[:1] == ("alter",) and words[-3:] == ("set", "not", "null"):
        at = 2 if words[1] == "column" else 1
        if len(words) == at + 4:
            yield from _not_null(parts.name(action.tokens[at]), table, opening)
    elif words[:1] == ("add",):
        name = parts.name(action.tokens[2]) if words[1:2] == ("constraint",) and len(words) > 3 else ""
        rest = _Action(action.tokens[3 if name else 1 :])
        if rest.words[:2] == ("foreign", "key") or rest.words[:1] == ("check",):
            yield from _validated_later(parts, rest, name=name, table=table, opening=opening)
        for key, ending in KEYS.items():
            if rest.words[: len(key)] == key:
                columns = _Action(rest.tokens[len(key) :])
                yield from _key_from_index(
                    parts, columns, key=key, name=name or _default(parts, columns, table, ending)
                )


def _validated_later(parts: _Parts, rule: _Action, *, name: str, table: Table, opening: str) -> Iterator[str]:
    if rule.words[-2:] == ("not", "valid") or "enforced" in rule.words:
        return
    if not name:
        ending = "fkey" if rule.words[0] == "foreign" else "check"
        name = _default(parts, _Action(rule.tokens[2:]), table, ending) if ending == "fkey" else ""
        name = name or _free(f"{table.name}_{ending}", table)
    if name:
        yield f"{opening} add constraint {quoted(name)} {parts.text(rule.tokens)} not valid"
        yield COMMIT
        yield f"{opening} validate constraint {quoted(name)}"


def _not_null(column: str, table: Table, opening: str) -> Iterator[str]:
    """A check that is validated apart: SET NOT NULL then reads no row."""
    name = _free(f"{table.name}_{column}_not_null_check", table)
    if name and column in table.column_named:
        yield f"{opening} add constraint {quoted(name)} check ({quoted(column)} is not null) not valid"
        yield COMMIT
        yield f"{opening} validate constraint {quoted(name)}"
        yield COMMIT
        yield f"{opening} alter column {quoted(column)} set not null"
        yield f"{opening} drop constraint {quoted(name)}"


def _key_from_index(parts: _Parts, columns: _Action, *, key: tuple[str, ...], name: str) -> Iterator[str]:
    """An index that is built while others write, and then made the key's."""
    if not name or set(columns.words) & BEYOND_COLUMNS:
        return
    close = next((place for place, token in enumerate(columns.tokens) if token.sign == ")"), -1)
    table = parts.text(_actions(parts)[0]).split(None, 2)[2]
    table = re.sub(r"(?i)^(if\s+exists\s+)?(only\s+)?", "", table).rstrip("* ")
    tail = parts.text(columns.tokens[close + 1 :])
    listed = parts.text(columns.tokens[: close + 1])
    yield f"create unique index concurrently {quoted(name)} on {table} {listed}"
    yield f"{_opening(parts)} add constraint {quoted(name)} {' '.join(key)} using index {quoted(name)} {tail}".rstrip()


def _opening(parts: _Parts) -> str:
    return parts.text(_actions(parts)[0])


def _default(parts: _Parts, columns: _Action, table: Table, ending: str) -> str:
    """The name that Postgres itself would give; "" where it is taken or too long."""
    close = next((place for place, token in enumerate(columns.tokens) if token.sign == ")"), 0)
    named = [parts.name(token) for token in columns.tokens[1:close] if not token.sign]
    middle = [] if ending == "pkey" else named
    return _free("_".join([table.name, *middle, ending]), table)


def _free(name: str, table: Table) -> str:
    """The name, or "" where the table has a rule of that name or it is too long."""
    taken = {
        item.name
        for items in (table.checks, table.foreign_keys, table.unique, table.indexes, table.exclusions)
        for item in items
    } | ({table.primary_key.name} if table.primary_key else set())
    return "" if name in taken or len(name.encode()) > LONGEST_NAME else name
