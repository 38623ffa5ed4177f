"""Which concern each table belongs to, and which rule says so; what no rule catches is grouped and marked so."""

import re
import tomllib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from lib.errors import OrbError
from lib.schema.concerns.colours import readable
from lib.schema.concerns.communities import communities
from lib.schema.concerns.visible import count
from lib.schema.model import Schema, Table, TableName
from lib.schema.names import written
from lib.settings import ROOT

FILE = ROOT / "sql" / "concerns.toml"
SYSTEM = "System"
LARGE_SCHEMA = 60
"""A schema with more tables than this, and most tables of the database, is as flat as `public`: it is looked into."""
_TAG = re.compile(r"\[concern:\s*([^\]]+?)\s*\]", re.IGNORECASE)


class InvalidRules(OrbError):
    title = "The rules of concerns cannot be read."
    next_step = "Correct sql/concerns.toml; its head says what a rule may hold."


class Colour(str):
    """A colour that a page can use, in small letters."""


# msgspec reads them instead of Pydantic, which takes as long to load as a third of the explorer's page
class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of the file: a concern, what puts a table into it, and the colour of the concern."""

    concern: Annotated[str, Meta(min_length=1)]
    schemas: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    tables: tuple[str, ...] = ()
    colour: Colour | None = None


class ConcernRules(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All rules in their order, and the schemas hidden by default."""

    hidden: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        for rule in self.rules:
            if rule.colour and rule.colour != self.colours[rule.concern]:
                raise ValueError(
                    f"{rule.concern} has two colours: write one of them in each of its rules, or in one rule"
                )

    @cached_property
    def colours(self) -> dict[str, str]:
        """The colour of each concern that has one, as a plain str: a map is written with it."""
        return {rule.concern: str(rule.colour) for rule in self.rules if rule.colour}


@dataclass(frozen=True)
class Placement:
    """The concern of a table and the rule that put it there, in words."""

    concern: str
    rule: str
    inferred: bool = False


def read_rules(path: Path = FILE) -> ConcernRules:
    """The rules of a file; raises `InvalidRules`, which names what is wrong."""
    try:
        return _parsed(path.read_text("utf-8"))
    except (OSError, UnicodeError) as error:
        raise InvalidRules(f"{path.name} cannot be read.") from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidRules(f"{path.name} is not TOML: {error}.") from error
    except msgspec.ValidationError as error:
        said, _, place = str(error).partition(" - at `$")
        where = place.strip("`.").replace("[", ".").replace("]", "")
        raise InvalidRules(f"{path.name}{where and f', {where}'}: {said}.") from error


@lru_cache(maxsize=4)
def _parsed(text: str) -> ConcernRules:
    """The rules in the text of a file; the same text is read once, for a page asks several times."""
    return concern_rules(tomllib.loads(text))


def concern_rules(document: dict[str, Any]) -> ConcernRules:
    """The rules that a document like the file's holds; raises `msgspec.ValidationError`."""
    return msgspec.convert(document, ConcernRules, dec_hook=_value)


def _value(kind: Any, given: Any) -> Any:
    """A colour or a pattern; raises `ValueError` with a sentence for anything else."""
    if not isinstance(given, str):
        raise ValueError(f"Expected `str`, got `{type(given).__name__}`")
    if kind is Colour:
        return Colour(readable(given))
    try:
        return re.compile(given)
    except re.error as error:
        raise ValueError(f"{given!r} is no pattern: {error}") from error


def assign(schema: Schema, rules: ConcernRules) -> Schema:
    """The schema with every table in exactly one concern, the hidden schemas named and everything counted."""
    hidden = tuple(item.name for item in schema.namespaces if is_hidden(item.name, rules))
    places = _places(schema, rules)
    tables = tuple([_placed(table, places[table.key]) for table in schema.tables])
    return replace(schema, tables=tables, hidden=hidden, counts=count(tables, hidden))


def is_hidden(schema: str, rules: ConcernRules) -> bool:
    """Whether a schema is hidden by default."""
    return _matches(schema, rules.hidden)


@lru_cache(maxsize=1024)
def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether one of the patterns fits; asked for every table, while schemas are few."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _places(schema: Schema, rules: ConcernRules) -> dict[TableName, Placement]:
    listed = {name: rule.concern for rule in rules.rules for name in rule.tables}
    place_of: dict[TableName, Placement] = {}
    for table in schema.tables:
        place = _ruled(table, rules, listed)
        if place:
            place_of[table.key] = place
    left = [table for table in schema.tables if table.key not in place_of and not table.partition_of]
    place_of |= _inferred(left)
    for table in schema.tables:
        if table.key not in place_of:
            place_of[table.key] = _of_parent(table, place_of, schema)
    return place_of


def _ruled(table: Table, rules: ConcernRules, listed: dict[str, str]) -> Placement | None:
    for name in (f"{table.schema}.{table.name}", written(table.key)):
        if name in listed:
            return Placement(listed[name], "listed by name")
    tag = _TAG.search(table.comment or "")
    if tag:
        known = {rule.concern.casefold(): rule.concern for rule in rules.rules}
        return Placement(known.get(tag[1].casefold(), tag[1]), "tag in its comment")
    for rule in rules.rules:
        why = _fits(table, rule)
        if why:
            return Placement(rule.concern, why)
    if table.extension:
        return Placement(SYSTEM, f"extension {table.extension}")
    if is_hidden(table.schema, rules):
        return Placement(SYSTEM, f"hidden schema {table.schema}")
    return None


def _fits(table: Table, rule: Rule) -> str:
    for pattern in rule.schemas:
        if fnmatchcase(table.schema, pattern):
            return f"schema {pattern}"
    for prefix in rule.prefixes:
        if table.name.startswith(prefix):
            return f"prefix {prefix}"
    for expression in rule.patterns:
        if expression.search(table.name):
            return f"pattern {expression.pattern}"
    return ""


def _inferred(tables: list[Table]) -> dict[TableName, Placement]:
    by_schema: dict[str, list[Table]] = {}
    for table in tables:
        by_schema.setdefault(table.schema, []).append(table)
    place_of: dict[TableName, Placement] = {}
    for name, members in by_schema.items():
        if name == "public" or (len(members) > LARGE_SCHEMA and len(members) * 2 > len(tables)):
            for key, (group, why) in communities(members).items():
                place_of[key] = Placement(group, why, inferred=True)
        else:
            place_of |= {table.key: Placement(name, f"its schema {name}", inferred=True) for table in members}
    return place_of


def _of_parent(table: Table, place_of: dict[TableName, Placement], schema: Schema) -> Placement:
    parent = table.partition_of
    while parent and parent not in place_of and parent in schema.table_named:
        parent = schema.table_named[parent].partition_of
    place = place_of.get(parent) if parent else None
    if parent is None or place is None:
        return Placement(table.schema, f"its schema {table.schema}", inferred=True)
    return Placement(place.concern, f"partition of {parent[0]}.{parent[1]}", place.inferred)


def _placed(table: Table, place: Placement) -> Table:
    """The table in its place: the same value where it says so already, as a cached one does."""
    if (table.concern, table.concern_rule, table.concern_inferred) == (place.concern, place.rule, place.inferred):
        return table
    return replace(table, concern=place.concern, concern_rule=place.rule, concern_inferred=place.inferred)
