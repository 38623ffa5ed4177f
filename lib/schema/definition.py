"""The parts of a table in SQL's own words: keys, foreign keys, checks, indexes, triggers and policies."""

import re
from functools import singledispatch

from lib.schema.model import Check, Exclusion, ForeignKey, Index, Key, Policy, Trigger
from lib.schema.names import quoted, written

PIECES = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"(),\[\]]+|.""", re.S)
"""Literals, quoted names, and what stands between them and the signs that part and nest."""


def column_list(columns: tuple[str | None, ...]) -> str:
    """Columns in parentheses, quoted where they must be; an expression stands as `(expression)`."""
    return f"({', '.join('(expression)' if name is None else quoted(name) for name in columns)})"


def index_keys(index: Index) -> tuple[str, ...]:
    """The keys of an index as its definition lists them, expressions included; () where the definition is not known."""
    if None not in index.columns:
        return tuple(name for name in index.columns if name is not None)
    _, _, rest = (index.definition or "").partition(f" USING {index.method} (")
    keys = _split_list(rest)
    return tuple(keys) if len(keys) == len(index.columns) else ()


def sides(key: ForeignKey) -> tuple[str, str]:
    """The columns of a foreign key and those that it refers to, each in parentheses."""
    return _period(key.columns, key.period), _period(key.other_columns, key.period)


@singledispatch
def text_of(part: object) -> str:
    """What follows the part's name in its DDL, on as many lines as Postgres prints it."""
    raise TypeError(f"{type(part).__name__} is no part of a table.")


@text_of.register
def _(part: Key) -> str:
    distinct = "NULLS NOT DISTINCT " if part.nulls_not_distinct else ""
    columns = column_list(part.columns)
    columns = f"{columns[:-1]} WITHOUT OVERLAPS)" if part.period else columns
    include = f" INCLUDE {column_list(part.include)}" if part.include else ""
    return f"{distinct}{columns}{include}{_deferral(part.deferrable, part.initially_deferred)}"


@text_of.register
def _(part: ForeignKey) -> str:
    own, other = sides(part)
    words = [f"{own} REFERENCES {written(part.other)} {other}"]
    words += [f"MATCH {part.match}"] * (part.match != "SIMPLE")
    words += [f"ON UPDATE {part.on_update}"] * (part.on_update != "NO ACTION")
    words += [f"ON DELETE {part.on_delete}"] * (part.on_delete != "NO ACTION")
    words += [column_list(part.set_columns)] * bool(part.set_columns)
    state = "" if part.enforced else " NOT ENFORCED"
    state = f"{state} NOT VALID" if part.enforced and not part.validated else state
    return " ".join(words) + _deferral(part.deferrable, part.initially_deferred) + state


@text_of.register
def _(part: Check) -> str:
    state = " NO INHERIT" * part.no_inherit + " NOT ENFORCED" * (not part.enforced)
    definition = part.definition or "CHECK (unknown)"
    return definition if definition.endswith((state, " NOT VALID")) else definition + state


@text_of.register
def _(part: Exclusion) -> str:
    return part.definition or f"EXCLUDE {column_list(part.columns)}"


@text_of.register
def _(part: Index) -> str:
    if part.definition:
        return part.definition.partition(" USING ")[2] or part.definition
    include = f" INCLUDE {column_list(part.include)}" if part.include else ""
    predicate = f" WHERE {part.predicate}" if part.predicate else ""
    return f"{part.method} {column_list(part.columns)}{include}{predicate}"


@text_of.register
def _(part: Trigger) -> str:
    events = " OR ".join(part.events)
    return f"{part.timing} {events} FOR EACH {part.level} {part.function} ({part.enabled})"


@text_of.register
def _(part: Policy) -> str:
    roles = (role if role == "PUBLIC" else quoted(role) for role in sorted(part.roles))
    words = [f"{'' if part.permissive else 'RESTRICTIVE '}FOR {part.command} TO {', '.join(roles)}"]
    words += [f"USING ({part.using})"] * (part.using is not None)
    words += [f"WITH CHECK ({part.check})"] * (part.check is not None)
    return " ".join(words)


def _split_list(text: str) -> list[str]:
    """What commas part in `text` up to the parenthesis that closes it, but for those in quotes and parentheses."""
    parts, depth = [""], 0
    for piece in PIECES.findall(text):
        if piece == ")" and not depth:
            return [part.strip() for part in parts]
        depth += (piece in "([") - (piece in ")]")
        if piece == "," and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return []


def _period(columns: tuple[str, ...], period: bool) -> str:
    if not period:
        return column_list(columns)
    *whole, last = (quoted(name) for name in columns)
    return f"({', '.join([*whole, f'PERIOD {last}'])})"


def _deferral(deferrable: bool, initially_deferred: bool) -> str:
    return " DEFERRABLE" * deferrable + " INITIALLY DEFERRED" * initially_deferred
